"""Work lists: what is to accept, mine, my unit's, due soon, overdue, waiting, to return.

A list is one indexed statement of `values_list` rows; all counts together are one more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

from django.db.models import Case as Choice
from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from motcua.accounts.models import Account
from motcua.cases.models import Case, Extension, SupplementRequest
from motcua.cases.queries.filters import RUNNING, Filters, narrowed
from motcua.cases.queries.visible import SUBTREE_VIEWERS, visible_cases
from motcua.cases.states import RequestState, State
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.prepared import prepared
from motcua.process.models import Run, WorkItem
from motcua.process.states import LIVE_ITEMS, ItemState
from motcua.search import filter_words

T = TypeVar("T", bound=Model)

PAGE = 50
_CURSOR: Final = re.compile(r"([0-9]{0,16})\.([0-9]{1,18})")
# A file in another state stands in none of the lists that are told by its columns.
WATCHED: Final = (*RUNNING, State.SUPPLEMENT, State.DONE)
LEADERS: Final = (Role.UNIT_LEADER, Role.AGENCY_LEADER)


class WorkList(StrEnum):
    """The lists of the desk; the values are the API's `list=` and the pages' addresses."""

    MINE = "mine"
    UNIT = "unit"
    TO_ACCEPT = "to_accept"
    TO_APPROVE = "to_approve"
    TO_HAND_OUT = "to_hand_out"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    WAITING = "waiting"
    TO_RETURN = "to_return"
    UNTOUCHED = "untouched"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `step` is the key of the first live step, None when none is open."""

    pk: int
    number: str
    procedure: str
    applicant: str
    applicant_number: str
    state: int
    step: str | None
    definition_id: int
    holder: str | None
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    step_due_at: dt.datetime | None
    touched_at: dt.datetime
    seen: int


@dataclass(frozen=True, slots=True)
class Page:
    """Up to 50 rows and the cursor of the next page (empty on the last)."""

    rows: list[Row]
    next: str


@dataclass(frozen=True, slots=True)
class Moments:
    """The edges a list needs: now, until when a due date is near, since when nothing moved."""

    at: dt.datetime
    soon: dt.datetime
    stale: dt.datetime


# Lists of work, not of files: their rows stand in the order of the step's own due time.
BY_STEP: Final = (WorkList.MINE, WorkList.UNIT)

_COLUMNS = (
    "pk",
    "number_now",
    "version__name",
    "applicant_name",
    "applicant_number",
    "state",
    "step",
    "definition_id",
    "holder",
    "received_at",
    "due_at",
    "step_due_at",
    "touched_at",
    "journal_seq",
)
_STEP_COLUMNS = (
    "run_id",
    "number_now",
    "run__case__version__name",
    "run__case__applicant_name",
    "run__case__applicant_number",
    "run__case__state",
    "step",
    "run__definition_id",
    "holder__full_name",
    "run__case__received_at",
    "run__case__due_at",
    "due_at",
    "run__case__touched_at",
    "run__case__journal_seq",
)


def my_items(actor: Actor) -> QuerySet[WorkItem]:
    """Live work this actor may do: held by them, or open in one of their seats."""
    open_here = Q(pk__in=[])
    for seat in actor.seats:
        open_here |= Q(unit_id=seat.unit_id, role=seat.role)
    return WorkItem.objects.filter(
        Q(state=ItemState.CLAIMED, holder_id=actor.account_id)
        | (Q(state=ItemState.OPEN) & open_here)
    )


def listed(name: WorkList, actor: Actor, moments: Moments) -> QuerySet[Case]:
    """The files of one list, by right. The same condition counts and lists."""
    seen = visible_cases(actor)
    match name:
        case WorkList.MINE | WorkList.UNIT:
            return Case.objects.filter(pk__in=_work(name, actor).values("run_id"))
        case WorkList.TO_ACCEPT:
            fresh = Q(state=State.REGISTERED) | Q(state=State.SUPPLEMENT, code__isnull=True)
            # Papers brought online on the clock wait for the desk too.
            fresh |= Q(state=State.SUPPLEMENT, answer_by__isnull=False)
            return seen.filter(fresh, agency__id__in=actor.agency_ids(Role.RECEPTION))
        case WorkList.TO_APPROVE:
            return _to_approve(actor)
        case WorkList.TO_HAND_OUT:
            approved = SupplementRequest.objects.filter(state=RequestState.APPROVED)
            return seen.filter(
                pk__in=approved.values("case_id"),
                agency__id__in=actor.agency_ids(Role.RECEPTION),
            )
        case WorkList.ALL:
            return seen
        case _:
            return seen.filter(_standing(moments)[name])


