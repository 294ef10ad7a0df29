"""Writes the manual page from what the program says of itself.

Usage: migration-exporter --experimental-dump-help | manual.py VERSION >migration-exporter.1
"""

import json
import sys


def escaped(text):
    """Text that troff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\`")
    return f"\\&{text}" if text[:1] in (".", "'") else text


def paragraphs(*texts):
    """All paragraphs of the texts; lines that were set apart stay apart."""
    lines = [paragraph.split("\n") for text in texts if text for paragraph in text.split("\n\n")]
    return "\n.PP\n".join("\n.br\n".join(map(escaped, paragraph)) for paragraph in lines)


def spelling(argument):
    """An argument as it is typed, bold, with its value in italics."""
    value = f"\\fI{escaped(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        return value
    names = ", ".join(
        "\\fB" + escaped(("-" if name["kind"] == "short" else "--") + name["name"]) + "\\fR"
        for name in argument["names"])
    return names if argument["kind"] == "flag" else f"{names} {value}"


def meaning(argument):
    text = argument.get("abstract", "")
    default = argument.get("defaultValue")
    return f"{text} Default: {default}." if default and argument["kind"] != "flag" else text


def visible(command):
    """The commands below this one that a person may use, each with the words that call it."""
    for child in command.get("subcommands", []):
        if not child.get("shouldDisplay", True) or child["commandName"] == "help":
            continue
        deeper = list(visible(child))
        if deeper:
            yield from ((f"{child['commandName']} {words}", inner) for words, inner in deeper)
        else:
            yield child["commandName"], child


def arguments(command):
    return [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]


def options(command):
    return [argument for argument in arguments(command) if argument["kind"] != "positional"]


def page(program, version):
    name = escaped(program["commandName"])
    commands = list(visible(program))
    common = {spelling(option) for option in options(program)}
    yield f'.TH {name.upper()} 1 "" "{name} {version}" "User Commands"\n.nh\n.ad l'
    yield f".SH NAME\n{name} \\- {escaped(program['abstract'][0].lower() + program['abstract'][1:-1])}"
    yield f".SH SYNOPSIS\n\\fB{name}\\fR \\fIcommand\\fR [\\fIoption\\fR ...]"
    yield ".SH DESCRIPTION\n" + paragraphs(program["discussion"])
    yield ".SH COMMANDS"
    for words, command in commands:
        positional = [spelling(argument) for argument in arguments(command) if argument["kind"] == "positional"]
        yield ".SS " + " ".join([escaped(words), *positional])
        yield paragraphs(command["abstract"], command.get("discussion"))
        own = [spelling(option) for option in options(command) if spelling(option) not in common]
        yield ".PP\nOptions: " + ", ".join(option.split(" ")[0] for option in own) + "."
    yield ".SH OPTIONS"
    said = {(spelling(option), meaning(option)) for _, command in [("", program), *commands] for option in options(command)}
    for option, text in sorted(said, key=lambda entry: entry[0].split("\\-\\-")[1]):
        yield f".TP\n{option}\n{escaped(text)}"


if __name__ == "__main__":
    print("\n".join(page(json.load(sys.stdin)["command"], sys.argv[1])))
