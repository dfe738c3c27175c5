"""Why the due date is that day, in the few words a receipt has room for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from motcua.kernel.limits import Limit, Unit
from motcua.kernel.terms import calendar_days, day_zero
from motcua.kernel.worktime import BeyondHorizon, Mark, WorkCalendar, day_of

_ONE = dt.timedelta(days=1)


def due_note(
    calendar: WorkCalendar,
    *,
    received_at: dt.datetime,
    limit: Limit,
    due_at: dt.datetime,
    day0_shift: bool = False,
) -> str:
    """As in "không tính 16/02–20/02: nghỉ Tết"; empty when only weekends lie between."""
    try:
        match limit.unit:
            case Unit.WORKING_DAYS | Unit.WORKING_HOURS:
                return "; ".join(_marked(calendar, day_of(received_at), day_of(due_at)))
            case Unit.DAYS | Unit.MONTHS:
                return _rolled(calendar, received_at, limit, due_at, shifted=day0_shift)
            case Unit.SAME_DAY if day_of(due_at) > day_of(received_at):
                return "nhận sau 15 giờ hoặc vào ngày nghỉ nên trả vào ngày làm việc tiếp theo"
            case _:
                return ""
    except BeyondHorizon:
        return ""


def _marked(calendar: WorkCalendar, received: dt.date, due: dt.date) -> Iterator[str]:
    """What the year's notices say about the days between: holidays, swapped Saturdays."""
    marks = [
        (day, mark)
        for ahead in range(1, (due - received).days + 1)
        if (mark := calendar.mark(day := received + ahead * _ONE)) is not None
    ]
    for run in _runs(calendar, marks):
        first, last, mark = run[0][0], run[-1][0], run[0][1]
        span = f"{first:%d/%m}" if first == last else f"{first:%d/%m}–{last:%d/%m}"
        yield f"{'không tính' if mark.is_off else 'tính cả'} {span}: {mark.text}"


def _runs(
    calendar: WorkCalendar, marks: list[tuple[dt.date, Mark]]
) -> Iterator[list[tuple[dt.date, Mark]]]:
    """Days marked for the same reason together, over the weekends between them."""
    run = marks[:1]
    for (before, mark), (day, following) in pairwise(marks):
        same = mark.text == following.text and mark.is_off == following.is_off
        if same and calendar.working_days_between(before, day - _ONE) == 0:
            run.append((day, following))
            continue
        yield run
        run = [(day, following)]
    if run:
        yield run


def _rolled(
    calendar: WorkCalendar,
    received_at: dt.datetime,
    limit: Limit,
    due_at: dt.datetime,
    *,
    shifted: bool,
) -> str:
    first = day_zero(calendar, received_at, shifted=shifted)
    last = first + calendar_days(limit, first) * _ONE
    if last >= day_of(due_at):
        return ""
    return f"{last:%d/%m} là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo"