def _standing(moments: Moments) -> dict[WorkList, Q]:
    """The lists that a file stands in by its own columns; it may stand in several."""
    running = Q(state__in=RUNNING)
    return {
        WorkList.DUE_SOON: running & Q(due_at__gte=moments.at, due_at__lte=moments.soon),
        WorkList.OVERDUE: running & Q(due_at__lt=moments.at),
        WorkList.WAITING: Q(state=State.SUPPLEMENT, code__isnull=False),
        WorkList.TO_RETURN: Q(state=State.DONE),
        WorkList.UNTOUCHED: running & Q(touched_at__lt=moments.stale),
    }


def _work(name: WorkList, actor: Actor) -> QuerySet[WorkItem]:
    """What one holds; or open work of the seats held, of which one knows the files by that.

    A leader sees also what colleagues of the unit hold. What one held in a unit one has left
    is for its leader to give to another.
    """
    if name == WorkList.MINE:
        here = {"unit__id__in": tuple(dict.fromkeys(seat.unit_id for seat in actor.seats))}
        held = {"state": ItemState.CLAIMED, "holder_id": actor.account_id}
        return WorkItem.objects.filter(**held, **here)
    open_here = Q(pk__in=[])
    for seat in actor.seats:
        if seat.role in LEADERS:
            open_here |= Q(unit_id=seat.unit_id)
        else:
            open_here |= Q(unit_id=seat.unit_id, role=seat.role, state=ItemState.OPEN)
    return WorkItem.objects.filter(open_here, state__in=LIVE_ITEMS)


def _to_approve(actor: Actor) -> QuerySet[Case]:
    proposed = {"state": RequestState.PROPOSED}
    asked = Q(pk__in=SupplementRequest.objects.filter(**proposed).values("case_id"))
    asked |= Q(pk__in=Extension.objects.filter(**proposed).values("case_id"))
    led = Q(handling_unit__id__in=actor.unit_ids(Role.UNIT_LEADER))
    led |= Q(agency__id__in=actor.agency_ids(Role.AGENCY_LEADER))
    return Case.objects.filter(asked, led)


def lists_for(actor: Actor) -> list[WorkList]:
    """The lists that make sense for the seats held, in the order of the desk."""
    lists = [WorkList.MINE, WorkList.UNIT]
    if actor.seats_as(*LEADERS):
        lists.append(WorkList.TO_APPROVE)
    if actor.seats_as(Role.RECEPTION):
        lists += [WorkList.TO_ACCEPT, WorkList.TO_HAND_OUT, WorkList.TO_RETURN]
    if not actor.seats_as(Role.RECEPTION, Role.SPECIALIST, Role.CLERK, *LEADERS):
        lists = []
    if actor.seats_as(*SUBTREE_VIEWERS) or lists:
        lists += [WorkList.OVERDUE, WorkList.DUE_SOON, WorkList.WAITING, WorkList.UNTOUCHED]
    return lists


def counts(actor: Actor, moments: Moments) -> dict[WorkList, int]:
    """How many files stand in each list of this actor. One statement."""
    lists = lists_for(actor)
    found = dict.fromkeys(lists, 0)
    for places, number in _counted(actor, moments) if lists else ():
        for name in lists:
            if places & _bit(name):
                found[name] += number
    return found


def _bit(name: WorkList) -> int:
    return 1 << list(WorkList).index(name)


@prepared
def _counted(actor: Actor, moments: Moments) -> QuerySet[Any, tuple[int, int]]:
    """How many files stand in the same lists, one bit for each list."""
    standing = _standing(moments)
    places: Any = Value(0)
    for name, where in standing.items():
        places += Choice(When(where, then=Value(_bit(name))), default=Value(0))
    # Most files stand in none of them: asked first, their rights need not be looked up.
    somewhere = visible_cases(actor).filter(reduce(or_, standing.values()), state__in=WATCHED)
    parts = [_grouped(somewhere, places, "pk")]
    for name in lists_for(actor):
        if name in (WorkList.MINE, WorkList.UNIT):
            parts.append(_grouped(_work(name, actor), Value(_bit(name)), "run_id"))
        elif name not in standing:
            parts.append(_grouped(listed(name, actor, moments), Value(_bit(name)), "pk"))
    first, *rest = parts
    return first.union(*rest, all=True) if rest else first


def _grouped(rows: QuerySet[Any], places: Any, key: str) -> QuerySet[Any, tuple[int, int]]:
    grouped: QuerySet[Any, tuple[int, int]] = (
        rows.order_by()
        .annotate(places=ExpressionWrapper(places, IntegerField()))
        .values("places")
        .annotate(n=Count(key, distinct=key != "pk"))
        .values_list("places", "n")
    )
    return grouped


def page_of(
    name: WorkList,
    actor: Actor,
    moments: Moments,
    *,
    after: str = "",
    q: str = "",
    only: Filters | None = None,
    most: int = PAGE,
) -> Page:
    """One page of a list: the most urgent first, then the oldest. One statement.

    Work is as urgent as its own step, a file as its due date. `after` is the `next` of the page
    before: "<due epoch>.<pk>". Raises Refused at a filter.
    """
    by_step = name in BY_STEP and not (q or only)
    due = _due_of(name)
    if by_step and (after or most != PAGE):
        found = list(_steps_in_order(name, actor, after, most))
    elif by_step:
        found = _first_steps(name, actor)
    elif after or q or only or most != PAGE:
        cases = listed(name, actor, moments)
        if q:
            cases = filter_words(cases, "search", q)
        if only:
            cases = narrowed(cases, only, at=moments.at, soon=moments.soon, stale=moments.stale)
        found = list(in_order(_after(cases, after, due=due), most, due))
    else:
        found = _first_page(name, actor, moments)
    return paged(found, most, by_step=by_step)


