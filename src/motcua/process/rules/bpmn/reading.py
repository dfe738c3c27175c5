"""A diagram as the written form of a graph. What is outside the subset is refused at its place.

A task followed by an exclusive gateway without conditions is one step with outcomes: that is how
a decision of a person is drawn in BPMN. `places` keep where things were drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from motcua.kernel.vietnamese import fold, normalise
from motcua.organisation.states import Role
from motcua.process.rules.bpmn.layout import reading_order
from motcua.process.rules.bpmn.names import (
    BPMN,
    BPMNDI,
    CAMUNDA,
    DC,
    EVENTS,
    GATEWAYS,
    MOTCUA,
    SILENT,
    TASKS,
    USUAL_UNIT,
    WORDS,
    ZEEBE,
)
from motcua.process.rules.bpmn.timers import is_timer, timers_of
from motcua.process.rules.bpmn.xml import Element, read_xml, refused_at
from motcua.process.rules.reading import parse_graph

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WRAPPED: Final = re.compile(r"^\s*(?:\$\{(.*)\}|=(.*))\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Diagram:
    """What was read: the process's name and the graph as `Definition.graph` keeps it."""

    name: str
    graph: dict[str, Any]


def from_bpmn(data: bytes) -> Diagram:
    """The process of a BPMN 2.0 file. Raises BadGraph with the line and the element."""
    root = read_xml(data)
    if (root.space, root.name) != (BPMN, "definitions"):
        raise refused_at(root, "tệp không phải sơ đồ BPMN 2.0 (phần tử gốc phải là definitions)")
    processes = list(root.of(BPMN, "process"))
    if len(processes) != 1:
        where = processes[1] if processes else root
        raise refused_at(where, f"tệp có {len(processes)} quy trình; mỗi tệp đúng một quy trình")
    written = _Written(root, processes[0])
    graph = written.graph()
    parse_graph(graph)
    return Diagram(normalise(processes[0].get("name"))[:200], graph)


