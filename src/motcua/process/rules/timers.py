"""Timers of a step: when it is reminded of, told to a leader, or goes on without an answer.

All are counted in working time since the step was opened, so a wait of one day never ends
within minutes, and none runs while the applicant owes papers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from motcua.process.rules.budgets import parse_budget
from motcua.process.rules.graph import Graph, StepVerb, TaskNode, Timer, TimerKind
from motcua.process.rules.soundness import Fault

DueFor = Callable[[dt.datetime, str | None], dt.datetime | None]

# Which timers of a piece of work have gone off: one bit for each kind.
_BIT: Final = {kind: 1 << place for place, kind in enumerate(TimerKind)}


def next_wake(
    task: TaskNode, *, fired: int, since: dt.datetime, due_for: DueFor
) -> dt.datetime | None:
    """When the first timer that has not gone off does; None when there is none."""
    waiting = [due for timer, due in _moments(task, since, due_for) if not fired & _BIT[timer.kind]]
    return min(waiting, default=None)


def ripe(
    task: TaskNode, *, fired: int, since: dt.datetime, due_for: DueFor, at: dt.datetime
) -> list[Timer]:
    """The timers whose moment has come and that have not gone off, the mildest first.

    A step that expires is not reminded of any more: its expiry stands alone.
    """
    come = [
        timer
        for timer, due in _moments(task, since, due_for)
        if due <= at and not fired & _BIT[timer.kind]
    ]
    ended = [timer for timer in come if timer.kind is TimerKind.EXPIRE]
    return ended or come


def gone_off(fired: int, timer: Timer) -> int:
    """`fired` with this timer."""
    return fired | _BIT[timer.kind]


def _moments(
    task: TaskNode, since: dt.datetime, due_for: DueFor
) -> Iterator[tuple[Timer, dt.datetime]]:
    """A share of a limit that the file does not have comes to no moment."""
    for timer in task.timers:
        due = due_for(since, timer.after)
        if due is not None:
            yield timer, due


def timer_faults(graph: Graph) -> Iterator[Fault]:
    """What forbids publishing: an expiry that nobody could take as the step's end."""
    for task in graph.tasks:
        for timer in task.timers:
            if timer.kind is not TimerKind.EXPIRE:
                continue
            if task.verb is not StepVerb.COMPLETE:
                yield Fault(
                    task.key,
                    f"Bước “{task.name}” do người làm mới xong (chuyển, ban hành, trả kết quả)"
                    " nên không tự hết hạn; bỏ hẹn giờ hết hạn.",
                )
            elif timer.outcome not in task.outcome_keys:
                yield Fault(
                    task.key,
                    f"Bước “{task.name}”: hết hạn phải chọn một kết quả của bước; không có"
                    f" kết quả “{timer.outcome}”.",
                )


def timer_warnings(graph: Graph) -> Iterator[Fault]:
    """Worth a look: a reminder or a warning that the expiry always forestalls."""
    for task in graph.tasks:
        minutes = {t.kind: parse_budget(t.after).minutes for t in task.timers}
        end = minutes.get(TimerKind.EXPIRE, 0)
        if end and any(0 < end <= m for kind, m in minutes.items() if kind is not TimerKind.EXPIRE):
            yield Fault(
                task.key,
                f"Bước “{task.name}” hết hạn trước khi kịp nhắc việc hoặc báo lãnh đạo.",
            )
