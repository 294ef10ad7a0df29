"""Prints, as JSON, what the real Alembic makes of published packages, none of which is installed.

    corpus.py DIRECTORY...

Each directory holds an alembic.ini. What a version file imports and is not installed is replaced by a stub.
"""

import contextlib
import io
import json
import os
import sys

import describe
import stubs


def main():
    stubs.install()
    answers = []
    for directory in [os.path.abspath(argument) for argument in sys.argv[1:]]:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            answers.append(describe.answer(directory))
    print(json.dumps(answers))


main()
