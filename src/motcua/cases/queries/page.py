"""All that one page about one file shows, in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from motcua.cases.models import (
    Case,
    CasePaper,
    Extension,
    HandOver,
    Result,
    SupplementRequest,
)
from motcua.cases.queries.linked import children_of, has_children, parent_of
from motcua.cases.queries.visible import visible_cases
from motcua.journal.models import Entry
from motcua.journal.queries import entries_of
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound
from motcua.organisation.rules import Actor
from motcua.process.models import WorkItem
from motcua.process.queries import graph_of, items_of
from motcua.process.rules.graph import Graph, TaskNode
from motcua.process.states import LIVE_ITEMS


@dataclass(frozen=True, slots=True)
class CasePage:
    """A file with everything beside it."""

    case: Case
    graph: Graph
    items: list[WorkItem]
    papers: list[CasePaper]
    requests: list[SupplementRequest]
    extensions: list[Extension]
    result: Result | None
    entries: list[Entry]
    # Only where the process goes to other agencies, or where another one opened the file.
    children: list[HandOver] = field(default_factory=list)
    opened_by: HandOver | None = None

    @property
    def live_items(self) -> list[WorkItem]:
        """The steps that somebody still has to do."""
        return [item for item in self.items if item.state in LIVE_ITEMS]


_BESIDE = (
    "agency",
    "reception_unit",
    "handling_unit",
    "received_by",
    "version__procedure__field",
    "version__decision",
    "run",
)


def case_by_number(number: str, actor: Actor) -> Case:
    """The file of a code or provisional number, by right. One statement. Raises NotFound."""
    case = (
        visible_cases(actor)
        .select_related(*_BESIDE)
        .filter(Q(code=number) | Q(provisional=number))
        .first()
    )
    if case is None:
        raise NotFound(f"Không tìm thấy hồ sơ {number}.")
    return case


def case_page(number: str, actor: Actor) -> CasePage:
    """Everything about one file, by right. Seven statements. Raises NotFound."""
    return page_of_case(case_by_number(number, actor))


def page_of_case(case: Case) -> CasePage:
    """Everything beside a file already read. Six statements; one more for linked files."""
    graph = graph_of(case.run.definition_id)
    return CasePage(
        case=case,
        graph=graph,
        children=children_of(case.pk) if has_children(graph) else [],
        opened_by=parent_of(case),
        items=items_of(case.pk),
        papers=list(case.papers.select_related("file").order_by("id")),
        requests=list(
            case.supplement_requests.select_related("requested_by", "approved_by").order_by(
                "number"
            )
        ),
        extensions=list(
            case.extensions.select_related("proposed_by", "approved_by").order_by("id")
        ),
        result=Result.objects.select_related("file", "issued_by").filter(case=case).first(),
        entries=entries_of(Subject.CASE, case.pk),
    )


# Who did a step that ran out of time.
_NOBODY: Final = "Hết hạn, không chờ thêm"


def who_did(item: WorkItem) -> str:
    """Who finished a step, or has it; that nobody did when its time ran out."""
    return _NOBODY if item.has_expired else str(item.done_by or item.holder or "")


@dataclass(frozen=True, slots=True)
class StepSpan:
    """One step of a file: who had it, from when to when, when it was due."""

    name: str
    unit: str
    who: str
    opened_at: dt.datetime
    due_at: dt.datetime | None
    done_at: dt.datetime | None
    live: bool
    task: TaskNode


def spans(page: CasePage) -> list[StepSpan]:
    """The steps in the order they were opened, for the control slip and the clock bar."""
    return [
        StepSpan(
            name=page.graph.task(item.step).name,
            unit=item.unit.name,
            who=who_did(item),
            opened_at=item.opened_at,
            due_at=item.due_at,
            done_at=item.done_at,
            live=item.state in LIVE_ITEMS,
            task=page.graph.task(item.step),
        )
        for item in page.items
    ]
