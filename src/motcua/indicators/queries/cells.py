"""What cells of sums add up to before days, in one statement however many days and groups.

Written out: composing forty sums over a union takes longer than the database needs for them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from django.db import connection

from motcua.indicators.models import Axis
from motcua.indicators.rules.edges import Piece, before

# What every tally needs to know of the time before its period, and of this day's end.
BEFORE: Final = ("received", "finished", "overdue")
BESIDE: Final = (*(f"before_{name}" for name in BEFORE), "overdue_today")


class Edge(NamedTuple):
    """Everything before a day, taken so many times into the sums of before, into what is overdue
    when this day ends, and into the measures.

    `label` tells edges apart in a group of their own.
    """

    day: dt.date
    label: int = 0
    early: int = 0
    today: int = 0
    inside: int = 0


class _Part(NamedTuple):
    """One piece of an edge, as far as it shapes the statement."""

    sums: str
    ever: bool
    label: int
    early: int
    today: int
    inside: int


def cells_before(
    edges: Sequence[Edge],
    *,
    axis: Axis,
    keys: tuple[str, ...],
    measures: tuple[str, ...],
    agencies: Sequence[int] | None,
    totals: dt.date | None,
) -> list[Any]:
    """Rows of (keys, sums of BESIDE, sums of the measures). One statement.

    `keys`: columns of a cell, or "label". `agencies`: only these. `totals`: see rules.edges.
    """
    pieces = [(edge, piece) for edge in edges for piece in before(edge.day, totals)]
    ids = [] if agencies is None else list(agencies)
    statement = _statement(
        keys,
        measures,
        tuple(_part(edge, piece) for edge, piece in pieces),
        None if agencies is None else len(ids),
    )
    adapt = connection.ops.adapt_datefield_value
    values: list[Any] = []
    for _edge, piece in pieces:
        first = [adapt(piece.first)] if piece.first else []
        values += [axis.value, *first, adapt(piece.after), *ids]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def _part(edge: Edge, piece: Piece) -> _Part:
    times = (number * piece.sign for number in (edge.early, edge.today, edge.inside))
    return _Part(piece.sums, piece.first is None, edge.label, *times)


@cache
def _statement(
    keys: tuple[str, ...],
    measures: tuple[str, ...],
    parts: tuple[_Part, ...],
    agencies: int | None,
) -> str:
    """For so many agencies; None for all. Its columns: the keys, BESIDE, the measures."""
    names = [*BESIDE, *measures]
    chosen = ", ".join([*keys, *(f"CAST(SUM({name}) AS bigint)" for name in names)])
    only = ""
    if agencies is not None:
        only = f" AND agency_id IN ({', '.join(['%s'] * agencies)})" if agencies else " AND 1 = 0"
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    union = " UNION ALL ".join(_piece(keys, measures, part, only) for part in parts)
    return f"SELECT {chosen} FROM ({union}) part{grouped}"  # noqa: S608 (our own names)


def _piece(keys: Sequence[str], measures: Sequence[str], part: _Part, only: str) -> str:
    """The cells of one part, as often as they are taken."""
    columns = [
        *(f"{part.label} AS label" if key == "label" else key for key in keys),
        *(f"{_times(name, part.early)} AS before_{name}" for name in BEFORE),
        f"{_times('overdue', part.today)} AS overdue_today",
        *(f"{_times(name, part.inside)} AS {name}" for name in measures),
    ]
    since = "" if part.ever else " AND day >= %s"
    where = f"axis = %s{since} AND day < %s{only}"
    return f"SELECT {', '.join(columns)} FROM {part.sums} WHERE {where}"  # noqa: S608 (our own names)


def _times(name: str, number: int) -> str:
    return {-1: f"-{name}", 0: "0", 1: name}[number]
