"""Turning back: a step sent back by the next one, or taken back by who finished it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from motcua.kernel.refusals import Conflict, Refused
from motcua.process.actions.items import close, too_late
from motcua.process.actions.runs import DueFor, store
from motcua.process.actions.timers import start_timers
from motcua.process.models import Run, WorkItem
from motcua.process.queries import graph_of
from motcua.process.rules.reverse import undo
from motcua.process.states import ItemState

_GONE = (ItemState.CANCELLED, ItemState.RETURNED)


def send_back(
    *, run: Run, item: WorkItem, actor_id: int, due_for: DueFor, at: dt.datetime
) -> WorkItem:
    """Return live work to the step before; the new work is held by who had finished that step.

    When that person's account is closed, it waits in their unit for anybody. Three
    statements, four across a join. Raises Refused when there is no single step before it,
    Conflict when somebody was faster.
    """
    graph = graph_of(run.definition_id)
    node = graph.task(item.step)
    if not node.can_send_back:
        raise Refused(f"Quy trình không cho trả lại từ bước “{node.name}”.")
    before = _step_before(item)
    tokens = undo(graph, run.tokens, before.step, before.outcome, [item.step])
    if tokens is None:
        raise Refused(f"Không trả lại được từ bước “{node.name}”: nhánh khác đã đi tiếp.")
    close(item, state=ItemState.RETURNED, actor_id=actor_id, at=at)
    doer = before.done_by if before.done_by and before.done_by.is_active else None
    again = WorkItem(
        run_id=item.run_id,
        step=before.step,
        role=before.role,
        agency_id=before.agency_id,
        unit_id=before.unit_id,
        holder=doer,
        state=ItemState.CLAIMED if doer else ItemState.OPEN,
        opened_at=at,
        claimed_at=at if doer else None,
        due_at=due_for(at, graph.task(before.step).budget),
        previous_id=before.previous_id,
    )
    start_timers(again, graph.task(before.step), since=at, due_for=due_for)
    again.save(force_insert=True)
    store(run, tokens=tokens)
    return again


def _step_before(item: WorkItem) -> WorkItem:
    """The finished item that opened this one, and only this one."""
    if item.previous_id is None:
        raise Refused("Đây là bước đầu tiên, không có bước trước để trả lại.")
    family = list(
        WorkItem.objects.filter(Q(pk=item.previous_id) | Q(previous_id=item.previous_id))
        .select_related("done_by")
        .order_by("id")
    )
    if any(
        sibling.previous_id == item.previous_id
        and sibling.step != item.step
        and sibling.state not in _GONE
        for sibling in family
    ):
        raise Refused(
            "Bước trước đã tách thành nhiều nhánh song song; không trả lại riêng một nhánh."
            " Hãy ghi ý kiến và hoàn thành bước này."
        )
    return next(found for found in family if found.pk == item.previous_id)


def recall(*, run: Run, item: WorkItem, actor_id: int, at: dt.datetime) -> list[WorkItem]:
    """Take back a step one finished, while nobody has taken up what followed.

    The same work item is live again in the actor's hands with its old due time; returns the
    following items, now cancelled. Three statements, four across a join. Raises Conflict
    when somebody has begun, Refused when the item is not the actor's finished work.
    """
    if item.state != ItemState.DONE or item.done_by_id != actor_id:
        raise Refused("Chỉ thu hồi được việc do chính mình vừa chuyển.")
    followed = list(
        WorkItem.objects.filter(previous_id=item.pk)
        .exclude(state=ItemState.CANCELLED)
        .select_related("holder")
        .order_by("id")
    )
    for follower in followed:
        if follower.state != ItemState.OPEN:
            raise too_late(follower)
    graph = graph_of(run.definition_id)
    steps = [follower.step for follower in followed]
    tokens = undo(graph, run.tokens, item.step, item.outcome, steps)
    if tokens is None:
        raise Conflict("Hồ sơ đã đi tiếp, không thu hồi được nữa.")
    _cancel(followed, at)
    _reopen(item, actor_id, at)
    store(run, tokens=tokens)
    return followed


def _cancel(items: list[WorkItem], at: dt.datetime) -> None:
    """All or none: somebody may claim one at this very moment."""
    if not items:
        return
    changed = WorkItem.objects.filter(
        pk__in=[item.pk for item in items], state=ItemState.OPEN
    ).update(state=ItemState.CANCELLED, done_at=at)
    if changed != len(items):
        raise Conflict("Người sau vừa nhận việc; không thu hồi được nữa.")
    for item in items:
        item.state, item.done_at = ItemState.CANCELLED, at


def _reopen(item: WorkItem, actor_id: int, at: dt.datetime) -> None:
    changed = WorkItem.objects.filter(pk=item.pk, state=ItemState.DONE, done_by_id=actor_id).update(
        state=ItemState.CLAIMED,
        holder_id=actor_id,
        claimed_at=at,
        done_at=None,
        done_by_id=None,
        outcome="",
    )
    if changed != 1:
        raise too_late(item)
    item.state, item.holder_id, item.claimed_at = ItemState.CLAIMED, actor_id, at
    item.done_at, item.done_by_id, item.outcome = None, None, ""
