"""Playing every possible run of a graph: can one get stuck, or end with work left over?

The runs are explored as markings: which steps are live and which tokens wait at joins. A
choice may go any way. In a sound graph no step is ever live twice at once, so a marking is
two sets, and there are finitely many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from motcua.process.rules.engine import Advance, flow_of, walk
from motcua.process.rules.graph import BadGraph, Flow, Gate, Graph, StepVerb

MOST_MARKINGS = 4_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a graph from being published; `node` is "" for the whole graph."""

    node: str
    text: str


@dataclass(frozen=True, slots=True)
class Marking:
    """Where a run may stand: the live steps, and the tokens that wait at joins."""

    steps: frozenset[str]
    tokens: frozenset[str]


@dataclass(slots=True)
class _Explored:
    """What the search saw: who leads to whom, which markings end well, which faults."""

    leads_from: dict[Marking, set[Marking]] = field(default_factory=dict)
    ending: set[Marking] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    # Keyed so that the same fault is told once, however many runs meet it.
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)

    @property
    def is_too_wide(self) -> bool:
        """Whether the search was given up."""
        return ("", "bound") in self.faults

    def blame(self, node: str, kind: str, text: str) -> None:
        self.faults.setdefault((node, kind), Fault(node, text))


def token_faults(graph: Graph) -> list[Fault]:
    """Every way a run can go wrong; empty when the graph is sound.

    Expects a graph without structural faults: each outcome and gate leads somewhere.
    """
    seen = _Explored()
    try:
        _explore(graph, seen)
        if seen.is_too_wide:
            graph, seen = joined_up(graph), _Explored()
            _explore(graph, seen)
    except BadGraph as error:
        return [Fault(error.node, error.text)]
    if not seen.faults:
        _blame_endless(graph, seen)
    if not seen.faults:
        for step in graph.tasks:
            if step.key not in seen.opened:
                seen.blame(step.key, "dead", f"Bước “{step.name}” không lần chạy nào mở đến.")
        _blame_company(graph, seen)
    return list(seen.faults.values())


def markings(graph: Graph) -> frozenset[Marking]:
    """Every place a run of a sound graph may stand at; none when there are too many to tell."""
    seen = _Explored()
    _explore(graph, seen)
    return frozenset() if seen.faults else frozenset(seen.leads_from)


def joined_up(graph: Graph) -> Graph:
    """A smaller graph that is sound when this one is: steps in a row count as one.

    When all ways of a step lead to one that nothing else leads to, whoever reaches the first
    reaches the second, and nothing else can tell them apart: the first is left out.
    """
    nodes, flows, start = dict(graph.nodes), list(graph.flows), graph.start
    for task in graph.tasks:
        targets = {flow.target for flow in flows if flow.source == task.key}
        follower = next(iter(targets)) if len(targets) == 1 else task.key
        sources = {flow.source for flow in flows if flow.target == follower}
        if follower in (task.key, start) or sources != {task.key}:
            continue
        if isinstance(nodes[follower], Gate):
            continue
        del nodes[task.key]
        flows = [
            replace(flow, target=follower) if flow.target == task.key else flow
            for flow in flows
            if flow.source != task.key
        ]
        start = follower if start == task.key else start
    return Graph(start=start, nodes=nodes, flows=tuple(flows))


def _explore(graph: Graph, seen: _Explored) -> None:
    nothing = Marking(frozenset(), frozenset())
    seen.leads_from[nothing] = set()
    waiting = _settle(graph, seen, nothing, nothing, _walks(graph, {}, "", graph.start))
    while waiting:
        if len(seen.leads_from) > MOST_MARKINGS:
            text = f"Quá nhiều nhánh song song: hơn {MOST_MARKINGS} trạng thái, không kiểm hết."
            seen.blame("", "bound", text)
            return
        marking = waiting.pop()
        tokens = dict.fromkeys(marking.tokens, 1)
        for key in sorted(marking.steps):
            rest = Marking(marking.steps - {key}, marking.tokens)
            for outcome in graph.task(key).outcome_keys:
                target = flow_of(graph, key, outcome).target
                walks = _walks(graph, tokens, key, target)
                waiting += _settle(graph, seen, marking, rest, walks)


