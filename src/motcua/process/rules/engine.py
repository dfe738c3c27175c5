"""The token game: what opens when a step is finished.

A token on a step is a live work item; a token waiting at a join is a count under
"source>join". Gates are passed at once, so nothing else is ever stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from motcua.kernel.refusals import Refused
from motcua.process.rules.conditions import holds
from motcua.process.rules.graph import BadGraph, Flow, Gate, GateKind, Graph, TaskNode

Pick = Callable[[Gate, tuple[Flow, ...]], Flow]


class BadOutcome(Refused):
    """The step cannot end in this outcome."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What one move did: steps that opened, tokens left at joins, whether the end was reached.

    `notes` says in words which conditions could not be answered.
    """

    opened: tuple[TaskNode, ...]
    tokens: dict[str, int]
    finished: bool
    notes: tuple[str, ...] = ()


def start(graph: Graph, data: Mapping[str, object]) -> Advance:
    """The first steps of a run. Raises BadGraph when the graph runs in circles."""
    notes: list[str] = []
    return walk(graph, {}, "", graph.start, _by_data(data, notes), notes)


def complete(
    graph: Graph,
    tokens: Mapping[str, int],
    step: str,
    outcome: str,
    data: Mapping[str, object],
) -> Advance:
    """What follows when `step` ends in `outcome`. Raises BadOutcome, BadGraph."""
    notes: list[str] = []
    target = flow_of(graph, step, outcome).target
    return walk(graph, tokens, step, target, _by_data(data, notes), notes)


def flow_of(graph: Graph, step: str, outcome: str) -> Flow:
    """The flow a step takes in an outcome. Raises BadOutcome when it has no such outcome."""
    node = graph.task(step)
    if outcome not in node.outcome_keys:
        allowed = ", ".join(f"“{item.name}”" for item in node.outcomes)
        raise BadOutcome(
            f"Bước “{node.name}” phải chọn một kết quả: {allowed}."
            if allowed
            else f"Bước “{node.name}” không có kết quả “{outcome}”.",
            field="outcome",
        )
    for flow in graph.out[step]:
        if flow.outcome == outcome:
            return flow
    raise BadGraph(f"Bước “{node.name}” chưa nối kết quả “{outcome}” đi đâu.", node=step)


def place(source: str, join: str) -> str:
    """The name under which a token from `source` waits at `join`."""
    return f"{source}>{join}"


def walk(
    graph: Graph,
    tokens: Mapping[str, int],
    source: str,
    target: str,
    pick: Pick,
    notes: list[str] | None = None,
) -> Advance:
    """Pass one token along `source` → `target` until every token rests. Raises BadGraph."""
    waiting = Counter(tokens)
    opened: list[TaskNode] = []
    finished = False
    moving = [(source, target)]
    # A sound graph passes each flow at most once between two steps.
    for _ in range(2 * len(graph.flows) + 2):
        if not moving:
            rest = {name: count for name, count in waiting.items() if count}
            return Advance(tuple(opened), rest, finished, tuple(notes or ()))
        came_from, key = moving.pop(0)
        node = graph.nodes[key]
        if isinstance(node, TaskNode):
            opened.append(node)
        elif node.kind is GateKind.END:
            if finished:
                raise BadGraph(f"Quy trình kết thúc hai lần tại “{graph.label(key)}”.", node=key)
            finished = True
        elif node.kind is not GateKind.JOIN or _all_arrived(graph, waiting, came_from, key):
            moving += [(key, flow.target) for flow in _leaving(graph, node, pick)]
    raise BadGraph(f"Quy trình chạy vòng không qua bước nào tại “{target}”.", node=target)


def _all_arrived(graph: Graph, waiting: Counter[str], came_from: str, join: str) -> bool:
    waiting[place(came_from, join)] += 1
    places = [place(source, join) for source in graph.sources[join]]
    if not all(waiting[name] for name in places):
        return False
    waiting.subtract(places)
    return True


def _leaving(graph: Graph, node: Gate, pick: Pick) -> tuple[Flow, ...]:
    flows = graph.out[node.key]
    if not flows:
        raise BadGraph(f"Nút “{graph.label(node.key)}” không nối đi đâu.", node=node.key)
    return (pick(node, flows),) if node.kind is GateKind.CHOICE else flows


def _by_data(data: Mapping[str, object], notes: list[str]) -> Pick:
    def pick(node: Gate, flows: tuple[Flow, ...]) -> Flow:
        for flow in flows:
            if flow.otherwise or flow.when is None:
                continue
            answer = holds(flow.when, data)
            if answer:
                return flow
            if answer is None:
                notes.append(f"Không tính được điều kiện “{flow.when}”; xét nhánh tiếp theo.")
        for flow in flows:
            if flow.otherwise:
                return flow
        raise BadGraph(f"Nút chọn “{node.name or node.key}” không có nhánh còn lại.", node=node.key)

    return pick
