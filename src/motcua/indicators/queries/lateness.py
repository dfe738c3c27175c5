"""Late files of a period with the working time charged to whom, by right."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from motcua.accounts.models import Account
from motcua.cases.models import Case, HandOver, SupplementRequest
from motcua.cases.queries.visible import visible_to
from motcua.indicators.queries.counting import conditions, touched_in
from motcua.indicators.rules import checked_period
from motcua.indicators.rules.charges import (
    Cause,
    Charge,
    Life,
    Party,
    Span,
    Work,
    Worked,
    cause_of,
    charges_of,
)
from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import VIETNAM, WorkCalendar, minute_number
from motcua.organisation.models import Unit
from motcua.organisation.queries import agency_by_code, subtree_ids
from motcua.organisation.rules import Actor
from motcua.process.models import WorkItem
from motcua.process.queries import graph_of
from motcua.workcalendar.queries import calendars

# Whether time charged to people of a unit (its id, its agency's) may be told.
MayRead = Callable[[int, int], bool]
# Key, name, and of what, in words.
Place = tuple[str, str, str]
# The latest of them, when a period has more.
MOST_LATE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Ask:
    """Days in Vietnam, both inside; the other fields narrow the files that are listed."""

    from_day: dt.date
    to_day: dt.date
    agency: str = ""
    unit: int | None = None
    step: str = ""
    who: int | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class LateFile:
    """A late file. `late`: working minutes past its promised moment until its end, or until now."""

    pk: int
    number: str
    procedure: str
    agency_id: int
    due: dt.datetime
    is_open: bool
    late: int
    cause: Cause
    charges: tuple[Charge, ...]


@dataclass
class Pile:
    """Working minutes charged in one place: in how many files, all, past a step's own date, before
    anybody took it. `name` and `of` in words.
    """

    key: str
    name: str
    of: str = ""
    files: int = 0
    minutes: int = 0
    over: int = 0
    idle: int = 0


@dataclass(frozen=True, slots=True)
class Lateness:
    """`counted`: late files one may know of; `files`: those looked at, as narrowed, latest first.

    `people` only about those whom one may read about.
    """

    counted: int
    looked_at: int
    files: list[LateFile]
    units: list[Pile]
    steps: list[Pile]
    people: list[Pile]
    parties: list[Pile]
    causes: Counter[Cause]


def why_late(ask: Ask, *, actor: Actor, at: dt.datetime, may_read: MayRead) -> Lateness:
    """Files finished late in the period, or overdue at its end (now while it runs), as far as the
    actor may know of them. `may_read` says about whose people (access.can_see_whose_time).

    Eight statements at most, two more for an agency. Raises Refused (field "from") and NotFound
    (field "agency_code", or a person one may not read about).
    """
    period = checked_period(ask.from_day, ask.to_day)
    found = conditions(period.window(at))
    cases = touched_in(Case.objects.filter(visible_to(actor)), period)
    cases = cases.filter(found["late"] | found["in_progress_overdue"])
    if ask.agency:
        ids = subtree_ids([agency_by_code(ask.agency).path])
        cases = cases.filter(agency_id__in=ids)
    files = _files(cases, period.seen_at(at), period.end)
    places = _Places(may_read, _units_in(files), _people_in(files))
    people = _piles(files, places.of_person)
    if ask.who is not None and str(ask.who) not in {pile.key for pile in people}:
        raise NotFound("Không có người này trong các hồ sơ trễ mà bạn được xem theo người.")
    return Lateness(
        counted=cases.count() if len(files) == MOST_LATE else len(files),
        looked_at=len(files),
        files=[one for one in files if _is_asked_for(one, ask)],
        units=_piles(files, places.of_unit),
        steps=_piles(files, places.of_step),
        people=people,
        parties=_piles(files, _party, whole=True),
        causes=Counter(one.cause for one in files),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a charge belongs. `units`: name, id of the agency, its name; `people`: names."""

    may_read: MayRead
    units: dict[int, tuple[str, int, str]]
    people: dict[int, str]

    def of_unit(self, charge: Charge) -> Place:
        name, _agency_id, agency = self.units[charge.unit]
        return str(charge.unit), name, agency

    def of_step(self, charge: Charge) -> Place:
        return f"{charge.unit}|{charge.step}", charge.step, self.units[charge.unit][0]

    def of_person(self, charge: Charge) -> Place | None:
        """None about nobody, and about somebody whom the actor may not read about."""
        name, agency_id, _agency = self.units[charge.unit]
        if charge.who is None or not self.may_read(charge.unit, agency_id):
            return None
        return str(charge.who), self.people[charge.who], name


def _party(charge: Charge) -> Place:
    return charge.party.value, charge.other, ""


