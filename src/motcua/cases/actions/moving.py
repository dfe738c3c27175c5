"""Open files moved to another version of their process, each by itself, with a dry run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet

from motcua.cases.actions.act import Act, finished
from motcua.cases.models import Case
from motcua.cases.states import ON_THE_CLOCK, Verb
from motcua.kernel.refusals import Refused
from motcua.organisation.rules import Actor
from motcua.process import actions as process
from motcua.process.access import EDITORS, check_can_edit_definitions
from motcua.process.models import Definition, WorkItem
from motcua.process.queries import graph_of, is_shipped, items_of
from motcua.process.rules.graph import Graph
from motcua.process.rules.moving import Stand, moved
from motcua.process.rules.soundness import Marking, markings
from motcua.process.states import LIVE_ITEMS, DefinitionState, RunState


@dataclass(frozen=True, slots=True)
class Moving:
    """What became, or would become, of each file: numbers that move, and why others do not."""

    moved: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)


def files_on(definition: Definition, actor: Actor) -> QuerySet[Case]:
    """Open files that run by this version, of the agencies the actor keeps processes for."""
    under = Q(pk__in=[])
    for path in actor.paths(*EDITORS):
        under |= Q(agency__path__startswith=path)
    running = Case.objects.filter(run__definition=definition, run__state=RunState.OPEN)
    return running.filter(under, state__in=ON_THE_CLOCK)


def move_files(
    *,
    source: Definition,
    target: Definition,
    mapping: Mapping[str, str],
    actor: Actor,
    at: dt.datetime,
    dry_run: bool,
) -> Moving:
    """Move what can be moved. `mapping`: step of the old version → step of the new one.

    One transaction a file; a dry run writes nothing. Raises Forbidden, and Refused for versions
    that are not of one process.
    """
    check_can_edit_definitions(actor, shipped=is_shipped(target.key))
    if source.key != target.key or target.state != DefinitionState.PUBLISHED:
        raise Refused("Chỉ chuyển hồ sơ sang một bản đã ban hành của cùng quy trình.")
    way, report = _way(source, target, mapping), Moving()
    for pk in list(files_on(source, actor).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            case = _locked(pk)
            try:
                items, steps, tokens = _place(case, way)
            except Refused as refusal:
                report.kept.append((case.number, refusal.text))
                continue
            report.moved.append(case.number)
            if not dry_run:
                act = Act(case, actor, Verb.MOVE, max(at, case.touched_at), 0)
                process.move_run(
                    run=case.run, items=items, to=target.pk, steps=steps, tokens=tokens, at=at
                )
                act.say(versions=[source.number, target.number], steps=steps)
                finished(act, None)
    return report


@dataclass(frozen=True, slots=True)
class _Way:
    """From which version to which, and where the new one may stand."""

    source: Definition
    old: Graph
    new: Graph
    mapping: Mapping[str, str]
    reachable: frozenset[Marking]


def _way(source: Definition, target: Definition, mapping: Mapping[str, str]) -> _Way:
    new = graph_of(target.pk)
    reachable = markings(new)
    if not reachable:
        raise Refused("Bản mới có quá nhiều nhánh song song nên không kiểm được chỗ đứng.")
    return _Way(source, graph_of(source.pk), new, mapping, reachable)


def _locked(pk: int) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("version", "run", "agency").get(pk=pk)


def _place(case: Case, way: _Way) -> tuple[list[WorkItem], dict[str, str], dict[str, int]]:
    """The live items of a file, their steps in the new version and its tokens. Raises Refused."""
    if case.run.definition_id != way.source.pk:
        raise Refused("Hồ sơ vừa được chuyển sang bản khác.")
    items = items_of(case.pk)
    live = [item for item in items if item.state in LIVE_ITEMS]
    stand = Stand(
        tuple(item.step for item in live),
        case.run.tokens,
        frozenset(item.step for item in items if item.state not in LIVE_ITEMS),
    )
    return live, *moved(way.old, way.new, stand, way.mapping, way.reachable)
