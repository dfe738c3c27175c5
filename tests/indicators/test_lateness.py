"""Who made files late, for whom it may be read."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.indicators.access import can_see_whose_time
from motcua.indicators.queries.lateness import Ask, Lateness, why_late
from motcua.indicators.rules.charges import Cause, Party
from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import VIETNAM
from motcua.workcalendar.queries import calendar_for
from tests.office import NOW, Office

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 4, 1, 9, 0, tzinfo=VIETNAM)
YEAR = Ask(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def asked(office: Office, who: str, ask: Ask = YEAR) -> Lateness:
    actor = office.actor(who, at=LATER)
    return why_late(ask, actor=actor, at=LATER, may_read=partial(can_see_whose_time, actor))


def test_a_file_that_lies_with_a_unit_is_charged_to_it(office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    found = asked(office, "lanhdao")
    (late,) = found.files
    assert (late.number, late.is_open) == (case.number, True)
    assert late.cause == Cause.UNCLAIMED
    calendar = calendar_for(office.ward.pk)
    whole = calendar.working_minutes_between(NOW, LATER)
    assert sum(charge.minutes for charge in late.charges) == whole
    assert late.late == calendar.working_minutes_between(case.due_at, LATER)
    (unit,) = [pile for pile in found.units if pile.name == "Tư pháp - Hộ tịch"]
    assert (unit.files, unit.of) == (1, office.ward.short_name)
    assert unit.minutes == unit.idle == whole
    assert [pile.name for pile in found.people] == []


def test_time_of_a_person_is_for_their_head_and_their_leader(office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    office.act(case, "claim", by="thuly", at=NOW)
    for who, people in (
        ("lanhdao", ["Lê Thụ Lý"]),
        ("truongphong", ["Lê Thụ Lý"]),
        ("kiemsoat", []),
        ("thanhtra", []),
        ("lanhdao.tphcm", []),
    ):
        found = asked(office, who)
        assert [pile.name for pile in found.people] == people, who
        assert len(found.files) == 1, who
    person = str(office.account("thuly").pk)
    narrowed = Ask(YEAR.from_day, YEAR.to_day, who=int(person))
    assert len(asked(office, "lanhdao", narrowed).files) == 1
    with pytest.raises(NotFound, match="theo người"):
        asked(office, "kiemsoat", narrowed)


def test_files_one_may_not_know_of_are_not_in_it(office: Office) -> None:
    office.take_in()
    assert asked(office, "lanhdao.binhtan").counted == 0
    assert asked(office, "truongphong2").counted == 0


def test_what_is_in_time_is_nobodys_fault(office: Office) -> None:
    office.walk(office.take_in())
    assert asked(office, "lanhdao").counted == 0


def test_rows_narrow_the_files(office: Office) -> None:
    office.walk(office.take_in(), to="thu_ly")
    office.take_in()
    found = asked(office, "lanhdao")
    assert sum(found.causes.values()) == 2
    assert {pile.key for pile in found.parties} == {Party.UNIT.value}
    unit = office.units["anlac", "HT"].pk
    assert len(asked(office, "lanhdao", Ask(YEAR.from_day, YEAR.to_day, unit=unit)).files) == 1
    step = Ask(YEAR.from_day, YEAR.to_day, step=found.steps[0].name)
    assert len(asked(office, "lanhdao", step).files) < 2
    cause = Ask(YEAR.from_day, YEAR.to_day, cause=Cause.OTHER.value)
    assert asked(office, "lanhdao", cause).files == []


def test_the_same_statements_for_one_file_and_for_three(office: Office) -> None:
    office.walk(office.take_in(), to="thu_ly")
    actor = office.actor("lanhdao", at=LATER)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            why_late(YEAR, actor=actor, at=LATER, may_read=lambda *_ids: True)
        return len(seen)

    statements()
    one = statements()
    for _more in range(2):
        office.walk(office.take_in(), to="thu_ly")
    assert statements() == one <= 8
