"""A graph as BPMN 2.0 with its drawing: opens in Camunda Modeler, bpmn-js and here again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import quoteattr

from motcua.process.rules.bpmn.layout import COLUMN, EVENT, GATE, ROW, TASK, Size, Spot, laid_out
from motcua.process.rules.bpmn.names import BPMN, BPMNDI, DC, DI, MOTCUA, XSI
from motcua.process.rules.bpmn.timers import duration_of, facts_of
from motcua.process.rules.graph import Flow, Gate, GateKind, Graph, Node, TaskNode, TimerKind

_GATEWAYS: Final = {
    GateKind.CHOICE: "exclusiveGateway",
    GateKind.MERGE: "exclusiveGateway",
    GateKind.FORK: "parallelGateway",
    GateKind.JOIN: "parallelGateway",
    GateKind.END: "endEvent",
}
START: Final = "StartEvent_1"


@dataclass(frozen=True, slots=True)
class _Shape:
    """One thing drawn. `extra`: attributes as written; `place`: its name in the graph's places."""

    key: str
    tag: str
    name: str
    size: Size
    place: str
    extra: tuple[tuple[str, str], ...] = ()
    duration: str = ""  # of a clock on a step

    @property
    def on(self) -> str:
        """The step it sits on."""
        return dict(self.extra).get("attachedToRef", "")


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    source: str
    target: str
    name: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    condition: str = ""


@dataclass(slots=True)
class _Sheet:
    shapes: list[_Shape] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)

    def line(self, source: str, target: str, **more: object) -> str:
        key = f"Flow_{len(self.lines) + 1}"
        self.lines.append(_Line(key, source, target, **more))  # type: ignore[arg-type]
        return key


def to_bpmn(graph: Graph, name: str) -> str:
    """The XML of a process called `name`; reading it again gives the same graph."""
    sheet = _drawn(graph)
    sizes = {shape.key: shape.size for shape in sheet.shapes}
    clocks = {shape.key: shape.on for shape in sheet.shapes if shape.on}
    known = {
        shape.key: graph.places[shape.place]
        for shape in sheet.shapes
        if shape.place in graph.places
    }
    spots = laid_out(
        {key: size for key, size in sizes.items() if key not in clocks},
        [(line.source, line.target) for line in sheet.lines if line.source not in clocks],
        known,
    )
    spots |= _on_the_edge(clocks, spots)
    return "\n".join(_document(sheet, name, sizes, spots)) + "\n"


