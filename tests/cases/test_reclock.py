"""A change of the calendar recounts open promises: each move journalled, one by one as in bulk."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.cases.actions.reclock import moved_by, reclock_open_cases
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.catalogue.models import ProcedureVersion
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.kernel.limits import Limit
from motcua.kernel.worktime import Mark, MarkKind, WorkCalendar
from motcua.workcalendar.queries import calendar_for
from tests.cases.story import ask, entries, midnight, on, said, stored
from tests.kernel.calendars import calendars, limits, moments
from tests.office import COPIES, NOW, Office

BECAUSE = "Nghỉ bão (Công điện 12/CĐ-UBND)."


def with_holiday(calendar: WorkCalendar, *days: str) -> WorkCalendar:
    marks = {dt.date.fromisoformat(day): Mark(MarkKind.HOLIDAY, "nghỉ bão") for day in days}
    return replace(calendar, marks={**calendar.marks, **marks})


def storm(office: Office, *days: str, at: dt.datetime = NOW) -> int:
    """How many files moved."""
    calendar = with_holiday(calendar_for(office.ward.pk), *days)
    moved = reclock_open_cases(
        calendars={office.ward.pk: calendar}, actor_id=None, at=at, because=BECAUSE
    )
    return len(moved)


def test_each_moved_file_has_an_entry_that_says_why(office: Office) -> None:
    case, other = office.take_in(), office.take_in(COPIES)
    assert storm(office, "2026-03-04", "2026-03-05") == 1
    assert stored(case).due_at == midnight("2026-03-11")
    assert stored(case).due_original_at == midnight("2026-03-09")
    assert said(case) == {
        "due": [midnight("2026-03-09").isoformat(), midnight("2026-03-11").isoformat()],
        "note": BECAUSE,
    }
    assert (entries(case)[-1].verb, entries(case)[-1].actor) == (Verb.RECLOCK, None)
    assert len(entries(other)) == 1
    assert list(faults()) == []


def test_doing_it_again_changes_nothing(office: Office) -> None:
    case = office.take_in()
    assert [storm(office, "2026-03-04") for _ in range(3)] == [1, 0, 0]
    assert [entry.verb for entry in entries(case)] == ["accept", "reclock"]


def test_a_file_that_waits_is_counted_when_its_papers_come(office: Office) -> None:
    case = ask(office, office.walk(office.take_in(), to="thu_ly"))
    seq = stored(case).journal_seq
    assert storm(office, "2026-03-05") == 0
    assert stored(case).journal_seq == seq
    assert stored(case).due_at == midnight("2026-03-09")


def test_closed_files_and_other_agencies_keep_their_dates(office: Office) -> None:
    closed = office.walk(office.take_in())
    there = office.take_in(by="tiepnhan.binhtan", agency_code=office.neighbour.code)
    assert storm(office, "2026-03-04") == 0
    assert stored(closed).due_at == stored(there).due_at == midnight("2026-03-09")


def test_recounting_is_no_touch_but_the_next_act_comes_after_it(office: Office) -> None:
    case = office.take_in()
    late = NOW + dt.timedelta(hours=3)
    storm(office, "2026-03-04", at=late)
    assert stored(case).touched_at == NOW
    office.act(case, Verb.FORWARD, by="tiepnhan", at=NOW + dt.timedelta(hours=1))
    assert [entry.at for entry in entries(case)] == [NOW, late, late]
    assert stored(case).touched_at == late
    storm(office, "2026-03-04", "2026-03-05", at=NOW)
    assert [entry.at for entry in entries(case)] == [NOW, late, late, late]


def test_an_extended_file_moves_only_past_its_promise(office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    day = dt.date(2026, 3, 12)
    office.act(case, Verb.EXTEND, by="thuly", new_due=day, reason="Chờ xác minh")
    office.act(case, Verb.EXTEND, by="lanhdao")
    assert storm(office, "2026-03-04") == 0
    assert storm(office, "2026-03-04", "2026-03-12") == 1
    assert stored(case).due_at == midnight("2026-03-13")


@pytest.mark.parametrize("files", [1, 4])
def test_a_recount_reads_once_and_writes_twice_a_file(
    office: Office, files: int, django_assert_num_queries: object
) -> None:
    for _ in range(files):
        office.take_in()
    # The calendar, the ids, the savepoint pair, the files under their locks; for each that moves
    # an entry and its row.
    with django_assert_num_queries(5 + 2 * files):  # type: ignore[operator]
        storm(office, "2026-03-04")
    assert Entry.objects.filter(verb="reclock").count() == files


@st.composite
def files(draw: st.DrawFn) -> Case:
    """A file as the database would give it: any limit, pauses, extension and policy."""
    since = draw(moments)
    limit: Limit = draw(limits)
    edges = sorted(draw(st.lists(st.integers(1, 40 * 24 * 60), max_size=4, unique=True)))
    pauses = [
        [(since + dt.timedelta(minutes=edge)).isoformat() for edge in pair]
        for pair in zip(edges[::2], edges[1::2], strict=False)
    ]
    days = draw(st.none() | st.integers(1, 60))
    version = ProcedureVersion(
        clock_policy=draw(st.sampled_from(["pause", "restart"])), day0_shift=draw(st.booleans())
    )
    return Case(
        version=version,
        limit=str(limit),
        clock_from=since,
        received_at=since,
        due_at=since,
        pauses=pauses if draw(st.booleans()) else [],
        extended_to=since + dt.timedelta(days=days) if days else None,
    )


def alone(calendar: WorkCalendar, case: Case) -> dt.datetime | None:
    return next((moved.due_after for moved in moved_by(calendar, [case])), None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calendars(), st.lists(files(), max_size=8))
def test_many_files_move_as_each_would_alone(calendar: WorkCalendar, cases: list[Case]) -> None:
    for pk, case in enumerate(cases):
        case.pk = pk
    together = {moved.case.pk: moved.due_after for moved in moved_by(calendar, cases)}
    one_by_one = {case.pk: due for case in cases if (due := alone(calendar, case)) is not None}
    assert together == one_by_one


def test_a_moment_is_written_once_however_it_was_read(office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    ask(office, case, on("2026-03-03 10:00"))
    office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan", at=on("2026-03-05 09:00"))
    assert all(text.endswith("+07:00") for text in said(case)["due"])
