"""Taking a move back: the tokens as they stood before a step ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

from motcua.process.rules.engine import flow_of, place
from motcua.process.rules.graph import GateKind, Graph, TaskNode

# Steps opened, and how the counts at the joins changed.
_Effect = tuple[tuple[str, ...], Counter[str]]


def undo(
    graph: Graph, tokens: Mapping[str, int], step: str, outcome: str, opened: Iterable[str]
) -> dict[str, int] | None:
    """Tokens as before `step` ended in `outcome` and opened exactly `opened`.

    None when the move cannot be taken back from here: what it left at a join has moved on.
    """
    wanted = sorted(opened)
    target = flow_of(graph, step, outcome).target
    for steps, change in _effects(graph, tokens, step, target, frozenset()):
        before = Counter(tokens)
        before.subtract(change)
        if sorted(steps) == wanted and all(count in (0, 1) for count in before.values()):
            return {name: count for name, count in before.items() if count}
    return None


def _effects(
    graph: Graph, tokens: Mapping[str, int], source: str, key: str, passed: frozenset[str]
) -> list[_Effect]:
    """Everything one token on `source` → `key` can have done, whatever the choices were."""
    node = graph.nodes[key]
    if isinstance(node, TaskNode):
        return [((key,), Counter())]
    if node.kind is GateKind.END or key in passed:
        return []
    branches = [
        _effects(graph, tokens, key, flow.target, passed | {key}) for flow in graph.out[key]
    ]
    if node.kind is GateKind.FORK:
        return [_together(*effects) for effects in product(*branches)]
    onward = [effect for branch in branches for effect in branch]
    if node.kind is GateKind.JOIN:
        return _at_join(graph, tokens, source, key, onward)
    return onward


def _at_join(
    graph: Graph, tokens: Mapping[str, int], source: str, join: str, onward: list[_Effect]
) -> list[_Effect]:
    """Either the token still waits there, or it let the join pass and all places are empty."""
    mine = place(source, join)
    places = [place(name, join) for name in graph.sources[join]]
    if any(tokens.get(name) for name in places):
        return [((), Counter({mine: 1}))]
    used = Counter({name: -1 for name in places if name != mine})
    return [_together(((), used), effect) for effect in onward]


def _together(*effects: _Effect) -> _Effect:
    steps: tuple[str, ...] = ()
    change: Counter[str] = Counter()
    for opened, counts in effects:
        steps += opened
        change.update(counts)
    return steps, change
