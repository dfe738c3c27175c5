"""One text for one value, so that the same facts always have the same hash.

Keys sorted by code point, no spaces, UTF-8, strings in NFC, moments in UTC with microseconds.
Floats are refused: two machines may write the same one differently. Hash the stored bytes;
never read a stored text and write it again in order to hash it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def canonical_json(value: object) -> str:
    """The value as canonical JSON text.

    Takes None, bool, int, str, aware datetime, date, and lists, tuples and mappings with string
    keys of those. Raises ``TypeError`` for anything else (floats too) and ``ValueError`` for a
    moment without a zone, text that is not Unicode, or keys that become equal in NFC.
    """
    return json.dumps(
        _plain(value),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def canonical_bytes(value: object) -> bytes:
    """``canonical_json`` in UTF-8: the bytes to store and to hash."""
    return canonical_json(value).encode("utf-8")


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return _mapping(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _mapping(value: Mapping[Any, object]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError("keys must be strings")
        name = _text(key)
        if name in plain:
            raise ValueError(f"two keys read {name!r} in normal form")
        plain[name] = _plain(item)
    return plain


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", str.__str__(value))
    text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return text


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")
