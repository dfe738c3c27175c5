"""One act on one file: lock, guard, change, write, one journal entry, in one transaction.

`perform` is the only way in for every verb but intake. A repeat with the same key answers with
what the first one did; an act from a page drawn before the last change is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from motcua.cases.actions.letters import tell
from motcua.cases.models import Case
from motcua.cases.queries.repeats import done_before
from motcua.cases.queries.visible import Sight, seen_by, sight_of
from motcua.cases.rules.clock import Clock, step_due
from motcua.cases.states import TRANSITIONS, State, Verb
from motcua.journal.actions import record
from motcua.journal.models import Entry
from motcua.journal.rules import ActKey, ChainEnd, not_before
from motcua.journal.states import Subject
from motcua.kernel.limits import Limit, parse_limit
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.transitions import IllegalMove
from motcua.kernel.worktime import VIETNAM, WorkCalendar
from motcua.organisation.queries import unit_of_kind
from motcua.organisation.rules import Actor
from motcua.organisation.states import UnitKind
from motcua.prepared import prepared
from motcua.process.access import can_work
from motcua.process.actions import shift_due
from motcua.process.models import WorkItem
from motcua.process.queries import graph_of, live_items
from motcua.process.rules.graph import Graph
from motcua.workcalendar.models import CalendarRevision
from motcua.workcalendar.queries import calendar_for


class Where(TypedDict):
    """What `process` asks of the file: its agency, a unit per kind, a due time per budget."""

    agency_id: int
    unit_for: Callable[[UnitKind], int]
    due_for: Callable[[dt.datetime, str | None], dt.datetime | None]


# The wide texts of a version are for reading pages, not for acts.
_HEAVY = [
    f"version__{name}"
    for name in ("content", "facts", "legal_basis", "results", "search", "applicants_text")
]


@dataclass
class Act:
    """A file under its lock while a verb changes it. `changes` become one UPDATE."""

    case: Case
    actor: Actor
    verb: Verb
    at: dt.datetime
    revision: int
    changes: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    _items: list[WorkItem] | None = None

    def set(self, **changes: Any) -> None:
        """Change columns of the file, on the object and in the coming UPDATE."""
        self.changes |= changes
        for name, value in changes.items():
            setattr(self.case, name, value)

    def say(self, **facts: Any) -> None:
        """Put facts into the journal entry; None is left out."""
        self.body |= {name: value for name, value in facts.items() if value is not None}

    def move_to(self, state: State) -> None:
        """Change the public state and say so in the journal. Raises IllegalMove (our fault)."""
        if state != self.case.state:
            if not TRANSITIONS.leads(State(self.case.state), self.verb, state):
                raise IllegalMove(state, self.verb)
            self.say(state=[int(self.case.state), int(state)])
            self.set(state=state)

    # The process

    @property
    def items(self) -> list[WorkItem]:
        """The live work items, read once."""
        if self._items is None:
            self._items = live_items(self.case.pk)
        return self._items

    @property
    def graph(self) -> Graph:
        """The process this file runs through."""
        return graph_of(self.case.run.definition_id)

    def item_for(self, verb: Verb, step: str | None = None) -> WorkItem:
        """The live item whose step is done by this verb, the actor's own before others'.

        Raises Refused when no step waits for this verb now.
        """
        fitting = [
            item
            for item in self.items
            if str(self.graph.task(item.step).verb) == str(verb) and step in (None, item.step)
        ]
        if not fitting:
            names = ", ".join(self.graph.task(item.step).name for item in self.items)
            raise Refused(
                f"Hồ sơ không ở bước “{verb.label}”"
                + (f"; đang ở bước: {names}." if names else ".")
            )
        mine = [i for i in fitting if i.holder_id == self.actor.account_id]
        return (mine or [i for i in fitting if can_work(self.actor, i)] or fitting)[0]

    @property
    def where(self) -> Where:
        """Where steps of this file go and when they are due, for `process`."""
        return where_of(self.case, limit=self.limit, calendar=self.calendar, at=self.at)

    # The clock

    @property
    def calendar(self) -> WorkCalendar:
        """The deadline calendar of the deciding agency, cached by revision."""
        return calendar_for(self.case.agency_id, revision=self.revision)

    @property
    def limit(self) -> Limit | None:
        """The limit promised to this file when it was accepted."""
        return parse_limit(self.case.limit) if self.case.limit else None

    @property
    def clock(self) -> Clock | None:
        """The file's clock; None before it is accepted."""
        return clock_of(self.case)

    def reclock(self) -> None:
        """Compute the due date anew from the file's columns and say what changed."""
        clock = self.clock
        due = clock.due(self.calendar) if clock else None
        if due is None or due.due_at is None or due.due_at == self.case.due_at:
            return
        self.say(due=[as_written(self.case.due_at), as_written(due.due_at)])
        self.set(due_at=due.due_at)

    def reclock_steps(self) -> None:
        """Compute when the live steps are due anew, as if they had been opened now."""
        shift_due(items=self.items, graph=self.graph, since=self.at, due_for=self.where["due_for"])


