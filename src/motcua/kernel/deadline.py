"""The date promised to a citizen, and how it was counted.

``compute`` answers one case with its explanation; ``due_many`` answers many without.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from motcua.kernel.explain import Account, Step, explain
from motcua.kernel.limits import BadLimit, Limit, Unit
from motcua.kernel.terms import CUTOFF_MINUTE, Term, end_of, extension_of, rolled
from motcua.kernel.waits import Pause, merged, waited_days
from motcua.kernel.worktime import (
    MINUTES_A_DAY,
    WorkCalendar,
    day_of,
    end_moment,
    end_of_day,
    minute_number,
)

__all__ = ["Due", "Pause", "Policy", "Step", "compute", "due_many", "due_minutes"]


class Policy(StrEnum):
    """What a supplement does to the clock: a property of the procedure's version.

    ``restart`` is the general rule, NĐ 61/2018 Điều 19 khoản 4: the time is counted again from
    the start once the file is complete. ``pause``: sector laws under which the time waited "không
    tính vào thời hạn".
    """

    RESTART = "restart"
    PAUSE = "pause"


@dataclass(frozen=True)
class Due:
    """A promise. ``due_at`` and ``due_date`` are None while the file waits for the applicant.

    ``original_at`` and ``original_date`` are the promise of the first receipt, before any
    supplement or extension; they never change with either. ``waiting`` says that a pause is
    open; a term that had run out before that pause keeps its ``due_at`` under ``pause``.
    """

    due_at: datetime | None
    original_at: datetime
    waiting: bool
    account: Account = field(repr=False, compare=False)

    @property
    def due_date(self) -> date | None:
        return day_of(self.due_at) if self.due_at else None

    @property
    def original_date(self) -> date:
        return day_of(self.original_at)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Day by day, how the date came about; computed when first asked for."""
        return explain(self.account)

    def as_json(self) -> dict[str, Any]:
        """``{"due_at", "due_date", "steps": [{"date", "counted", "text"}]}`` in ISO 8601."""
        return {
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "due_date": self.due_date.isoformat() if self.due_date else None,
            "steps": [step.as_json() for step in self.steps],
        }


def compute(
    calendar: WorkCalendar,
    *,
    received_at: datetime,
    limit: Limit,
    pauses: Iterable[Pause] = (),
    policy: Policy | str = Policy.RESTART,
    day0_shift: bool = False,
    extension: Limit | date | None = None,
) -> Due:
    """The due date of a file received at ``received_at``.

    ``day0_shift``: what comes in after 15:00 counts from the next working day (a switch of the
    agency; the law moves the hand-over only, so it is off unless asked for). ``extension`` is the
    one new date of the apology letter, either a limit counted from the due date or a day; a day
    before the due date changes nothing. Raises ``BeyondHorizon`` past the declared calendar and
    ``ValueError`` for moments without a zone or an extension "trong ngày".
    """
    pauses, first = tuple(pauses), Term(calendar, limit, received_at, (), day0_shift)
    original_at = _end_unpaused(first)
    term: Term | None = first
    unextended: datetime | None = original_at
    if pauses:
        term = _term_after(first, pauses, Policy(policy))
        unextended = end_of(term) if term else None
    due_at = unextended
    if term and unextended and extension is not None:
        due_at = _extended(term, unextended, extension)
    return Due(
        due_at=due_at,
        original_at=original_at,
        waiting=any(pause.end is None for pause in pauses),
        account=Account(first, pauses, term, unextended, due_at, extension),
    )


def due_many(
    calendar: WorkCalendar,
    limits: Sequence[Limit],
    starts: Sequence[datetime],
    *,
    day0_shift: bool = False,
) -> list[datetime]:
    """``compute(...).due_at`` for many files without pauses, each limit with its start.

    Files of one day and limit share one count, so a recount of all open files after a change of
    the calendar costs little more than reading them. Raises as ``compute`` does, and
    ``ValueError`` when the two lists differ in length.
    """
    if len(limits) != len(starts):
        raise ValueError("each start needs its limit")
    places: dict[tuple[int, Unit], list[int]] = {}
    for place, limit in enumerate(limits):
        places.setdefault((limit.amount, limit.unit), []).append(place)
    answers = list(starts)
    for among in places.values():
        limit = limits[among[0]]
        ends = _ends(calendar, limit, [starts[place] for place in among], day0_shift=day0_shift)
        for place, end in zip(among, ends, strict=True):
            answers[place] = end
    return answers


def due_minutes(calendar: WorkCalendar, minutes: int, starts: Sequence[int]) -> list[int]:
    """A limit of so many working minutes from many starts, minute numbers in and out."""
    return calendar.add_minutes_many(starts, minutes)


def _ends(
    calendar: WorkCalendar, limit: Limit, starts: Sequence[datetime], *, day0_shift: bool
) -> list[datetime]:
    minutes = [minute_number(start) for start in starts]
    if limit.unit is Unit.WORKING_HOURS:
        return [end_moment(end) for end in calendar.add_minutes_many(minutes, limit.minutes)]
    if limit.unit is Unit.HOURS:
        return [end_moment(minute + limit.minutes) for minute in minutes]
    # A limit in days hangs on the day of receipt and on the side of 15:00, on nothing else.
    known: dict[int, datetime] = {}
    ends = []
    for start, minute in zip(starts, minutes, strict=True):
        key = minute // MINUTES_A_DAY * 2 + (minute % MINUTES_A_DAY > CUTOFF_MINUTE)
        end = known.get(key)
        if end is None:
            end = known[key] = _end_unpaused(Term(calendar, limit, start, (), day0_shift))
        ends.append(end)
    return ends


def _end_unpaused(term: Term) -> datetime:
    end = end_of(term)
    assert end is not None, "only an open pause keeps a term from ending"
    return end


def _term_after(first: Term, pauses: tuple[Pause, ...], policy: Policy) -> Term | None:
    """The term that runs once the pauses are taken into account; None while a restart waits."""
    if policy is Policy.PAUSE:
        return first._replace(waits=merged(pauses))
    # NĐ 61/2018 Điều 19 khoản 4: counted again from the start when the file is complete; the day
    # it is completed is the new first day, not counted (BLDS 2015, Điều 147 khoản 2).
    ends = [pause.end for pause in pauses if pause.end is not None]
    if len(ends) < len(pauses):
        return None
    return first._replace(start=max(first.start, *ends))


def _extended(term: Term, due_at: datetime, extension: Limit | date) -> datetime | None:
    if isinstance(extension, Limit):
        if extension.unit is Unit.SAME_DAY:
            raise BadLimit(
                "Không thể gia hạn thêm “trong ngày”; hãy ghi số ngày hoặc ngày hẹn mới."
            )
        return end_of(extension_of(term, due_at, extension))
    if extension < day_of(due_at):
        return due_at
    day = rolled(term.calendar, extension, waited_days(term.waits))
    return None if day is None else end_of_day(day)
