"""What adds up to everything before a day: a total, months after it, and the days that are left.

A figure of a period is what is before its end less what is before its beginning, so a long period
costs no more than a short one.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, NamedTuple

_ONE_DAY: Final = dt.timedelta(days=1)


class Sums(StrEnum):
    """The tables of sums: of a day, of a month, and of everything before a month."""

    DAY = "figure_day"
    MONTH = "figure_month"
    TOTAL = "figure_total"


class Piece(NamedTuple):
    """Cells from a day (None: ever) until before another, to be added (1) or taken away (-1)."""

    sums: Sums
    first: dt.date | None
    after: dt.date
    sign: int = 1


def month_of(day: dt.date) -> dt.date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def month_after(day: dt.date) -> dt.date:
    """The first day of the month after that of a day."""
    return month_of(month_of(day) + 31 * _ONE_DAY)


def before(day: dt.date, totals: dt.date | None) -> list[Piece]:
    """The pieces of everything before a day; there are totals up to the month `totals`.

    Days are counted from the nearer end of their month: from the end backwards, if need be.
    """
    opening, closing = month_of(day), month_after(day)
    if day - opening <= closing - day:
        return [*_before_month(opening, totals), *_days(opening, day, 1)]
    return [*_before_month(closing, totals), *_days(day, closing, -1)]


def _before_month(month: dt.date, totals: dt.date | None) -> list[Piece]:
    if totals is None:
        return [Piece(Sums.MONTH, None, month)]
    if month <= totals:
        return [Piece(Sums.TOTAL, month, month + _ONE_DAY)]
    total = Piece(Sums.TOTAL, totals, totals + _ONE_DAY)
    return [total, Piece(Sums.MONTH, totals, month)]


def _days(first: dt.date, after: dt.date, sign: int) -> list[Piece]:
    return [] if first == after else [Piece(Sums.DAY, first, after, sign)]
