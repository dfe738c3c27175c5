"""Patterns of answers that people do not give by themselves: a reason to look, never a proof.

Each pattern needs numbers that chance hardly makes (`SURE` standard errors: about one in thirty
thousand), so that a desk is not accused for a good week.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from motcua.kernel.worktime import VIETNAM
from motcua.organisation.states import Role

# Somebody leaves, somebody else comes, reads and touches: not in less time than this.
NEXT_PERSON: Final = dt.timedelta(seconds=8)
BURST: Final = 5
# Nobody is served at these hours.
NIGHT_FROM, NIGHT_TO = 20, 6
AT_NIGHT: Final = 3
ENOUGH: Final = 20
NEARLY_ALL: Final = 0.97
SURE: Final = 4.0
# Who is shown patterns, each of their agency and those below it.
WATCHERS: Final = (Role.AGENCY_LEADER, Role.CONTROLLER, Role.INSPECTOR)


class Pattern(StrEnum):
    """What was seen."""

    BURST = "burst"
    NIGHT = "night"
    TOO_HAPPY = "too_happy"
    SELECTED = "selected"


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: on which tablet (None: not on one), when, whether it was a happy one."""

    device: int | None
    at: dt.datetime
    happy: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Files that ended on time or late, and how many of each have an answer."""

    on_time: int = 0
    on_time_rated: int = 0
    late: int = 0
    late_rated: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """A pattern on a tablet (None: in the whole agency): from when to when, how many answers.

    `share` and `others` are the rates that were compared, fractions of one; None for bursts.
    """

    pattern: Pattern
    device: int | None
    first: dt.datetime
    last: dt.datetime
    answers: int
    share: float | None = None
    others: float | None = None


def flags(given: Iterable[Given], asked: Asked) -> list[Flag]:
    """The patterns in the answers of one agency over a period, the latest first."""
    answers = sorted(given, key=lambda one: one.at)
    devices: dict[int, list[Given]] = defaultdict(list)
    for one in answers:
        if one.device is not None:
            devices[one.device].append(one)
    found = [
        flag
        for device, own in devices.items()
        for flag in (
            *_bursts(device, own),
            *_nights(device, own),
            *_too_happy(device, own, answers),
        )
    ]
    found += _selected(answers, asked)
    return sorted(found, key=lambda flag: flag.last, reverse=True)


def surely_more(part: int, whole: int, other_part: int, other_whole: int) -> bool:
    """Whether the first rate is higher than the second beyond chance (two-proportion z-test)."""
    if not whole or not other_whole:
        return False
    pooled = (part + other_part) / (whole + other_whole)
    error = math.sqrt(pooled * (1 - pooled) * (1 / whole + 1 / other_whole))
    return error > 0 and (part / whole - other_part / other_whole) / error >= SURE


def _bursts(device: int, own: Sequence[Given]) -> Iterator[Flag]:
    """Runs of answers that follow each other faster than people can."""
    run: list[Given] = []
    for one in own:
        if run and one.at - run[-1].at >= NEXT_PERSON:
            yield from _run(device, run)
            run = []
        run.append(one)
    yield from _run(device, run)


def _run(device: int, run: Sequence[Given]) -> Iterator[Flag]:
    if len(run) >= BURST:
        yield Flag(Pattern.BURST, device, run[0].at, run[-1].at, len(run))


def _nights(device: int, own: Sequence[Given]) -> Iterator[Flag]:
    dark = [one for one in own if not NIGHT_TO <= one.at.astimezone(VIETNAM).hour < NIGHT_FROM]
    if len(dark) >= AT_NIGHT:
        yield Flag(Pattern.NIGHT, device, dark[0].at, dark[-1].at, len(dark))


def _too_happy(device: int, own: Sequence[Given], answers: Sequence[Given]) -> Iterator[Flag]:
    """Nearly everybody is happy on this tablet, and far fewer are everywhere else."""
    others = [one for one in answers if one.device != device]
    happy, elsewhere = sum(one.happy for one in own), sum(one.happy for one in others)
    if (
        len(own) >= ENOUGH
        and len(others) >= ENOUGH
        and happy / len(own) >= NEARLY_ALL
        and surely_more(happy, len(own), elsewhere, len(others))
    ):
        rates = (happy / len(own), elsewhere / len(others))
        yield Flag(Pattern.TOO_HAPPY, device, own[0].at, own[-1].at, len(own), *rates)


def _selected(answers: Sequence[Given], asked: Asked) -> Iterator[Flag]:
    """People whose file was late are hardly ever asked."""
    if (
        answers
        and min(asked.late, asked.on_time) >= ENOUGH
        and surely_more(asked.on_time_rated, asked.on_time, asked.late_rated, asked.late)
    ):
        rates = (asked.late_rated / asked.late, asked.on_time_rated / asked.on_time)
        first, last = answers[0].at, answers[-1].at
        yield Flag(Pattern.SELECTED, None, first, last, len(answers), *rates)
