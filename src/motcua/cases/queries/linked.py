"""Files of one request at several agencies: the parent's children, a child's parent."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from motcua.cases.models import Case, CasePaper, HandOver
from motcua.prepared import prepared
from motcua.process.rules.graph import Graph


def has_children(graph: Graph) -> bool:
    """Whether files of this process may have children at all: asks nothing."""
    return any(task.child for task in graph.tasks)


@prepared
def open_children(parent_id: int) -> QuerySet[HandOver]:
    """What other agencies still decide for this file, in the order it was given to them."""
    return HandOver.objects.filter(parent_id=parent_id, closed_at__isnull=True).order_by("child_id")


def children_of(parent_id: int) -> list[HandOver]:
    """Every child with its agency, in the order given. One statement."""
    return list(
        HandOver.objects.filter(parent_id=parent_id)
        .select_related("child__agency", "child__version", "given_by", "taken_by", "back_by")
        .order_by("given_at", "child_id")
    )


def results_of_children(parent_id: int) -> dict[str, CasePaper]:
    """The results that came back, by the step that had opened the child. One statement."""
    papers = CasePaper.objects.filter(case_id=parent_id, key__startswith="ket_qua_")
    return {paper.key.removeprefix("ket_qua_"): paper for paper in papers.order_by("id")}


def of_citizens() -> Q:
    """Requests as citizens count them: one, however many agencies work on it."""
    return Q(parent__isnull=True)


def parent_of(case: Case) -> HandOver | None:
    """From where a file was opened; None for a citizen's own. One statement for a child."""
    if case.parent_id is None:
        return None
    return HandOver.objects.select_related("parent__agency", "given_by").get(pk=case.pk)
