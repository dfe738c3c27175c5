"""Every row of every table of ours, read with plain SQL and written the same on either engine."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.apps import apps

from tests.faults.facts import Fetch

# Columns that PostgreSQL keeps as JSON; SQLite keeps their text.
_JSON = {
    (model._meta.db_table, field.column)
    for model in apps.get_app_config("motcua").get_models()
    for field in model._meta.concrete_fields
    if field.get_internal_type() == "JSONField"
}
_MOMENTS = {
    (model._meta.db_table, field.column)
    for model in apps.get_app_config("motcua").get_models()
    for field in model._meta.concrete_fields
    if field.get_internal_type() == "DateTimeField"
}


def all_rows(fetch: Fetch) -> dict[str, list[tuple[Any, ...]]]:
    """Sorted rows by table."""
    found = {}
    for model in apps.get_app_config("motcua").get_models():
        table = model._meta.db_table
        columns = sorted(field.column for field in model._meta.concrete_fields)
        wanted = ", ".join(f'"{column}"' for column in columns)
        rows = fetch(f'SELECT {wanted} FROM "{table}"')
        found[table] = sorted(
            (
                tuple(_plain(table, *pair) for pair in zip(columns, row, strict=True))
                for row in rows
            ),
            key=repr,
        )
    return found


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> list[str]:
    """A sentence per table that is not the same."""
    return [
        f"{table}: {len(one[table])} and {len(other[table])} rows,"
        f" {len(set(map(repr, one[table])) ^ set(map(repr, other[table])))} differ"
        for table in one
        if one[table] != other[table]
    ]


def _plain(table: str, column: str, value: Any) -> Any:
    if value is None:
        return None
    if (table, column) in _JSON:
        return json.dumps(json.loads(value) if isinstance(value, str) else value, sort_keys=True)
    if (table, column) in _MOMENTS:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, memoryview | bytearray):
        return bytes(value)
    if isinstance(value, bool | Decimal):
        return int(value)
    return value
