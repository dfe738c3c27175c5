"""The clock of a file, without a database."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.cases.rules.clock import (
    Clock,
    check_extension,
    closed,
    opened,
    promised_limit,
    step_due,
)
from motcua.kernel.limits import Limit, parse_limit
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import WorkCalendar, end_of_day
from tests.kernel.calendars import CALENDAR, at, calendars, limits, moments

FIVE = parse_limit("5 working_days")
SINCE = at("2026-03-02 09:00")
Pair = list[str | None]


def end(day: str) -> dt.datetime:
    return end_of_day(dt.date.fromisoformat(day))


def due(*pauses: tuple[str, str | None], policy: str = "restart", extended: str = "") -> object:
    pairs: list[Pair] = [
        [at(start).isoformat(), at(finish).isoformat() if finish else None]
        for start, finish in pauses
    ]
    clock = Clock(
        SINCE,
        FIVE,
        policy,
        pauses=pairs,
        extended_to=end(extended) if extended else None,
    )
    found = clock.due(CALENDAR)
    return found.due_at if found else None


EARLY = ("2026-03-03 10:00", "2026-03-05 09:00")
AFTER = ("2026-03-10 08:00", "2026-03-13 09:00")
SECOND = ("2026-03-06 10:00", "2026-03-10 09:00")


@pytest.mark.parametrize(
    ("pauses", "policy", "day"),
    [
        ((), "restart", "2026-03-09"),
        ((EARLY,), "restart", "2026-03-12"),
        ((EARLY,), "pause", "2026-03-11"),
        ((EARLY, SECOND), "restart", "2026-03-17"),
        ((EARLY, SECOND), "pause", "2026-03-13"),
        ((AFTER,), "restart", "2026-03-09"),
        ((AFTER,), "pause", "2026-03-09"),
        ((EARLY, AFTER), "restart", "2026-03-20"),
        ((EARLY, ("2026-03-13 00:00", "2026-03-16 09:00")), "restart", "2026-03-12"),
    ],
)
def test_pauses_by_policy_and_never_after_the_due_date(
    pauses: tuple[tuple[str, str], ...], policy: str, day: str
) -> None:
    assert due(*pauses, policy=policy) == end(day)


def test_while_the_applicant_is_awaited_there_is_no_date_unless_it_was_late() -> None:
    assert due(("2026-03-03 10:00", None)) is None
    assert due(("2026-03-03 10:00", None), policy="pause") is None
    assert due(("2026-03-10 08:00", None)) == end("2026-03-09")


def test_a_request_after_the_old_date_but_before_the_new_one_is_in_time() -> None:
    assert due(("2026-03-11 09:00", "2026-03-16 09:00"), extended="2026-03-12") == end("2026-03-23")
    assert due(("2026-03-13 09:00", "2026-03-16 09:00"), extended="2026-03-12") == end("2026-03-12")


def test_without_a_limit_nothing_is_promised() -> None:
    assert Clock(SINCE, None, "restart").due(CALENDAR) is None


spans = st.tuples(st.integers(0, 30 * 24 * 60), st.integers(0, 10 * 24 * 60))


@settings(max_examples=60, deadline=None)
@given(
    calendars(), moments, limits, st.sampled_from(["pause", "restart"]), st.booleans(), spans, spans
)
def test_asking_late_never_helps(
    calendar: WorkCalendar,
    since: dt.datetime,
    limit: Limit,
    policy: str,
    shift: bool,
    first: tuple[int, int],
    late: tuple[int, int],
) -> None:
    begun = since + dt.timedelta(minutes=first[0])
    pair: Pair = [begun.isoformat(), (begun + dt.timedelta(minutes=first[1])).isoformat()]
    known = Clock(since, limit, policy, shift, [pair]).due(calendar)
    assert known
    assert known.due_at
    asked = max(known.due_at, begun + dt.timedelta(minutes=first[1])) + dt.timedelta(minutes=1)
    again: Pair = [
        (asked + dt.timedelta(minutes=late[0])).isoformat(),
        (asked + dt.timedelta(minutes=late[0] + late[1])).isoformat(),
    ]
    after = Clock(since, limit, policy, shift, [pair, again]).due(calendar)
    assert after
    assert after.due_at == known.due_at
    assert after.original_at == known.original_at


@pytest.mark.parametrize(
    ("of_case", "by_channel", "general", "limit"),
    [
        ("20 days", {"online": "10 days"}, "15 days", "20 days"),
        (None, {"online": "10 days"}, "15 days", "10 days"),
        (None, {"postal": "10 days"}, "15 days", "15 days"),
        (None, {}, None, None),
        (None, {"online": "same_day"}, None, "same_day"),
    ],
)
def test_the_most_particular_limit_is_promised(
    of_case: str | None, by_channel: dict[str, str], general: str | None, limit: str | None
) -> None:
    found = promised_limit(of_case, by_channel, "online", general)
    assert (str(found) if found else None) == limit


def test_pauses_are_opened_and_closed_without_touching_what_was_stored() -> None:
    stored: list[Pair] = [["2026-03-03T10:00:00+07:00", "2026-03-04T10:00:00+07:00"]]
    open_now = opened(stored, SINCE)
    assert open_now == [stored[0], [SINCE.isoformat(), None]]
    done = closed(open_now, SINCE + dt.timedelta(days=1))
    assert done[1] == [SINCE.isoformat(), (SINCE + dt.timedelta(days=1)).isoformat()]
    assert (len(stored), open_now[1][1]) == (1, None)


def extend(**changes: object) -> None:
    plain: dict[str, object] = {
        "at": at("2026-03-05 10:00"),
        "due_at": end("2026-03-09"),
        "new_due_at": end("2026-03-12"),
        "extended": False,
    }
    check_extension(**(plain | changes))  # type: ignore[arg-type]


def test_an_extension_in_time_is_right() -> None:
    extend()
    extend(at=at("2026-03-08 23:59"))
    extend(new_due_at=end("2026-03-10"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_at": None}, None),
        ({"extended": True}, None),
        ({"at": at("2026-03-09 00:00")}, None),
        ({"at": at("2026-04-01 08:00")}, None),
        ({"new_due_at": end("2026-03-09")}, "new_due"),
        ({"new_due_at": end("2026-03-06")}, "new_due"),
    ],
)
def test_an_extension_that_is_not(changes: dict[str, object], field: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        extend(**changes)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("budget", "limit", "when"),
    [
        (None, "5 working_days", None),
        ("", "5 working_days", None),
        ("10%", None, None),
        ("10%", "5 working_days", "2026-03-02 15:00"),
        ("50%", "5 working_days", "2026-03-04 15:00"),
        ("4 working_hours", "5 working_days", "2026-03-02 15:00"),
        ("1 working_days", "5 working_days", "2026-03-03 23:59:59"),
        ("5%", "1 working_hours", "2026-03-02 09:30"),
    ],
)
def test_a_step_is_due_by_its_own_time_or_a_share_of_the_file_s(
    budget: str | None, limit: str | None, when: str | None
) -> None:
    parsed = parse_limit(limit) if limit else None
    found = step_due(CALENDAR, at=SINCE, budget=budget, limit=parsed)
    assert found == (at(when) if when else None)
