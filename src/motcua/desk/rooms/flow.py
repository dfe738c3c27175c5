"""A process as a drawing: steps in layers from top to bottom, flows as arrows. Values only."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.organisation.states import Role
from motcua.process.rules.graph import Gate, GateKind, Graph, TaskNode
from motcua.ui.said import said

WIDTH, HEIGHT, GAP, DROP, MARGIN = 220, 64, 36, 44, 24
GATE: Final = 36
_LINE: Final = 30
_LETTER: Final = 7  # how wide a letter is at most, on average
_LABEL: Final = 46
GATE_WORDS: Final = {
    GateKind.CHOICE: gettext_noop("chọn một"),
    GateKind.FORK: gettext_noop("tách nhánh"),
    GateKind.JOIN: gettext_noop("chờ đủ nhánh"),
    GateKind.MERGE: gettext_noop("gộp nhánh"),
    GateKind.END: gettext_noop("kết thúc"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One node. `x`, `y` are its upper left corner; `lines` are (y, text)."""

    key: str
    kind: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]
    faulty: bool
    state: str = ""  # of a running file: "now", "done"

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def left(self) -> int:
        """Its leftmost point: of a gate the corner of the diamond."""
        return self.x if self.kind == "task" else self.middle - self.height // 2

    @property
    def beside(self) -> int:
        """Where the words of a gate begin, right of it."""
        return self.middle + self.height // 2 + 8

    @property
    def diamond(self) -> str:
        """Corners of a gate."""
        x, y, half = self.middle, self.y + self.height // 2, self.height // 2
        return f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow from node to node, with the words on it."""

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws, in one coordinate system."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


Marks = Mapping[str, tuple[str, str]]


def drawing_of(graph: Graph, faulty: Iterable[str] = (), marks: Marks | None = None) -> Drawing:
    """Boxes and arrows of a graph, also of an unsound one.

    `marks`: of a running file, step → ("now" or "done", words in place of the role).
    """
    layers = _layers(graph)
    bad = set(faulty)
    widest = max(len(keys) for keys in layers)
    side = MARGIN + GAP + 40
    inner = widest * WIDTH + (widest - 1) * GAP
    boxes: dict[str, Box] = {}
    for level, keys in enumerate(layers):
        row = len(keys) * WIDTH + (len(keys) - 1) * GAP
        left = side + (inner - row) // 2
        for place, key in enumerate(keys):
            x = left + place * (WIDTH + GAP)
            boxes[key] = _box(
                graph, key, x, MARGIN + level * (HEIGHT + DROP), bad, (marks or {}).get(key)
            )
    levels = {key: level for level, keys in enumerate(layers) for key in keys}
    arrows = _arrows(graph, boxes, levels)
    height = 2 * MARGIN + len(layers) * (HEIGHT + DROP) - DROP
    words = [arrow.x + len(arrow.label) * _LETTER for arrow in arrows]
    width = max([inner + 2 * side, *words])
    return Drawing(width, height, tuple(boxes.values()), tuple(arrows))


def _layers(graph: Graph) -> list[list[str]]:
    """Nodes by how many flows lie before them at most, without going round a circle."""
    level: dict[str, int] = {}

    def visit(key: str, depth: int, above: frozenset[str]) -> None:
        if key in above or level.get(key, -1) >= depth or depth > len(graph.nodes):
            return
        level[key] = depth
        for flow in graph.out[key]:
            visit(flow.target, depth + 1, above | {key})

    visit(graph.start, 0, frozenset())
    last = max(level.values()) + 1
    for key in graph.nodes:
        level.setdefault(key, last)
    found: dict[int, list[str]] = {}
    for key in graph.nodes:
        found.setdefault(level[key], []).append(key)
    return [found[depth] for depth in sorted(found)]


def _box(
    graph: Graph, key: str, x: int, y: int, bad: set[str], mark: tuple[str, str] | None
) -> Box:
    node = graph.nodes[key]
    if isinstance(node, Gate):
        text = said(node.name or GATE_WORDS[node.kind])
        lines = ((y + GATE // 2 + 4, text),)
        return Box(key, node.kind.value, x, y, WIDTH, GATE, lines, key in bad)
    words = textwrap.wrap(said(node.name), _LINE)[:2]
    if len(textwrap.wrap(node.name, _LINE)) > 2:
        words[1] = f"{words[1][: _LINE - 1]}…"
    state, note = mark or ("", said(Role(node.role).label))
    texts = [*words, note]
    top = y + HEIGHT // 2 - 9 * (len(texts) - 1) + 5
    placed = tuple((top + 18 * n, text) for n, text in enumerate(texts))
    return Box(key, "task", x, y, WIDTH, HEIGHT, placed, key in bad, state)


def _arrows(graph: Graph, boxes: Mapping[str, Box], levels: Mapping[str, int]) -> list[Arrow]:
    together: dict[tuple[str, str], list[str]] = {}
    for flow in graph.flows:
        words = together.setdefault((flow.source, flow.target), [])
        node = graph.nodes[flow.source]
        if len({other.target for other in graph.out[flow.source]}) == 1:
            continue  # every outcome leads to the same place: nothing to tell apart
        if isinstance(node, TaskNode) and flow.outcome:
            words.append(said(node.outcome_name(flow.outcome)))
        elif flow.otherwise:
            words.append(_("còn lại"))
        elif flow.when:
            words.append(flow.when)
    arrows = []
    for (a, b), words in together.items():
        first, last = sorted((levels[a], levels[b]))
        passed = [box.x for key, box in boxes.items() if first <= levels[key] <= last]
        label = _shortened(filter(None, words))
        arrows.append(_arrow(boxes[a], boxes[b], levels[b] - levels[a], min(passed), label))
    return arrows


def _shortened(words: Iterable[str]) -> str:
    text = " / ".join(words)
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


def _arrow(a: Box, b: Box, down: int, edge: int, label: str) -> Arrow:
    """Straight to the next layer; over more layers or backwards round the left, past `edge`."""
    if down == 1:
        path = f"M{a.middle} {a.bottom}L{b.middle} {b.y - 4}"
        return Arrow(path, label, (a.middle + b.middle) // 2 + 8, (a.bottom + b.y) // 2 + 4)
    left = edge - (30 if down > 0 else 54)
    start, end = a.y + a.height // 2, b.y + b.height // 2
    bend = 20 if end > start else -20
    path = (
        f"M{a.left} {start}Q{left} {start} {left} {start + bend}"
        f"L{left} {end - bend}Q{left} {end} {b.left - 4} {end}"
    )
    return Arrow(path, label, left + 4, start + bend + 14)
