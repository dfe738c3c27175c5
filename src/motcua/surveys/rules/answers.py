"""When a file may be rated, what the answers add up to, and how sure that is."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import format_number, normalise
from motcua.surveys.states import HAPPY, UNHAPPY, Satisfaction

COMMENT_LENGTH: Final = 1000
OUTCOME_LENGTH: Final = 2000
# The office's own promise; no law found that sets one. Working days.
FOLLOW_UP_DAYS: Final = 5
# Groups with fewer answers are not shown: with one or two, a colleague guesses who gave them.
FEWEST_SHOWN: Final = 5
# Kiosks: how often they say that they are alive, after what silence the administrator is told,
# how long a file is offered for rating there, how old an answer from a cut line may be.
HEARTBEAT: Final = dt.timedelta(seconds=30)
SILENT_AFTER: Final = dt.timedelta(minutes=5)
OFFERED_FOR: Final = dt.timedelta(hours=1)
OLDEST_ANSWER: Final = dt.timedelta(days=7)
NAME_LENGTH: Final = 60
_Z95: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Answers:
    """How many answers of each kind; those of disjoint sets add up."""

    satisfied: int = 0
    neutral: int = 0
    dissatisfied: int = 0

    @property
    def count(self) -> int:
        """All answers."""
        return self.satisfied + self.neutral + self.dissatisfied

    @property
    def satisfied_rate(self) -> float | None:
        """(Rất hài lòng + hài lòng) / all, a fraction of one; None without answers."""
        return self.satisfied / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the rate of everybody lies with 95 % confidence; None without answers."""
        return wilson(self.satisfied, self.count) if self.count else None

    def __add__(self, other: Answers) -> Answers:
        return Answers(
            self.satisfied + other.satisfied,
            self.neutral + other.neutral,
            self.dissatisfied + other.dissatisfied,
        )


def answers_of(counts: Mapping[str, int]) -> Answers:
    """From counts by the five answers to the three that are published."""
    return Answers(
        satisfied=sum(counts.get(value, 0) for value in HAPPY),
        neutral=counts.get(Satisfaction.NEUTRAL, 0),
        dissatisfied=sum(counts.get(value, 0) for value in UNHAPPY),
    )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % score interval of a rate, fractions of one (E. B. Wilson, JASA 22, 1927).

    Unlike the usual ± it stays within 0 and 1 and holds for few answers. `whole` at least 1.
    """
    rate, square = part / whole, _Z95**2
    middle = (rate + square / (2 * whole)) / (1 + square / whole)
    half = _Z95 / (1 + square / whole)
    half *= math.sqrt(rate * (1 - rate) / whole + square / (4 * whole**2))
    # Rounding must not push the rate itself out of its interval.
    return max(0.0, min(rate, middle - half)), min(1.0, max(rate, middle + half))


def checked_value(value: str) -> Satisfaction:
    """Raises Refused when no answer was chosen."""
    if value not in Satisfaction.values:
        raise Refused("Hãy chọn một mức hài lòng.", field="value")
    return Satisfaction(value)


def checked_comment(text: str) -> str:
    """Raises Refused when it is too long to be read."""
    comment = normalise(text)
    if len(comment) > COMMENT_LENGTH:
        most = format_number(COMMENT_LENGTH)
        raise Refused(f"Góp ý dài quá {most} ký tự; hãy viết ngắn hơn.", field="comment")
    return comment


def checked_outcome(text: str) -> str:
    """Raises Refused unless it says what was found and done."""
    outcome = normalise(text)
    if not outcome:
        raise Refused("Hãy ghi đã tìm hiểu gì và đã làm gì với người dân.", field="outcome")
    if len(outcome) > OUTCOME_LENGTH:
        most = format_number(OUTCOME_LENGTH)
        raise Refused(f"Kết quả dài quá {most} ký tự; hãy viết ngắn hơn.", field="outcome")
    return outcome


def answered_at(told: str, at: dt.datetime) -> dt.datetime:
    """When an answer was given, as the kiosk tells it (ISO 8601), if that can be true.

    A clock of its own may be wrong: the future, and what is older than a week, is taken for now.
    """
    try:
        moment = dt.datetime.fromisoformat(told)
    except ValueError:
        return at
    if moment.tzinfo is None or not at - OLDEST_ANSWER <= moment <= at:
        return at
    return moment
