"""Rows as lines of JSON that mean the same on either database.

Kinds: `moment` (ISO 8601 in UTC), `day`, `bytes` (base64), `json`, and `plain` for the rest.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

PLAIN: Final = "plain"
_KINDS: Final = {
    "DateTimeField": "moment",
    "DateField": "day",
    "BinaryField": "bytes",
    "JSONField": "json",
}
_OUT: Final[dict[str, Callable[[Any], Any]]] = {
    "moment": lambda value: value.astimezone(dt.UTC).isoformat(),
    "day": lambda value: value.isoformat(),
    "bytes": lambda value: base64.b64encode(value).decode(),
    "json": lambda value: value,
    PLAIN: lambda value: value,
}


def kind_of(field: models.Field[Any, Any]) -> str:
    """The kind of a column."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return _KINDS.get(target.get_internal_type(), PLAIN)


def line(row: Sequence[Any], kinds: Sequence[str]) -> bytes:
    """A row as a line of the archive."""
    values = [
        None if value is None else _OUT[kind](value) for value, kind in zip(row, kinds, strict=True)
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(text: bytes, kinds: Sequence[str], ops: BaseDatabaseOperations) -> list[Any]:
    """A line as parameters for this database. Raises ValueError for a line that does not fit."""
    values = json.loads(text)
    if not isinstance(values, list):
        raise TypeError("a row is a list")
    return [
        None if value is None else _inward(value, kind, ops)
        for value, kind in zip(values, kinds, strict=True)
    ]


def _inward(value: Any, kind: str, ops: BaseDatabaseOperations) -> Any:
    match kind:
        case "moment":
            return ops.adapt_datetimefield_value(dt.datetime.fromisoformat(value))
        case "day":
            return ops.adapt_datefield_value(dt.date.fromisoformat(value))
        case "bytes":
            return base64.b64decode(value, validate=True)
        case "json":
            return ops.adapt_json_value(value, None)
        case "plain" if isinstance(value, str | int | float):
            return value
        case _:
            raise ValueError(kind)