class _Written:
    """One process being translated. Keys of nodes are ids where those are keys, else words."""

    def __init__(self, root: Element, process: Element) -> None:
        self.process = process
        self.elements: dict[str, Element] = {}
        self.flows: list[Element] = []
        self.clocks: dict[str, Element] = {}
        for element in process.children:
            self._sort(element)
        self.leaving: dict[str, list[Element]] = {key: [] for key in self.elements}
        self.entering: dict[str, list[Element]] = {key: [] for key in self.elements}
        for clock in self.clocks.values():
            self._check_sits(clock)
        self.running_out: dict[str, list[Element]] = {key: [] for key in self.clocks}
        for flow in self.flows:
            self._join(flow)
        self.lanes = _lanes(process)
        self.drawn = _drawn(root)
        self.outcomes = self._outcome_gateways()
        self.keys = self._keys()

    def _sort(self, element: Element) -> None:
        if element.space != BPMN or element.name in SILENT:
            return
        if element.name == "sequenceFlow":
            self.flows.append(element)
        elif is_timer(element):
            self.clocks[element.get("id")] = element
        elif element.name in (*TASKS, *GATEWAYS, *EVENTS):
            key = element.get("id")
            if not key or key in self.elements:
                raise refused_at(element, "phần tử không có mã (id) hoặc mã dùng hai lần")
            if any(one.name.endswith("EventDefinition") for one in element.children):
                raise refused_at(element, "chỉ dùng sự kiện bắt đầu và kết thúc thường")
            if any(one.name.endswith("LoopCharacteristics") for one in element.children):
                raise refused_at(element, "bước lặp nhiều lần chưa dùng được")
            self.elements[key] = element
        else:
            what = WORDS.get(element.name, f"phần tử “{element.name}”")
            raise refused_at(element, f"{what} chưa dùng được ở đây")

    def _check_sits(self, clock: Element) -> None:
        step = self.elements.get(clock.get("attachedToRef"))
        if step is None or step.name not in TASKS or not clock.get("id"):
            raise refused_at(clock, "đồng hồ không gắn vào bước nào")

    def _join(self, flow: Element) -> None:
        ends = (flow.get("sourceRef"), flow.get("targetRef"))
        if ends[0] in self.clocks:
            self.running_out[ends[0]].append(flow)
            return
        for end in ends:
            if end not in self.elements:
                raise refused_at(flow, f"đường nối đến “{end[:60]}”, không có trong quy trình")
        self.leaving[ends[0]].append(flow)
        self.entering[ends[1]].append(flow)

    # Which gateways only say how the step before them may end

    def _outcome_gateways(self) -> dict[str, str]:
        """Gateway → the task whose outcomes it shows."""
        found = {}
        for key, element in self.elements.items():
            entering = self.entering[key]
            if element.name != "exclusiveGateway" or len(entering) != 1:
                continue
            before = entering[0].get("sourceRef")
            if self.elements[before].name in TASKS and len(self.leaving[before]) == 1:
                ways = self.leaving[key]
                named = any(flow.get("outcome", MOTCUA) for flow in ways)
                if named or (len(ways) > 1 and not any(map(_condition, ways))):
                    found[key] = before
        return found

    # The graph

    def graph(self) -> dict[str, Any]:
        """The written form, version 1."""
        start = self._start()
        nodes, flows = [], []
        for key in self._in_order(start):
            element = self.elements[key]
            if key in self.outcomes or element.name == "startEvent":
                continue
            nodes.append(self._node(key, element))
            flows += self._flows(key, element)
        return {
            "version": 1,
            "start": self.keys[start],
            "nodes": nodes,
            "flows": flows,
            **({"places": places} if (places := self._places()) else {}),
        }

    def _in_order(self, start: str) -> list[str]:
        ends = [
            (flow.get("sourceRef"), flow.get("targetRef"))
            for flow in self.flows
            if flow.get("sourceRef") not in self.clocks
        ]
        keys = [start, *(key for key in self.elements if key != start)]
        return reading_order(keys, ends)

    def _start(self) -> str:
        starts = [one for one in self.elements.values() if one.name == "startEvent"]
        if len(starts) != 1:
            where = starts[1] if starts else self.process
            raise refused_at(where, f"quy trình có {len(starts)} điểm bắt đầu, phải có đúng một")
        leaving = self.leaving[starts[0].get("id")]
        if len(leaving) != 1 or self.entering[starts[0].get("id")]:
            raise refused_at(
                starts[0], "điểm bắt đầu phải có đúng một đường ra và không có đường vào"
            )
        return leaving[0].get("targetRef")

    def _node(self, key: str, element: Element) -> dict[str, Any]:
        name = normalise(element.get("name"))[:200]
        if element.name in TASKS:
            return self._task(key, element, name)
        return {"key": self.keys[key], "kind": self._kind(key, element), "name": name}

    def _kind(self, key: str, element: Element) -> str:
        if element.name == "endEvent":
            return "end"
        ways, arrivals = len(self.leaving[key]), len(self.entering[key])
        if element.name == "parallelGateway":
            if ways > 1 and arrivals > 1:
                raise refused_at(element, "cổng song song vừa gộp vừa tách; hãy vẽ thành hai cổng")
            return _wished(element, "fork", "join") or ("fork" if ways > 1 else "join")
        choosing = ways > 1 or any(map(_condition, self.leaving[key]))
        return _wished(element, "choice", "merge") or ("choice" if choosing else "merge")

    def _task(self, key: str, element: Element, name: str) -> dict[str, Any]:
        if not name:
            raise refused_at(element, "bước chưa có tên")
        role = self._role(key, element)
        written: dict[str, Any] = {
            "key": self.keys[key],
            "kind": "task",
            "name": name,
            "role": role,
            "unit": element.get("unit", MOTCUA) or USUAL_UNIT[Role(role)].value,
            "verb": element.get("verb", MOTCUA) or "complete",
            "outcomes": [self._outcome(flow) for flow in self._ways(key)],
            "can_send_back": element.get("canSendBack", MOTCUA) != "false",
            "plain": normalise(element.get("plain", MOTCUA) or _documented(element))[:200],
        }
        if budget := element.get("budget", MOTCUA):
            written["budget"] = budget
        if other := element.get("otherThan", MOTCUA):
            written["other_than"] = self.keys.get(other, other)
        if element.name == "callActivity":
            written["child"] = _child(element)
        mine = [one for one in self.clocks.values() if one.get("attachedToRef") == key]
        if mine:
            ways = self._ways(key)
            leads = [(way.get("targetRef"), self._outcome(way)["key"]) for way in ways]
            leads = leads or [(way.get("targetRef"), "") for way in self.leaving[key]]
            written["timers"] = timers_of(mine, self.running_out, leads)
        return written

    def _role(self, key: str, element: Element) -> str:
        """Ours, else who a Camunda diagram says may take it, else the lane it lies in."""
        said = [element.get("role", MOTCUA), element.get("candidateGroups", CAMUNDA)]
        said += [one.get("candidateGroups") for one in element.every() if one.space == ZEEBE]
        words = [word.strip() for text in said for word in text.split(",") if word.strip()]
        for word in [*words, self.lanes.get(key, "")]:
            if word in Role.values:
                return word
            for role in Role:
                if word and fold(str(role.label)) == fold(word):
                    return role.value
        named = f"“{words[0][:40]}” không có" if words else "bước chưa ghi ai làm"
        known = ", ".join(Role.values)
        raise refused_at(
            element,
            f"vai trò: {named}; ghi motcua:role hoặc candidateGroups là một trong {known},"
            " hoặc vẽ bước trong làn mang tên vai trò",
        )

    def _ways(self, key: str) -> list[Element]:
        """The flows that stand for outcomes of a task; none when it just ends."""
        leaving = self.leaving[key]
        if len(leaving) == 1:
            target = leaving[0].get("targetRef")
            if self.outcomes.get(target) == key:
                return self.leaving[target]
            return leaving if leaving[0].get("outcome", MOTCUA) else []
        if leaving and not all(flow.get("outcome", MOTCUA) for flow in leaving):
            text = "bước có nhiều đường ra; hãy vẽ qua một cổng (chọn một, hoặc song song)"
            raise refused_at(self.elements[key], text)
        return leaving

    def _outcome(self, flow: Element) -> dict[str, str]:
        name = normalise(flow.get("name"))[:200]
        key = flow.get("outcome", MOTCUA) or _slug(name)[:24].strip("_")
        if not key:
            raise refused_at(flow, "đường ra của bước chưa có tên kết quả")
        tone = flow.get("tone", MOTCUA)
        return {"key": key, "name": name or key, **({"tone": tone} if tone else {})}

    def _flows(self, key: str, element: Element) -> list[dict[str, Any]]:
        source = self.keys[key]
        if element.name in TASKS:
            ways = self._ways(key)
            if ways:
                return [
                    {
                        "from": source,
                        "to": self._target(way),
                        "outcome": self._outcome(way)["key"],
                    }
                    for way in ways
                ]
        fallback = element.get("default")
        written = []
        for flow in self.leaving[key]:
            entry: dict[str, Any] = {"from": source, "to": self._target(flow)}
            if flow.get("id") == fallback:
                entry["otherwise"] = True
            elif text := _condition(flow):
                entry["when"] = text
            written.append(entry)
        return written

    def _target(self, flow: Element) -> str:
        return self.keys[flow.get("targetRef")]

    def _keys(self) -> dict[str, str]:
        taken: set[str] = {key for key in self.elements if _KEY.fullmatch(key)}
        found = {}
        for key, element in self.elements.items():
            name = key
            if not _KEY.fullmatch(key):
                stem = (_slug(element.get("name")) or _slug(key) or "nut")[:36].strip("_")
                name, number = stem, 2
                while name in taken:
                    name, number = f"{stem}_{number}", number + 1
                taken.add(name)
            found[key] = name
        return found

    def _places(self) -> dict[str, list[int]]:
        """Where each node was drawn; the start and gateways of outcomes under made-up names."""
        found = {}
        for key, element in self.elements.items():
            spot = self.drawn.get(key)
            if spot is not None:
                if element.name == "startEvent":
                    name = "start"
                elif key in self.outcomes:
                    name = f"{self.keys[self.outcomes[key]]}?"
                else:
                    name = self.keys[key]
                found[name] = list(spot)
        return found


