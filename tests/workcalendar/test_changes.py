"""Editing the calendar: who may, what is refused, that the preview is what happens."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.kernel.worktime import Session, WorkCalendar
from motcua.organisation.rules import CONSOLE
from motcua.workcalendar import actions, queries
from motcua.workcalendar.models import CalendarDay, CalendarRevision, WorkingHours
from motcua.workcalendar.rules import (
    Change,
    DeclareUntil,
    RemoveDay,
    SetDay,
    SetHours,
    changed,
    read_week,
    stored_week,
)
from motcua.workcalendar.states import DayKind, HoursKind
from tests.organisation.builders import NOW, TODAY, acting
from tests.workcalendar.conftest import City

pytestmark = pytest.mark.usefixtures("seeded")

DAY = dt.timedelta(days=1)
SUMMER = {str(n): [["07:00", "11:00"], ["13:30", "17:30"]] for n in range(5)}
CARRY_OUT: dict[type[Change], Callable[..., object]] = {
    SetDay: actions.set_day,
    RemoveDay: actions.remove_day,
    SetHours: actions.set_hours,
    DeclareUntil: actions.declare_until,
}


def carry_out(change: Change, actor: object = CONSOLE) -> None:
    CARRY_OUT[type(change)](actor=actor, change=change, at=NOW)


def holiday(date: dt.date, agency_id: int | None = None, **more: object) -> SetDay:
    given = {"kind": DayKind.HOLIDAY, "name": "lễ mới", "document": "NQ 1/2026"}
    return SetDay(agency_id=agency_id, date=date, **(given | more))


def hours(agency_id: int | None, first: dt.date, **more: object) -> SetHours:
    given = {"kind": HoursKind.DEADLINE, "sessions": SUMMER, "document": "QĐ 5/QĐ-UBND"}
    return SetHours(agency_id=agency_id, valid_from=first, **(given | more))


# Keeping calendars in the process


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


# Days


def test_agency_marks_a_day_for_itself_only(city: City) -> None:
    day = TODAY + DAY
    carry_out(holiday(day, city.an_lac.agency.pk))
    assert not queries.calendar_for(city.an_lac.agency.pk).is_working(day)
    assert queries.calendar_for(city.binh_tan.agency.pk).is_working(day)
    assert queries.calendar_for(None).is_working(day)


def test_agency_may_work_on_a_day_off_of_the_country(city: City) -> None:
    off = dt.date(2026, 4, 30)
    change = SetDay(
        agency_id=city.an_lac.agency.pk,
        date=off,
        kind=DayKind.SWAPPED_WORKING,
        name="trực lễ",
        document="QĐ 9/QĐ-UBND",
        replaces=off + 4 * DAY,
    )
    carry_out(change)
    assert queries.calendar_for(city.an_lac.agency.pk).is_working(off)
    assert not queries.calendar_for(city.binh_tan.agency.pk).is_working(off)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (holiday(TODAY - DAY), "reason", "02/2026|01/03/2026.*đã qua.*lý do"),
        (holiday(TODAY + DAY, name=" "), "name", "tên ngày nghỉ"),
        (holiday(TODAY + DAY, document=""), "document", "văn bản"),
        (holiday(dt.date(2206, 4, 30)), "date", "quá 5 năm"),
        (holiday(dt.date(2023, 4, 30), reason="x"), "date", "bắt đầu từ ngày 01/01/2024"),
        (holiday(dt.date(2026, 4, 30)), "date", "“Ngày Chiến thắng 30/4”"),
        (holiday(TODAY + DAY, replaces=TODAY), "replaces", "hoán đổi"),
        (holiday(TODAY + DAY, kind=DayKind.SWAPPED_WORKING), "replaces", "thay cho"),
        (
            holiday(TODAY + DAY, kind=DayKind.SWAPPED_WORKING, replaces=TODAY + 3 * DAY),
            "date",
            "vốn là ngày làm việc",
        ),
        (
            holiday(TODAY + 5 * DAY, kind=DayKind.SWAPPED_WORKING, replaces=TODAY + 5 * DAY),
            "replaces",
            "ngày khác",
        ),
        (
            holiday(TODAY + 5 * DAY, kind=DayKind.SWAPPED_WORKING, replaces=TODAY + 99 * DAY),
            "replaces",
            "hai tháng",
        ),
    ],
)
def test_bad_day_is_refused_at_its_field(change: SetDay, field: str, sentence: str) -> None:
    for attempt in (carry_out, lambda c: queries.preview(c, today=TODAY)):
        with pytest.raises(Refused, match=sentence) as refusal:
            attempt(change)
        assert refusal.value.field == field
    assert Entry.objects.filter(subject=Subject.CALENDAR).count() == 1


def test_day_that_has_passed_is_marked_with_a_reason() -> None:
    carry_out(holiday(TODAY - 7 * DAY, reason="Bão số 1, cả tỉnh nghỉ"))
    assert not queries.calendar_for(None).is_working(TODAY - 7 * DAY)


def test_same_mark_twice_is_refused() -> None:
    carry_out(holiday(TODAY + DAY))
    with pytest.raises(Conflict, match="đúng như vậy"):
        carry_out(holiday(TODAY + DAY, overwrite=True))


def test_mark_is_corrected_and_the_journal_keeps_both() -> None:
    date = dt.date(2027, 2, 4)
    carry_out(holiday(date, name="Tết Nguyên đán", overwrite=True))
    row = CalendarDay.objects.get(date=date)
    assert (row.kind, row.confidence, row.edited_at) == ("holiday", "found", NOW)
    body = json.loads(Entry.objects.filter(subject=Subject.CALENDAR).latest("seq").body)
    assert body["was"]["kind"] == "compensation_off"
    assert body["is"]["kind"] == "holiday"


def test_removed_mark_leaves_an_ordinary_day_and_a_trace() -> None:
    date = dt.date(2026, 4, 30)
    carry_out(RemoveDay(None, date))
    assert queries.calendar_for(None).is_working(date)
    entry = Entry.objects.filter(subject=Subject.CALENDAR).latest("seq")
    assert entry.verb == "calendar.day_removed"
    assert json.loads(entry.body)["was"]["name"] == "Ngày Chiến thắng 30/4"


def test_only_what_is_marked_is_removed(city: City) -> None:
    with pytest.raises(NotFound, match="chưa được ghi"):
        carry_out(RemoveDay(None, TODAY))
    with pytest.raises(NotFound, match="chung của cả nước"):
        carry_out(RemoveDay(city.an_lac.agency.pk, dt.date(2026, 4, 30)))
    with pytest.raises(Refused, match="lý do"):
        carry_out(RemoveDay(None, dt.date(2026, 1, 1)))


# Hours


def test_hours_change_from_a_day(city: City) -> None:
    ward, first = city.an_lac.agency.pk, TODAY + 7 * DAY
    carry_out(hours(ward, first))
    calendar = queries.calendar_for(ward)
    assert calendar.sessions(first - 3 * DAY) == (Session(450, 690), Session(780, 1020))
    assert calendar.sessions(first) == (Session(420, 660), Session(810, 1050))
    assert queries.calendar_for(city.binh_tan.agency.pk).sessions(first)[0] == Session(450, 690)


def test_hours_of_the_country_change_for_everybody_without_their_own(city: City) -> None:
    carry_out(hours(city.an_lac.agency.pk, TODAY))
    carry_out(hours(None, TODAY, sessions={str(n): [["08:00", "16:00"]] for n in range(5)}))
    assert queries.calendar_for(city.an_lac.agency.pk).sessions(TODAY)[0] == Session(420, 660)
    assert queries.calendar_for(city.binh_tan.agency.pk).sessions(TODAY) == (Session(480, 960),)


def test_agency_goes_back_to_the_hours_of_the_country(city: City) -> None:
    ward = city.an_lac.agency.pk
    carry_out(hours(ward, TODAY))
    carry_out(hours(ward, TODAY + 7 * DAY, sessions=None))
    calendar = queries.calendar_for(ward)
    assert calendar.sessions(TODAY)[0] == Session(420, 660)
    assert calendar.sessions(TODAY + 7 * DAY)[0] == Session(450, 690)
    assert [row.valid_to for row in queries.hours_history(ward)] == [TODAY + 6 * DAY]


def test_hours_of_the_same_day_are_corrected_in_place(city: City) -> None:
    ward = city.an_lac.agency.pk
    carry_out(hours(ward, TODAY))
    carry_out(hours(ward, TODAY, sessions={"0": [["09:00", "10:00"]]}))
    assert WorkingHours.objects.filter(agency_id=ward).count() == 1
    assert queries.calendar_for(ward).sessions(TODAY) == (Session(540, 600),)


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"sessions": {}}, "sessions", "ít nhất một buổi"),
        ({"sessions": {"7": [["07:00", "11:00"]]}}, "sessions", "“7”"),
        ({"sessions": {"0": [["11:00", "07:00"]]}}, "sessions", "nối tiếp"),
        ({"sessions": {"0": [["7h", "11h"]]}}, "sessions", "07:30"),
        ({"sessions": {"0": [["07:00", "11:00"], ["10:00", "12:00"]]}}, "sessions", "chồng"),
        ({"sessions": None}, "sessions", "không thể bỏ"),
        ({"document": ""}, "document", "văn bản"),
        ({"first": TODAY - DAY}, "valid_from", "đã qua"),
        ({"first": dt.date(2206, 1, 1)}, "valid_from", "5 năm"),
    ],
)
def test_bad_hours_are_refused_at_their_field(
    more: dict[str, object], field: str, sentence: str
) -> None:
    given = dict(more)
    first = given.pop("first", TODAY)
    assert isinstance(first, dt.date)
    with pytest.raises(Refused, match=sentence) as refusal:
        carry_out(hours(None, first, **given))
    assert refusal.value.field == field


def test_hours_are_not_slipped_in_before_later_ones(city: City) -> None:
    carry_out(hours(city.an_lac.agency.pk, TODAY + 30 * DAY))
    with pytest.raises(Conflict, match="01/04/2026"):
        carry_out(hours(city.an_lac.agency.pk, TODAY))
    with pytest.raises(Refused, match="giờ làm việc chung"):
        carry_out(hours(city.binh_tan.agency.pk, TODAY, sessions=None))


def test_week_is_stored_as_it_is_read() -> None:
    assert stored_week(read_week(SUMMER)) == {**SUMMER, "5": [], "6": []}


# The horizon


def test_horizon_grows_only_over_years_with_holidays() -> None:
    last = dt.date(2029, 12, 31)
    with pytest.raises(Refused, match="Năm 2029 chưa ghi"):
        carry_out(DeclareUntil(last))
    carry_out(holiday(dt.date(2029, 2, 13), name="Tết Nguyên đán"))
    carry_out(DeclareUntil(last))
    assert queries.declared_until() == last
    assert queries.calendar_for(None).is_working(last)


@pytest.mark.parametrize("last", [dt.date(2028, 12, 31), dt.date(2027, 1, 1)])
def test_horizon_never_shrinks(last: dt.date) -> None:
    with pytest.raises(Refused, match="kéo dài thêm"):
        carry_out(DeclareUntil(last))


def test_horizon_is_no_typing_slip() -> None:
    with pytest.raises(Refused, match="5 năm"):
        carry_out(DeclareUntil(dt.date(2208, 12, 31)))


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


# Who may


@pytest.mark.parametrize(
    ("who", "own", "country"),
    [
        ("administrator of the ward", True, False),
        ("administrator above", True, True),
        ("administrator of another ward", False, False),
        ("leader of the ward", False, False),
        ("clerk of the ward", False, False),
        ("clerk of another ward", False, False),
    ],
)
def test_calendar_is_changed_by_administrators(
    city: City, who: str, own: bool, country: bool
) -> None:
    person = {
        "administrator of the ward": city.an_lac.admin,
        "administrator above": city.admin,
        "administrator of another ward": city.binh_tan.admin,
        "leader of the ward": city.an_lac.leader,
        "clerk of the ward": city.an_lac.reception,
        "clerk of another ward": city.binh_tan.reception,
    }[who]
    actor, ward = acting(person), city.an_lac.agency.pk
    for allowed, change in [
        (own, holiday(TODAY + DAY, ward)),
        (own, hours(ward, TODAY)),
        (country, holiday(TODAY + 2 * DAY)),
        (country, RemoveDay(None, dt.date(2026, 9, 1))),
        (country, hours(None, TODAY)),
    ]:
        if allowed:
            carry_out(change, actor)
        else:
            with pytest.raises(Forbidden):
                carry_out(change, actor)
    with pytest.raises(Refused if country else Forbidden):
        carry_out(DeclareUntil(dt.date(2027, 1, 1)), actor)


def test_journal_of_an_agency_is_apart_from_the_countrys(city: City) -> None:
    ward = city.an_lac.agency.pk
    carry_out(holiday(TODAY + DAY, ward), acting(city.an_lac.admin))
    entry = Entry.objects.get(subject=Subject.CALENDAR, subject_id=ward)
    assert (entry.seq, entry.verb, entry.actor_id) == (1, "calendar.day", city.an_lac.admin.pk)


def test_unknown_agency_is_said() -> None:
    with pytest.raises(NotFound):
        carry_out(holiday(TODAY + DAY, 999_999))
