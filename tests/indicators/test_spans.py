"""Years, quarters and months cover every month of a span once, with few pieces."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.rules.spans import LENGTHS, Spans, cover, first_of

months = st.integers(2000 * 12, 2100 * 12).map(lambda n: dt.date(n // 12, n % 12 + 1, 1))


def number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def covered(found: list[Spans], since: int) -> list[int]:
    return [
        month
        for length, first, after in found
        for month in range(since if first is None else number(first), number(after))
        if length in LENGTHS
    ]


@given(months, months)
def test_every_month_is_covered_once(first: dt.date, after: dt.date) -> None:
    found = cover(first, after)
    assert sorted(covered(found, 0)) == list(range(number(first), number(after)))
    assert len(found) <= 5
    for length, begins, ends in found:
        assert begins is not None
        assert begins == first_of(begins, length)
        assert ends == first_of(ends, length)


@given(months)
def test_everything_before_a_month_is_covered_once(after: dt.date) -> None:
    found = cover(None, after)
    since = 1990 * 12
    assert sorted(covered(found, since)) == list(range(since, number(after)))
    assert len(found) <= 3


def test_a_year_and_a_half() -> None:
    day = dt.date
    assert cover(day(2024, 10, 1), day(2026, 8, 1)) == [
        Spans(3, day(2024, 10, 1), day(2025, 1, 1)),
        Spans(12, day(2025, 1, 1), day(2026, 1, 1)),
        Spans(3, day(2026, 1, 1), day(2026, 7, 1)),
        Spans(1, day(2026, 7, 1), day(2026, 8, 1)),
    ]
