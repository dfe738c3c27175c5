"""Reads of definitions, runs and work items."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet

from motcua.kernel.refusals import NotFound
from motcua.prepared import prepared
from motcua.process.models import Definition, WorkItem
from motcua.process.rules.graph import Graph
from motcua.process.rules.reading import parse_graph
from motcua.process.states import (
    DEFAULT_DEFINITION,
    LIVE_ITEMS,
    SAME_DAY_DEFINITION,
    DefinitionState,
    ItemState,
)


class _NotPublished(Exception):
    """Drafts change, so their graphs are not kept."""


def graph_of(definition_id: int) -> Graph:
    """The graph of a definition; a published one is read once per process. Raises NotFound."""
    try:
        return _published_graph(definition_id)
    except _NotPublished:
        return parse_graph(_definition(definition_id).graph)


def forget_graphs() -> None:
    """For tests, whose databases start over and use the same ids again."""
    _published_graph.cache_clear()


@lru_cache(maxsize=1024)
def _published_graph(definition_id: int) -> Graph:
    definition = _definition(definition_id)
    if definition.state != DefinitionState.PUBLISHED:
        raise _NotPublished
    return parse_graph(definition.graph)


def _definition(definition_id: int) -> Definition:
    try:
        return Definition.objects.get(pk=definition_id)
    except Definition.DoesNotExist:
        raise NotFound("Không có quy trình này.") from None


def published(key: str) -> Definition | None:
    """The newest published version under a key. One query."""
    return (
        Definition.objects.filter(key=key, state=DefinitionState.PUBLISHED)
        .order_by("-number")
        .first()
    )


def default_definition(*, same_day: bool = False) -> Definition:
    """What serves procedures without a process of their own. One query. Raises NotFound."""
    found = published(SAME_DAY_DEFINITION if same_day else DEFAULT_DEFINITION)
    if found is None:
        raise NotFound("Chưa ban hành quy trình mặc định; quản trị cần nạp quy trình mẫu.")
    return found


def is_shipped(key: str) -> bool:
    """Whether a process of this key came with the product: published by nobody. One query."""
    shipped = Definition.objects.filter(
        key=key, state=DefinitionState.PUBLISHED, published_by__isnull=True
    )
    return shipped.exists()


def newer_than(definition: Definition) -> bool:
    """Whether a later version of the same process has been published. One query."""
    later = Definition.objects.filter(key=definition.key, number__gt=definition.number)
    return later.filter(state=DefinitionState.PUBLISHED).exists()


def draft_of(key: str) -> Definition | None:
    """The draft under a key, if somebody is preparing one."""
    return Definition.objects.filter(key=key, state=DefinitionState.DRAFT).first()


@prepared
def live_items(run_id: int) -> QuerySet[WorkItem]:
    """Work of one run that somebody still has to do, oldest first, with unit and holder."""
    return (
        WorkItem.objects.filter(run_id=run_id, state__in=LIVE_ITEMS)
        .select_related("unit", "holder")
        .order_by("id")
    )


def last_done_by(run_id: int, account_id: int) -> WorkItem | None:
    """The step of this run this person finished last: what could be recalled. One query."""
    return (
        WorkItem.objects.filter(run_id=run_id, done_by_id=account_id, state=ItemState.DONE)
        .order_by("-done_at", "-id")
        .first()
    )


def items_of(run_id: int) -> list[WorkItem]:
    """Everything that was and is to be done in one run, oldest first, with the people."""
    return list(
        WorkItem.objects.filter(run_id=run_id)
        .select_related("unit", "holder", "done_by")
        .order_by("id")
    )
