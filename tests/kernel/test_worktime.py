"""Working time of one agency: days, hours, and the end of what is declared."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.worktime import (
    BeyondHorizon,
    Mark,
    MarkKind,
    Session,
    WorkCalendar,
    day_of,
    end_of_day,
    minute_number,
    moment_of,
    office_week,
    parse_sessions,
)
from tests.kernel import naive
from tests.kernel.calendars import CALENDAR, OFFICE, PLAIN, at, calendars, days, moments


class TestDays:
    @pytest.mark.parametrize(
        ("day", "reason"),
        [
            (date(2026, 2, 13), ""),
            (date(2026, 2, 14), "nghỉ hằng tuần"),
            (date(2026, 2, 15), "nghỉ hằng tuần"),
            (date(2026, 2, 18), "nghỉ Tết Nguyên đán"),
            (date(2026, 4, 26), "nghỉ Giỗ Tổ Hùng Vương"),
            (date(2026, 4, 27), "nghỉ bù Giỗ Tổ Hùng Vương"),
            (date(2026, 8, 31), "nghỉ hoán đổi dịp Quốc khánh"),
            (date(2026, 8, 22), ""),
            (date(2026, 11, 24), "nghỉ Ngày Văn hóa Việt Nam"),
        ],
    )
    def test_a_day_off_says_why(self, day: date, reason: str) -> None:
        assert CALENDAR.why_off(day) == reason
        assert CALENDAR.is_working(day) == (not reason)

    def test_a_swapped_saturday_has_the_hours_of_the_day_it_replaces(self) -> None:
        assert CALENDAR.sessions(date(2026, 8, 22)) == parse_sessions("07:00-11:30, 13:30-17:00")
        assert CALENDAR.sessions(date(2026, 8, 15)) == ()

    def test_a_swapped_day_without_a_replaced_day_has_ordinary_hours(self) -> None:
        day = date(2026, 8, 22)
        marks = {day: Mark(MarkKind.SWAPPED_WORKING, "làm bù")}
        calendar = WorkCalendar(OFFICE, date(2026, 1, 1), date(2026, 12, 31), marks)
        assert calendar.sessions(day) == OFFICE[0]

    def test_new_hours_hold_from_their_day_on(self) -> None:
        later = office_week("07:30-11:30, 13:00-17:00")
        change = date(2026, 6, 1)
        calendar = WorkCalendar(
            OFFICE, date(2026, 1, 1), date(2026, 12, 31), later_weeks=((change, later),)
        )
        assert calendar.sessions(change - timedelta(days=3)) == OFFICE[0]
        assert calendar.sessions(change) == later[0]

    def test_changes_of_hours_come_in_order(self) -> None:
        twice = ((date(2026, 6, 1), OFFICE),) * 2
        with pytest.raises(ValueError, match="thứ tự"):
            WorkCalendar(OFFICE, date(2026, 1, 1), date(2026, 12, 31), later_weeks=twice)

    @pytest.mark.parametrize(
        ("day", "count", "expected"),
        [
            (date(2026, 2, 13), 1, date(2026, 2, 23)),
            (date(2026, 2, 13), 3, date(2026, 2, 25)),
            (date(2026, 2, 14), 1, date(2026, 2, 23)),
            (date(2026, 2, 23), -1, date(2026, 2, 13)),
            (date(2026, 2, 22), -2, date(2026, 2, 12)),
            (date(2026, 2, 13), 0, date(2026, 2, 13)),
            (date(2026, 2, 14), 0, date(2026, 2, 23)),
        ],
    )
    def test_working_days_are_counted_from_the_next_day(
        self, day: date, count: int, expected: date
    ) -> None:
        assert CALENDAR.add_working_days(day, count) == expected

    def test_measuring_backwards_is_negative(self) -> None:
        assert CALENDAR.working_days_between(date(2026, 2, 25), date(2026, 2, 13)) == -3


class TestMinutes:
    @pytest.mark.parametrize(
        ("start", "minutes", "expected"),
        [
            ("2026-03-02 10:00", 60, "2026-03-02 11:00"),
            ("2026-03-02 10:00", 90, "2026-03-02 11:30"),
            ("2026-03-02 10:00", 91, "2026-03-02 13:31"),
            ("2026-03-02 12:00", 30, "2026-03-02 14:00"),
            ("2026-03-02 20:00", 30, "2026-03-03 07:30"),
            ("2026-03-06 16:30", 60, "2026-03-09 07:30"),
            ("2026-03-07 09:00", 0, "2026-03-07 09:00"),
            ("2026-02-13 16:00", 16 * 60, "2026-02-24 16:00"),
        ],
    )
    def test_hours_run_through_the_sessions(self, start: str, minutes: int, expected: str) -> None:
        assert CALENDAR.add_working_minutes(at(start), minutes) == at(expected)

    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-03-02 06:00", "2026-03-02 07:00"),
            ("2026-03-02 07:00", "2026-03-02 07:00"),
            ("2026-03-02 11:29", "2026-03-02 11:29"),
            ("2026-03-02 11:30", "2026-03-02 13:30"),
            ("2026-03-06 17:00", "2026-03-09 07:00"),
        ],
    )
    def test_a_session_holds_its_opening_and_not_its_closing(
        self, moment: str, expected: str
    ) -> None:
        assert CALENDAR.next_working_moment(at(moment)) == at(expected)

    def test_seconds_are_dropped_as_on_the_receipt(self) -> None:
        late = at("2026-03-02 10:00").replace(second=59, microsecond=999_999)
        assert CALENDAR.add_working_minutes(late, 1) == at("2026-03-02 10:01")

    def test_moments_of_other_zones_are_the_same_moments(self) -> None:
        utc = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
        assert CALENDAR.add_working_minutes(utc, 60) == at("2026-03-02 11:00")
        assert day_of(datetime(2026, 3, 1, 17, 30, tzinfo=UTC)) == date(2026, 3, 2)

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        naive_moment = datetime(2026, 3, 2, 10)  # noqa: DTZ001
        for question in (minute_number, day_of, CALENDAR.next_working_moment):
            with pytest.raises(ValueError, match="thiếu múi giờ"):
                question(naive_moment)

    def test_negative_working_time_is_refused(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            CALENDAR.add_working_minutes(at("2026-03-02 10:00"), -1)

    def test_the_last_second_of_a_day_is_its_end(self) -> None:
        assert end_of_day(date(2026, 3, 2)).isoformat() == "2026-03-02T23:59:59+07:00"


class TestHorizon:
    until = "đến hết ngày 31/12/2027"
    since = "từ ngày 01/01/2026"

    def test_beyond_the_last_day_it_says_until_when_it_is_declared(self) -> None:
        late, after = at("2027-12-31 16:00"), date(2028, 1, 1)
        for ask in (
            lambda: CALENDAR.is_working(after),
            lambda: CALENDAR.add_working_days(date(2027, 12, 31), 1),
            lambda: CALENDAR.add_working_minutes(late, 61),
            lambda: CALENDAR.add_minutes_many([minute_number(late)], 61),
            lambda: CALENDAR.next_working_moment(at("2027-12-31 17:00")),
            lambda: CALENDAR.worked_at(minute_number(at("2028-01-01 00:00"))),
        ):
            with pytest.raises(BeyondHorizon, match=self.until):
                ask()

    def test_before_the_first_day_it_says_since_when_it_is_declared(self) -> None:
        early, before = at("2025-12-31 16:00"), date(2025, 12, 31)
        for ask in (
            lambda: CALENDAR.sessions(before),
            lambda: CALENDAR.add_working_days(date(2026, 1, 2), -1),
            lambda: CALENDAR.working_minutes_between(early, at("2026-03-02 10:00")),
            lambda: CALENDAR.add_minutes_many([minute_number(early)], 61),
        ):
            with pytest.raises(BeyondHorizon, match=self.since):
                ask()


class TestMaking:
    def test_sessions_are_read_as_people_write_them(self) -> None:
        expected = (Session(420, 690), Session(810, 1020))
        assert parse_sessions("07:00–11:30, 13:30-17:00") == expected
        assert parse_sessions("") == ()
        assert parse_sessions("00:00-24:00") == (Session(0, 1440),)

    @pytest.mark.parametrize(
        "text",
        ["7-11", "07:00", "11:30-07:00", "07:00-12:00, 11:00-17:00", "22:00-24:30", "07:60-09:00"],
    )
    def test_wrong_sessions_are_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"[Bb]uổi|Giờ"):
            parse_sessions(text)

    def test_a_week_has_seven_days_and_the_horizon_an_order(self) -> None:
        with pytest.raises(ValueError, match="bảy ngày"):
            WorkCalendar(OFFICE[:5], date(2026, 1, 1), date(2026, 12, 31))
        with pytest.raises(ValueError, match="đứng trước"):
            WorkCalendar(OFFICE, date(2026, 12, 31), date(2026, 1, 1))

    def test_a_calendar_is_a_value(self) -> None:
        again = WorkCalendar(OFFICE, CALENDAR.first_day, CALENDAR.last_day, dict(CALENDAR.marks))
        assert again == CALENDAR
        assert PLAIN != CALENDAR
        with pytest.raises(AttributeError):
            again.last_day = date(2030, 1, 1)  # type: ignore[misc]


class TestAgainstTheLoop:
    """The prefix sums give the answer of the day-by-day loop on any calendar."""

    @given(calendars(), days, st.integers(1, 40))
    def test_adding_days(self, calendar: WorkCalendar, day: date, count: int) -> None:
        expected = naive.add_working_days(calendar, day, count)
        assert calendar.add_working_days(day, count) == expected

    @given(calendars(), days, days)
    def test_measuring_days(self, calendar: WorkCalendar, a: date, b: date) -> None:
        start, end = sorted((a, b))
        expected = naive.working_days_between(calendar, start, end)
        assert calendar.working_days_between(start, end) == expected
        assert calendar.working_days_between(end, start) == -expected

    @settings(max_examples=150)
    @given(calendars(), moments, st.integers(1, 3_000))
    def test_adding_minutes(self, calendar: WorkCalendar, start: datetime, minutes: int) -> None:
        expected = naive.add_working_minutes(calendar, start, minutes)
        assert calendar.add_working_minutes(start, minutes) == expected
        batch = calendar.add_minutes_many([minute_number(start)], minutes)
        assert [moment_of(end) for end in batch] == [expected]

    @settings(max_examples=150)
    @given(calendars(), moments, moments)
    def test_measuring_minutes(self, calendar: WorkCalendar, a: datetime, b: datetime) -> None:
        start, end = sorted((a, b))
        expected = naive.working_minutes_between(calendar, start, end)
        assert calendar.working_minutes_between(start, end) == expected

    @given(calendars(), moments)
    def test_the_next_working_moment_lies_in_a_session(
        self, calendar: WorkCalendar, moment: datetime
    ) -> None:
        following = calendar.next_working_moment(moment)
        minute = following.hour * 60 + following.minute
        assert any(a <= minute < b for a, b in naive.sessions(calendar, following.date()))
        assert naive.working_minutes_between(calendar, moment, following) == 0


class TestAlgebra:
    @given(calendars(), moments, st.integers(0, 3_000))
    def test_add_then_measure_gives_it_back(
        self, calendar: WorkCalendar, start: datetime, minutes: int
    ) -> None:
        end = calendar.add_working_minutes(start, minutes)
        assert calendar.working_minutes_between(start, end) == minutes

    @given(calendars(), days, st.integers(-3, 40).filter(bool))
    def test_add_days_then_measure_gives_them_back(
        self, calendar: WorkCalendar, day: date, count: int
    ) -> None:
        day = calendar.roll_forward(day + timedelta(days=30))
        end = calendar.add_working_days(day, count)
        assert calendar.working_days_between(day, end) == count


class TestChangeOfHours:
    NEW = office_week("08:00-12:00", saturday="08:00-10:00")

    def changed(self, first: date) -> WorkCalendar:
        return WorkCalendar(OFFICE, date(2026, 1, 1), date(2026, 12, 31), {}, ((first, self.NEW),))

    def test_new_hours_hold_from_their_day_on(self) -> None:
        calendar = self.changed(date(2026, 3, 2))
        assert calendar.sessions(date(2026, 2, 27)) == OFFICE[4]
        assert calendar.sessions(date(2026, 3, 2)) == (Session(480, 720),)
        assert not calendar.is_working(date(2026, 2, 28))
        assert calendar.is_working(date(2026, 3, 7))

    @given(moments, moments)
    def test_time_is_measured_by_the_hours_of_each_day(
        self, start: datetime, end: datetime
    ) -> None:
        """Before the change as in the old calendar, after it as in one that always had the new."""
        cut = datetime(2026, 7, 1, tzinfo=start.tzinfo)
        first, last = date(2020, 1, 1), date(2030, 12, 31)
        old, new = WorkCalendar(OFFICE, first, last), WorkCalendar(self.NEW, first, last)
        both = WorkCalendar(OFFICE, first, last, {}, ((cut.date(), self.NEW),))
        start, end = sorted((start, end))
        before = old.working_minutes_between(min(start, cut), min(end, cut))
        after = new.working_minutes_between(max(start, cut), max(end, cut))
        assert both.working_minutes_between(start, end) == before + after

    @pytest.mark.parametrize(
        "later",
        [
            ((date(2026, 3, 2), NEW), (date(2026, 3, 1), NEW)),
            ((date(2026, 3, 2), NEW), (date(2026, 3, 2), NEW)),
            ((date(2026, 3, 2), NEW[:6]),),
        ],
    )
    def test_changes_come_in_order_with_whole_weeks(
        self, later: tuple[tuple[date, Any], ...]
    ) -> None:
        with pytest.raises(ValueError, match="thứ tự ngày|đủ bảy ngày"):
            WorkCalendar(OFFICE, date(2026, 1, 1), date(2026, 12, 31), {}, later)
