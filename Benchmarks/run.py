"""Prints the figures that the product promises, as ratios: both sides are measured in one run on one machine.

Arguments: the directory of the release build, and the Python that has Alembic. Nothing here fails a build.
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

build, python = pathlib.Path(sys.argv[1]), sys.argv[2]
exporter, bare_route = str(build / "migration-exporter"), str(build / "bare-route")
root = pathlib.Path(tempfile.mkdtemp(prefix="mx-bench-"))
running = []


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(command, **options):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    running.append(process)
    return process


def wait_for(url, accept=lambda body: True):
    for _ in range(400):
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                body = answer.read()
                if accept(body):
                    return body
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"{url} does not answer")


def project(count):
    """A script directory with a line of revisions, as `alembic revision` writes them, and its ini."""
    home = root / f"project-{count}"
    versions = home / "migrations" / "versions"
    versions.mkdir(parents=True)
    (home / "alembic.ini").write_text("[alembic]\nscript_location = %(here)s/migrations\n")
    (home / "migrations" / "env.py").write_text(
        "import os\nfrom alembic import context\nfrom sqlalchemy import create_engine\n\n"
        "with create_engine(os.environ['DATABASE_URL']).connect() as connection:\n"
        "    context.configure(connection=connection)\n"
        "    with context.begin_transaction():\n        context.run_migrations()\n")
    (home / "migrations" / "script.py.mako").write_text("")
    before = None
    for number in range(count):
        revision = f"{number * 7919 + 1:012x}"
        (versions / f"{revision}_message_{number}.py").write_text(
            f'"""message {number}\n\nRevision ID: {revision}\nRevises: {before or ""}\n'
            f'Create Date: 2024-01-15 08:45:00.000000\n\n"""\n'
            "from typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n"
            f"revision: str = {revision!r}\ndown_revision: Union[str, Sequence[str], None] = {before!r}\n"
            "branch_labels: Union[str, Sequence[str], None] = None\n"
            "depends_on: Union[str, Sequence[str], None] = None\n\n\n"
            f"def upgrade() -> None:\n    op.create_table('t{number}', sa.Column('id', sa.Integer(), nullable=False))\n\n\n"
            f"def downgrade() -> None:\n    op.drop_table('t{number}')\n")
        before = revision
    return home, before


