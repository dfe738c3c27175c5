"""Whole years, quarters and months that make up a span of months: few cells to add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

# In months, the longest first.
LENGTHS: Final = (12, 3, 1)


class Spans(NamedTuple):
    """Spans of so many months that begin on these days: from one (None: ever) until before
    another.
    """

    length: int
    first: dt.date | None
    after: dt.date


def first_of(day: dt.date, length: int) -> dt.date:
    """The day on which the year, quarter or month of a day begins."""
    return _day(_month(day) // length * length)


def cover(first: dt.date | None, after: dt.date) -> list[Spans]:
    """What covers the months from one (None: from ever on) until before another, each once; both
    are first days of months.
    """
    end = _month(after)
    if first is None:
        longest, *shorter = LENGTHS
        begin = end // longest * longest
        return [Spans(longest, None, _day(begin)), *_between(begin, end, shorter)]
    return list(_between(_month(first), end, LENGTHS))


def _between(begin: int, end: int, lengths: Sequence[int]) -> list[Spans]:
    if begin >= end:
        return []
    length, *shorter = lengths
    low, high = -(-begin // length) * length, end // length * length
    if low >= high:
        return _between(begin, end, shorter)
    middle = Spans(length, _day(low), _day(high))
    return [*_between(begin, low, shorter), middle, *_between(high, end, shorter)]


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
