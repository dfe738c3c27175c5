"""Timers on a step, as BPMN draws them: boundary events with a clock.

One that does not interrupt reminds (or tells a leader, when it says so); one that interrupts is
the step's expiry and leads to where one of the step's outcomes leads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from motcua.process.rules.bpmn.names import BPMN, MOTCUA
from motcua.process.rules.bpmn.xml import Element, refused_at
from motcua.process.rules.graph import Timer, TimerKind

_DAYS: Final = re.compile(r"P([1-9][0-9]{0,3})D")
_HOURS: Final = re.compile(r"PT([1-9][0-9]{0,3})H")
_WRITTEN: Final = {"working_days": "P{}D", "working_hours": "PT{}H"}


def is_timer(element: Element) -> bool:
    """A boundary event with a clock and nothing else."""
    kinds = [one.name for one in element.children if one.name.endswith("EventDefinition")]
    return element.name == "boundaryEvent" and kinds == ["timerEventDefinition"]


def timers_of(
    events: Sequence[Element],
    leaving: Mapping[str, list[Element]],
    leads: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """The written timers of a step. `leads`: where each outcome goes. Raises BadGraph.

    `leaving`: the flows out of each event by its id.
    """
    found: dict[str, Any] = {}
    for event in events:
        kind, ways = _kind(event), leaving[event.get("id")]
        if kind in found:
            raise refused_at(event, "bước có hai đồng hồ cùng loại; mỗi loại chỉ một")
        found[kind] = _after(event)
        if kind != TimerKind.EXPIRE:
            if ways:
                raise refused_at(event, "đồng hồ nhắc việc không có đường ra")
            continue
        outcome = _outcome(event, ways, leads)
        if outcome:
            found["outcome"] = outcome
    return found


def _kind(event: Element) -> str:
    if event.get("cancelActivity") != "false":
        return TimerKind.EXPIRE.value
    escalates = event.get("timer", MOTCUA) == TimerKind.ESCALATE
    return (TimerKind.ESCALATE if escalates else TimerKind.REMIND).value


def _after(event: Element) -> str:
    """Ours, else an ISO 8601 duration of whole days or hours, read as working time."""
    if after := event.get("after", MOTCUA):
        return after
    for definition in event.of(BPMN, "timerEventDefinition"):
        for duration in definition.of(BPMN, "timeDuration"):
            text = duration.text.strip()
            if days := _DAYS.fullmatch(text):
                return f"{days[1]} working_days"
            if hours := _HOURS.fullmatch(text):
                return f"{hours[1]} working_hours"
    raise refused_at(
        event, "đồng hồ phải ghi khoảng thời gian (timeDuration) như “P2D” hoặc “PT4H”"
    )


def _outcome(event: Element, ways: list[Element], leads: Sequence[tuple[str, str]]) -> str:
    """The outcome meant: named, else the only one that leads where the event leads."""
    named = event.get("outcome", MOTCUA)
    if named:
        return named
    if len(ways) != 1:
        raise refused_at(event, "đồng hồ hết hạn phải có đúng một đường ra")
    fitting = [outcome for target, outcome in leads if target == ways[0].get("targetRef")]
    if len(fitting) != 1:
        raise refused_at(
            event,
            "hết hạn phải đi đến nơi đúng một kết quả của bước dẫn đến,"
            " hoặc ghi kết quả đó vào motcua:outcome",
        )
    return fitting[0]


# --- Out --------------------------------------------------------------------------------------


def facts_of(timer: Timer, step: str) -> tuple[tuple[str, str], ...]:
    """The attributes of the event that shows a timer of a step."""
    facts = [
        ("attachedToRef", step),
        ("cancelActivity", str(timer.kind is TimerKind.EXPIRE).lower()),
        ("motcua:timer", timer.kind.value),
        ("motcua:after", timer.after),
        ("motcua:outcome", timer.outcome),
    ]
    return tuple((name, value) for name, value in facts if value)


def duration_of(timer: Timer) -> str:
    """As BPMN tools read it; a share of the limit has no such form and stands as it is."""
    amount, _, unit = timer.after.partition(" ")
    return _WRITTEN[unit].format(amount) if unit else timer.after
