"""Times the reading of script directories, in one run: scripts.py PROGRAM ALEMBIC

PROGRAM is this product, ALEMBIC the real one's command. Each figure is the best of several cold processes.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

program, alembic = map(os.path.abspath, sys.argv[1:3])

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


print(f"{'revisions':>9} {'ours ms':>9} {'ours MB':>8} {'cat ms':>8} {'x cat':>6} {'alembic ms':>11} {'1/…':>6}")
for count in [100, 1_000, 10_000] + ([100_000] if "--all" in sys.argv else []):
    with tempfile.TemporaryDirectory() as root:
        project(root, count)
        rounds = 10 if count <= 1_000 else 3
        ours, memory = cost([program, "history", "--scripts", "alembic.ini"], root, rounds)
        cat, _ = cost(["sh", "-c", "find mig/versions -name '*.py' -print0 | xargs -0 cat"], root, rounds)
        theirs = None
        if count <= 10_000:
            theirs, _ = cost([alembic, "heads"], root, 3 if count <= 1_000 else 1)
        print(f"{count:9} {ours * 1000:9.1f} {memory:8.1f} {cat * 1000:8.1f} {ours / cat:6.1f} "
              + (f"{theirs * 1000:11.0f} {theirs / ours:6.0f}" if theirs else f"{'':>11} {'':>6}"))
