"""Terms of reports: keys, words, and days that follow each other without a gap."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Refused
from motcua.reports.rules import MOST_CUT_OFF, Closings, newest_over, term_from, terms_of
from motcua.reports.states import Span

days_of_month = st.none() | st.integers(1, MOST_CUT_OFF)
closings = days_of_month.map(Closings.always)


@pytest.mark.parametrize(
    ("key", "words", "cut_off", "first", "last"),
    [
        ("2026-02", "Tháng 2/2026", None, "2026-02-01", "2026-02-28"),
        ("2026-02", "Tháng 2/2026", 14, "2026-01-15", "2026-02-14"),
        ("2026-q1", "Quý I/2026", None, "2026-01-01", "2026-03-31"),
        ("2026-q1", "Quý I/2026", 14, "2025-12-15", "2026-03-14"),
        ("2026-6m", "6 tháng đầu năm 2026", None, "2026-01-01", "2026-06-30"),
        ("2026-9m", "9 tháng đầu năm 2026", 14, "2025-12-15", "2026-09-14"),
        ("2024", "Năm 2024", None, "2024-01-01", "2024-12-31"),
    ],
)
def test_a_term_has_words_and_days(
    key: str, words: str, cut_off: int | None, first: str, last: str
) -> None:
    term = term_from(key)
    assert (term.key, term.words) == (key, words)
    days = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert term.days(Closings.always(cut_off)) == days


@pytest.mark.parametrize("key", ["", "2026-13", "2026-q5", "2026-7m", "26", "1999", "2026-1", "é"])
def test_what_is_no_term_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="2026-q1") as refusal:
        term_from(key)
    assert refusal.value.field == "term"


@given(st.integers(2001, 2099), closings, st.sampled_from([Span.MONTH, Span.QUARTER]))
def test_terms_of_one_length_fill_their_year_without_a_gap(
    year: int, books: Closings, span: Span
) -> None:
    days = [term.days(books) for term in terms_of(year) if term.span == span]
    whole = next(term for term in terms_of(year) if term.span == Span.YEAR).days(books)
    assert (days[0][0], days[-1][1]) == whole
    for (_first, last), (following, _last) in pairwise(days):
        assert following == last + dt.timedelta(days=1)


@given(
    st.integers(2001, 2099),
    st.lists(st.tuples(st.integers(0, 14), days_of_month), max_size=4),
)
def test_terms_follow_without_a_gap_where_the_closing_day_changes(
    year: int, moves: list[tuple[int, int | None]]
) -> None:
    changes = {dt.date(year + (at // 12), at % 12 + 1, 1): day for at, day in moves}
    books = Closings(tuple(sorted(changes.items())))
    days = [
        term.days(books)
        for each in (year, year + 1)
        for term in terms_of(each)
        if term.span == Span.MONTH
    ]
    for (first, last), (following, _last) in pairwise(days):
        assert first <= last
        assert following == last + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("term", "first", "last"),
    [
        ("2026-06", "2026-06-01", "2026-06-30"),
        ("2026-07", "2026-07-01", "2026-07-14"),
        ("2026-08", "2026-07-15", "2026-08-14"),
        ("2026-q3", "2026-07-01", "2026-09-14"),
    ],
)
def test_a_closing_day_holds_from_its_month_on(term: str, first: str, last: str) -> None:
    books = Closings(((dt.date(2026, 7, 1), 14),))
    assert term_from(term).days(books) == (
        dt.date.fromisoformat(first),
        dt.date.fromisoformat(last),
    )


@given(st.dates(dt.date(2001, 1, 1), dt.date(2099, 1, 1)), closings)
def test_the_newest_month_is_over_and_the_next_is_not(day: dt.date, books: Closings) -> None:
    first, last = newest_over(day, books).days(books)
    assert first <= last < day
    assert (day - last).days <= 31
