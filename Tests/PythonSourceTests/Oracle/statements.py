"""Prints, as JSON, the statements that CPython finds in files: for each file its path and [line, kind, text] in order.

    statements.py PACKAGE-OR-DIRECTORY...

`text` is the value of a string that is assigned or that stands alone. Files that CPython itself refuses are left out.
"""

import ast
import importlib.util
import json
import os
import sys

KINDS = {
    ast.Expr: "expression", ast.Assign: "assignment", ast.AugAssign: "augmented", ast.Delete: "delete",
    ast.FunctionDef: "function", ast.AsyncFunctionDef: "function", ast.ClassDef: "class", ast.If: "conditional",
    ast.For: "loop", ast.AsyncFor: "loop", ast.While: "loop", ast.Try: "attempt", ast.TryStar: "attempt",
    ast.With: "with", ast.AsyncWith: "with", ast.Import: "imports", ast.ImportFrom: "importsFrom",
    ast.Return: "returns", ast.Raise: "raises",
}


def text(statement):
    value = getattr(statement, "value", None)
    if isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign)) and isinstance(value, ast.Constant):
        if isinstance(value.value, str):
            return value.value.encode("utf-8", "surrogatepass").hex()
    return None


def walk(statements, lines, found):
    for statement in statements:
        kind = KINDS.get(type(statement), "other")
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            kind = "assignment"
        for decorator in getattr(statement, "decorator_list", []):
            found.append([decorator.lineno, "other", None])
        found.append([statement.lineno, kind, text(statement)])
        rest = statement
        while isinstance(rest, ast.If):
            walk(rest.body, lines, found)
            other = rest.orelse
            is_elif = len(other) == 1 and isinstance(other[0], ast.If)
            if is_elif and lines[other[0].lineno - 1].encode()[other[0].col_offset:].startswith(b"elif"):
                rest = other[0]
            else:
                walk(other, lines, found)
                rest = None
        if isinstance(statement, ast.If):
            continue
        if isinstance(statement, ast.Match):
            for case in statement.cases:
                found.append([case.pattern.lineno, "other", None])
                walk(case.body, lines, found)
            continue
        walk(getattr(statement, "body", []), lines, found)
        for handler in getattr(statement, "handlers", []):
            walk(handler.body, lines, found)
        walk(getattr(statement, "orelse", []), lines, found)
        walk(getattr(statement, "finalbody", []), lines, found)


def directory(name):
    if os.path.isdir(name):
        return name
    return os.path.dirname(importlib.util.find_spec(name).origin)


answer = []
for name in sys.argv[1:]:
    for root, directories, files in os.walk(directory(name)):
        directories.sort()
        for file in sorted(files):
            path = os.path.join(root, file)
            if not file.endswith(".py"):
                continue
            source = open(path, "rb").read()
            try:
                tree = ast.parse(source)
            except (SyntaxError, ValueError):
                continue
            lines = source.decode("latin-1").replace("\r\n", "\n").split("\n")
            found = []
            walk(tree.body, [line.encode("latin-1").decode("utf-8", "replace") for line in lines], found)
            answer.append([path, found])
print(json.dumps(answer))
