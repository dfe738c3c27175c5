"""The token game played the slow way: one node at a time, every order, nothing clever.

A token lies on a node and remembers where it came from. Kept apart from the engine on purpose:
it says what soundness means, and the engine's own search must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from motcua.process.rules.graph import Gate, GateKind, Graph, TaskNode

Token = tuple[str, str]
State = frozenset[Token]
END = ("", "END")


class Doubled(Exception):
    """The same token twice: two people would have the same work at once."""


def is_sound(graph: Graph) -> bool:
    """Every state can still end; at the end nothing is left; every step is reached by some run."""
    first: State = frozenset([("", graph.start)])
    leads: dict[State, set[State]] = {}
    waiting = [first]
    try:
        while waiting:
            state = waiting.pop()
            if state not in leads:
                leads[state] = set(_next(graph, state))
                waiting += leads[state]
    except Doubled:
        return False
    if any(END in state and len(state) > 1 for state in leads):
        return False
    can_end = {state for state in leads if state == {END}}
    grown = True
    while grown:
        more = {state for state, after in leads.items() if after & can_end} - can_end
        grown = bool(more)
        can_end |= more
    reached = {key for state in leads for _, key in state}
    return can_end == set(leads) and all(step.key in reached for step in graph.tasks)


def _next(graph: Graph, state: State) -> Iterator[State]:
    for token in state:
        _, key = token
        if token == END:
            continue
        node = graph.nodes[key]
        targets = [(key, flow.target) for flow in graph.out[key]]
        if isinstance(node, TaskNode) or node.kind in (GateKind.CHOICE, GateKind.MERGE):
            for target in targets:
                yield _moved(graph, state, [token], [target])
        elif node.kind is GateKind.FORK:
            yield _moved(graph, state, [token], targets)
        elif node.kind is GateKind.END:
            yield _moved(graph, state, [token], [END])
        else:
            needed = [(name, key) for name in graph.sources[key]]
            if set(needed) <= state:
                yield _moved(graph, state, needed, targets)


def _moved(graph: Graph, state: State, used: list[Token], made: list[Token]) -> State:
    # Work knows no origin: two ways into one step meet there.
    made = [
        token if token == END or isinstance(graph.nodes[token[1]], Gate) else ("", token[1])
        for token in made
    ]
    after = Counter(state)
    after.subtract(used)
    after.update(made)
    if any(count > 1 for count in after.values()):
        raise Doubled
    return frozenset(token for token, count in after.items() if count)
