"""Makes a project with the real Alembic, moves a database through it, and asks Alembic and us after each step.

Arguments: our program, the URL for Alembic, the URL for us, an empty directory, and the revisions as JSON: a list of
{"id", "down", "labels", "depends_on", "splice"}. Prints one JSON list, an entry for each step.
"""

import contextlib
import io
import json
import os
import subprocess
import sys

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

program, url, our_url, root, revisions = sys.argv[1:]
revisions = json.loads(revisions)
config = Config(f"{root}/alembic.ini", stdout=io.StringIO())
engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)


def make_project():
    with contextlib.redirect_stdout(io.StringIO()):
        command.init(config, f"{root}/migrations")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    for revision in revisions:
        down, labels = revision["down"], revision.get("labels")
        if len(down) > 1:
            with contextlib.redirect_stdout(io.StringIO()):
                command.merge(config, down, message="merge", rev_id=revision["id"])
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            script = command.revision(
                config, message=f"message of {revision['id']}", rev_id=revision["id"], head=down[0] if down else "base",
                splice=revision.get("splice", False), branch_label=labels, depends_on=revision.get("depends_on"))
        text = open(script.path).read()
        created, dropped = f'op.create_table("t_{revision["id"]}", sa.Column("id", sa.Integer()))', "pass"
        text = text.replace("    pass", f"    {created}", 1).replace("    pass", f'    op.drop_table("t_{revision["id"]}")')
        open(script.path, "w").write(text)


def alembic(function, *arguments):
    config.stdout = io.StringIO()
    function(config, *arguments)
    return config.stdout.getvalue().splitlines()


def ours(*arguments):
    done = subprocess.run(
        [program, *arguments, "--scripts", f"{root}/alembic.ini"], capture_output=True, text=True, cwd=root,
        env={**os.environ, "DATABASE_URL": our_url})
    return {"status": done.returncode, "output": done.stdout, "errors": done.stderr}


def observe(name):
    with engine.connect() as connection:
        inspector = sqlalchemy.inspect(connection)
        tables = sorted(set(inspector.get_table_names()) - {"alembic_version"})
        has_version_table = inspector.has_table("alembic_version")
        rows = connection.execute(sqlalchemy.text("SELECT version_num FROM alembic_version")) if has_version_table else []
        rows = sorted(row[0] for row in rows)
    script = ScriptDirectory.from_config(config)
    pending = [step.revision for step in script.iterate_revisions("heads", tuple(rows), implicit_base=True)][::-1]
    return {
        "step": name,
        "alembic": {
            "rows": rows, "tables": tables, "initialized": has_version_table, "pending": pending,
            "current": sorted(line.split(" ")[0] for line in alembic(command.current)),
            "heads": sorted(line.split(" ")[0] for line in alembic(command.heads)),
            "history": alembic(command.history),
        },
        "status": ours("status", "--target", "heads", "--output", "json"),
        "validate": ours("validate", "--target", "heads", "--output", "json"),
        "historyText": ours("history"),
        "historyJSON": ours("history", "--output", "json"),
    }


make_project()
steps = [observe("before")]
order = steps[0]["alembic"]["pending"]
for revision in order:
    command.upgrade(config, revision)
    steps.append(observe(f"upgrade {revision}"))
if all(len(revision["down"]) < 2 and not revision.get("depends_on") for revision in revisions):
    for revision in reversed(order[:-1]):
        command.downgrade(config, revision)
        steps.append(observe(f"downgrade {revision}"))
command.downgrade(config, "base")
steps.append(observe("downgrade base"))
print(json.dumps(steps))
