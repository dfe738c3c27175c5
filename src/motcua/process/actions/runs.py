"""A run from its first step to its last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from motcua.kernel.refusals import Conflict
from motcua.organisation.states import UnitKind
from motcua.prepared import insert_new
from motcua.process.actions.items import close
from motcua.process.actions.timers import carry_timers, start_timers
from motcua.process.models import Run, WorkItem
from motcua.process.queries import graph_of
from motcua.process.rules import engine
from motcua.process.rules.graph import TaskNode
from motcua.process.states import LIVE_ITEMS, ItemState, RunState

UnitFor = Callable[[UnitKind], int]
DueFor = Callable[[dt.datetime, str | None], dt.datetime | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What finishing a step led to. `notes`: conditions that could not be answered."""

    opened: tuple[WorkItem, ...]
    finished: bool
    notes: tuple[str, ...] = ()


def open_run(*, definition_id: int) -> Run:
    """A run without work yet, whose id the file takes over. One statement."""
    run = Run(definition_id=definition_id)
    insert_new([run])
    return run


def begin_run(
    *,
    run: Run,
    data: Mapping[str, object],
    agency_id: int,
    unit_for: UnitFor,
    due_for: DueFor,
    at: dt.datetime,
    holder_id: int | None = None,
) -> list[WorkItem]:
    """The first work of a run. One statement, two when something waits at a join already.

    With `holder_id` that person holds it from the start: who takes a file in hands it on.
    """
    advance = engine.start(graph_of(run.definition_id), data)
    items = _items(run, advance.opened, agency_id, unit_for, due_for, at)
    if holder_id is not None:
        for item in items:
            item.state, item.holder_id, item.claimed_at = ItemState.CLAIMED, holder_id, at
    insert_new(items)
    store(run, tokens=advance.tokens, finished=advance.finished)
    return items


def complete_item(
    *,
    run: Run,
    item: WorkItem,
    actor_id: int | None,
    outcome: str,
    data: Mapping[str, object],
    agency_id: int,
    unit_for: UnitFor,
    due_for: DueFor,
    at: dt.datetime,
) -> Moved:
    """Finish a step and open what follows. Two statements, three at a join or at the end.

    Without an actor its time has run out.

    The caller holds the lock on the file and read `run` under it. Raises Conflict when the
    item is no longer as `item` says, BadOutcome when the step cannot end so.
    """
    _check_open(run)
    graph = graph_of(run.definition_id)
    advance = engine.complete(graph, run.tokens, item.step, outcome, data)
    close(item, state=ItemState.DONE, actor_id=actor_id, at=at, outcome=outcome)
    opened = _items(run, advance.opened, agency_id, unit_for, due_for, at, previous=item)
    insert_new(opened)
    store(run, tokens=advance.tokens, finished=advance.finished)
    return Moved(tuple(opened), advance.finished, advance.notes)


def _items(
    run: Run,
    steps: Iterable[TaskNode],
    agency_id: int,
    unit_for: UnitFor,
    due_for: DueFor,
    at: dt.datetime,
    previous: WorkItem | None = None,
) -> list[WorkItem]:
    items = []
    for step in steps:
        item = WorkItem(
            run=run,
            step=step.key,
            role=step.role,
            agency_id=agency_id,
            unit_id=unit_for(step.unit),
            opened_at=at,
            due_at=due_for(at, step.budget),
            previous=previous,
        )
        start_timers(item, step, since=at, due_for=due_for)
        items.append(item)
    return items


def store(run: Run, *, tokens: dict[str, int], finished: bool = False) -> None:
    """Write the run when something changed, else nothing. Raises Conflict when it is over."""
    state = RunState.FINISHED if finished else RunState.OPEN
    if tokens == run.tokens and state == run.state:
        return
    changed = Run.objects.filter(pk=run.pk, state=RunState.OPEN).update(tokens=tokens, state=state)
    if changed != 1:
        raise Conflict("Quy trình của hồ sơ này đã kết thúc.")
    run.tokens, run.state = tokens, state


def move_run(
    *,
    run: Run,
    items: Iterable[WorkItem],
    to: int,
    steps: Mapping[str, str],
    tokens: dict[str, int],
    at: dt.datetime,
) -> None:
    """Go on under another definition; `process.rules.moving` has said where. Two statements.

    Raises Conflict when the run is over.
    """
    graph, changed_items = graph_of(to), []
    for item in items:
        task = graph.task(steps[item.step])
        if task.key != item.step or task.timers or item.wake_at:
            item.step = task.key
            carry_timers(item, task, at=at)
            changed_items.append(item)
    if changed_items:
        WorkItem.objects.bulk_update(changed_items, ["step", "timed_from", "wake_at"])
    changed = Run.objects.filter(pk=run.pk, state=RunState.OPEN).update(
        definition_id=to, tokens=tokens
    )
    if changed != 1:
        raise Conflict("Quy trình của hồ sơ này đã kết thúc.")
    run.definition_id, run.tokens = to, tokens


def cancel_run(*, run: Run, at: dt.datetime) -> int:
    """End a run before its end (withdrawn, stopped); returns how much work ended. Two statements.

    Raises Conflict when the run is over already.
    """
    changed = Run.objects.filter(pk=run.pk, state=RunState.OPEN).update(state=RunState.CANCELLED)
    if changed != 1:
        raise Conflict("Quy trình của hồ sơ này đã kết thúc.")
    run.state = RunState.CANCELLED
    return WorkItem.objects.filter(run_id=run.pk, state__in=LIVE_ITEMS).update(
        state=ItemState.CANCELLED, done_at=at
    )


def _check_open(run: Run) -> None:
    if run.state != RunState.OPEN:
        raise Conflict("Quy trình của hồ sơ này đã kết thúc.")