def _on_the_edge(clocks: dict[str, str], spots: dict[str, Spot]) -> dict[str, Spot]:
    """Clocks sit side by side on the lower edge of their step."""
    found: dict[str, Spot] = {}
    for key, step in clocks.items():
        place = sum(clocks[other] == step for other in found)
        x, y = spots[step]
        found[key] = (x + 4 + place * 40, y + TASK[1] - EVENT[1] // 2)
    return found


def outcome_gate(step: str) -> str:
    """The id of the gateway that shows the outcomes of a step."""
    return f"Gateway_{step}"


def _drawn(graph: Graph) -> _Sheet:
    sheet = _Sheet([_Shape(START, "startEvent", "", EVENT, "start")])
    sheet.line(START, _way_in(graph, graph.start))
    for node in graph.nodes.values():
        if isinstance(node, TaskNode):
            _draw_task(sheet, graph, node)
        else:
            _draw_gate(sheet, graph, node)
    return sheet


def _way_in(graph: Graph, key: str) -> str:
    """Where a flow to a node ends: many flows into a fork are merged first, else it would wait."""
    return f"Merge_{key}" if _is_crowded_fork(graph, graph.nodes[key]) else key


def _is_crowded_fork(graph: Graph, node: Node) -> bool:
    entering = sum(flow.target == node.key for flow in graph.flows) + (node.key == graph.start)
    return isinstance(node, Gate) and node.kind is GateKind.FORK and entering > 1


def _draw_task(sheet: _Sheet, graph: Graph, task: TaskNode) -> None:
    facts = {
        "role": task.role.value,
        "unit": task.unit.value,
        "verb": task.verb.value,
        "budget": task.budget or "",
        "canSendBack": "" if task.can_send_back else "false",
        "plain": task.plain,
        "otherThan": task.other_than,
    }
    tag, called = "userTask", []
    if task.child is not None:
        tag, called = "callActivity", [("calledElement", task.child.procedure)]
        facts["childPapers"] = ";".join(f"{key}={source}" for key, source in task.child.papers)
    extra = (*called, *((f"motcua:{key}", value) for key, value in facts.items() if value))
    sheet.shapes.append(_Shape(task.key, tag, task.name, TASK, task.key, extra))
    leaving = graph.out[task.key]
    _draw_clocks(sheet, graph, task)
    if not task.outcomes:
        for flow in leaving:
            sheet.line(task.key, _way_in(graph, flow.target))
        return
    gate = outcome_gate(task.key)
    sheet.shapes.append(_Shape(gate, "exclusiveGateway", "", GATE, f"{task.key}?"))
    sheet.line(task.key, gate)
    ways = {flow.outcome: flow for flow in leaving}
    for outcome in task.outcomes:
        way = ways.get(outcome.key)
        if way is not None:
            said = [("motcua:outcome", outcome.key), ("motcua:tone", outcome.tone)]
            kept = tuple((key, value) for key, value in said if value)
            sheet.line(gate, _way_in(graph, way.target), name=outcome.name, extra=kept)


def _draw_clocks(sheet: _Sheet, graph: Graph, task: TaskNode) -> None:
    for timer in task.timers:
        key = f"Timer_{task.key}_{timer.kind.value}"
        facts = facts_of(timer, task.key)
        shape = _Shape(key, "boundaryEvent", "", EVENT, "", facts, duration_of(timer))
        sheet.shapes.append(shape)
        for flow in graph.out[task.key]:
            if timer.kind is TimerKind.EXPIRE and flow.outcome == timer.outcome:
                sheet.line(key, _way_in(graph, flow.target))


def _draw_gate(sheet: _Sheet, graph: Graph, gate: Gate) -> None:
    tag = _GATEWAYS[gate.kind]
    if _is_crowded_fork(graph, gate):
        merge = f"Merge_{gate.key}"
        kind = (("motcua:kind", GateKind.MERGE.value),)
        sheet.shapes.append(_Shape(merge, "exclusiveGateway", "", GATE, merge, kind))
        sheet.line(merge, gate.key)
    fallback = ""
    for flow in graph.out[gate.key]:
        key = sheet.line(
            gate.key, _way_in(graph, flow.target), name=_words(flow), condition=flow.when or ""
        )
        fallback = key if flow.otherwise else fallback
    extra = [("default", fallback)] if fallback else []
    if gate.kind is not GateKind.END:
        extra.append(("motcua:kind", gate.kind.value))
    size = EVENT if gate.kind is GateKind.END else GATE
    sheet.shapes.append(_Shape(gate.key, tag, gate.name, size, gate.key, tuple(extra)))


def _words(flow: Flow) -> str:
    return "còn lại" if flow.otherwise else (flow.when or "")


def _document(
    sheet: _Sheet, name: str, sizes: dict[str, Size], spots: dict[str, Spot]
) -> Iterator[str]:
    spaces = {
        "bpmn": BPMN,
        "bpmndi": BPMNDI,
        "dc": DC,
        "di": DI,
        "xsi": XSI,
        "motcua": MOTCUA,
    }
    said = "".join(f" xmlns:{key}={quoteattr(value)}" for key, value in spaces.items())
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<bpmn:definitions{said} id="Definitions_1" targetNamespace={quoteattr(MOTCUA)}>'
    yield f'  <bpmn:process id="Process_1" name={quoteattr(name)} isExecutable="false">'
    for shape in sheet.shapes:
        attributes = _attributes(shape.name, shape.extra)
        yield f"    <bpmn:{shape.tag} id={quoteattr(shape.key)}{attributes}>"
        for line in sheet.lines:
            if line.target == shape.key:
                yield f"      <bpmn:incoming>{line.key}</bpmn:incoming>"
        for line in sheet.lines:
            if line.source == shape.key:
                yield f"      <bpmn:outgoing>{line.key}</bpmn:outgoing>"
        if shape.duration:
            kind = 'xsi:type="bpmn:tFormalExpression"'
            yield "      <bpmn:timerEventDefinition>"
            yield f"        <bpmn:timeDuration {kind}>{shape.duration}</bpmn:timeDuration>"
            yield "      </bpmn:timerEventDefinition>"
        yield f"    </bpmn:{shape.tag}>"
    for line in sheet.lines:
        yield from _flow(line)
    yield "  </bpmn:process>"
    yield from _drawing(sheet, sizes, spots)
    yield "</bpmn:definitions>"


def _attributes(name: str, extra: tuple[tuple[str, str], ...]) -> str:
    named = (("name", name),) if name else ()
    return "".join(f" {key}={quoteattr(value)}" for key, value in (*named, *extra))


def _flow(line: _Line) -> Iterator[str]:
    ends = f"sourceRef={quoteattr(line.source)} targetRef={quoteattr(line.target)}"
    attributes = _attributes(line.name, line.extra)
    opening = f'    <bpmn:sequenceFlow id="{line.key}" {ends}{attributes}'
    if not line.condition:
        yield f"{opening} />"
        return
    yield f"{opening}>"
    kind = 'xsi:type="bpmn:tFormalExpression" language="cel"'
    text = line.condition.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    yield f"      <bpmn:conditionExpression {kind}>{text}</bpmn:conditionExpression>"
    yield "    </bpmn:sequenceFlow>"


def _drawing(sheet: _Sheet, sizes: dict[str, Size], spots: dict[str, Spot]) -> Iterator[str]:
    yield '  <bpmndi:BPMNDiagram id="Diagram_1">'
    yield '    <bpmndi:BPMNPlane id="Plane_1" bpmnElement="Process_1">'
    for shape in sheet.shapes:
        (x, y), (width, height) = spots[shape.key], sizes[shape.key]
        marker = ' isMarkerVisible="true"' if shape.tag == "exclusiveGateway" else ""
        element = f"bpmnElement={quoteattr(shape.key)}{marker}"
        yield f"      <bpmndi:BPMNShape id={quoteattr(f'{shape.key}_di')} {element}>"
        yield f'        <dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'
        yield "      </bpmndi:BPMNShape>"
    twins: Counter[tuple[str, str]] = Counter()
    for line in sheet.lines:
        yield f'      <bpmndi:BPMNEdge id="{line.key}_di" bpmnElement="{line.key}">'
        ends = (line.source, line.target)
        for x, y in _bends(line, sizes, spots, twins[ends]):
            yield f'        <di:waypoint x="{x}" y="{y}" />'
        yield "      </bpmndi:BPMNEdge>"
        twins[ends] += 1
    yield "    </bpmndi:BPMNPlane>"
    yield "  </bpmndi:BPMNDiagram>"


def _bends(line: _Line, sizes: dict[str, Size], spots: dict[str, Spot], twins: int) -> list[Spot]:
    """From side to side; what leads back goes round below, what skips a column round above.

    `twins`: lines drawn before between the same two; each one more goes round farther, below and
    above in turn, so that their words do not lie on each other.
    """
    (ax, ay), (aw, ah) = spots[line.source], sizes[line.source]
    (bx, by), (bw, bh) = spots[line.target], sizes[line.target]
    start, end = (ax + aw, ay + ah // 2), (bx, by + bh // 2)
    if line.source.startswith("Timer_"):
        # Through the gap below the step, above the one in the next row.
        return _round((ax + aw // 2, ay + ah), (bx + bw // 2, by + bh), ay + ah + 10)
    if twins:
        far = 22 * ((twins + 1) // 2)
        side, level = (ay + ah, ay + ah + far) if twins % 2 else (ay, ay - far)
        return _round((ax + aw // 2, side), (bx + bw // 2, by + bh * (level > by)), level)
    if end[0] <= start[0]:
        low = max(ay + ah, by + bh) + 30
        return _round((ax + aw // 2, ay + ah), (bx + bw // 2, by + bh), low)
    if end[0] - start[0] > COLUMN and abs(start[1] - end[1]) < ROW // 2:
        return _round((ax + aw // 2, ay), (bx + bw // 2, by), min(ay, by) - 30)
    if start[1] == end[1]:
        return [start, end]
    middle = (start[0] + end[0]) // 2
    return [start, (middle, start[1]), (middle, end[1]), end]


def _round(start: Spot, end: Spot, level: int) -> list[Spot]:
    return [start, (start[0], level), (end[0], level), end]
