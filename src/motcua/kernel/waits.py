"""The times a file waited for the applicant, as disjoint intervals, and counting around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.kernel.intervals import Interval, union
from motcua.kernel.worktime import EPOCH_DAY, MINUTES_A_DAY, minute_number


@dataclass(frozen=True, slots=True)
class Pause:
    """From the request for more papers to the hour they are complete; open without an end."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("Thời gian chờ bổ sung kết thúc trước khi bắt đầu.")


Waits = Sequence[Interval[int]]


def merged(pauses: Iterable[Pause]) -> tuple[Interval[int], ...]:
    """Pauses as disjoint intervals of minute numbers."""
    return union(
        Interval(
            minute_number(pause.start),
            None if pause.end is None else minute_number(pause.end),
        )
        for pause in pauses
    )


def waited_days(waits: Waits) -> tuple[Interval[int], ...]:
    """The days, as proleptic ordinals, at whose 24:00 the file was waiting.

    A limit in days ends at 24:00 of its last day (BLDS 2015, Điều 148 khoản 6), so a day is the
    agency's when the file lies with the agency at its 24:00. The day of the request therefore
    does not count and the day of the answer does: as many days are given back as nights were
    waited, and a pause within one day moves nothing.
    """
    return union(
        Interval(_ordinal(wait.start), None if wait.end is None else _ordinal(wait.end))
        for wait in waits
    )


def consume(
    start: int,
    amount: int,
    waits: Waits,
    *,
    between: Callable[[int, int], int],
    add: Callable[[int, int], int],
) -> int | None:
    """Count ``amount`` units on from ``start``, leaving out the waits; None when one is open.

    ``between(a, b)`` counts the units of ``[a, b)``; ``add(a, n)`` is the end of the n-th unit
    after ``a``.
    """
    for wait in waits:
        if wait.end is not None and wait.end <= start:
            continue
        available = between(start, max(start, wait.start))
        if amount <= available:
            break
        if wait.end is None:
            return None
        amount -= available
        start = wait.end
    return add(start, amount)


def _ordinal(minute: int) -> int:
    return minute // MINUTES_A_DAY + EPOCH_DAY
