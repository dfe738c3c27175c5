"""What the official forms look like and where that was read: data (seed/layouts.json).

A report keeps the key and version of its layout, so a form that changes later leaves it as it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from motcua.reports.rules import Sums
from motcua.reports.states import Kind

SEED = Path(__file__).parent / "seed" / "layouts.json"


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the table's head, over so many columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of the form. `number` as the form counts its columns; `sum` names what makes it
    up.
    """

    key: str
    number: str
    name: str
    sum: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One form of one version. `first`: what stands in the columns before the figures."""

    kind: Kind
    version: int
    number: str
    title: str
    circular: str
    valid_from: str
    unit: str
    confidence: str
    source: str
    note: str
    first: tuple[str, ...]
    head: tuple[tuple[Head, ...], ...]
    columns: tuple[Column, ...]
    balance: tuple[str, tuple[str, ...]] | None


@cache
def layouts() -> tuple[Layout, ...]:
    """All, in the order of the seed."""
    return tuple(_layout(entry) for entry in json.loads(SEED.read_text(encoding="utf-8")))


def layout_of(kind: Kind, version: int | None = None) -> Layout:
    """A version of a form; the newest when none is named. Raises LookupError."""
    found = [one for one in layouts() if one.kind == kind and version in (None, one.version)]
    if not found:
        raise LookupError(f"no layout {kind}/{version}")
    return max(found, key=lambda one: one.version)


def sums_of(layout: Layout) -> Sums:
    """The columns that are sums, with their parts."""
    return {column.key: column.sum for column in layout.columns if column.sum}


def _layout(entry: dict[str, Any]) -> Layout:
    balance = entry.get("balance")
    return Layout(
        kind=Kind(entry["kind"]),
        head=tuple(tuple(Head(**cell) for cell in row) for row in entry["head"]),
        columns=tuple(
            Column(c["key"], c["number"], c["name"], tuple(c.get("sum", ())))
            for c in entry["columns"]
        ),
        first=tuple(entry["first"]),
        balance=(balance[0], tuple(balance[1:])) if balance else None,
        **{
            name: entry[name]
            for name in (
                *("version", "number", "title", "circular", "valid_from", "unit"),
                *("confidence", "source", "note"),
            )
        },
    )
