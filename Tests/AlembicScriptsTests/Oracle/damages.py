"""Damages to what a database holds, each one made in a copy of it."""

import contextlib
import os
import shutil

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.types import Enum, String


@contextlib.contextmanager
def copied(url):
    """The URL of a copy, which is there as long as it is needed. Nobody may be connected with the original."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        copy = url.set(database=url.database + ".copy")
        shutil.copy(url.database, copy.database)
        try:
            yield copy.render_as_string(hide_password=False)
        finally:
            os.unlink(copy.database)
        return
    copy = url.set(database=url.database + "_copy")
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {copy.database} TEMPLATE {url.database}"))
        try:
            yield copy.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {copy.database}"))


def chosen(connection, limit):
    """For the first tables: the table lost, a column lost, a column of another type; and a table too many.

    Each says what is to be told of it, and what it brings with it.
    """
    inspector = inspect(connection)
    quoted = connection.dialect.identifier_preparer.quote
    tables = [table for table in sorted(inspector.get_table_names()) if table != "alembic_version"]
    if not tables:
        return []
    keys = {table: inspector.get_foreign_keys(table) for table in tables}
    damages = [damage("unexpected_table stray", "CREATE TABLE stray (a integer)")]
    for table in tables[:limit]:
        name = quoted(table)
        cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
        referring = [other for other in tables for key in keys[other] if key["referred_table"] == table != other]
        damages.append(damage(
            f"missing_table {table}", f"DROP TABLE {name}{cascade}",
            brings=[f"missing_constraint {other}" for other in referring] if cascade else []))
        plain = plain_columns(inspector, table, keys)
        for column in plain[:1]:
            damages.append(damage(
                f"missing_column {table} {column['name']}", f"ALTER TABLE {name} DROP COLUMN {quoted(column['name'])}"))
        for column in [one for one in plain if one["nullable"] and one["default"] is None][:1]:
            column_name = quoted(column["name"])
            other = "INTEGER" if isinstance(column["type"], (String, Enum)) else "TEXT"
            damages.append(damage(
                f"type {table} {column['name']}", f"ALTER TABLE {name} DROP COLUMN {column_name}",
                f"ALTER TABLE {name} ADD COLUMN {column_name} {other}"))
    return damages


def damage(tells, *statements, brings=()):
    return {"tells": tells, "statements": statements, "brings": list(brings)}


def plain_columns(inspector, table, keys):
    """Those that nothing else is about: neither a key nor an index nor a condition."""
    used = set(inspector.get_pk_constraint(table)["constrained_columns"])
    for key in keys[table]:
        used.update(key["constrained_columns"])
    for other in keys.values():
        for key in other:
            if key["referred_table"] == table:
                used.update(key["referred_columns"])
    for unique in inspector.get_unique_constraints(table):
        used.update(unique["column_names"])
    rules = " ".join(check["sqltext"] for check in inspector.get_check_constraints(table))
    for index in inspector.get_indexes(table):
        used.update(index["column_names"])
        rules += " ".join(index.get("expressions", ())) + str(index.get("dialect_options", ""))
    return [column for column in inspector.get_columns(table)
            if column["name"] not in used and column["name"] not in rules and not column.get("computed")]
