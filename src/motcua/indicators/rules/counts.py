"""The figures of a period: what counts as what, and rates as fractions of one.

One `Tally` holds the plain counts of a set of files in a period. Tallies of disjoint sets add up,
so a roll-up folded from the journal may later bring them in place of a scan, and everything below
stays as it is. `as_figures` makes the published keys of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import add
from typing import Final, NamedTuple

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM

Figures = dict[str, int | float | None]

MOST_MONTHS: Final = 120
_ONE_DAY: Final = dt.timedelta(days=1)


class Group(StrEnum):
    """What figures can be split by."""

    AGENCY = "agency"
    FIELD = "field"
    PROCEDURE = "procedure"
    LEVEL = "level"
    CHANNEL = "channel"
    SERVICE_LEVEL = "service_level"
    MONTH = "month"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Window:
    """The moments of a period: its first, the first after it, and when open files are looked at."""

    start: dt.datetime
    end: dt.datetime
    seen: dt.datetime


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Vietnam, both inside."""

    first: dt.date
    last: dt.date

    @property
    def start(self) -> dt.datetime:
        """The first moment inside."""
        return dt.datetime.combine(self.first, dt.time(), VIETNAM)

    @property
    def end(self) -> dt.datetime:
        """The first moment after."""
        return dt.datetime.combine(self.last + _ONE_DAY, dt.time(), VIETNAM)

    def seen_at(self, at: dt.datetime) -> dt.datetime:
        """When open files are looked at: at the end of the period, or now while it runs."""
        return min(self.end, at)

    def window(self, at: dt.datetime) -> Window:
        """The period in moments, looked at now."""
        return Window(self.start, self.end, self.seen_at(at))

    def months(self) -> Iterator[Period]:
        """The months it touches, the first and the last cut to it."""
        first = self.first
        while first <= self.last:
            following = (first.replace(day=1) + 31 * _ONE_DAY).replace(day=1)
            yield Period(first, min(following - _ONE_DAY, self.last))
            first = following


class Tally(NamedTuple):
    """Counts of files. `to_post`: received in the period, their result goes by post."""

    carried_over: int = 0
    received: int = 0
    received_online: int = 0
    received_counter: int = 0
    received_postal: int = 0
    received_partial: int = 0
    received_full: int = 0
    received_saturday: int = 0
    finished: int = 0
    early: int = 0
    late: int = 0
    in_progress: int = 0
    in_progress_overdue: int = 0
    supplement_files: int = 0
    to_post: int = 0
    refused: int = 0
    withdrawn: int = 0
    returned_postal: int = 0
    paid_online: int = 0
    ratings: int = 0
    satisfied: int = 0
    neutral: int = 0
    dissatisfied: int = 0

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override]
        return Tally._make(map(add, self, other))

    @property
    def is_empty(self) -> bool:
        """Nothing happened and nothing is open."""
        return not any(self)


COUNTS: Final = Tally._fields


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """Of sets that do not overlap."""
    return sum(tallies, Tally())


def as_figures(tally: Tally) -> Figures:
    """The published keys in their order. A rate is null when nothing was counted.

    Every file finished is early, on time or late, every open one on time or overdue: what is
    neither early nor late is on time, so a file without a promised day is never late.
    """
    on_time = tally.finished - tally.early - tally.late
    return {
        "carried_over": tally.carried_over,
        "received": tally.received,
        "received_online": tally.received_online,
        "received_counter": tally.received_counter,
        "received_postal": tally.received_postal,
        "received_partial": tally.received_partial,
        "received_full": tally.received_full,
        "received_saturday": tally.received_saturday,
        "finished": tally.finished,
        "early": tally.early,
        "on_time": on_time,
        "late": tally.late,
        "in_progress": tally.in_progress,
        "in_progress_on_time": tally.in_progress - tally.in_progress_overdue,
        "in_progress_overdue": tally.in_progress_overdue,
        "supplement_files": tally.supplement_files,
        "supplement_rate": rate(tally.supplement_files, tally.received),
        "refused": tally.refused,
        "withdrawn": tally.withdrawn,
        "returned_postal": tally.returned_postal,
        "postal_rate": rate(tally.to_post, tally.received),
        "online_rate": rate(tally.received_online, tally.received),
        "on_time_rate": rate(tally.early + on_time, tally.finished),
        "paid_online": tally.paid_online,
        "ratings": tally.ratings,
        "satisfied_rate": rate(tally.satisfied, tally.ratings),
        "neutral_rate": rate(tally.neutral, tally.ratings),
        "dissatisfied_rate": rate(tally.dissatisfied, tally.ratings),
    }


def rate(part: int, whole: int) -> float | None:
    """A fraction of one; None when there is nothing to take it of."""
    return part / whole if whole else None


FIGURES: Final = tuple(as_figures(Tally()))


def checked_period(from_day: dt.date, to_day: dt.date) -> Period:
    """Raises Refused when the days are reversed."""
    if from_day > to_day:
        raise Refused(
            f"Ngày đầu {short_date(from_day)} ở sau ngày cuối {short_date(to_day)}.", field="from"
        )
    return Period(from_day, to_day)


def checked_group(by: str | None, period: Period) -> Group | None:
    """Raises Refused for an unknown group, and for more months than a table can show."""
    if not by:
        return None
    if by not in set(Group):
        raise Refused(
            f"Không chia được theo “{by}”; chọn một trong: {', '.join(Group)}.", field="by"
        )
    months = 12 * (period.last.year - period.first.year) + period.last.month - period.first.month
    if by == Group.MONTH and months >= MOST_MONTHS:
        raise Refused(f"Chia theo tháng chỉ được tối đa {MOST_MONTHS} tháng.", field="to")
    return Group(by)
