"""The steps of a count, one day at a time, in words a citizen can read.

The walk looks at each day by itself and never asks how the due date was found, so that tests can
hold one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from motcua.kernel.intervals import Interval, difference, intersection, total
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.terms import Term, calendar_days, day_zero, extension_of, is_after_cutoff
from motcua.kernel.vietnamese import clock_duration
from motcua.kernel.waits import Pause, Waits, waited_days
from motcua.kernel.worktime import (
    EPOCH_DAY,
    MINUTES_A_DAY,
    VIETNAM,
    WorkCalendar,
    day_of,
    day_words,
    minute_number,
)

_FIRST_DAY = "không tính ngày đầu tiên (khoản 2 Điều 147 Bộ luật Dân sự 2015)"
_ROLLED = (
    "là ngày nghỉ nên hạn chuyển sang ngày làm việc tiếp theo"
    " (khoản 5 Điều 148 Bộ luật Dân sự 2015)"
)
_WAITED = "chờ bổ sung hồ sơ, không tính"
_WAITING = "đang chờ bổ sung hồ sơ, thời hạn tạm dừng"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the count; ``text`` begins with the day: "Thứ Hai 23/02/2026: ngày làm …"."""

    date: date
    counted: bool
    text: str

    def as_json(self) -> dict[str, str | bool]:
        return {
            "date": self.date.isoformat(),
            "counted": self.counted,
            "text": self.text,
        }


class Account(NamedTuple):
    """What a due date was computed from: the first term, and the term that ran in the end."""

    first: Term
    pauses: tuple[Pause, ...]
    term: Term | None
    unextended: datetime | None
    due_at: datetime | None
    extension: Limit | date | None


def explain(account: Account) -> tuple[Step, ...]:
    """All steps in the order of days; the last one is the due day, or the wait that is open.

    A limit in days counts exactly that many steps; one in months counts its corresponding day; one
    in hours counts every day on which time was used.
    """
    term, first = account.term, account.first
    is_restarted = term is None or term.start != first.start
    steps = list(_requests(account)) if is_restarted else []
    if term is not None:
        # NĐ 61/2018 Điều 19 khoản 4: a supplemented file is counted from the start.
        again = "hồ sơ đã bổ sung đầy đủ, thời hạn tính lại từ đầu"
        steps += _term_steps(term, again if is_restarted else "ngày tiếp nhận")
    if account.due_at != account.unextended:
        steps += _extension(account)
    if account.due_at is not None:
        steps[-1] = replace(steps[-1], text=f"{steps[-1].text}; {_end_words(account.due_at)}")
    return tuple(steps)


def in_lines(steps: Iterable[Step]) -> list[str]:
    """The texts to print, with a run of days off for the same reason as one line."""
    lines = []
    for (_, alone), run in groupby(enumerate(steps), key=lambda item: _reason(*item)):
        days = [step for _, step in run]
        if alone < 0 and len(days) > 1:
            first, last = day_words(days[0].date), day_words(days[-1].date)
            lines.append(f"Từ {first} đến {last}: {days[0].text.partition(': ')[2]}")
        else:
            lines += [step.text for step in days]
    return lines


def _reason(place: int, step: Step) -> tuple[str, int]:
    # A counted day, and any day that stands alone by its text, is never merged.
    return step.text.partition(": ")[2], place if step.counted else -1


def _step(day: date, text: str, *, counted: bool = False) -> Step:
    return Step(day, counted, f"{day_words(day)}: {text}")


def _end_words(due_at: datetime) -> str:
    end = due_at.astimezone(VIETNAM)
    is_whole_day = (end.hour, end.minute, end.second) == (23, 59, 59)
    return "hết hạn lúc 24 giờ" if is_whole_day else f"hết hạn lúc {end:%H:%M}"


def _requests(account: Account) -> Iterator[Step]:
    """The first receipt and the requests after which the time was counted again."""
    received = account.first.start
    yield _step(day_of(received), "ngày tiếp nhận lần đầu")
    for pause in sorted(account.pauses, key=lambda pause: pause.start):
        if pause.end is not None and pause.end <= received:
            continue
        then = (
            "thời gian trước đó không tính"
            if pause.end is not None
            else "đang chờ, thời hạn tính lại từ đầu khi hồ sơ đầy đủ"
        )
        yield _step(day_of(max(pause.start, received)), f"yêu cầu bổ sung hồ sơ, {then}")


def _extension(account: Account) -> Iterator[Step]:
    term, due_at, extension = account.term, account.unextended, account.extension
    if term is None or due_at is None or extension is None:
        return
    if isinstance(extension, Limit):
        label = f"được gia hạn thêm {extension.in_words}"
        yield from _term_steps(extension_of(term, due_at, extension), label)
        return
    waited = waited_days(term.waits)
    if _is_end(term.calendar, extension, waited):
        yield _step(extension, "ngày hẹn trả kết quả mới")
    else:
        why = _WAITED if term.calendar.is_working(extension) else _ROLLED
        yield _step(extension, f"ngày hẹn trả kết quả mới, {why}")
        yield from _roll(term.calendar, extension, waited)


def _term_steps(term: Term, label: str) -> Iterator[Step]:
    """The walk of one term; ``label`` says what its first day is."""
    if term.limit.is_in_hours:
        yield from _hours(term, label)
    elif term.limit.unit is Unit.SAME_DAY:
        yield from _same_day(term, label)
    else:
        yield from _opening(term, label)
        first = day_zero(term.calendar, term.start, shifted=term.day0_shift)
        in_working_days = term.limit.unit is Unit.WORKING_DAYS
        yield from (_working_days if in_working_days else _calendar_days)(term, first)