def page_from(cases: QuerySet[Case], *, after: str = "", most: int = PAGE) -> Page:
    """One page of files that were chosen, and narrowed by right, elsewhere. One statement."""
    return paged(list(in_order(_after(cases, after), most)), most)


def paged(found: Sequence[tuple[Any, ...]], most: int = PAGE, *, by_step: bool = False) -> Page:
    """A page of the rows that `in_order` found, one more than it shows when more follow."""
    rows = [Row(*row) for row in found[: most + 1]]
    more = len(rows) > most
    rows = rows[:most]
    # A file with several branches here stands once, with the branch that is due first.
    once: dict[int, Row] = {}
    for row in rows:
        once.setdefault(row.pk, row)
    return Page(list(once.values()), _cursor(rows[-1], by_step=by_step) if more else "")


@prepared
def _first_page(name: WorkList, actor: Actor, moments: Moments) -> QuerySet[Case, tuple[Any, ...]]:
    return in_order(listed(name, actor, moments), PAGE, _due_of(name))


def _due_of(name: WorkList) -> str:
    """What makes a file of this list urgent: at the desk, until when it is answered."""
    return "answer_by" if name == WorkList.TO_ACCEPT else "due_at"


def in_order(
    cases: QuerySet[Case], most: int = PAGE, due: str = "due_at"
) -> QuerySet[Case, tuple[Any, ...]]:
    """The rows of files, the most urgent first."""
    urgent = _rowed(cases).order_by(F(due).asc(nulls_last=True), "pk")
    columns = [due if column == "due_at" else column for column in _COLUMNS]
    return urgent.values_list(*columns)[: most + 1]


def _rowed(cases: QuerySet[Case]) -> QuerySet[Case]:
    items = WorkItem.objects.filter(state__in=LIVE_ITEMS).order_by("id")
    live = items.filter(run_id=OuterRef("pk"))
    # Found by its key: a join in here may read all accounts, once for each row of the page.
    held = items.filter(run_id=OuterRef(OuterRef("pk"))).values("holder_id")
    holder = Account.objects.filter(pk=Subquery(held[:1]))
    return cases.annotate(
        number_now=Coalesce("code", "provisional"),
        # Asked for the rows of the page only; a join would fetch the runs of the whole list.
        definition_id=Subquery(Run.objects.filter(pk=OuterRef("pk")).values("definition_id")),
        step=Subquery(live.values("step")[:1]),
        step_due_at=Subquery(live.values("due_at")[:1]),
        holder=Subquery(holder.values("full_name")),
    )


@prepared
def _first_steps(name: WorkList, actor: Actor) -> QuerySet[WorkItem, tuple[Any, ...]]:
    return _steps_in_order(name, actor, "", PAGE)


def _steps_in_order(
    name: WorkList, actor: Actor, after: str, most: int
) -> QuerySet[WorkItem, tuple[Any, ...]]:
    """The same columns read from the work itself, in the order of its index (`work_of_unit`)."""
    order = (F("due_at").asc(nulls_last=True), "run_id")
    # The page is cut before its columns are fetched: a plan that is kept for all units takes
    # each for a small one and would fetch them for the whole list.
    cut = _after(_work(name, actor), after, key="run_id").order_by(*order).values("pk")
    items = WorkItem.objects.filter(pk__in=cut[: most + 1]).order_by(*order)
    numbered = items.annotate(number_now=Coalesce("run__case__code", "run__case__provisional"))
    return numbered.values_list(*_STEP_COLUMNS)


def _cursor(row: Row, *, by_step: bool) -> str:
    moment = row.step_due_at if by_step else row.due_at
    due = int(moment.timestamp() * 1_000_000) if moment else ""
    return f"{due}.{row.pk}"


def _after(rows: QuerySet[T], cursor: str, *, key: str = "pk", due: str = "due_at") -> QuerySet[T]:
    # Sixteen digits of microseconds reach the year 2286; more is not ours.
    read = _CURSOR.fullmatch(cursor)
    if read is None:
        return rows
    at, pk = read.groups()
    later = Q(**{f"{key}__gt": int(pk)})
    none = Q(**{f"{due}__isnull": True})
    if not at:
        return rows.filter(later, none)
    moment = dt.datetime.fromtimestamp(int(at) / 1_000_000, tz=dt.UTC)
    return rows.filter(Q(**{f"{due}__gt": moment}) | (Q(**{due: moment}) & later) | none)
