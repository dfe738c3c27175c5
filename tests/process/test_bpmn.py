"""BPMN in and out: what Camunda Modeler saves opens here, ours comes back the same, bad is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from motcua.process.rules.bpmn import from_bpmn, to_bpmn
from motcua.process.rules.bpmn.names import BPMN, BPMNDI
from motcua.process.rules.bpmn.names import CAMUNDA as CAMUNDA_SPACE
from motcua.process.rules.checks import shape_faults
from motcua.process.rules.graph import BadGraph, Graph, TaskNode
from motcua.process.rules.reading import parse_graph
from motcua.process.rules.soundness import token_faults
from tests.linked import PARENT
from tests.process.graphs import SEEDS, blocks, graph, seed, written

CAMUNDA = Path(__file__).parent / "diagrams" / "camunda_modeler.bpmn"


def again(made: Graph, name: str = "Quy trình") -> Graph:
    return parse_graph(from_bpmn(to_bpmn(made, name).encode()).graph)


def facts(made: Graph) -> tuple[Any, ...]:
    """All that a graph says of its runs; the order of nodes and the drawing say nothing."""
    return made.start, dict(made.nodes), set(made.flows)


@pytest.mark.parametrize("name", SEEDS)
def test_a_shipped_process_comes_back_the_same(name: str) -> None:
    made = parse_graph(seed(name))
    assert facts(again(made)) == facts(made)


@given(blocks().map(written))
@settings(max_examples=40)
def test_any_process_comes_back_the_same_and_stays(whole: dict[str, Any]) -> None:
    once = again(parse_graph(whole))
    assert facts(again(once)) == facts(once)
    assert not shape_faults(once)
    assert not token_faults(once)


def test_a_step_with_a_file_elsewhere_is_a_call_activity_and_four_eyes_stay() -> None:
    linked = parse_graph(PARENT)
    assert "<bpmn:callActivity" in to_bpmn(linked, "Liên thông")
    assert facts(again(linked)) == facts(linked)
    eyes = graph("a > b", "b > !e", nodes={"b": {"other_than": "a"}})
    assert facts(again(eyes)) == facts(eyes)


def test_where_things_were_drawn_is_kept() -> None:
    whole = seed("default")
    first = from_bpmn(to_bpmn(parse_graph(whole), "Mặc định").encode())
    moved = {**first.graph["places"], "thu_ly": [777, 333]}
    made = parse_graph({**first.graph, "places": moved})
    assert from_bpmn(to_bpmn(made, "Mặc định").encode()).graph["places"]["thu_ly"] == [777, 333]
    assert first.name == "Mặc định"


def test_every_element_has_its_shape_and_every_flow_its_line() -> None:
    """What other tools need to draw it."""
    root = ET.fromstring(to_bpmn(parse_graph(seed("building_permit")), "Xây dựng"))
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    ids = {one.get("id") for one in process}
    shapes = root.iter(f"{{{BPMNDI}}}BPMNShape")
    edges = root.iter(f"{{{BPMNDI}}}BPMNEdge")
    assert {one.get("bpmnElement") for one in [*shapes, *edges]} == ids
    for flow in process.findall(f"{{{BPMN}}}sequenceFlow"):
        assert {flow.get("sourceRef"), flow.get("targetRef")} <= ids


# --- What other tools write -----------------------------------------------------------------------


def test_a_diagram_from_camunda_modeler_opens() -> None:
    diagram = from_bpmn(CAMUNDA.read_bytes())
    made = parse_graph(diagram.graph)
    assert diagram.name == "Đăng ký hộ kinh doanh"
    assert [task.name for task in made.tasks] == [
        "Kiểm tra hồ sơ",
        "Thẩm định",
        "Ký giấy chứng nhận",
    ]
    check, appraise, sign = made.tasks
    assert (check.role, check.plain) == ("reception", "Hồ sơ đang được kiểm tra")  # by its lane
    assert (appraise.role, appraise.unit) == ("specialist", "handling")  # by candidateGroups
    assert [(item.key, item.name) for item in appraise.outcomes] == [
        ("dat", "Đạt"),
        ("xem_lai", "Xem lại"),
    ]
    assert {flow.when for flow in made.flows} == {None, "data.von > 500"}
    assert sign.role == "agency_leader"
    assert not shape_faults(made)
    assert not token_faults(made)
    assert facts(again(made)) == facts(made)


def test_a_question_after_a_step_is_its_outcomes_and_after_data_a_choice() -> None:
    made = parse_graph(from_bpmn(CAMUNDA.read_bytes()).graph)
    kinds = {node.name: getattr(node, "kind", "task") for node in made.nodes.values()}
    assert "Hồ sơ đạt?" not in kinds
    assert kinds["Vốn lớn?"] == "choice"


# --- What is refused, and where -------------------------------------------------------------------

HEAD = f'<definitions xmlns="{BPMN}"><process id="p">'
TAIL = "</process></definitions>"


def small(inside: str) -> bytes:
    return f"{HEAD}\n{inside}\n{TAIL}".encode()


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
ENTITIES = ENTITIES.replace("&a0;", "&a;") + "]>\n<x>&a9;</x>"
OUTSIDE = '\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

BAD = {
    "entity bomb": (ENTITIES.encode(), "Dòng 1: tệp khai báo DOCTYPE"),
    "file of the machine": (OUTSIDE.encode(), "Dòng 2: tệp khai báo DOCTYPE"),
    "another encoding": (ENTITIES.encode("utf-16"), "không phải UTF-8"),
    "megabytes": (small("<task/>" * 400_000), "nặng 2734 KB"),
    "many elements": (small("<task/>\n" * 6_000), "Dòng 6000: hơn 6000 phần tử"),
    "deep": (b"<x>" * 40 + b"</x>" * 40, "lồng nhau quá 30 tầng"),
    "style sheet": (b'<?xml-stylesheet href="x"?><x/>', "chỉ thị xử lý"),
    "half a file": (HEAD.encode(), "Không phải XML: dòng 1"),
    "no diagram": (b"<html/>", "không phải sơ đồ BPMN"),
    "two processes": (
        f'<definitions xmlns="{BPMN}"><process id="a"/>\n<process id="b"/></definitions>'.encode(),
        "Dòng 2 (b): tệp có 2 quy trình",
    ),
    "no start": (small('<endEvent id="e"/>'), "0 điểm bắt đầu"),
    "nobody does it": (
        small(
            f'<startEvent id="s"/>{flow("s", "a")}\n<userTask id="a" name="Thẩm định"/>'
            f'{flow("a", "e")}<endEvent id="e"/>'
        ),
        "Dòng 3 “Thẩm định” (a): vai trò: bước chưa ghi ai làm",
    ),
    "a script": (small('<scriptTask id="x" name="Chạy"/>'), "“Chạy” (x): tác vụ kịch bản"),
    "a line to nowhere": (
        small(f'<startEvent id="s"/>{flow("s", "ghost")}'),
        "(s_ghost): đường nối đến “ghost”",
    ),
    "two ways out of a step": (
        small(
            f'<startEvent id="s"/>{flow("s", "a")}<task id="a" name="A" xmlns:c="{CAMUNDA_SPACE}" c:candidateGroups="clerk"/>'
            f'{flow("a", "e")}{flow("a", "a")}<endEvent id="e"/>'
        ),
        "bước có nhiều đường ra",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_diagrams_are_refused_with_the_place(name: str) -> None:
    data, words = BAD[name]
    with pytest.raises(BadGraph, match=re.escape(words)):
        from_bpmn(data)


def test_words_and_conditions_cannot_break_out_of_the_file() -> None:
    evil = '"><script>&x;</script>'
    made = graph(
        "a > ?c",
        "?c > b when data.x == '<&\"'",
        "?c > !e otherwise",
        "b > !e",
        nodes={"a": {"name": evil, "plain": evil}},
    )
    back = again(made, evil)
    task = back.nodes["a"]
    assert isinstance(task, TaskNode)
    assert (task.name, task.plain) == (evil, evil)
    assert {one.when for one in back.flows} >= {"data.x == '<&\"'"}