def _piles(
    files: Iterable[LateFile], place: Callable[[Charge], Place | None], *, whole: bool = False
) -> list[Pile]:
    """By place, the most minutes first. `whole`: of all parties, else of units."""
    found: dict[Place, Pile] = {}
    seen: set[tuple[Place, int]] = set()
    for one in files:
        for charge in one.charges:
            if not whole and charge.party != Party.UNIT:
                continue
            at = place(charge)
            if at is None:
                continue
            pile = found.setdefault(at, Pile(*at))
            pile.minutes += charge.minutes
            pile.over += charge.over
            pile.idle += charge.idle
            pile.files += (at, one.pk) not in seen
            seen.add((at, one.pk))
    return sorted(found.values(), key=lambda pile: (-pile.minutes, pile.name, pile.key))


def _is_asked_for(one: LateFile, ask: Ask) -> bool:
    if ask.cause and one.cause != ask.cause:
        return False
    if ask.unit is None and ask.who is None and not ask.step:
        return True
    return any(
        charge.party == Party.UNIT
        and ask.unit in (None, charge.unit)
        and ask.who in (None, charge.who)
        and ask.step in ("", charge.step)
        for charge in one.charges
    )


def _files(cases: QuerySet[Case], seen_at: dt.datetime, end: dt.datetime) -> list[LateFile]:
    """The latest first. Five statements."""
    rows = list(
        cases.order_by("due_at", "pk").values_list(
            *("pk", "code", "version__name", "agency_id", "received_at", "due_at", "finished_at")
        )[:MOST_LATE]
    )
    ids = [row[0] for row in rows]
    work, waits, others = _work_of(ids), _waits_of(ids), _others_of(ids)
    kept = calendars()
    found = []
    for pk, number, procedure, agency_id, received, due, finished in rows:
        is_open = finished is None or finished >= end
        until = seen_at if is_open else finished
        life = Life(received, until, due, work[pk], waits[pk], others[pk])
        worked = _worked(kept.of(agency_id))
        charges = tuple(charges_of(life, worked))
        late = worked(until) - worked(max(due, received))
        cause = cause_of(life, charges)
        found.append(LateFile(pk, number, procedure, agency_id, due, is_open, late, cause, charges))
    return sorted(found, key=lambda one: (-one.late, one.number))


def _worked(calendar: WorkCalendar) -> Worked:
    """Nothing is counted beyond the days that the calendar declares."""
    first = dt.datetime.combine(calendar.first_day, dt.time(), VIETNAM)
    last = dt.datetime.combine(calendar.last_day, dt.time(), VIETNAM)

    def worked(moment: dt.datetime) -> int:
        return calendar.worked_at(minute_number(min(max(moment, first), last)))

    return worked


def _work_of(ids: Sequence[int]) -> dict[int, list[Work]]:
    items = WorkItem.objects.filter(run_id__in=ids).order_by("id")
    found: dict[int, list[Work]] = defaultdict(list)
    for run, definition, step, unit, holder, done_by, *moments in items.values_list(
        *("run_id", "run__definition_id", "step", "unit_id", "holder_id", "done_by_id"),
        *("opened_at", "claimed_at", "done_at", "due_at"),
    ):
        name = graph_of(definition).task(step).name
        found[run].append(Work(name, unit, done_by or holder, *moments))
    return found


def _waits_of(ids: Sequence[int]) -> dict[int, list[Span]]:
    asked = SupplementRequest.objects.filter(case_id__in=ids, handed_at__isnull=False)
    found: dict[int, list[Span]] = defaultdict(list)
    for case, start, end in asked.order_by("number").values_list(
        "case_id", "handed_at", "taken_at"
    ):
        assert start is not None
        found[case].append(Span(start, end))
    return found


def _others_of(ids: Sequence[int]) -> dict[int, list[Span]]:
    given = HandOver.objects.filter(parent_id__in=ids).order_by("given_at", "child_id")
    found: dict[int, list[Span]] = defaultdict(list)
    for case, start, end, agency in given.values_list(
        "parent_id", "given_at", "closed_at", "child__agency__short_name"
    ):
        found[case].append(Span(start, end, agency))
    return found


def _units_in(files: Iterable[LateFile]) -> dict[int, tuple[str, int, str]]:
    """Name, id of the agency and its short name, by unit. One statement."""
    ids = {charge.unit for one in files for charge in one.charges if charge.unit}
    rows = Unit.objects.filter(pk__in=ids)
    return {
        pk: (name, agency_id, agency)
        for pk, name, agency_id, agency in rows.values_list(
            "pk", "name", "agency_id", "agency__short_name"
        )
    }


def _people_in(files: Iterable[LateFile]) -> dict[int, str]:
    """Names by account. One statement."""
    ids = {charge.who for one in files for charge in one.charges if charge.who}
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "full_name"))
