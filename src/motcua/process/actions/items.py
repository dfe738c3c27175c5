"""One work item: taken, given to somebody else, closed. All by conditional UPDATE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Q

from motcua.kernel.refusals import Conflict, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Post
from motcua.process.actions.timers import start_timers
from motcua.process.models import WorkItem
from motcua.process.rules.graph import Graph
from motcua.process.states import LIVE_ITEMS, ItemState


def claim(*, item: WorkItem, actor_id: int, at: dt.datetime) -> None:
    """Take open work. One statement. Raises Conflict, saying who has it."""
    changed = WorkItem.objects.filter(pk=item.pk, state=ItemState.OPEN).update(
        state=ItemState.CLAIMED, holder_id=actor_id, claimed_at=at
    )
    if changed != 1:
        raise too_late(item)
    item.state, item.holder_id, item.claimed_at = ItemState.CLAIMED, actor_id, at


def reassign(*, item: WorkItem, to_account_id: int, at: dt.datetime) -> None:
    """Give live work to a person, whoever held it. One statement. Raises Conflict, Refused.

    The caller has asked whether that person has the role there (organisation.people_of_unit).
    """
    if item.holder_id == to_account_id:
        raise Refused("Việc này đã do chính người đó giữ.", field="to")
    changed = WorkItem.objects.filter(_as_seen(item), state__in=LIVE_ITEMS).update(
        state=ItemState.CLAIMED, holder_id=to_account_id, claimed_at=at
    )
    if changed != 1:
        raise too_late(item)
    item.state, item.holder_id, item.claimed_at = ItemState.CLAIMED, to_account_id, at


def close(
    item: WorkItem, *, state: ItemState, actor_id: int | None, at: dt.datetime, outcome: str = ""
) -> None:
    """End live work as done or returned. One statement. Raises Conflict, saying who was faster.

    Without an actor it has expired: it is done, and by nobody.
    """
    changed = WorkItem.objects.filter(_as_seen(item, actor_id), state__in=LIVE_ITEMS).update(
        state=state, done_at=at, done_by_id=actor_id, outcome=outcome
    )
    if changed != 1:
        raise too_late(item)
    item.state, item.done_at, item.done_by_id, item.outcome = state, at, actor_id, outcome


def _as_seen(item: WorkItem, actor_id: int | None = None) -> Q:
    """The item is held by whom the person saw on the page, by nobody, or by that person."""
    return Q(pk=item.pk) & (
        Q(holder_id__isnull=True) | Q(holder_id__in={item.holder_id, actor_id} - {None})
    )


def too_late(item: WorkItem) -> Conflict:
    """What happened to the item meanwhile, in words."""
    now = WorkItem.objects.select_related("holder", "done_by").get(pk=item.pk)
    when = now.done_at or now.claimed_at
    moment = f" lúc {when.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if when else ""
    done_by, holder = str(now.done_by or "Người khác"), str(now.holder or "Người khác")
    match ItemState(now.state):
        case ItemState.DONE:
            return Conflict(f"{done_by} đã hoàn thành bước này{moment}.")
        case ItemState.RETURNED:
            return Conflict(f"{done_by} đã trả lại bước này{moment}.")
        case ItemState.CANCELLED:
            return Conflict("Việc này đã được thu hồi hoặc hủy; tải lại trang để xem hồ sơ.")
        case ItemState.CLAIMED:
            return Conflict(f"{holder} đã nhận việc này{moment}.")
        case ItemState.OPEN:
            return Conflict("Việc này vừa thay đổi; tải lại trang rồi thử lại.")


def shift_due(
    *,
    items: Iterable[WorkItem],
    graph: Graph,
    since: dt.datetime,
    due_for: Callable[[dt.datetime, str | None], dt.datetime | None],
) -> list[WorkItem]:
    """Compute the due times and timers of live items anew, as if they were opened at `since`.

    For after a pause. Returns those whose time moved. At most one statement.
    """
    moved = []
    for item in items:
        task = graph.task(item.step)
        due = due_for(since, task.budget)
        if due != item.due_at or task.timers:
            item.due_at = due
            start_timers(item, task, since=since, due_for=due_for)
            moved.append(item)
    if moved:
        WorkItem.objects.bulk_update(moved, ["due_at", "timed_from", "wake_at"])
    return moved


def hand_items_over(
    *,
    run_id: int,
    agency_id: int,
    units: Mapping[int, int],
    otherwise: int,
    on: dt.datetime,
) -> int:
    """The live work of a run goes to units of another agency; how many pieces lost their holder.

    `units`: new unit by old; `otherwise` for work of a unit nobody took over. Who holds a piece
    keeps it when they sit in the new unit in the same role; else it is open there to all.
    """
    freed = 0
    day = on.astimezone(VIETNAM).date()
    for item in WorkItem.objects.filter(run_id=run_id, state__in=LIVE_ITEMS):
        item.agency_id, item.unit_id = agency_id, units.get(item.unit_id, otherwise)
        if item.holder_id is not None and not _sits(item, item.holder_id, day):
            item.holder, item.claimed_at, item.state = None, None, ItemState.OPEN
            freed += 1
        item.save(update_fields=["agency_id", "unit_id", "holder_id", "claimed_at", "state"])
    return freed


def _sits(item: WorkItem, account_id: int, day: dt.date) -> bool:
    posts = Post.objects.on(day).filter(unit_id=item.unit_id, role=item.role)
    return posts.filter(account_id=account_id).exists()
