"""Upgrades a database revision by revision with the real Alembic and prints, as JSON, what it holds on the way up.

    climb.py [--stubs] PROGRAM {"directory": …, "url": …, "damages": …}

The directory holds an alembic.ini. With --stubs, it stands beside the top of the project's own packages, and what is
imported and not installed is replaced. The PROGRAM's `validate` is asked at each revision, and at the end about a copy
with each damage: a list of the statements that make it, beside which is told what `alembic check` says, for models that
are what the database held before. For a number, that many tables are damaged in every way, where the head was reached.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import warnings

import damages
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.pool import NullPool

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
    scripts = ["--scripts", f"{directory}/alembic.ini", "--target", "heads", "--version-table", "alembic_version"]
    command = [program, "validate", *scripts, "--sample-timeout", "5m", "--output", "json"]
    answer = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "DATABASE_URL": url})
    found = json.loads(answer.stdout)
    if found["valid"] is None:
        raise RuntimeError(f"{directory}: {found['error']}")
    differences = [
        " ".join(part for part in (one["kind"], one["table"], one["column"]) if part) for one in found["differences"]]
    unverified = [{"table": one["table"], "column": one["column"]} for one in found["unverified"]]
    return {"differences": differences, "valid": found["valid"], "error": found["error"], "unverified": unverified}


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


def climb(program, directory, url, wanted):
    os.chdir(directory)
    config = Config("alembic.ini")
    scripts = ScriptDirectory.from_config(config)
    steps, failure, models = [], None, MetaData()
    try:
        order = [script.revision for script in scripts.revision_map.iterate_revisions("heads", "base")][::-1]
    except CommandError as error:
        order, failure = [], str(error)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        for revision in order:
            try:
                run(config, scripts, connection, revision)
            except Exception as error:
                failure = f"{revision}: {type(error).__name__}: {error}".split("\n")[0]
                break
            rows = [row[0] for row in connection.execute(text("SELECT version_num FROM alembic_version"))]
            step = {"rows": rows, "tables": holds(connection)}
            connection.rollback()
            steps.append(step | {"verdict": verdict(program, directory, url)})
        if isinstance(wanted, int):
            found = damages.chosen(connection, wanted) if failure is None else []
        else:
            models.reflect(connection)
            found = [damages.damage(None, *statements) for statements in wanted]
    damaged = [damage | damaging(program, directory, url, damage["statements"], models) for damage in found]
    return {"steps": steps, "revisions": len(order), "failure": failure, "damaged": damaged}


def damaging(program, directory, url, statements, models):
    with damages.copied(url) as copy, create_engine(copy, poolclass=NullPool).connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
        told = {"verdict": verdict(program, directory, copy)}
        return told | {"checked": checked(connection, models)} if models.tables else told


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


*options, program, project = sys.argv[1:]
project = json.loads(project)
if options:
    import stubs

    stubs.install(os.path.dirname(project["directory"]))
silence = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
with silence[0], silence[1], tempfile.TemporaryDirectory() as home:
    # Where a project's files write when they are loaded.
    os.environ["HOME"] = home
    answer = climb(program, project["directory"], project["url"], project["damages"])
print(json.dumps(answer))
