"""Times the reading of script directories, in one run: scripts.py BUILD ALEMBIC [--all]

BUILD is the directory of the release build, ALEMBIC the real one's command. Each figure is the best of several cold
processes; `first` and `again` are the two readings of one process, with nothing changed between them, of what the
revisions do to the schema too.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

build, alembic = map(os.path.abspath, sys.argv[1:3])
program, reading = f"{build}/migration-exporter", f"{build}/script-reading"

TEXT = '''"""message of revision {id}

Revision ID: {id}
Revises: {down}
Create Date: 2024-01-15 08:45:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = {id!r}
down_revision = {down!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_{id}",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_{id}", "table_{id}", ["name"], unique=False)


def downgrade() -> None:
    op.drop_table("table_{id}")
'''


def project(root, count):
    os.makedirs(f"{root}/mig/versions")
    with open(f"{root}/alembic.ini", "w") as file:
        file.write("[alembic]\nscript_location = %(here)s/mig\n")
    open(f"{root}/mig/env.py", "w").close()
    ids = [f"{number * 2654435761 % 2**48:012x}" for number in range(count)]
    for number, one in enumerate(ids):
        # A fork and a merge at every tenth revision.
        down = ids[number - 1] if number else None
        if number % 10 == 9:
            down = ids[number - 2]
        elif number and number % 10 == 0:
            down = (ids[number - 1], ids[number - 2])
        with open(f"{root}/mig/versions/{one}_message.py", "w") as file:
            file.write(TEXT.format(id=one, down=down))


def cost(command, directory, rounds):
    """Seconds and megabytes of the best of several runs."""
    best = (float("inf"), 0)
    for _ in range(rounds):
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
        best = min(best, (time.perf_counter() - began, usage.ru_maxrss / 1024))
        assert status == 0, command
    return best


def again(directory, rounds):
    """Milliseconds of the first reading and of the next one: the best of several processes."""
    outputs = [subprocess.check_output([reading, "alembic.ini"], cwd=directory, text=True) for _ in range(rounds)]
    pairs = [tuple(map(float, output.split())) for output in outputs]
    return min(first for first, _ in pairs), min(next for _, next in pairs)


# What has changed less than two seconds ago may change again without a trace, and is looked at again each time.
SETTLED = 4

print("history in a cold process, against `cat` of the same files and `alembic heads`; then one process that reads twice")
print(f"{'revisions':>9} {'ours ms':>9} {'MB':>6} {'json ms':>8} {'cat ms':>8} {'x cat':>6} {'alembic ms':>11} {'1/…':>5}"
      f" {'first ms':>10} {'again ms':>9} {'1/…':>5}")
for count in [100, 1_000, 10_000] + ([100_000] if "--all" in sys.argv else []):
    with tempfile.TemporaryDirectory() as root:
        project(root, count)
        time.sleep(SETTLED)
        rounds = 20 if count <= 1_000 else 3
        ours, memory = cost([program, "history", "--scripts", "alembic.ini"], root, rounds)
        json, _ = cost([program, "history", "--output", "json", "--scripts", "alembic.ini"], root, rounds)
        cat, _ = cost(["sh", "-c", "find mig/versions -name '*.py' -print0 | xargs -0 cat"], root, rounds)
        theirs = None
        if count <= 10_000:
            theirs, _ = cost([alembic, "heads"], root, 5 if count <= 1_000 else 1)
        first, next = again(root, rounds)
        print(f"{count:9} {ours * 1000:9.1f} {memory:6.1f} {json * 1000:8.1f} {cat * 1000:8.1f} {ours / cat:6.1f} "
              + (f"{theirs * 1000:11.0f} {theirs / ours:5.0f}" if theirs else f"{'':>11} {'':>5}")
              + f" {first:10.1f} {next:9.2f} {first / next:5.0f}")