def _condition(flow: Element) -> str:
    """The condition's text; `${…}` and `=…` of other tools taken off."""
    for one in flow.of(BPMN, "conditionExpression"):
        text = one.text.strip()
        wrapped = _WRAPPED.match(text)
        return (wrapped[1] or wrapped[2] or "").strip() if wrapped else text
    return ""


def _child(element: Element) -> dict[str, Any]:
    """The procedure whose file is opened elsewhere, and where its papers come from."""
    code = element.get("child", MOTCUA) or element.get("calledElement")
    if not code:
        raise refused_at(element, "hoạt động gọi chưa ghi mã thủ tục (calledElement)")
    papers = {}
    for part in element.get("childPapers", MOTCUA).split(";"):
        paper, _, source = part.partition("=")
        if paper.strip():
            papers[paper.strip()] = source.strip()
    return {"procedure": code, **({"papers": papers} if papers else {})}


def _wished(element: Element, *kinds: str) -> str:
    said = element.get("kind", MOTCUA)
    return said if said in kinds else ""


def _documented(element: Element) -> str:
    return " ".join(one.text for one in element.of(BPMN, "documentation"))


def _slug(text: str) -> str:
    bare = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
    return bare if bare[:1].isalpha() else f"n_{bare}" if bare else ""


def _lanes(process: Element) -> Mapping[str, str]:
    """Node → name of the innermost lane it lies in."""
    found = {}
    for element in process.every():
        if (element.space, element.name) == (BPMN, "lane"):
            for one in element.of(BPMN, "flowNodeRef"):
                found[one.text.strip()] = normalise(element.get("name"))
    return found


def _drawn(root: Element) -> Mapping[str, tuple[int, int]]:
    """Node → upper left corner in the diagram, inside sensible bounds."""
    found = {}
    for shape in root.every():
        if (shape.space, shape.name) != (BPMNDI, "BPMNShape"):
            continue
        for bounds in shape.of(DC, "Bounds"):
            try:
                x, y = round(float(bounds.get("x"))), round(float(bounds.get("y")))
            except (ValueError, OverflowError):
                raise refused_at(shape, "tọa độ không phải là số") from None
            if abs(x) > 100_000 or abs(y) > 100_000:
                raise refused_at(shape, "tọa độ quá xa")
            found[shape.get("bpmnElement")] = (x, y)
    return found
