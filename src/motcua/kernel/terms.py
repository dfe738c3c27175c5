"""When a term ends: one limit, counted from one moment, around the times the file waited.

Articles quoted are of the Bộ luật Dân sự 2015 (BLDS), which rules every term the procedure's own
law does not rule otherwise.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

from motcua.kernel.limits import Limit, Unit
from motcua.kernel.waits import Waits, consume, waited_days
from motcua.kernel.worktime import (
    MINUTES_A_DAY,
    WorkCalendar,
    day_of,
    end_moment,
    end_of_day,
    minute_number,
)

# NĐ 61/2018 Điều 18 and the published steps: what comes in after 15:00 is handed over at the
# start of the next working day. 15:00 itself is in time.
CUTOFF_MINUTE = 15 * 60


class Term(NamedTuple):
    """``limit`` counted from ``start``; ``waits`` (minute numbers) are left out of the count."""

    calendar: WorkCalendar
    limit: Limit
    start: datetime
    waits: Waits = ()
    day0_shift: bool = False


def extension_of(term: Term, due_at: datetime, limit: Limit) -> Term:
    """The further term an extension grants, counted from the end of the one due ``due_at``."""
    # A day ends at 24:00, written 23:59:59: hours run on from 24:00, days from that day.
    is_whole_day = due_at.second == end_of_day(day_of(due_at)).second
    start = due_at + timedelta(seconds=1) if limit.is_in_hours and is_whole_day else due_at
    return Term(term.calendar, limit, start, term.waits)


def is_after_cutoff(calendar: WorkCalendar, moment: datetime) -> bool:
    """Whether a receipt waits for the next working day: after 15:00, or on a day off.

    A day off is handed over on the next working day just as an afternoon after 15:00 is;
    otherwise a file brought on Saturday would be due before one brought on Friday at 15:30.
    """
    late = minute_number(moment) % MINUTES_A_DAY > CUTOFF_MINUTE
    return late or not calendar.is_working(day_of(moment))


def day_zero(calendar: WorkCalendar, moment: datetime, *, shifted: bool) -> date:
    """The day from which days are counted, itself not counted; ``shifted`` applies the cutoff."""
    day = day_of(moment)
    if shifted and is_after_cutoff(calendar, moment):
        return calendar.add_working_days(day, 1)
    return day


def add_months(day: date, months: int) -> date:
    """The corresponding day ``months`` later.

    BLDS Điều 148 khoản 3: "nếu tháng kết thúc thời hạn không có ngày tương ứng thì thời hạn kết
    thúc vào ngày cuối cùng của tháng đó".
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(term: Term) -> datetime | None:
    """The moment the term ends, or None while the file waits and time is left.

    Limits in days end at 23:59:59 of their last day, limits in hours at the exact minute.
    """
    if term.limit.is_in_hours:
        return _end_in_hours(term)
    day = last_day(term)
    return None if day is None else end_of_day(day)


def last_day(term: Term) -> date | None:
    """The last day of a term in days, months or "trong ngày"; None while waiting."""
    waited = waited_days(term.waits)
    unit = term.limit.unit
    if unit is Unit.SAME_DAY:
        return rolled(term.calendar, day_zero(term.calendar, term.start, shifted=True), waited)
    # BLDS Điều 147 khoản 2: "ngày đầu tiên của thời hạn không được tính mà tính từ ngày tiếp theo
    # liền kề ngày được xác định".
    first = day_zero(term.calendar, term.start, shifted=term.day0_shift)
    if unit is Unit.WORKING_DAYS:
        return _last_working_day(term, first, waited)
    length = calendar_days(term.limit, first)
    last = consume(
        first.toordinal() + 1,
        length,
        waited,
        between=lambda a, b: b - a,
        add=lambda a, n: a + n - 1,
    )
    return None if last is None else rolled(term.calendar, date.fromordinal(last), waited)


def calendar_days(limit: Limit, day: date) -> int:
    """How many days a limit in days or months is, counted from ``day``."""
    if limit.unit is Unit.MONTHS:
        return (add_months(day, limit.amount) - day).days
    return limit.amount


def rolled(calendar: WorkCalendar, day: date, waited: Waits) -> date | None:
    """The day itself if the agency works and has the file, else the next such day.

    BLDS Điều 148 khoản 5: "Khi ngày cuối cùng của thời hạn là ngày nghỉ cuối tuần hoặc ngày nghỉ
    lễ thì thời hạn kết thúc tại thời điểm kết thúc ngày làm việc tiếp theo ngày nghỉ đó."
    """
    day = calendar.roll_forward(day)
    for wait in waited:
        if day.toordinal() in wait:
            if wait.end is None:
                return None
            day = calendar.roll_forward(date.fromordinal(wait.end))
    return day


def _last_working_day(term: Term, first: date, waited: Waits) -> date | None:
    calendar, amount = term.calendar, term.limit.amount
    if not waited:
        return calendar.add_working_days(first, amount)
    one = timedelta(1)
    last = consume(
        first.toordinal() + 1,
        amount,
        waited,
        between=lambda a, b: calendar.working_days_between(
            date.fromordinal(a) - one, date.fromordinal(b) - one
        ),
        add=lambda a, n: calendar.add_working_days(date.fromordinal(a) - one, n).toordinal(),
    )
    return None if last is None else date.fromordinal(last)


def _end_in_hours(term: Term) -> datetime | None:
    # BLDS Điều 147 khoản 1: "Khi thời hạn được xác định bằng phút, giờ thì thời hạn được bắt đầu
    # từ thời điểm đã xác định."
    start, minutes, calendar = (
        minute_number(term.start),
        term.limit.minutes,
        term.calendar,
    )
    if term.limit.unit is Unit.WORKING_HOURS:
        end = consume(
            start,
            minutes,
            term.waits,
            between=lambda a, b: calendar.worked_at(b) - calendar.worked_at(a),
            add=lambda a, n: calendar.minute_at(calendar.worked_at(a) + n),
        )
    else:
        end = consume(
            start,
            minutes,
            term.waits,
            between=lambda a, b: b - a,
            add=lambda a, n: a + n,
        )
    return None if end is None else end_moment(end)