def clock_of(case: Case) -> Clock | None:
    """The clock of a stored file with its version loaded; None before acceptance."""
    if case.clock_from is None:
        return None
    version = case.version
    return Clock(
        since=case.clock_from,
        limit=parse_limit(case.limit) if case.limit else None,
        policy=version.clock_policy,
        day0_shift=version.day0_shift,
        pauses=case.pauses,
        extended_to=case.extended_to,
    )


def where_of(case: Case, *, limit: Limit | None, calendar: WorkCalendar, at: dt.datetime) -> Where:
    """Units and due times for the steps of a file. A unit is looked up when a step needs it."""

    def unit_for(kind: UnitKind) -> int:
        if kind == UnitKind.HANDLING and case.handling_unit_id:
            return case.handling_unit_id
        if kind == UnitKind.RECEPTION:
            return case.reception_unit_id
        unit = unit_of_kind(case.agency_id, kind, on=at.astimezone(VIETNAM).date())
        if unit is None:
            raise Refused(f"Cơ quan chưa có bộ phận “{kind.label}”; hãy báo quản trị lập bộ phận.")
        return unit.id

    def due_for(start: dt.datetime, budget: str | None) -> dt.datetime | None:
        return step_due(calendar, at=start, budget=budget, limit=limit)

    return Where(agency_id=case.agency_id, unit_for=unit_for, due_for=due_for)


def perform(
    change: Callable[..., None],
    number: str,
    /,
    *,
    verb: Verb,
    actor: Actor,
    at: dt.datetime,
    key: ActKey | None = None,
    seen: int | None = None,
    **fields: Any,
) -> Case:
    """Do one verb to the file of this number and return it as it stands afterwards.

    `seen` is the journal number the page showed. Raises Refused and its kinds; nothing is
    written then. A repeat under the same `key` returns the file without doing it again.
    """
    try:
        with transaction.atomic():
            act = _begun(number, verb=verb, actor=actor, at=at, seen=seen)
            change(act, **fields)
            finished(act, key)
            return act.case
    except (Refused, IntegrityError):
        done = done_before(key)
        if done is None:
            raise
        return done


def _begun(number: str, *, verb: Verb, actor: Actor, at: dt.datetime, seen: int | None) -> Act:
    found = _locked(number, sight_of(actor))
    if not found:
        raise NotFound(f"Không tìm thấy hồ sơ {number}.")
    case = found[0]
    if seen is not None and seen != case.journal_seq:
        raise Conflict(_who_was_first(case))
    if not TRANSITIONS.allows(State(case.state), verb):
        raise Refused(
            f"Hồ sơ đang ở trạng thái “{State(case.state).label}” nên không thể thực hiện"
            f" “{verb.label}”."
        )
    revision = int(case.calendar_revision or 0)  # type: ignore[attr-defined]
    return Act(case, actor, verb, after_last(at, case), revision)


@prepared
def _locked(number: str, sight: Sight) -> QuerySet[Case]:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("version", "run")
        .defer(*_HEAVY)
        .annotate(
            calendar_revision=Subquery(CalendarRevision.objects.values("number")[:1]),
            last_at=last_entry_at(),
        )
        .filter(Q(code=number) | Q(provisional=number), seen_by(sight))[:1]
    )


def last_entry_at() -> Subquery:
    """When the newest journal entry of a file was, in the statement that reads the file.

    A recount of its date is an entry too, though nobody touched the file.
    """
    last = Entry.objects.filter(
        subject=Subject.CASE, subject_id=OuterRef("pk"), seq=OuterRef("journal_seq")
    )
    return Subquery(last.values("at")[:1])


def after_last(at: dt.datetime, case: Case) -> dt.datetime:
    """`at`, or the last moment of a file read with `last_entry_at` when that was later."""
    last: dt.datetime | None = case.last_at  # type: ignore[attr-defined]
    return not_before(not_before(at, last), case.touched_at)


def _who_was_first(case: Case) -> str:
    last = (
        Entry.objects.filter(subject=Subject.CASE, subject_id=case.pk, seq=case.journal_seq)
        .select_related("actor")
        .first()
    )
    if last is None:
        return "Hồ sơ vừa thay đổi; hãy tải lại trang."
    who = last.actor.full_name if last.actor else "Hệ thống"
    return (
        f"{who} vừa thực hiện “{Verb(last.verb).label}” lúc"
        f" {last.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}; hãy tải lại trang rồi làm tiếp."
    )


def finished(act: Act, key: ActKey | None) -> None:
    """Write the act: one journal entry, one UPDATE. For `perform`, and for files beside its own.

    What the machine does by itself is signed by nobody.
    """
    case = act.case
    end = record(
        ChainEnd(Subject.CASE, case.pk, case.journal_seq, bytes(case.journal_head)),
        verb=act.verb,
        body=act.body,
        actor_id=act.actor.account_id or None,
        at=act.at,
        key=key,
    )
    act.set(journal_seq=end.seq, journal_head=end.head, touched_at=act.at)
    Case.objects.filter(pk=case.pk).update(**act.changes)
    tell(case, act.verb, act.body, at=act.at)


def as_written(moment: dt.datetime | None) -> str | None:
    """A due time as the journal writes it: in Vietnam's zone, wherever it was read from."""
    return moment.astimezone(VIETNAM).isoformat() if moment else None
