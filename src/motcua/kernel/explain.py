"""The steps of a count, one day at a time, in words a citizen can read.

The walk looks at each day by itself and never asks how the due date was found, so that tests can
hold one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.kernel.limits import Limit, Unit
from motcua.kernel.terms import (
    Term,
    add_months,
    calendar_days,
    day_zero,
    is_after_cutoff,
)
from motcua.kernel.vietnamese import short_date, working_duration
from motcua.kernel.waits import Pause, waited_days
from motcua.kernel.worktime import (
    EPOCH_DAY,
    MINUTES_A_DAY,
    VIETNAM,
    WorkCalendar,
    day_of,
    day_words,
    minute_number,
    moment_of,
)

_DAY_ZERO = "không tính ngày đầu tiên (khoản 2 Điều 147 Bộ luật Dân sự 2015)"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the count; ``text`` is a whole sentence part that begins with the day."""

    date: date
    counted: bool
    text: str

    def as_json(self) -> dict[str, str | bool]:
        return {
            "date": self.date.isoformat(),
            "counted": self.counted,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Account:
    """What a due date was computed from: the first term, and the term that ran in the end."""

    first: Term
    pauses: tuple[Pause, ...]
    term: Term | None
    unextended: datetime | None
    due_at: datetime | None
    extension: Limit | date | None


def explain(account: Account) -> tuple[Step, ...]:
    """All steps, in the order of days."""
    raise NotImplementedError
