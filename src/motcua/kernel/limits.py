"""The time limit of a procedure as a value: an amount and its unit.

The unit is a property of the procedure: "ngày làm việc" and "ngày" are different promises.
Written form (files, API, command line): ``5 working_days``, ``10 days``, ``3 months``,
``16 working_hours``, ``24 hours``, ``same_day``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MINUTES_PER_WORKING_DAY = 480  # 8 giờ = 1 ngày làm việc, as limits in hours are published
LARGEST_AMOUNT = 9_999


class BadLimit(ValueError):
    """The text is not a time limit; the message says, in Vietnamese, how to write one."""


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"
    SAME_DAY = "same_day"

    # Enum hashes through Python code; batches look a limit up once per case.
    __hash__ = str.__hash__


_WORDS = {
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.DAYS: "ngày",
    Unit.MONTHS: "tháng",
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.HOURS: "giờ",
}
_SPELLINGS = (
    {unit.value: unit for unit in _WORDS}
    | {unit.value.removesuffix("s"): unit for unit in _WORDS}
    | {words: unit for unit, words in _WORDS.items()}
)
_SAME_DAY = ("same_day", "trong ngày", "trong ngày làm việc")
_AMOUNT = re.compile(r"([0-9]{1,5})\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Limit:
    """``amount`` units of time; ``same_day`` always has the amount 1."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LARGEST_AMOUNT:
            raise BadLimit(f"Thời hạn phải từ 1 đến {LARGEST_AMOUNT}, không phải {self.amount}.")
        if self.unit is Unit.SAME_DAY and self.amount != 1:
            raise BadLimit("Thời hạn trong ngày không đi kèm con số.")

    def __str__(self) -> str:
        return format_limit(self)

    @property
    def in_words(self) -> str:
        """As an official writes it: "5 ngày làm việc", "trong ngày"."""
        if self.unit is Unit.SAME_DAY:
            return "trong ngày"
        return f"{self.amount} {_WORDS[self.unit]}"

    @property
    def is_in_hours(self) -> bool:
        return self.unit in (Unit.WORKING_HOURS, Unit.HOURS)

    @property
    def minutes(self) -> int:
        """Minutes of a limit in hours. Raises ``BadLimit`` for other units."""
        if not self.is_in_hours:
            raise BadLimit(f"Thời hạn “{self.in_words}” không tính bằng giờ.")
        return self.amount * 60


SAME_DAY = Limit(1, Unit.SAME_DAY)


@lru_cache(maxsize=1024)
def parse_limit(text: str) -> Limit:
    """Read the written form or the Vietnamese words. Raises ``BadLimit``."""
    plain = " ".join(text.lower().split())
    if plain in _SAME_DAY:
        return SAME_DAY
    match = _AMOUNT.fullmatch(plain)
    unit = _SPELLINGS.get(match[2]) if match else None
    if match is None or unit is None:
        raise BadLimit(
            f"Không hiểu thời hạn “{text.strip()}”. Viết một trong các dạng: 5 working_days,"
            " 10 days, 3 months, 16 working_hours, 24 hours, same_day."
        )
    return Limit(int(match[1]), unit)


def format_limit(limit: Limit) -> str:
    """The written form; ``parse_limit`` reads it back."""
    if limit.unit is Unit.SAME_DAY:
        return Unit.SAME_DAY.value
    return f"{limit.amount} {limit.unit.value}"
