"""Due dates by the product against a loop over the days, same files, same answers."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from motcua.cases.actions.reclock import moved_by
from motcua.cases.models import Case
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.states import ClockPolicy
from motcua.kernel.deadline import compute, due_many
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.worktime import VIETNAM, Mark, MarkKind, WorkCalendar, end_of_day, office_week
from tests.kernel import naive

FIRST = dt.date(2024, 1, 1)
LAST = dt.date(2031, 12, 31)
HOLIDAYS = ((1, 1), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 26), (4, 30), (5, 1), (9, 1))
NEW_HOLIDAY = dt.date(2026, 3, 9)
T = TypeVar("T")
WEEK = office_week("07:30-11:30, 13:00-16:30", "07:30-11:30")


def calendar(*extra: dt.date) -> WorkCalendar:
    """Eight years with Saturday mornings and ten holidays a year."""
    days = [dt.date(year, month, day) for year in range(2024, 2032) for month, day in HOLIDAYS]
    marks = {day: Mark(MarkKind.HOLIDAY, "nghỉ lễ") for day in [*days, *extra]}
    return WorkCalendar(WEEK, FIRST, LAST, marks)


def moments(count: int, rng: random.Random) -> list[dt.datetime]:
    """Moments of reception in six weeks, in office hours."""
    start = dt.datetime(2026, 1, 26, 7, 30, tzinfo=VIETNAM)
    return [
        start + dt.timedelta(days=rng.randrange(42), minutes=rng.randrange(540))
        for _number in range(count)
    ]


def single(count: int) -> float:
    """How many times faster one due date of 4 to 240 working hours is computed."""
    rng, kept = random.Random(3), calendar()
    work = [(start, rng.randint(4, 240)) for start in moments(count, rng)]
    ours, answers = _timed(
        lambda: [
            compute(kept, received_at=start, limit=Limit(hours, Unit.WORKING_HOURS)).due_at
            for start, hours in work
        ]
    )
    loop, expected = _timed(
        lambda: [naive.add_working_minutes(kept, start, hours * 60) for start, hours in work]
    )
    _agree(answers, expected)
    return loop / ours


def batch(count: int) -> tuple[float, float]:
    """How many times faster open files are counted again when a holiday is declared.

    First the count itself (`due_many`), then all that the product does with read files to tell
    which of them move (`moved_by`). Half the limits are in working hours, half in working days.
    """
    rng, before, after = random.Random(5), calendar(), calendar(NEW_HOLIDAY)
    starts = moments(count, rng)
    limits = [_limit(rng) for _start in starts]
    version = ProcedureVersion(clock_policy=ClockPolicy.RESTART, day0_shift=False)
    cases = [
        Case(limit=str(limit), clock_from=start, due_at=due, version=version)
        for limit, start, due in zip(limits, starts, due_many(before, limits, starts), strict=True)
    ]
    ours, answers = _timed(lambda: due_many(after, limits, starts))
    whole, moved = _timed(lambda: list(moved_by(after, cases)))
    loop, expected = _timed(
        lambda: [_by_loop(after, pair) for pair in zip(limits, starts, strict=True)]
    )
    _agree(answers, expected)
    found = {id(one.case): one.due_after for one in moved}
    _agree([found.get(id(case), case.due_at) for case in cases], expected)
    return loop / ours, loop / whole


def _limit(rng: random.Random) -> Limit:
    if rng.random() < 0.5:
        return Limit(rng.randint(4, 240), Unit.WORKING_HOURS)
    return Limit(rng.randint(1, 30), Unit.WORKING_DAYS)


def _by_loop(kept: WorkCalendar, pair: tuple[Limit, dt.datetime]) -> dt.datetime:
    limit, start = pair
    if limit.unit is Unit.WORKING_HOURS:
        return naive.add_working_minutes(kept, start, limit.minutes)
    return end_of_day(naive.add_working_days(kept, start.date(), limit.amount))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer


def _agree(answers: Sequence[dt.datetime | None], expected: Sequence[dt.datetime]) -> None:
    wrong = [pair for pair in zip(answers, expected, strict=True) if pair[0] != pair[1]]
    if wrong:
        raise RuntimeError(f"{len(wrong)} due dates differ from the loop's: {wrong[0]}")
