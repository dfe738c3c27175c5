"""The same questions answered by looking at one day after another: slow, plain, an oracle.

Nothing here uses the prefix sums; it asks a calendar only for its week, its marks and its horizon.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from motcua.kernel.worktime import VIETNAM, Session, WorkCalendar


def sessions(calendar: WorkCalendar, day: date) -> tuple[Session, ...]:
    mark = calendar.marks.get(day)
    if mark is None:
        return calendar.week[day.weekday()]
    if mark.kind != "swapped_working":
        return ()
    ordinary = next(hours for hours in calendar.week if hours)
    return calendar.week[(mark.replaces or day).weekday()] or ordinary


def is_working(calendar: WorkCalendar, day: date) -> bool:
    return bool(sessions(calendar, day))


def days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)


def add_working_days(calendar: WorkCalendar, day: date, count: int) -> date:
    for following in days_from(day + timedelta(days=1)):
        count -= is_working(calendar, following)
        if count == 0:
            return following
    raise AssertionError


def working_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    days = range(1, (end - start).days + 1)
    return sum(is_working(calendar, start + timedelta(days=n)) for n in days)


def add_working_minutes(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    for day in days_from(start.astimezone(VIETNAM).date()):
        midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
        for opens, closes in sessions(calendar, day):
            begin = max(midnight + timedelta(minutes=opens), start)
            end = midnight + timedelta(minutes=closes)
            if begin >= end:
                continue
            available = int((end - begin).total_seconds()) // 60
            if minutes <= available:
                return begin + timedelta(minutes=minutes)
            minutes -= available
    raise AssertionError


def working_minutes_between(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    total, last = 0, end.astimezone(VIETNAM).date()
    for day in days_from(start.astimezone(VIETNAM).date()):
        if day > last:
            return total
        midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
        for opens, closes in sessions(calendar, day):
            begin = max(midnight + timedelta(minutes=opens), start)
            close = min(midnight + timedelta(minutes=closes), end)
            total += max(0, int((close - begin).total_seconds()) // 60)
    raise AssertionError


def nth_agency_day(
    calendar: WorkCalendar, day: date, count: int, waited: set[date], *, working: bool
) -> date:
    """The ``count``-th day after ``day`` that was not waited (and is a working day)."""
    for following in days_from(day + timedelta(days=1)):
        is_counted = following not in waited
        if working:
            is_counted = is_counted and is_working(calendar, following)
        count -= is_counted
        if count == 0:
            return following
    raise AssertionError


def roll_forward(calendar: WorkCalendar, day: date, waited: set[date]) -> date:
    return next(d for d in days_from(day) if is_working(calendar, d) and d not in waited)
