"""How long a step may take: hours or days of work, or a share of the procedure's limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from motcua.kernel.limits import MINUTES_PER_WORKING_DAY, Limit, Unit

_MINUTES = {"working_hours": 60, "working_days": MINUTES_PER_WORKING_DAY}
_FIXED = re.compile(r"([1-9][0-9]{0,3}) (working_hours|working_days)")
_SHARE = re.compile(r"([1-9][0-9]?|100)%")


class BadBudget(ValueError):
    """The text is not a budget; the message says, in Vietnamese, how to write one."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Either `minutes` of working time or a `percent` of the limit; the other is 0."""

    minutes: int = 0
    percent: int = 0

    def within(self, limit_minutes: int) -> int:
        """Minutes of working time when the whole procedure has `limit_minutes`, at least one."""
        return self.minutes or max(1, limit_minutes * self.percent // 100)


def parse_budget(text: object) -> Budget:
    """Read “4 working_hours”, “1 working_days” or “10%”. Raises BadBudget."""
    if isinstance(text, str):
        if fixed := _FIXED.fullmatch(text):
            return Budget(minutes=int(fixed[1]) * _MINUTES[fixed[2]])
        if share := _SHARE.fullmatch(text):
            return Budget(percent=int(share[1]))
    raise BadBudget(
        f"Không hiểu thời gian “{text}” của bước. Viết “4 working_hours”, “1 working_days”"
        " hoặc phần của thời hạn như “10%”."
    )


def working_minutes(limit: Limit) -> int:
    """A procedure's limit in minutes of working time, on the short side.

    Days on the calendar hold five working days in seven, months twenty, hours around the
    clock eight in twenty-four; a limit of less than a day counts as written.
    """
    amount = limit.amount
    match limit.unit:
        case Unit.WORKING_DAYS | Unit.SAME_DAY:
            return amount * MINUTES_PER_WORKING_DAY
        case Unit.WORKING_HOURS:
            return amount * 60
        case Unit.HOURS:
            return amount * 60 if amount <= 8 else max(480, amount * 20)
        case Unit.DAYS:
            return max(1, amount * 5 // 7) * MINUTES_PER_WORKING_DAY
        case Unit.MONTHS:
            return amount * 20 * MINUTES_PER_WORKING_DAY
