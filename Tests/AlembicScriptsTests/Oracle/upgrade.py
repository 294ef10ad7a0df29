"""Upgrades SQLite databases in memory with the real Alembic and prints, as JSON, what came of each.

    upgrade.py DIRECTORY QUESTIONS

QUESTIONS is a list of [ROWS, TARGET]: the rows of a version table without a primary key, or null for no table.
"""

import json
import sys
import warnings

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, text

warnings.simplefilter("ignore")
directory, questions = sys.argv[1], json.loads(sys.argv[2])
config = Config(f"{directory}/alembic.ini")


def value(row):
    return bytes.fromhex(row["bytes"]) if isinstance(row, dict) else row


def run(connection, scripts, collect, **options):
    environment = EnvironmentContext(config, scripts, fn=collect, **options)
    environment.configure(connection=connection)
    with environment.begin_transaction():
        environment.run_migrations()


def said(function):
    try:
        function()
    except (CommandError, Exception) as error:
        return f"{type(error).__name__}: {error}"


def answer(rows, target):
    scripts = ScriptDirectory.from_config(config)
    current = []

    def show(revisions, context):
        current.extend(script.revision for script in scripts.get_all_current(revisions) if script)
        return []

    with create_engine("sqlite://").connect() as connection:
        if rows is not None:
            connection.execute(text("CREATE TABLE alembic_version (version_num)"))
            for row in rows:
                connection.execute(text("INSERT INTO alembic_version VALUES (:row)"), {"row": value(row)})
        refusal = said(lambda: run(connection, scripts, show, dont_mutate=True))
        failure = said(lambda: run(
            connection, scripts, lambda revisions, context: scripts._upgrade_revs(target, revisions),
            destination_rev=target))
        after = [row[0] for row in connection.execute(text("SELECT version_num FROM alembic_version"))]
    return {"current": sorted(current), "currentRefusal": refusal, "upgradeFailure": failure,
            "after": sorted(row for row in after if isinstance(row, str))}


print(json.dumps([answer(rows, target) for rows, target in questions]))
