"""Versions follow each other day by day: never two on one day, never a day rewritten."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.rules.validity import (
    Span,
    closed_by_abolishing,
    closed_by_publishing,
    in_force,
    overlapping,
)
from motcua.kernel.refusals import Refused

TODAY = dt.date(2026, 3, 2)
JULY = dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)
FIRST = Span(1, dt.date(2019, 1, 1), JULY - DAY)
SECOND = Span(2, JULY)


def test_the_last_day_belongs_to_the_old_version() -> None:
    assert in_force([FIRST, SECOND], JULY - DAY) == FIRST
    assert in_force([FIRST, SECOND], JULY) == SECOND
    assert in_force([FIRST, SECOND], dt.date(2018, 12, 31)) is None


def test_versions_that_touch_do_not_overlap_and_one_shared_day_does() -> None:
    assert overlapping([SECOND, FIRST]) is None
    shared = Span(2, JULY - DAY)
    assert overlapping([shared, FIRST]) == (FIRST, shared)
    assert overlapping([Span(1, JULY), Span(2, JULY + DAY)]) is not None


def test_publishing_ends_the_version_in_force_the_day_before() -> None:
    closed = closed_by_publishing([FIRST, SECOND], valid_from=TODAY, today=TODAY)
    assert closed == Span(2, JULY, TODAY - DAY)


def test_publishing_after_a_gap_ends_nothing() -> None:
    ended = Span(2, JULY, TODAY)
    assert closed_by_publishing([ended], valid_from=TODAY + DAY, today=TODAY) is None


def test_a_first_version_may_begin_whenever_it_did() -> None:
    assert closed_by_publishing([], valid_from=dt.date(2020, 1, 1), today=TODAY) is None


@pytest.mark.parametrize("day", [TODAY - DAY, JULY])
def test_the_past_is_not_rewritten(day: dt.date) -> None:
    with pytest.raises(Refused, match="đã qua"):
        closed_by_publishing([SECOND], valid_from=day, today=TODAY)
    with pytest.raises(Refused, match="đã qua"):
        closed_by_abolishing([SECOND], on=day, today=TODAY)


def test_a_version_announced_for_later_must_begin_first() -> None:
    future = Span(3, TODAY + 10 * DAY)
    for day in (TODAY, TODAY + 10 * DAY):
        with pytest.raises(Refused, match="Bản 3"):
            closed_by_publishing([SECOND, future], valid_from=day, today=TODAY)
        with pytest.raises(Refused, match="Bản 3"):
            closed_by_abolishing([SECOND, future], on=day, today=TODAY)


@given(st.lists(st.integers(0, 400), max_size=8))
def test_whatever_is_published_in_turn_every_day_has_one_version_at_most(days: list[int]) -> None:
    spans: list[Span] = []
    for day in days:
        try:
            start = TODAY + day * DAY
            closed = closed_by_publishing(spans, valid_from=start, today=TODAY)
        except Refused:
            continue
        spans = [closed if closed and span.number == closed.number else span for span in spans]
        spans.append(Span(len(spans) + 1, start))
    assert overlapping(spans) is None
    assert not spans or in_force(spans, TODAY + 1000 * DAY) == spans[-1]