def _settle(
    graph: Graph, seen: _Explored, before: Marking, rest: Marking, walks: Iterable[Advance]
) -> list[Marking]:
    """The new markings these moves lead to; bad ones are blamed and not followed further."""
    found = []
    for advance in walks:
        opened = [step.key for step in advance.opened]
        seen.opened.update(opened)
        if _is_doubled(graph, seen, rest, opened, advance.tokens):
            continue
        after = Marking(rest.steps | set(opened), frozenset(advance.tokens))
        if advance.finished:
            _finish(graph, seen, before, after)
        elif not after.steps:
            _blame_stuck(graph, seen, after)
        elif after in seen.leads_from:
            seen.leads_from[after].add(before)
        else:
            seen.leads_from[after] = {before}
            found.append(after)
    return found


def _is_doubled(
    graph: Graph,
    seen: _Explored,
    rest: Marking,
    opened: list[str],
    tokens: Mapping[str, int],
) -> bool:
    twice = {key for key in opened if key in rest.steps or opened.count(key) > 1}
    for key in twice:
        text = f"Bước “{graph.label(key)}” có thể mở hai lần cùng lúc; thiếu nút gộp trước đó."
        seen.blame(key, "twice", text)
    crowded = {name.partition(">")[2] for name, count in tokens.items() if count > 1}
    for key in crowded:
        text = f"Một nhánh có thể đến nút gộp “{graph.label(key)}” hai lần."
        seen.blame(key, "crowded", text)
    return bool(twice or crowded)


def _finish(graph: Graph, seen: _Explored, before: Marking, after: Marking) -> None:
    if not after.steps and not after.tokens:
        seen.ending.add(before)
    for key in after.steps:
        text = f"Quy trình có thể kết thúc khi bước “{graph.label(key)}” còn dở."
        seen.blame(key, "left", text)
    for name in after.tokens:
        join = name.partition(">")[2]
        text = f"Quy trình có thể kết thúc khi nút gộp “{graph.label(join)}” còn chờ."
        seen.blame(join, "left", text)


def _blame_stuck(graph: Graph, seen: _Explored, marking: Marking) -> None:
    for name in sorted(marking.tokens):
        join = name.partition(">")[2]
        missing = [
            f"“{graph.label(source)}”"
            for source in graph.sources[join]
            if f"{source}>{join}" not in marking.tokens
        ]
        seen.blame(
            join,
            "stuck",
            f"Hồ sơ có thể kẹt tại nút gộp “{graph.label(join)}”: chờ nhánh từ"
            f" {', '.join(missing)} không bao giờ đến.",
        )


def _blame_endless(graph: Graph, seen: _Explored) -> None:
    """Markings from which no run reaches the end."""
    good: set[Marking] = set()
    waiting = list(seen.ending)
    while waiting:
        marking = waiting.pop()
        if marking not in good:
            good.add(marking)
            waiting += seen.leads_from[marking]
    for marking in seen.leads_from:
        if marking not in good:
            for key in sorted(marking.steps):
                text = f"Từ bước “{graph.label(key)}” không có đường nào đến kết thúc."
                seen.blame(key, "endless", text)


def _blame_company(graph: Graph, seen: _Explored) -> None:
    """Issuing ends the work on a file, so nothing else may be going on beside it."""
    for marking in seen.leads_from:
        for key in sorted(marking.steps):
            last = graph.task(key).verb in (StepVerb.ISSUE, StepVerb.RETURN_RESULT)
            if last and (len(marking.steps) > 1 or marking.tokens):
                text = f"Bước “{graph.label(key)}” có thể diễn ra khi nhánh khác còn dở."
                seen.blame(key, "company", text)


def _walks(graph: Graph, tokens: Mapping[str, int], source: str, target: str) -> Iterator[Advance]:
    """The same move once for every way its choices may go."""
    scripts: list[tuple[int, ...]] = [()]
    while scripts:
        script = scripts.pop()
        asked: list[int] = []

        def pick(
            _: Gate,
            flows: tuple[Flow, ...],
            script: tuple[int, ...] = script,
            asked: list[int] = asked,
        ) -> Flow:
            place = len(asked)
            asked.append(len(flows))
            return flows[script[place] if place < len(script) else 0]

        yield walk(graph, tokens, source, target, pick)
        for place in range(len(script), len(asked)):
            padding = (0,) * (place - len(script))
            scripts += [(*script, *padding, other) for other in range(1, asked[place])]
