"""Version files whose values are spelled in the many ways that Python allows."""


def text(choose, value):
    """A string."""
    quoted = ascii(value) if choose.random() < 0.3 else repr(value)
    form = choose.randint(0, 9)
    if form == 0:
        return f'"""{value}"""'
    if form == 1:
        half = choose.randint(0, len(value))
        return f"{value[:half]!r} + {value[half:]!r}"
    if form == 2:
        half = choose.randint(0, len(value))
        return f"({value[:half]!r}\n    {value[half:]!r})"
    if form == 3:
        return f"f{quoted}"
    if form == 4:
        return f"(u{quoted})"
    if form == 5:
        return "'%s' % " + quoted
    return quoted


def names(choose, values, is_base):
    """Several names, one, or none."""
    if not values:
        return choose.choice(["None", "None", "None", "()", "[]", "(None,)"] if is_base else ["None", "()", "[]"])
    items = ", ".join(text(choose, value) for value in values)
    if len(values) > 1:
        return choose.choice([f"({items})", f"[{items}]", items])
    return choose.choice([items, items, items, f"({items},)", f"[{items}]", f"{{{items}}}"])


def assignments(choose, values):
    """Each name with its value, in some form of assignment."""
    for name, value in values:
        form = choose.randint(0, 9)
        if form == 0:
            yield f"{name}: object = {value}"
        elif form == 1:
            yield f"CONSTANT_{name} = {value}\n{name} = CONSTANT_{name}"
        elif form == 2:
            yield f"{name} = other_{name} = {value}"
        elif form == 3:
            yield f"({name}, unused) = ({value}), 5"
        elif form == 4:
            yield f"if True:\n    {name} = {value}\nelse:\n    {name} = 'other'"
        elif form == 5:
            yield f"{name} = 'earlier'\n{name} = \\\n    {value}  # a comment with 'quotes'"
        elif form == 6:
            yield f"try:\n    {name} = {value}\nfinally:\n    pass"
        else:
            yield f"{name} = {value}"


def version_file(choose, revision):
    values = [
        ("revision", text(choose, revision["id"])),
        ("down_revision", names(choose, revision["down"], True)),
    ]
    if revision["labels"] or choose.random() < 0.7:
        values.append(("branch_labels", names(choose, revision["labels"], False)))
    if revision["dependsOn"] or choose.random() < 0.7:
        values.append(("depends_on", names(choose, revision["dependsOn"], False)))
    choose.shuffle(values)
    lines = ['"""a message\n\nRevision ID: other\n"""', "from alembic import op", *assignments(choose, values)]
    lines += ["def upgrade():\n    revision = 'local'\n", "def downgrade():\n    pass\n"]
    source = "\n".join(lines)
    encoding = choose.choice(["utf-8"] * 6 + ["utf-8-sig", "latin-1"])
    if encoding == "latin-1":
        if any(ord(character) > 255 for character in source):
            encoding = "utf-8"
        else:
            source = "# coding: latin-1\n" + source
    return source.replace("\n", choose.choice(["\n"] * 5 + ["\r\n", "\r"])).encode(encoding)
