"""Calendars kept in the process, and the preview that is what happens afterwards."""

import datetime as dt

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import WorkCalendar
from motcua.workcalendar import queries
from motcua.workcalendar.models import CalendarRevision
from motcua.workcalendar.rules import (
    Change,
    RemoveDay,
    changed,
)
from motcua.workcalendar.states import HoursKind
from tests.organisation.builders import TODAY
from tests.workcalendar.conftest import City
from tests.workcalendar.forms import DAY, carry_out, holiday, hours

pytestmark = pytest.mark.usefixtures("seeded")


def test_known_revision_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    number = queries.revision_number()
    with django_assert_num_queries(3):
        queries.calendar_for(None, revision=number)
    with django_assert_num_queries(0):
        queries.calendar_for(None, revision=number)
        queries.calendar_for(123, HoursKind.RECEPTION, revision=number)
    with django_assert_num_queries(1):
        queries.calendar_for(None)


def test_change_is_seen_by_the_next_question(city: City) -> None:
    day = TODAY + DAY
    assert queries.calendar_for(city.an_lac.agency.pk).is_working(day)
    carry_out(holiday(day))
    assert not queries.calendar_for(city.an_lac.agency.pk).is_working(day)


def test_change_that_was_rolled_back_leaves_nothing_behind() -> None:
    """Its number is never used again, so what was kept under it is never asked for."""
    day = TODAY + DAY
    with transaction.atomic():
        carry_out(holiday(day))
        assert not queries.calendar_for(None).is_working(day)
        transaction.set_rollback(True)
    assert queries.calendar_for(None).is_working(day)
    carry_out(holiday(day + DAY))
    assert queries.calendar_for(None).is_working(day)


def test_agencies_without_anything_of_their_own_share_one_calendar(city: City) -> None:
    carry_out(hours(city.an_lac.agency.pk, TODAY))
    everybody = queries.calendar_for(None)
    assert queries.calendar_for(city.binh_tan.agency.pk) is everybody
    assert queries.calendar_for(999_999) is everybody
    assert queries.calendar_for(city.an_lac.agency.pk) is not everybody


def test_before_set_up_the_administrator_is_told(db: None) -> None:
    CalendarRevision.objects.all().delete()
    assert queries.revision_number() == 0
    with pytest.raises(Refused, match="khai báo lịch làm việc"):
        queries.calendar_for(None, revision=0)
    with pytest.raises(Refused, match="Chưa cài đặt"):
        carry_out(holiday(TODAY))


# The preview is what happens


def picture(calendar: WorkCalendar) -> tuple[object, ...]:
    days = [TODAY + n * DAY for n in range(-60, 300)]
    return tuple((calendar.sessions(day), calendar.mark(day)) for day in days)


@pytest.mark.parametrize(
    "change",
    [
        holiday(TODAY + DAY),
        holiday(dt.date(2026, 4, 30), name="khác", overwrite=True),
        RemoveDay(None, dt.date(2026, 9, 1)),
        hours(None, TODAY + 10 * DAY),
        hours(None, TODAY - 10 * DAY, reason="ghi muộn"),
    ],
    ids=["mark", "correct", "remove", "hours", "hours of the past"],
)
def test_preview_equals_the_calendar_afterwards(change: Change) -> None:
    before = picture(queries.calendar_for(None))
    shown = picture(queries.preview(change, today=TODAY).of(None))
    assert picture(queries.calendar_for(None)) == before
    carry_out(change)
    assert picture(queries.calendar_for(None)) == shown != before


def test_preview_of_an_agencys_change_touches_no_other(city: City) -> None:
    after = queries.preview(holiday(TODAY + DAY, city.an_lac.agency.pk), today=TODAY)
    assert not after.of(city.an_lac.agency.pk).is_working(TODAY + DAY)
    assert after.of(city.binh_tan.agency.pk).is_working(TODAY + DAY)


def test_preview_and_change_cost_a_fixed_number_of_statements(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change = holiday(TODAY + DAY, city.an_lac.agency.pk)
    with django_assert_num_queries(3):
        queries.preview(change, today=TODAY)
    # savepoint ×2, revision, agency, preview ×3, old mark, mark, revision, last entry, entry
    with django_assert_num_queries(12):
        carry_out(change)


def test_changed_is_pure() -> None:
    calendars = queries.calendars()
    changed(calendars, holiday(TODAY + DAY), TODAY)
    assert calendars == queries.calendars()
    assert calendars.day(None, TODAY + DAY) is None
