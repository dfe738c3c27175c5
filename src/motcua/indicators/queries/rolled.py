"""Figures from the sums: years, quarters and months that lie whole in the period, days at its
edges, and the tail.

What was open on a day is everything received before less everything finished before, so no file
is looked at but those of the tail and, while the period runs, those overdue now.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.db.models import CharField, Count, Q, QuerySet, Value

from motcua.cases.models import Case
from motcua.cases.states import ON_THE_CLOCK
from motcua.catalogue.models import Field
from motcua.indicators.models import Axis
from motcua.indicators.queries.cells import BEFORE, BESIDE, Edge, cells_before
from motcua.indicators.queries.counting import waiting_at
from motcua.indicators.queries.facts import (
    WAYS,
    Place,
    RatingRow,
    rating_rows,
    shares_of_ratings,
)
from motcua.indicators.queries.tail import MOST, Shift, changed_lately, folded_until, move_of
from motcua.indicators.rules import COUNTS, MEASURES, Group, Period, Tally
from motcua.kernel.worktime import day_of
from motcua.organisation.models import Agency
from motcua.prepared import prepared
from motcua.surveys.models import Rating

Key = tuple[int, ...]
# By what the sums can split: the column of a cell, and of a file that is overdue now.
_AGENCY: Final = ("agency_id", "agency_id")
_FIELD: Final = ("key", "version__procedure__field_id")
_ONE_DAY: Final = dt.timedelta(days=1)
# Something to group by where there are no groups: nothing at all makes no row then.
_ONE: Final = Value("-", output_field=CharField())


# What a group's numbers are: three sums of before the period, the files overdue when this day
# ends, then the measures asked for inside the period.
_BEFORE_AT: Final = {name: place for place, name in enumerate(BEFORE)}
_TODAY: Final = len(BEFORE)
# Without these no tally is right.
_NEEDED: Final = ("received", "received_online", "received_postal", "finished", "overdue")

_WORKED_OUT: Final = ("carried_over", "received_counter", "in_progress", "in_progress_overdue")


class _Columns:
    """Which measures are asked for, and where their numbers stand."""

    def __init__(self, measures: Collection[str]) -> None:
        self.measures = tuple(name for name in MEASURES if name in measures or name in _NEEDED)
        self.inside = {name: place for place, name in enumerate(self.measures, start=len(BESIDE))}
        self.nothing = (0,) * (len(BESIDE) + len(self.measures))
        # What is worked out stands behind the numbers, then a zero for what is not asked for.
        worked_out = {
            name: len(self.nothing) + place for place, name in enumerate((*_WORKED_OUT, ""))
        }
        places = {**dict.fromkeys(COUNTS, worked_out[""]), **self.inside, **worked_out}
        self._in_order = itemgetter(*(places[name] for name in COUNTS))
        self._named = itemgetter(*(self.inside[name] for name in _NEEDED))

    def tally(self, numbers: Sequence[int], due_later: int | None) -> Tally:
        """What a group counts, from its numbers; `due_later` today, while the period runs."""
        received_before, finished_before, overdue_before, today = numbers[: len(BESIDE)]
        received, online, postal, finished, overdue = self._named(numbers)
        carried = received_before - finished_before
        worked_out = (
            carried,
            received - online - postal,
            carried + received - finished,
            overdue_before + overdue if due_later is None else today - due_later,
            0,
        )
        return Tally._make(self._in_order((*numbers, *worked_out)))


_ALL: Final = _Columns(MEASURES)


class Tail(NamedTuple):
    """What is not in the sums yet, and the last month with totals."""

    shift: Shift
    totals: dt.date | None


def tail_of_sums() -> Tail | None:
    """What the sums lack now; None when they cannot be used.

    Three statements, four more when files changed.
    """
    until = folded_until()
    if until is None:
        return None
    changed = changed_lately(until.entry)
    if len(changed.first) > MOST:
        return None
    shift: Shift = shares_of_ratings(_answers_since(until.rating))
    if shift.total() > 2 * MOST:  # each answer counts twice: as one, and on its side
        return None
    if changed.first:
        shift.update(move_of(changed).shift)
    return Tail(shift, until.totals)


@prepared
def _answers_since(rating: int) -> QuerySet[Rating, RatingRow]:
    return rating_rows(Rating.objects.filter(pk__gt=rating).order_by("pk"))[: MOST + 1]


def sums_by(
    groups: Sequence[Group],
    period: Period,
    at: dt.datetime,
    *,
    agencies: Sequence[int] | None,
    tail: Tail,
    measures: Collection[str] = MEASURES,
) -> dict[Key, Tally]:
    """Tallies by ids of agency, field and way, as far as `groups` name them.

    `agencies`: only of these. `measures`: what is asked for; of the others, but the few that every
    tally needs, nothing is counted. One statement, one more while the period runs.
    """
    split = _Split(groups)
    columns = _ALL if measures is MEASURES else _Columns(measures)
    running = at < period.end
    found = _sums(split, columns, period, at if running else None, agencies, tail.totals)
    for key, shifts in _shifts(split, columns, period, agencies, tail.shift, at).items():
        numbers = list(found.get(key, columns.nothing))
        for place, number in shifts.items():
            numbers[place] += number
        found[key] = numbers
    if not running:
        return {key: columns.tally(numbers, None) for key, numbers in found.items()}
    later = _due_later(split, at, agencies)
    return {key: columns.tally(numbers, later[key]) for key, numbers in found.items()}


def _sums(
    split: _Split,
    columns: _Columns,
    period: Period,
    running_at: dt.datetime | None,
    agencies: Sequence[int] | None,
    totals: dt.date | None,
) -> dict[Key, Sequence[int]]:
    """The numbers of each group from the cells; `running_at`: now, while the period runs."""
    first, after = _edges_of(period)
    edges = [Edge(first, early=1, inside=-1), Edge(after, inside=1)]
    if running_at is not None:
        edges.append(Edge(_tomorrow(running_at), today=1))
    rows = cells_before(
        edges,
        axis=split.axis,
        keys=tuple(split.columns),
        measures=columns.measures,
        agencies=agencies,
        totals=totals,
    )
    width = len(split.columns)
    # The sum of no cells at all is nothing.
    return {row[:width]: row[width:] for row in rows if row[width] is not None}


def _shifts(
    split: _Split,
    columns: _Columns,
    period: Period,
    agencies: Sequence[int] | None,
    tail: Shift,
    at: dt.datetime,
) -> dict[Key, Counter[int]]:
    """What the tail adds to which number of which group."""
    found: defaultdict[Key, Counter[int]] = defaultdict(Counter)
    wanted = None if agencies is None else set(agencies)
    tomorrow = _tomorrow(at)
    for (place, event), number in tail.items():
        if wanted is not None and place.agency_id not in wanted:
            continue
        if event.measure == "overdue" and event.day < tomorrow:
            found[split.of(place)][_TODAY] += number
        if event.day > period.last:
            continue
        where = columns.inside if event.day >= period.first else _BEFORE_AT
        if event.measure in where:
            found[split.of(place)][where[event.measure]] += number
    return found


def sums_by_month(
    periods: Sequence[Period], at: dt.datetime, *, agencies: Sequence[int] | None, tail: Tail
) -> list[Tally]:
    """One tally for each period, in their order. One statement, one more while one of them runs."""
    edges = sorted({_tomorrow(at), *(day for period in periods for day in _edges_of(period))})
    rows = cells_before(
        [Edge(day, label, inside=1) for label, day in enumerate(edges)],
        axis=Axis.WAY,
        keys=("label",),
        measures=MEASURES,
        agencies=agencies,
        totals=tail.totals,
    )
    sums = {
        edges[label]: dict(zip(MEASURES, row[len(BESIDE) :], strict=True)) for label, *row in rows
    }
    wanted = set(agencies) if agencies is not None else None
    upto = {day: Counter(sums.get(day, {})) for day in edges}
    for (place, event), number in tail.shift.items():
        if wanted is None or place.agency_id in wanted:
            for day in edges:
                if event.day < day:
                    upto[day][event.measure] += number
    running = at < max(period.end for period in periods)
    later = _due_later(_Split(()), at, agencies)[()] if running else 0
    today = upto[_tomorrow(at)]["overdue"]
    return [
        _between(upto, period, today, None if at >= period.end else later) for period in periods
    ]


def _edges_of(period: Period) -> tuple[dt.date, dt.date]:
    return period.first, period.last + _ONE_DAY


def _between(
    upto: Mapping[dt.date, Counter[str]], period: Period, today: int, due_later: int | None
) -> Tally:
    first, last = (upto[day] for day in _edges_of(period))
    before = [first[name] for name in BEFORE]
    inside = [last[name] - first[name] for name in _ALL.measures]
    return _ALL.tally([*before, today, *inside], due_later)


def _tomorrow(at: dt.datetime) -> dt.date:
    return day_of(at) + _ONE_DAY


def named_sums(group: Group, found: Mapping[Key, Tally]) -> list[tuple[str, str, Tally]]:
    """(key, label, tally) of each group, as from the files. One statement for names."""
    names: dict[int, tuple[str, str]]
    if group in (Group.CHANNEL, Group.SERVICE_LEVEL):
        place = 0 if group == Group.CHANNEL else 1
        names = {number: (way[place], way[place]) for way, number in WAYS.items()}
    elif group == Group.FIELD:
        names = {pk: (code, name) for pk, code, name in _field_names()}
    else:
        columns = ("code", "short_name") if group == Group.AGENCY else ("level", "level")
        names = {pk: (key, label) for pk, key, label in Agency.objects.values_list("id", *columns)}
    summed: dict[tuple[str, str], Tally] = {}
    for (number,), tally in found.items():
        name = names[number]
        summed[name] = summed[name] + tally if name in summed else tally
    return [(key, label, tally) for (key, label), tally in summed.items()]


@prepared
def _field_names() -> QuerySet[Field, tuple[int, str, str]]:
    return Field.objects.values_list("id", "code", "name")


class _Split:
    """Which columns make a group, of cells, of the tail and of open files."""

    def __init__(self, groups: Sequence[Group]) -> None:
        by_way = Group.CHANNEL in groups or Group.SERVICE_LEVEL in groups
        self.axis = Axis.FIELD if Group.FIELD in groups else Axis.WAY
        chosen = []
        places: list[Callable[[Place], int]] = []
        if Group.AGENCY in groups or Group.LEVEL in groups:
            chosen.append(_AGENCY)
            places.append(lambda place: place.agency_id)
        if Group.FIELD in groups:
            chosen.append(_FIELD)
            places.append(lambda place: place.field_id)
        self.columns = [cell for cell, _file in chosen] + (["key"] if by_way else [])
        self.file_columns = [file for _cell, file in chosen]
        if by_way:
            self.file_columns += ["channel", "service_level"]
            places.append(lambda place: place.way)
        self.by_way = by_way
        self._places = places

    def of(self, place: Place) -> Key:
        return tuple(part(place) for part in self._places)

    def of_file(self, row: Sequence[Any]) -> Key:
        if self.by_way:
            *rest, channel, level = row
            return (*rest, WAYS[channel, level])
        return tuple(row)


def _due_later(split: _Split, at: dt.datetime, agencies: Sequence[int] | None) -> Counter[Key]:
    """Open files promised for later today that are not with the applicant, by group.

    The sums count by days: what is due today is overdue when the day ends, not before its moment.
    """
    ends = Period(day_of(at), day_of(at)).end
    cases = Case.objects.filter(
        due_at__gte=at, due_at__lt=ends, state__in=ON_THE_CLOCK, received_at__isnull=False
    )
    # By agency even when all are asked for: the index of open files begins with it.
    offices = agencies if agencies is not None else Agency.objects.values_list("pk", flat=True)
    cases = cases.filter(~Q(waiting_at(at)), agency_id__in=list(offices))
    grouped = (
        cases.order_by()
        .annotate(one=_ONE)
        .values("one", *split.file_columns)
        .annotate(n=Count("pk"))
        .values_list(*split.file_columns, "n")
    )
    return Counter({split.of_file(row[:-1]): row[-1] for row in grouped})
