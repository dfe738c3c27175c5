"""Past files as offices live them, from a seed: seasons, Tết, Saturdays, pauses, unlike units.

The same seed and number give the same rows. Nothing in them is anybody's.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, product
from typing import Final

from motcua.history.actions import begin_import, store_batch
from motcua.history.queries import known
from motcua.history.rules import PastCase
from motcua.kernel.worktime import VIETNAM
from motcua.management.demo.files import FAMILY, GIVEN, MIDDLE
from motcua.management.demo.organisation import Demo

# Nobody comes in the week of Tết, many before it and many after (days from the first of the year).
TET: Final = (dt.date(2024, 2, 10), dt.date(2025, 1, 29), dt.date(2026, 2, 17))
# By month: quiet after Tết, full before the school year and at the end of the year.
SEASON: Final = (1.0, 0.7, 1.0, 1.0, 1.0, 1.1, 1.2, 1.4, 1.2, 1.0, 1.0, 1.2)
RATINGS: Final = ("very_satisfied", "satisfied", "neutral", "dissatisfied", "very_dissatisfied")
NAMES: Final = [" ".join(words) for words in product(FAMILY, MIDDLE, GIVEN)]
_LIMITS: Final = (0, 1, 3, 5, 7, 10, 15, 20, 30)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True)
class Unit:
    """An agency: how many come to it, how fast it is, how often it asks for papers."""

    code: str
    weight: float
    pace: float
    asks: float


@dataclass
class Town:
    """Agencies and procedures with their habits, drawn from the seed."""

    agencies: Sequence[str]
    procedures: Sequence[str]
    first: dt.date
    last: dt.date
    names: Sequence[str]
    seed: int = 7
    units: list[Unit] = field(default_factory=list)

    def __post_init__(self) -> None:
        dice = random.Random(self.seed)  # noqa: S311
        self.units = [
            Unit(
                code,
                weight=dice.paretovariate(1.6),
                pace=dice.lognormvariate(-0.35, 0.35),
                asks=dice.betavariate(2, 30),
            )
            for code in self.agencies
        ]
        self._limits = {code: dice.choice(_LIMITS) for code in self.procedures}
        self._levels = {
            code: dice.choices(("information", "partial", "full"), (2, 5, 3))[0]
            for code in self.procedures
        }
        self._common = list(accumulate(1 / (n + 1) ** 0.9 for n in range(len(self.procedures))))
        self._sizes = list(accumulate(unit.weight for unit in self.units))
        span = (self.last - self.first).days + 1
        self._days = [self.first + dt.timedelta(n) for n in range(span)]
        self._crowds = list(accumulate(map(crowd, self._days)))

    def files(self, number: int) -> Iterator[PastCase]:
        """That many files, in no order; what is not over by the last day is open."""
        dice = random.Random(self.seed + 1)  # noqa: S311
        end = dt.datetime.combine(self.last, dt.time(18), VIETNAM)
        for serial in range(number):
            yield self._file(dice, serial, end)

    def _file(self, dice: random.Random, serial: int, end: dt.datetime) -> PastCase:
        (unit,) = dice.choices(self.units, cum_weights=self._sizes)
        (procedure,) = dice.choices(self.procedures, cum_weights=self._common)
        (day,) = dice.choices(self._days, cum_weights=self._crowds)
        received = dt.datetime.combine(day, dt.time(7, 30), VIETNAM) + dt.timedelta(
            minutes=int(dice.betavariate(1.5, 2) * 540)
        )
        limit = self._limits[procedure]
        asked = dice.random() < unit.asks
        pause = dice.expovariate(1 / 6) if asked else 0.0
        due = _evening(day + dt.timedelta(days=limit * 7 // 5 + int(pause)))
        took = max(limit, 0.15) * 1.4 * unit.pace * dice.lognormvariate(-0.2, 0.45) + pause
        finished = _at_work(received + dt.timedelta(days=took))
        over = finished <= end
        outcome = dice.choices(("granted", "rejected", "withdrawn"), (95, 3, 2))[0] if over else ""
        returned = finished + dt.timedelta(hours=dice.expovariate(1 / 20))
        online = dice.random() < 0.2 + 0.5 * (day - self.first).days / len(self._days)
        given = over and outcome != "withdrawn" and returned <= end
        return PastCase(
            code=f"{unit.code}-{day:%y%m%d}-{serial:05}",
            procedure=procedure,
            agency=unit.code,
            channel="online" if online else dice.choices(("counter", "postal"), (95, 5))[0],
            service_level=self._levels[procedure],
            name=dice.choice(self.names),
            number=f"079{dice.randrange(10**9):09}",
            received=received,
            due=due,
            finished=finished if over else None,
            returned=returned if given else None,
            outcome=outcome,
            supplements=int(asked),
            return_channel=dice.choices(("counter", "online", "postal"), (60, 25, 15))[0],
            paid_online=dice.random() < 0.6 if online else None,
            rating=dice.choices(RATINGS, (40, 45, 10, 3, 2))[0]
            if given and serial % 8 == 0
            else "",
        )


def crowd(day: dt.date) -> float:
    """How many come on a day, one being an ordinary Tuesday."""
    near = min(((day - tet).days for tet in TET), key=abs)
    if -2 <= near <= 5:
        return 0.0
    tide = 1.5 if -10 <= near < -2 or 5 < near <= 12 else 1.0
    week = {_SATURDAY: 0.25, _SUNDAY: 0.03}.get(day.weekday(), 1.0)
    return tide * week * SEASON[day.month - 1]


def _evening(day: dt.date) -> dt.datetime:
    """The end of a promised day; a Sunday's promise is Monday's."""
    if day.weekday() == _SUNDAY:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(23, 59, 59), VIETNAM)


def _at_work(moment: dt.datetime) -> dt.datetime:
    """Nothing is finished on a Sunday."""
    return moment + dt.timedelta(days=1) if moment.weekday() == _SUNDAY else moment


def make_past(demo: Demo, *, count: int, at: dt.datetime, seed: int) -> int:
    """Files of former years, all over: of the wards of the district until its end, then of today's.

    Brought in as an import brings them, so that reports have years to set side by side.
    """
    found = known()
    today = at.astimezone(VIETNAM).date()
    change = dt.date(2025, 7, 1)
    eras = (
        (False, dt.date(2024, 1, 2), change - dt.timedelta(days=30)),
        (True, change, max(change, today - dt.timedelta(days=60))),
    )
    stored = 0
    entry = begin_import(digest=f"demo{seed:028}".encode(), facts={"file": "minh-hoa.csv"}, at=at)
    for place, (now, first, last) in enumerate(eras):
        slugs = demo.wards if now else [slug for slug in demo.agencies if slug.startswith("p-")]
        town = Town(
            agencies=[demo.agencies[slug].code for slug in slugs],
            procedures=sorted({code for _agency, code in found.handling})[:40],
            first=first,
            last=last,
            names=NAMES,
            seed=seed + place,
        )
        over = [file for file in town.files(count) if file.outcome]
        store_batch(rows=over, found=found, entry=entry, at=at)
        stored += len(over)
    return stored
