"""Upgrades databases revision by revision with the real Alembic and prints, as JSON, what each holds on the way up.

    climb.py [--stubs] [--exporter PROGRAM] [[DIRECTORY, URL, DAMAGES], …]

Each directory holds an alembic.ini. With --stubs, what a version file imports and is not installed is replaced. With a
PROGRAM, its `validate` is asked at each revision, and at the end with each damage: a list of statements that make it and
a list of those that undo it. What `alembic check` says of the same damage is told beside it, for models that are what the
database held before.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import warnings

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, text

warnings.simplefilter("ignore")

POSTGRES = """
    SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg_%'
      AND n.nspname <> 'information_schema' ORDER BY 1, 2, a.attnum
"""
SQLITE = """
    SELECT NULL, m.name, x.name, x.type, NOT x."notnull" FROM sqlite_master m, pragma_table_xinfo(m.name) x
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, x.cid
"""


def holds(connection):
    tables = {}
    rows = connection.execute(text(POSTGRES if connection.dialect.name == "postgresql" else SQLITE))
    for schema, table, column, kind, nullable in rows:
        if table == "alembic_version":
            continue
        name = table if schema in (None, "public") else f"{schema}.{table}"
        columns = tables.setdefault(name, {})
        if column is not None:
            columns[column] = {"type": kind, "isNullable": bool(nullable)}
    return tables


def verdict(program, directory, url):
    command = [program, "validate", "--scripts", f"{directory}/alembic.ini", "--target", "heads", "--output", "json"]
    answer = subprocess.run(command, capture_output=True, text=True, env={"DATABASE_URL": url})
    found = json.loads(answer.stdout)
    differences = [
        " ".join(part for part in (one["kind"], one["table"], one["column"]) if part) for one in found["differences"]]
    return {"differences": differences, "valid": found["valid"], "error": found["error"],
            "unverified": [one["table"] for one in found["unverified"]]}


def checked(connection, models):
    """What `alembic check` finds, in the words of `validate`."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = [change for group in compare_metadata(context, models) for change in (
        group if isinstance(group, list) else [group])]
    connection.rollback()
    tables = {change[1].name for change in found if change[0] in ("add_table", "remove_table")}
    words = []
    for change in found:
        match change[0]:
            case "add_table" | "remove_table":
                words.append(("missing_table " if change[0] == "add_table" else "unexpected_table ") + change[1].name)
            case "add_column" | "remove_column":
                kind = "missing_column" if change[0] == "add_column" else "unexpected_column"
                words.append(f"{kind} {change[2]} {change[3].name}")
            case "modify_type":
                words.append(f"type {change[2]} {change[3]}")
            case "add_index" if change[1].table.name not in tables:
                words.append(f"missing_index {change[1].table.name}")
            case "remove_index" if change[1].table.name not in tables:
                words.append(f"unexpected_index {change[1].table.name}")
            case "add_index" | "remove_index":
                pass
            case other:
                words.append(f"{other} {change[1]}")
    return words


def execute(connection, statements):
    for statement in statements:
        connection.execute(text(statement))
    connection.commit()


def climb(directory, url, damages=(), program=None):
    os.chdir(directory)
    config = Config("alembic.ini")
    scripts = ScriptDirectory.from_config(config)
    order = [script.revision for script in scripts.revision_map.iterate_revisions("heads", "base")][::-1]
    steps, failure, damaged = [], None, []
    with create_engine(url).connect() as connection:
        for revision in order:
            try:
                run(config, scripts, connection, revision)
            except Exception as error:
                failure = f"{revision}: {type(error).__name__}: {error}".split("\n")[0]
                break
            rows = [row[0] for row in connection.execute(text("SELECT version_num FROM alembic_version"))]
            step = {"rows": rows, "tables": holds(connection)}
            connection.rollback()
            if program:
                step["verdict"] = verdict(program, directory, url)
            steps.append(step)
        models = MetaData()
        if damages:
            models.reflect(connection)
            connection.rollback()
            damages = [*damages, ((), ())]
        for damage, cure in damages:
            execute(connection, damage)
            damaged.append(verdict(program, directory, url) | {"checked": checked(connection, models)})
            execute(connection, cure)
    return {"steps": steps, "revisions": len(order), "failure": failure, "damaged": damaged}


def run(config, scripts, connection, revision):
    environment = EnvironmentContext(
        config, scripts, fn=lambda rows, context: scripts._upgrade_revs(revision, rows), destination_rev=revision)
    with environment:
        environment.configure(connection=connection, target_metadata=MetaData())
        try:
            with environment.begin_transaction():
                environment.run_migrations()
            connection.commit()
        except Exception:
            connection.rollback()
            raise


arguments, program = sys.argv[1:], None
if arguments[0] == "--stubs":
    import stubs

    stubs.install()
    arguments = arguments[1:]
if arguments[0] == "--exporter":
    program, arguments = arguments[1], arguments[2:]
answers = []
for directory, url, *damages in json.loads(arguments[0]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        answers.append(climb(directory, url, *damages, program=program))
print(json.dumps(answers))
