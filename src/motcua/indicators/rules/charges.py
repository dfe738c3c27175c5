"""Who made a file late: every minute of working time between reception and end, charged once.

A minute belongs to the applicant while a request for papers is with them, to another agency while
it decides a part, else to the steps that are open, shared evenly between branches; to nobody when
none is. So the charges of a file add up to the working time it took.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

# Working minutes from the beginning of the calendar until a moment.
Worked = Callable[[dt.datetime], int]


class Party(StrEnum):
    """Whose minutes."""

    UNIT = "unit"
    APPLICANT = "applicant"
    OTHER = "other"
    NOBODY = "nobody"


class Cause(StrEnum):
    """What made a file late, by what took most of its working time."""

    STEP = "step"
    UNCLAIMED = "unclaimed"
    OTHER = "other"
    APPLICANT = "applicant"
    SPREAD = "spread"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to another; `end` None: still. `name` tells spans of one kind apart."""

    start: dt.datetime
    end: dt.datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A step that was open in a unit. `claimed` None: nobody took it so far."""

    step: str
    unit: int
    who: int | None
    opened: dt.datetime
    claimed: dt.datetime | None
    ended: dt.datetime | None
    due: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Life:
    """A late file: from reception to its end, or to the moment it is looked at."""

    start: dt.datetime
    end: dt.datetime
    due: dt.datetime
    work: Sequence[Work]
    waits: Sequence[Span] = ()
    others: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """Working minutes: all of them, those after the step's own date, those before anybody took it.

    `other` names the agency of Party.OTHER. `asked_late`: minutes of papers asked for after the
    promised day, which move no date.
    """

    party: Party
    minutes: int
    unit: int = 0
    step: str = ""
    who: int | None = None
    other: str = ""
    over: int = 0
    idle: int = 0
    asked_late: int = 0


def charges_of(life: Life, worked: Worked) -> list[Charge]:
    """In the order of time; nothing without minutes."""
    found = []
    edges = sorted({life.start, life.end, *(m for m in _moments(life) if m is not None)})
    inside = [moment for moment in edges if life.start <= moment <= life.end]
    for begins, ends in pairwise(inside):
        minutes = worked(ends) - worked(begins)
        if minutes:
            found += _of_slice(life, begins, minutes)
    return found


def _moments(life: Life) -> Iterable[dt.datetime | None]:
    for work in life.work:
        yield from (work.opened, work.claimed, work.ended, work.due)
    for span in (*life.waits, *life.others):
        yield from (span.start, span.end)


def _of_slice(life: Life, at: dt.datetime, minutes: int) -> list[Charge]:
    waiting = next((span for span in life.waits if _covers(span.start, span.end, at)), None)
    if waiting is not None:
        late = minutes if waiting.start > life.due else 0
        return [Charge(Party.APPLICANT, minutes, asked_late=late)]
    other = next((span for span in life.others if _covers(span.start, span.end, at)), None)
    if other is not None:
        return [Charge(Party.OTHER, minutes, other=other.name)]
    live = [work for work in life.work if _covers(work.opened, work.ended, at)]
    if not live:
        return [Charge(Party.NOBODY, minutes)]
    share, rest = divmod(minutes, len(live))
    parts = [share + (place < rest) for place in range(len(live))]
    return [_of_work(work, part, at) for work, part in zip(live, parts, strict=True) if part]


def _of_work(work: Work, minutes: int, at: dt.datetime) -> Charge:
    # Who finishes a step without taking it first has taken it: nothing tells when.
    idle = work.claimed > at if work.claimed else work.ended is None
    over = work.due is not None and at >= work.due
    return Charge(
        Party.UNIT,
        minutes,
        unit=work.unit,
        step=work.step,
        who=work.who,
        over=minutes if over else 0,
        idle=minutes if idle else 0,
    )


def _covers(start: dt.datetime, end: dt.datetime | None, at: dt.datetime) -> bool:
    return start <= at and (end is None or at < end)


def cause_of(life: Life, charges: Sequence[Charge]) -> Cause:
    """What took most of the time that should not have been taken."""
    if not life.work:
        return Cause.UNKNOWN
    taken = {
        Cause.STEP: sum(one.over for one in charges if not one.idle),
        Cause.UNCLAIMED: sum(one.idle for one in charges),
        Cause.OTHER: sum(one.minutes for one in charges if one.party == Party.OTHER),
        Cause.APPLICANT: sum(one.asked_late for one in charges),
    }
    most = max(taken, key=lambda cause: taken[cause])
    return most if taken[most] else Cause.SPREAD
