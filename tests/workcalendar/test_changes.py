"""Editing the calendar: what is refused at which field, what it makes of the days."""

import datetime as dt
import json

import pytest

from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.worktime import Session
from motcua.workcalendar import queries
from motcua.workcalendar.models import CalendarDay, WorkingHours
from motcua.workcalendar.rules import (
    DeclareUntil,
    RemoveDay,
    SetDay,
    read_week,
    stored_week,
)
from motcua.workcalendar.states import DayKind
from tests.organisation.builders import NOW, TODAY
from tests.workcalendar.conftest import City
from tests.workcalendar.forms import DAY, SUMMER, carry_out, holiday, hours

pytestmark = pytest.mark.usefixtures("seeded")


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
