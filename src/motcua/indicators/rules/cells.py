"""What one file adds to the sums of which day, so that sums over days are the figures.

A file that is received, finished, returned or refused adds one to that day. Being overdue is no
event but a state at the end of a day (midnight in Viet Nam): the day it begins adds one, the day
it ends takes one away, so that the sum of all days until one is the number overdue at its end.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from motcua.kernel.worktime import VIETNAM

_ONE_DAY: Final = dt.timedelta(days=1)
_SATURDAY: Final = 5

# The columns of a cell. `overdue` may fall below zero on a day; the others count.
MEASURES: Final = (
    *("received", "received_online", "received_postal", "received_partial", "received_full"),
    *("received_saturday", "supplement_files", "to_post", "paid_online"),
    *("finished", "early", "late", "withdrawn", "refused", "returned_postal", "overdue"),
    *("ratings", "satisfied", "neutral", "dissatisfied"),
)
_SIDES: Final = {
    "very_satisfied": "satisfied",
    "satisfied": "satisfied",
    "neutral": "neutral",
    "dissatisfied": "dissatisfied",
    "very_dissatisfied": "dissatisfied",
}


class Event(NamedTuple):
    """A day in Viet Nam and what is counted on it."""

    day: dt.date
    measure: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a file the figures know. `waits`: from the request in hand to the answer, if any.

    `refused`: the moment of the refusal when it was not accepted at all.
    """

    channel: str
    service_level: str
    return_channel: str
    outcome: str
    supplements: int
    paid_online: bool | None
    received: dt.datetime | None
    due: dt.datetime | None
    finished: dt.datetime | None
    returned: dt.datetime | None
    refused: dt.datetime | None = None
    waits: tuple[tuple[dt.datetime, dt.datetime | None], ...] = ()


def events_of(facts: Facts) -> Counter[Event]:
    """What a file adds to each day; nothing is zero."""
    events: Counter[Event] = Counter()
    if facts.refused is not None:
        events[Event(_day(facts.refused), "refused")] += 1
    if facts.received is None:
        return events
    received = _day(facts.received)
    events.update(Event(received, name) for name in _reception(facts, received))
    if facts.finished is not None:
        finished = _day(facts.finished)
        events.update(Event(finished, name) for name in _ending(facts, facts.finished, finished))
    if facts.returned is not None and facts.return_channel == "postal":
        events[Event(_day(facts.returned), "returned_postal")] += 1
    for first, after in _overdue(facts, received):
        events[Event(first, "overdue")] += 1
        if after is not None:
            events[Event(after, "overdue")] -= 1
    return Counter({event: number for event, number in events.items() if number})


def rating_events(value: str, at: dt.datetime) -> tuple[Event, Event]:
    """What an answer about a file adds to its day; an answer given is never changed."""
    return Event(_day(at), "ratings"), Event(_day(at), _SIDES[value])


def _reception(facts: Facts, day: dt.date) -> Iterator[str]:
    yield "received"
    if facts.channel in ("online", "postal"):
        yield f"received_{facts.channel}"
    if facts.service_level in ("partial", "full"):
        yield f"received_{facts.service_level}"
    if day.weekday() == _SATURDAY:
        yield "received_saturday"
    if facts.supplements:
        yield "supplement_files"
    if facts.return_channel == "postal":
        yield "to_post"
    if facts.paid_online:
        yield "paid_online"


def _ending(facts: Facts, moment: dt.datetime, day: dt.date) -> Iterator[str]:
    yield "finished"
    if facts.outcome == "withdrawn":
        yield "withdrawn"
    if facts.due is None:
        return
    due = _day(facts.due)
    if day < due:
        yield "early"
    elif day > due and not any(
        handed <= moment and (taken is None or taken > moment) for handed, taken in facts.waits
    ):
        yield "late"


def _overdue(facts: Facts, received: dt.date) -> Iterator[tuple[dt.date, dt.date | None]]:
    """From which day's end to before which: past the due moment, open, not with the applicant."""
    if facts.due is None:
        return
    first = max(received, _day(facts.due))
    after = _day(facts.finished) if facts.finished else None
    for handed, taken in sorted(facts.waits, key=lambda wait: wait[0]):
        begins, ends = _at_the_end_of(handed), _at_the_end_of(taken) if taken else None
        if begins > first and (after is None or first < after):
            yield first, begins if after is None else min(begins, after)
        if ends is None:
            return
        first = max(first, ends)
    if after is None or first < after:
        yield first, after


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(VIETNAM).date()


def _at_the_end_of(moment: dt.datetime) -> dt.date:
    """The first day at whose end the moment has come: midnight itself ends the day before."""
    local = moment.astimezone(VIETNAM)
    return local.date() - _ONE_DAY if local.time() == dt.time() else local.date()