class Postgres:
    """A throw-away server. It refuses to run as root, so as root it runs as another user."""

    def __init__(self):
        newest = sorted(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))[-1] / "bin"
        self.home, self.port = root / "pg", free_port()
        self.home.mkdir()
        prefix = []
        if os.getuid() == 0:
            prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            root.chmod(0o755)
            shutil.chown(self.home, "postgres", "postgres")
        subprocess.run(
            prefix + [newest / "initdb", "-D", self.home / "data", "-U", "postgres", "--auth=trust", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd="/")
        self.server = start(
            prefix + [newest / "postgres", "-D", self.home / "data", "-p", str(self.port), "-k", self.home,
                      "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"], cwd="/")
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        for _ in range(200):
            if self.psql("SELECT 1").returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("PostgreSQL does not start")

    def psql(self, sql):
        return subprocess.run(["psql", "-XAtqc", sql, self.url], capture_output=True, text=True)

    @contextlib.contextmanager
    def frozen(self):
        """Stops every session of the exporter for a while."""
        pids = self.psql("SELECT pid FROM pg_stat_activity WHERE application_name = 'migration-exporter'").stdout.split()
        for pid in pids:
            os.kill(int(pid), signal.SIGSTOP)
        try:
            yield len(pids)
        finally:
            for pid in pids:
                os.kill(int(pid), signal.SIGCONT)


def requests_a_second(url, seconds=4):
    out = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", url], capture_output=True, text=True, check=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def compared(ours, theirs, rounds=3):
    """Both in turn, so that what else the machine does meets both; the middle of each."""
    pairs = [(requests_a_second(ours), requests_a_second(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def seconds(command, environment, rounds):
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        subprocess.run(command, env=environment, capture_output=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def report(what, ratio, goal, detail):
    print(f"{what:<58} {ratio:>10}   goal {goal:<16} {detail}", flush=True)


def requests():
    home, head = project(1000)
    database = Postgres()
    database.psql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY); "
        f"INSERT INTO alembic_version VALUES ('{head}'); "
        "DO $$ BEGIN FOR n IN 0..999 LOOP EXECUTE 'CREATE TABLE t' || n || ' (id integer)'; END LOOP; END $$")
    port = free_port()
    server = start(
        [exporter, "serve", "--scripts", home / "alembic.ini", "--sample-interval", "1s", "--web.listen-address",
         f"127.0.0.1:{port}"], env={"DATABASE_URL": database.url})
    base = f"http://127.0.0.1:{port}"
    wait_for(f"{base}/readyz")
    for path, content_type in [
        ("/metrics", "text/plain; version=0.0.4; charset=utf-8"), ("/health", "application/json"),
    ]:
        file = root / path[1:]
        file.write_bytes(wait_for(base + path))
        bare_port = free_port()
        bare = start([bare_route, str(bare_port), file, content_type])
        wait_for(f"http://127.0.0.1:{bare_port}/")
        ours, theirs = compared(base + path, f"http://127.0.0.1:{bare_port}/")
        report(
            f"GET {path} against a bare route with the same bytes", f"{ours / theirs:.2f}", ">= 0.9",
            f"{ours:.0f} and {theirs:.0f} requests a second")
        bare.terminate()
        quiet, hanging = [], []
        for _ in range(3):
            quiet.append(requests_a_second(base + path))
            with database.frozen() as frozen:
                hanging.append(requests_a_second(base + path))
        report(
            f"GET {path} while the database hangs", 
            f"{statistics.median(hanging) / statistics.median(quiet):.2f}", "0.95 to 1.05", f"{frozen} session frozen")
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    private = int(re.search(r"RssAnon:\s+(\d+) kB", status).group(1)) / 1024
    report("private memory with 1,000 revisions, after these requests", f"{private:.1f} MB", "<= 12 MB", "")
    return home, database


def commands(home, database):
    alembic = [python, "-m", "alembic", "-c", str(home / "alembic.ini")]
    sqlite = root / "app.db"
    subprocess.run(
        [python, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE alembic_version "
         "(version_num VARCHAR(32) PRIMARY KEY)'); c.commit()", str(sqlite)], check=True)
    for engine, url, theirs in [
        ("SQLite", f"sqlite:///{sqlite}", f"sqlite:///{sqlite}"),
        ("PostgreSQL", database.url, database.url.replace("postgresql:", "postgresql+psycopg2:")),
    ]:
        ours = seconds([exporter, "status", "--scripts", home / "alembic.ini"], {"DATABASE_URL": url}, 15)
        other = seconds([*alembic, "current"], {"DATABASE_URL": theirs, "PATH": os.environ["PATH"]}, 5)
        report(
            f"status on {engine}, whole process, against alembic current", f"1/{other / ours:.0f}", "<= 1/20",
            f"{ours * 1000:.0f} ms and {other * 1000:.0f} ms")


BARE_COLUMNS = """SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' ORDER BY 1, 2, a.attnum"""
BARE_TABLES = """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2"""


def made(database, name, statements):
    """A database of its own, and its address."""
    database.psql(f"CREATE DATABASE {name}")
    url = database.url.rsplit("/", 1)[0] + "/" + name
    for sql in [*statements, "ANALYZE"]:
        subprocess.run(["psql", "-Xqc", sql, url], check=True, capture_output=True)
    return url


def catalog(url, name, steps, bare, change, what, options=()):
    """One sample of a large catalog, with and without a change before it, against the bare query in psql.

    A sample holds the catalog against what these steps of revisions make, the last of which is a1."""
    home = root / f"scripts-{name}"
    home.mkdir()
    parts = [steps[begin:begin + 50] for begin in range(0, len(steps), 50)]
    for number, part in enumerate(parts):
        revision, before = len(parts) - number, len(parts) - number + 1 if number else None
        (home / f"a{revision}.py").write_text(
            "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\n\n"
            f"revision = 'a{revision}'\ndown_revision = {before and f'a{before}'!r}\n\n\ndef upgrade():\n"
            + "".join(f"    {step}\n" for step in part))
    port = free_port()
    server = start(
        [exporter, "serve", "--scripts", home, "--sample-interval", "500ms", "--sample-timeout", "30s",
         "--web.listen-address", f"127.0.0.1:{port}", *options], env={"DATABASE_URL": url})
    wait_for(f"http://127.0.0.1:{port}/readyz")

    def sampled():
        page = wait_for(f"http://127.0.0.1:{port}/metrics").decode()
        figures = [re.search(rf'^{metric}{{[^}}]*}} (.*)$', page, re.M).group(1) for metric in
                   ("migration_sample_timestamp_seconds", "migration_sample_duration_seconds")]
        return tuple(map(float, figures))

    def durations(seconds):
        end, seen = time.monotonic() + seconds, {}
        while time.monotonic() < end:
            seen.update([sampled()])
            time.sleep(0.05)
        return list(seen.values())[1:]

    bares, changed, unchanged = [], [], []
    for number in range(5):
        out = subprocess.run(
            ["psql", "-XAtq", "-c", "\\timing on", "-c", bare, url], capture_output=True, text=True).stdout
        bares.append(float(re.findall(r"^Time: ([\d.]+) ms", out, re.M)[-1]) / 1000)
        unchanged.append(statistics.median(durations(4)))
        subprocess.run(["psql", "-Xqc", change.format(number), url], check=True)
        changed.append(max(durations(4)))
    server.terminate()
    bare, changed, unchanged = map(statistics.median, (bares, changed, unchanged))
    for state, ours in [("changed", changed), ("unchanged", unchanged)]:
        report(
            f"one sample of {what}, {state}", f"{ours / bare:.2f}", "<= 2",
            f"{ours * 1000:.0f} ms, the bare query {bare * 1000:.0f} ms")


def catalogs(database):
    columns = ("id serial primary key, a varchar(50) not null, b integer default 0, c timestamptz default now(), "
               "d numeric(10,2), e text, f boolean, g jsonb, h bigint, i date, j text, k text")
    made_by_script = (
        "sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.String(50), nullable=False), "
        "sa.Column('b', sa.Integer(), server_default='0'), "
        "sa.Column('c', sa.DateTime(timezone=True), server_default=sa.func.now()), "
        "sa.Column('d', sa.Numeric(10, 2)), sa.Column('e', sa.Text()), sa.Column('f', sa.Boolean()), "
        "sa.Column('g', postgresql.JSONB()), sa.Column('h', sa.BigInteger()), sa.Column('i', sa.Date()), "
        "sa.Column('j', sa.Text()), sa.Column('k', sa.Text())")
    wide = made(
        database, "wide",
        ["CREATE TABLE alembic_version (version_num varchar(32))", "INSERT INTO alembic_version VALUES ('a1')",
         "DO $$ BEGIN FOR n IN 0..4999 LOOP EXECUTE "
         f"'CREATE TABLE t' || n || ' ({columns})'; IF n % 500 = 0 THEN COMMIT; END IF; END LOOP; END $$"])
    catalog(
        wide, "wide", [f"op.create_table('t{n}', {made_by_script})" for n in range(5000)], BARE_COLUMNS,
        "ALTER TABLE t0 ALTER a SET DEFAULT '{}'", "5,000 tables with 60,000 columns")
    tenants = made(
        database, "tenants", ["DO $$ BEGIN FOR n IN 0..9999 LOOP EXECUTE 'CREATE SCHEMA tenant_' || n; EXECUTE "
        "'CREATE TABLE tenant_' || n || '.alembic_version (version_num varchar(32))'; "
        "EXECUTE 'INSERT INTO tenant_' || n || '.alembic_version VALUES (''a1'')'; "
        "EXECUTE 'CREATE TABLE tenant_' || n || '.users (id int)'; "
        "IF n % 500 = 0 THEN COMMIT; END IF; END LOOP; END $$"])
    users = ["op.create_table('users', sa.Column('id', sa.Integer()))"]
    table = ["--version-table", "alembic_version", "--version-table-schema", "tenant_0"]
    catalog(
        tenants, "tenant", users, BARE_TABLES, "CREATE TABLE tenant_0.x{} (id int)", "one of 10,000 tenant schemas",
        [*table, "--schema", "tenant_0"])
    catalog(
        tenants, "tenants", users, BARE_TABLES, "CREATE TABLE tenant_0.y{} (id int)", "all of 10,000 tenant schemas",
        table)


try:
    home, database = requests()
    commands(home, database)
    catalogs(database)
finally:
    for process in reversed(running):
        process.terminate()
    for process in running:
        process.wait()
    shutil.rmtree(root, ignore_errors=True)
