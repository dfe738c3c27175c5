"""Transactional tests empty all tables afterwards; the database's guards would refuse.

Django's flush, and only that, runs with the guards lifted: triggers that refuse on SQLite,
triggers on TRUNCATE on PostgreSQL. They stand again before its transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

_TRUNCATE = (
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
    " WHERE NOT tgisinternal AND tgtype & 32 <> 0 AND tgenabled <> 'D'"
)
_REFUSING = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"


@contextmanager
def guards_lifted(connection: Any) -> Iterator[None]:
    """One transaction in which the tables of this connection may be emptied."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_TRUNCATE)
            guards = [f"ALTER TABLE {table} {{}} TRIGGER {name}" for table, name in cursor]
            lift, restore = (
                [g.format("DISABLE") for g in guards],
                [g.format("ENABLE") for g in guards],
            )
        else:
            cursor.execute(_REFUSING)
            found = cursor.fetchall()
            lift, restore = (
                [f'DROP TRIGGER "{name}"' for name, _ in found],
                [sql for _, sql in found],
            )
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in restore:
            cursor.execute(statement)


def _lifting(flush: Callable[..., None]) -> Callable[..., None]:
    @wraps(flush)
    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with guards_lifted(self.connection):
            flush(self, sql_list)

    return execute_sql_flush


BaseDatabaseOperations.execute_sql_flush = _lifting(  # type: ignore[method-assign]
    BaseDatabaseOperations.execute_sql_flush
)
