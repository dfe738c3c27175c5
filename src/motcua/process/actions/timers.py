"""The timers of one work item: counted from a moment, going off once each."""

from __future__ import annotations

import datetime as dt

from motcua.process.models import WorkItem
from motcua.process.rules.graph import TaskNode, Timer
from motcua.process.rules.timers import DueFor, gone_off, next_wake, ripe
from motcua.process.states import LIVE_ITEMS


def start_timers(item: WorkItem, task: TaskNode, *, since: dt.datetime, due_for: DueFor) -> None:
    """Count the timers that have not gone off from `since` on. Changes the object only."""
    if not task.timers:
        return
    item.timed_from = since
    item.wake_at = next_wake(task, fired=item.fired, since=since, due_for=due_for)


def carry_timers(item: WorkItem, task: TaskNode, *, at: dt.datetime) -> None:
    """Under another definition: looked at in the next pass, which knows the calendar.

    What has gone off is not repeated. Changes the object only.
    """
    item.timed_from = (item.timed_from or item.opened_at) if task.timers else None
    item.wake_at = at if task.timers else None


def put_off(items: list[WorkItem], *, to: dt.datetime) -> None:
    """Look at the timers of these again later. One statement."""
    WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(wake_at=to)


def go_off(item: WorkItem, task: TaskNode, *, due_for: DueFor, at: dt.datetime) -> list[Timer]:
    """The timers whose moment has come, each once. One statement.

    Moments are computed anew: a calendar that has changed meanwhile puts them off.
    """
    since = item.timed_from or item.opened_at
    now = ripe(task, fired=item.fired, since=since, due_for=due_for, at=at)
    for timer in now:
        item.fired = gone_off(item.fired, timer)
    item.wake_at = next_wake(task, fired=item.fired, since=since, due_for=due_for)
    WorkItem.objects.filter(pk=item.pk, state__in=LIVE_ITEMS).update(
        fired=item.fired, wake_at=item.wake_at
    )
    return now
