"""The shipped calendar: what it says, and that it says what the `holidays` package says."""

import datetime as dt
import json
from importlib.resources import files
from typing import Any

import holidays
import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.deadline import compute
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, Session
from motcua.organisation.rules import CONSOLE, Forbidden
from motcua.workcalendar import actions, queries
from motcua.workcalendar.models import CalendarDay, CalendarRevision, WorkingHours
from motcua.workcalendar.states import HoursKind
from tests.organisation.builders import NOW, acting
from tests.workcalendar.conftest import City

DAYS: list[dict[str, Any]] = json.loads(
    files("motcua.workcalendar").joinpath("seed", "days.json").read_text("utf-8")
)["days"]


@pytest.mark.parametrize("year", range(2024, 2029))
def test_seeded_days_off_are_those_of_the_package(year: int) -> None:
    package = holidays.VN(years=year)
    off = {row["date"] for row in DAYS if row["kind"] != "swapped_working"}
    assert {day for day in off if day.startswith(str(year))} == {
        day.isoformat() for day in package if day.year == year
    }
    worked = {row["date"] for row in DAYS if row["kind"] == "swapped_working"}
    assert {day for day in worked if day.startswith(str(year))} == {
        day.isoformat() for day in package.weekend_workdays if day.year == year
    }


def test_every_seeded_day_names_its_document_and_how_sure_it_is() -> None:
    assert all(row["document"] for row in DAYS)
    assert {row["confidence"] for row in DAYS if row["date"] < "2027"} == {"found"}
    assert {row["confidence"] for row in DAYS if row["date"] >= "2027"} == {"forecast"}


def test_both_halves_of_a_swap_name_each_other() -> None:
    swaps = {row["date"]: row["replaces"] for row in DAYS if "replaces" in row}
    assert all(swaps[swaps[day]] == day for day in swaps)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-02-13T10:00", "2026-02-25"),  # Tết 16–20/02 is skipped
        ("2026-04-21T15:30", "2026-04-24"),
        ("2026-04-22T09:00", "2026-04-28"),  # Giỗ Tổ on a Sunday, 27/04 off in its place
        ("2026-08-19T09:00", "2026-08-22"),  # a Saturday worked for 31/08
    ],
)
def test_three_working_days_of_2026(seeded: None, received: str, due: str) -> None:
    """domain.md section 8."""
    promise = compute(
        queries.calendar_for(None),
        received_at=dt.datetime.fromisoformat(received).replace(tzinfo=VIETNAM),
        limit=Limit(3, Unit.WORKING_DAYS),
    )
    assert promise.due_date == dt.date.fromisoformat(due)


def test_reasons_read_as_a_citizen_would_say_them(seeded: None) -> None:
    calendar = queries.calendar_for(None)
    assert calendar.why_off(dt.date(2026, 2, 18)) == "nghỉ Tết Nguyên đán"
    assert calendar.why_off(dt.date(2026, 4, 27)) == "nghỉ bù Giỗ Tổ Hùng Vương"
    assert calendar.why_off(dt.date(2026, 8, 31)) == "nghỉ hoán đổi dịp Quốc khánh"
    mark = calendar.mark(dt.date(2026, 8, 22))
    assert mark is not None
    assert mark.text == "làm bù cho ngày 31/08/2026"


def test_saturday_morning_is_for_receiving_not_for_counting(seeded: None) -> None:
    saturday = dt.date(2026, 3, 7)
    assert not queries.calendar_for(None).is_working(saturday)
    reception = queries.calendar_for(None, HoursKind.RECEPTION)
    assert reception.sessions(saturday) == (Session(450, 690),)


def test_swapped_saturday_is_a_whole_day_at_the_desk_too(seeded: None) -> None:
    """It lends the sessions of the Monday it replaces, not those of a Saturday."""
    reception = queries.calendar_for(None, HoursKind.RECEPTION)
    assert len(reception.sessions(dt.date(2026, 8, 22))) == 2


def test_nothing_is_promised_past_the_declared_days(seeded: None) -> None:
    with pytest.raises(BeyondHorizon, match="31/12/2028"):
        queries.calendar_for(None).is_working(dt.date(2029, 1, 1))


def test_installing_again_changes_nothing(seeded: None) -> None:
    before = CalendarRevision.objects.get().number
    assert actions.install_seed(actor=CONSOLE, at=NOW) == 0
    assert CalendarRevision.objects.get().number == before
    assert Entry.objects.filter(subject=Subject.CALENDAR).count() == 1


def test_installing_keeps_what_an_office_has_edited(seeded: None) -> None:
    CalendarDay.objects.filter(date=dt.date(2027, 2, 4)).update(name="đã sửa")
    CalendarDay.objects.filter(date=dt.date(2027, 2, 10)).delete()
    assert actions.install_seed(actor=CONSOLE, at=NOW) == 1
    assert CalendarDay.objects.get(date=dt.date(2027, 2, 4)).name == "đã sửa"
    assert WorkingHours.objects.count() == 2


def test_seed_is_installed_only_from_the_root(city: City) -> None:
    for outsider in (city.an_lac.admin, city.an_lac.leader, city.binh_tan.reception):
        with pytest.raises(Forbidden):
            actions.install_seed(actor=acting(outsider), at=NOW)
    assert actions.install_seed(actor=acting(city.admin), at=NOW) == len(DAYS)


def test_installing_costs_the_same_few_statements(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # savepoint ×2, revision, days, hours ×2, two inserts, revision ×2, last entry, entry
    with django_assert_num_queries(12):
        actions.install_seed(actor=CONSOLE, at=NOW)
