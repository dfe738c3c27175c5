"""A change of the calendar moves promises: listed before, journalled, done once, taken up again."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from motcua.cases.actions import calendar_change, reclock
from motcua.cases.actions.calendar_change import (
    confirm_change,
    finish_changes,
    preview_change,
    unfinished_changes,
)
from motcua.cases.models import Case
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.journal.rules import act_key
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden
from motcua.organisation.rules import CONSOLE
from motcua.workcalendar.rules import RemoveDay, SetDay
from motcua.workcalendar.states import DayKind
from tests.office import NOW, Office

ONE_DAY = dt.timedelta(days=1)


def storm(agency_id: int | None) -> SetDay:
    return SetDay(
        agency_id=agency_id,
        date=dt.date(2026, 3, 4),
        kind=DayKind.HOLIDAY,
        name="Nghỉ bão",
        document="Công điện 12/CĐ-UBND",
    )


def due(case: Case) -> dt.datetime | None:
    return Case.objects.values_list("due_at", flat=True).get(pk=case.pk)


def test_exactly_the_listed_files_move(office: Office) -> None:
    plain = office.take_in()
    same_day = office.take_in("2.000815")
    there = office.take_in(by="tiepnhan.binhtan", agency_code="H29.102")
    actor = office.actor("quantri")
    listed = preview_change(storm(office.ward.pk), actor=actor, at=NOW)
    assert [one.case.pk for one in listed.rows] == [plain.pk]
    assert listed.files == 1
    assert due(plain) == plain.due_at
    moved = confirm_change(storm(office.ward.pk), actor=actor, at=NOW, seen=listed.revision)
    assert moved == 1
    assert due(plain) == listed.rows[0].due_after == plain.due_at + ONE_DAY
    assert (due(same_day), due(there)) == (same_day.due_at, there.due_at)


def test_each_moved_file_says_why_and_keeps_its_first_promise(office: Office) -> None:
    case = office.take_in()
    actor = office.actor("quantri")
    seen = preview_change(storm(office.ward.pk), actor=actor, at=NOW).revision
    confirm_change(storm(office.ward.pk), actor=actor, at=NOW, seen=seen)
    entry = Entry.objects.filter(subject=Subject.CASE, subject_id=case.pk).latest("seq")
    assert (entry.verb, entry.actor_id) == ("reclock", actor.account_id)
    assert json.loads(entry.body)["note"] == (
        "Lịch làm việc ghi ngày 04/03/2026: Nghỉ bão (Công điện 12/CĐ-UBND)."
    )
    assert Case.objects.get(pk=case.pk).due_original_at == case.due_original_at
    assert list(faults()) == []


def test_taking_the_day_away_gives_the_old_dates_back(office: Office) -> None:
    case = office.take_in()
    actor = office.actor("quantri")
    for change in (storm(office.ward.pk), RemoveDay(office.ward.pk, dt.date(2026, 3, 4))):
        seen = preview_change(change, actor=actor, at=NOW).revision
        assert confirm_change(change, actor=actor, at=NOW, seen=seen) == 1
    assert due(case) == case.due_at


def test_the_same_act_twice_changes_once(office: Office) -> None:
    office.take_in()
    actor = office.actor("quantri")
    key = act_key(actor.account_id, "k", b"")
    seen = preview_change(storm(None), actor=CONSOLE, at=NOW).revision
    first = confirm_change(storm(None), actor=CONSOLE, at=NOW, seen=seen, key=key)
    again = confirm_change(storm(None), actor=CONSOLE, at=NOW, seen=seen, key=key)
    assert (first, again) == (1, 0)
    assert unfinished_changes() == []


def test_a_list_drawn_before_another_change_is_not_confirmed(office: Office) -> None:
    actor = office.actor("quantri")
    seen = preview_change(storm(office.ward.pk), actor=actor, at=NOW).revision
    confirm_change(storm(office.ward.pk), actor=actor, at=NOW, seen=seen)
    removal = RemoveDay(office.ward.pk, dt.date(2026, 3, 4))
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        confirm_change(removal, actor=actor, at=NOW, seen=seen)


def test_who_may_not_change_it_may_not_preview_it(office: Office) -> None:
    with pytest.raises(Forbidden):
        preview_change(storm(office.neighbour.pk), actor=office.actor("quantri"), at=NOW)
    with pytest.raises(Forbidden):
        preview_change(storm(None), actor=office.actor("quantri"), at=NOW)


def test_a_stopped_run_goes_on_where_it_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [office.take_in() for _ in range(3)]
    actor = office.actor("quantri")
    seen = preview_change(storm(office.ward.pk), actor=actor, at=NOW).revision
    write, written = reclock._write, []

    def dies(*args: object) -> None:
        if written:
            raise KeyboardInterrupt
        written.append(write(*args))

    monkeypatch.setattr(reclock, "BATCH", 1)
    monkeypatch.setattr(reclock, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        confirm_change(storm(office.ward.pk), actor=actor, at=NOW, seen=seen)
    assert [due(case) != case.due_at for case in cases] == [True, False, False]
    assert [entry.verb for entry in unfinished_changes() if entry.subject_id] == ["calendar.day"]
    monkeypatch.setattr(reclock, "_write", write)
    assert finish_changes(at=NOW) == 2
    assert [due(case) != case.due_at for case in cases] == [True, True, True]
    assert finish_changes(at=NOW) == 0
    assert unfinished_changes() == []


def test_a_long_list_shows_its_beginning_and_counts_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_change, "SHOWN", 2)
    for _ in range(3):
        office.take_in()
    found = preview_change(storm(office.ward.pk), actor=office.actor("quantri"), at=NOW)
    assert (found.files, len(found.rows)) == (3, 2)


@pytest.mark.parametrize("files", [1, 3])
def test_a_preview_asks_the_same_number_of_questions_however_many_files(
    office: Office, files: int, django_assert_num_queries: Any
) -> None:
    for _ in range(files):
        office.take_in()
    actor = office.actor("quantri")
    with django_assert_num_queries(6):
        preview_change(storm(office.ward.pk), actor=actor, at=NOW)
