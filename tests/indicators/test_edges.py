"""The pieces of everything before a day count each day before it once, and few days singly."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.rules.edges import Piece, Sums, before, month_after, month_of

EVER = dt.date(2019, 1, 1)
days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
totals = st.none() | days.map(month_of)


def counted(pieces: list[Piece]) -> Counter[dt.date]:
    """How often each day since EVER is counted."""
    found: Counter[dt.date] = Counter()
    for sums, first, after, sign in pieces:
        begin, end = (EVER, first) if sums == Sums.TOTAL else (first or EVER, after)
        assert end is not None
        for number in range((end - begin).days):
            found[begin + dt.timedelta(days=number)] += sign
    return Counter({day: times for day, times in found.items() if times})


@given(days, totals)
def test_every_day_before_is_counted_once(day: dt.date, totals: dt.date | None) -> None:
    span = (day - EVER).days
    assert counted(before(day, totals)) == Counter(
        EVER + dt.timedelta(days=number) for number in range(span)
    )


@given(days, totals)
def test_totals_are_those_that_are_there_and_days_are_of_half_a_month(
    day: dt.date, totals: dt.date | None
) -> None:
    pieces = before(day, totals)
    assert len(pieces) <= 3
    for sums, first, after, _sign in pieces:
        if sums == Sums.TOTAL:
            assert totals is not None
            assert first == month_of(first or after) <= totals
        if sums == Sums.DAY:
            assert first is not None
            assert (after - first).days <= 16


def test_a_day_late_in_a_month_is_counted_from_its_end() -> None:
    day = dt.date
    assert before(day(2026, 3, 1), day(2026, 5, 1)) == [
        Piece(Sums.TOTAL, day(2026, 3, 1), day(2026, 3, 2))
    ]
    assert before(day(2026, 6, 25), day(2026, 5, 1)) == [
        Piece(Sums.TOTAL, day(2026, 5, 1), day(2026, 5, 2)),
        Piece(Sums.MONTH, day(2026, 5, 1), day(2026, 7, 1)),
        Piece(Sums.DAY, day(2026, 6, 25), day(2026, 7, 1), -1),
    ]
    assert month_after(day(2026, 12, 31)) == day(2027, 1, 1)