def _opening(term: Term, label: str) -> Iterator[Step]:
    start, day = term.start, day_of(term.start)
    first = day_zero(term.calendar, start, shifted=term.day0_shift)
    if first == day:
        yield _step(day, f"{label}, {_FIRST_DAY}")
        return
    yield _step(day, f"{label}, {_handed_over(term.calendar, day)}")
    yield from (_off(term.calendar, d) for d in _days_after(day, before=first))
    yield _step(first, _FIRST_DAY)


def _handed_over(calendar: WorkCalendar, day: date) -> str:
    when = "sau 15 giờ" if calendar.is_working(day) else "vào ngày nghỉ"
    return f"{when} nên chuyển sang ngày làm việc tiếp theo"


def _working_days(term: Term, first: date) -> Iterator[Step]:
    waited, count = waited_days(term.waits), 0
    for day in _days_after(first):
        wait = _wait_on(day, waited)
        if wait is not None:
            yield _waited(day, wait)
            if wait.end is None:
                return
        elif not term.calendar.is_working(day):
            yield _off(term.calendar, day)
        else:
            count += 1
            mark = term.calendar.mark(day)
            made_up = f" ({mark.text})" if mark is not None else ""
            yield _step(day, f"ngày làm việc thứ {count}{made_up}", counted=True)
            if count == term.limit.amount:
                return


def _calendar_days(term: Term, first: date) -> Iterator[Step]:
    waited, count = waited_days(term.waits), 0
    length = calendar_days(term.limit, first)
    in_months = term.limit.unit is Unit.MONTHS
    for day in _days_after(first):
        wait = _wait_on(day, waited)
        if wait is not None:
            yield _waited(day, wait)
            if wait.end is None:
                return
            continue
        count += 1
        # BLDS 2015, Điều 148 khoản 3: months end on the corresponding day; the days between
        # need no line each.
        text = f"hết {term.limit.in_words}" if in_months else f"ngày thứ {count}"
        if count == length:
            break
        if not in_months:
            yield _step(day, text, counted=True)
    if term.calendar.is_working(day):
        yield _step(day, text, counted=True)
        return
    yield _step(day, f"{text}, {_ROLLED}", counted=True)
    yield from _roll(term.calendar, day, waited)


def _roll(calendar: WorkCalendar, end: date, waited: Waits) -> Iterator[Step]:
    for day in _days_after(end):
        wait = _wait_on(day, waited)
        if wait is not None:
            yield _waited(day, wait)
            if wait.end is None:
                return
        elif calendar.is_working(day):
            yield _step(day, "ngày làm việc tiếp theo")
            return
        else:
            yield _off(calendar, day)


def _same_day(term: Term, label: str) -> Iterator[Step]:
    calendar, day = term.calendar, day_of(term.start)
    waited, moved = waited_days(term.waits), is_after_cutoff(calendar, term.start)
    if moved:
        yield _step(day, f"{label}, {_handed_over(calendar, day)}")
        day, label = day + timedelta(1), ""
    while not _is_end(calendar, day, waited):
        wait = _wait_on(day, waited)
        # The handing over moves to a working day first; only from there a wait can matter.
        if wait is not None and calendar.is_working(day):
            yield _waited(day, wait)
            if wait.end is None:
                return
        else:
            yield _off(calendar, day)
        day += timedelta(1)
    yield _step(day, f"{label and label + ', '}trả kết quả trong ngày", counted=True)


def _hours(term: Term, label: str) -> Iterator[Step]:
    start, left = minute_number(term.start), term.limit.minutes
    for day in _days_after(day_of(term.start) - timedelta(1)):
        agency_time = _agency_time(term, day, start)
        used = min(left, total(agency_time))
        left -= used
        name = f"{label}, " if day == day_of(term.start) else ""
        if used:
            rest = f", còn {clock_duration(left)}" if left else ""
            yield _step(day, f"{name}tính {clock_duration(used)}{rest}", counted=True)
        elif term.limit.unit is Unit.WORKING_HOURS and not term.calendar.is_working(day):
            yield _off(term.calendar, day, name)
        else:
            yield _step(day, f"{name}không còn giờ nào để tính")
        if not left:
            return
        if _opens_wait(term.waits, day):
            yield _step(day, _WAITING)
            return


def _agency_time(term: Term, day: date, start: int) -> tuple[Interval[int], ...]:
    """The minutes of one day that a term in hours counts, from ``start`` on, waits left out."""
    midnight = (day.toordinal() - EPOCH_DAY) * MINUTES_A_DAY
    if term.limit.unit is Unit.WORKING_HOURS:
        hours = [
            Interval(midnight + s.opens, midnight + s.closes) for s in term.calendar.sessions(day)
        ]
    else:
        hours = [Interval(midnight, midnight + MINUTES_A_DAY)]
    return difference(intersection(hours, [Interval(start, None)]), term.waits)


def _opens_wait(waits: Waits, day: date) -> bool:
    midnight = (day.toordinal() - EPOCH_DAY + 1) * MINUTES_A_DAY
    return any(wait.end is None and wait.start < midnight for wait in waits)


def _wait_on(day: date, waited: Waits) -> Interval[int] | None:
    return next((wait for wait in waited if day.toordinal() in wait), None)


def _waited(day: date, wait: Interval[int]) -> Step:
    return _step(day, _WAITED if wait.end is not None else _WAITING)


def _off(calendar: WorkCalendar, day: date, name: str = "") -> Step:
    return _step(day, f"{name}{calendar.why_off(day)}, không tính")


def _is_end(calendar: WorkCalendar, day: date, waited: Waits) -> bool:
    return calendar.is_working(day) and _wait_on(day, waited) is None


def _days_after(day: date, *, before: date = date.max) -> Iterator[date]:
    day += timedelta(1)
    while day < before:
        yield day
        day += timedelta(1)
