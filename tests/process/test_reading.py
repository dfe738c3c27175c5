"""Reading the written form: what is wrong is said in words, at its node."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from motcua.organisation.states import Role, UnitKind
from motcua.process.rules.graph import BadGraph, GateKind, StepVerb
from motcua.process.rules.reading import parse_graph
from tests.process.graphs import SEEDS, node, raw, seed


def test_a_step_is_read_with_everything_it_says() -> None:
    made = parse_graph(seed("default"))
    step = made.task("thu_ly")
    assert (step.role, step.unit, step.verb) == (
        Role.SPECIALIST,
        UnitKind.HANDLING,
        StepVerb.COMPLETE,
    )
    assert step.budget == "50%"
    assert step.outcome_keys == ("de_nghi_giai_quyet", "de_nghi_tu_choi")
    assert step.outcome_name("de_nghi_tu_choi") == "Đề nghị từ chối"
    assert step.plain == "Hồ sơ đang được thẩm định"
    assert step.can_send_back
    assert not made.task("tiep_nhan").can_send_back


def test_what_is_left_out_has_a_default() -> None:
    made = parse_graph(raw("a > !e"))
    assert made.task("a").outcome_keys == ("",)
    assert made.nodes["e"].kind is GateKind.END  # type: ignore[union-attr]


@pytest.mark.parametrize("name", SEEDS)
def test_shipped_processes_can_be_read(name: str) -> None:
    assert parse_graph(seed(name)).tasks[-1].verb is StepVerb.RETURN_RESULT


def test_asking_for_a_step_that_is_not_there() -> None:
    with pytest.raises(BadGraph, match="không có bước “x”"):
        parse_graph(raw("a > !e")).task("x")


def change(**more: Any) -> Callable[[dict[str, Any]], None]:
    return lambda whole: whole["nodes"][0].update(more)


def top(**more: Any) -> Callable[[dict[str, Any]], None]:
    return lambda whole: whole.update(more)


def flow(**more: Any) -> Callable[[dict[str, Any]], None]:
    return lambda whole: whole["flows"][0].update(more)


@pytest.mark.parametrize(
    ("breaking", "at", "words"),
    [
        (top(version=2), "", "“version”: 1"),
        (top(version=1.0), "", "“version”: 1"),
        (top(version=True), "", "“version”: 1"),
        (top(nodes={}), "", "danh sách “nodes”"),
        (top(nodes=[3]), "", "Mỗi nút phải là một đối tượng"),
        (top(nodes=[node(f"n{i}") for i in range(61)]), "", "nhiều hơn 60"),
        (top(start="x"), "", "Nút bắt đầu “x” không có"),
        (top(start=None), "", "Nút bắt đầu"),
        (top(extra=1), "", "thuộc tính lạ “extra”"),
        (change(key="Thụ lý"), "", "Mã nút “Thụ lý” không hợp lệ"),
        (change(key="a" * 41), "", "tối đa 40 ký tự"),
        (change(key="b"), "b", "“b” dùng hai lần"),
        (change(kind="timer"), "a", "Nút “a”: loại “timer” không có"),
        (change(name=""), "a", "Nút “a”: “name” phải là chữ"),
        (change(name="x" * 201), "a", "tối đa 200 ký tự"),
        (change(role="boss"), "a", "Bước “a”: “role” là “boss”, phải là một trong: reception"),
        (change(unit="cellar"), "a", "“unit” là “cellar”"),
        (change(verb="stop"), "a", "“verb” là “stop”"),
        (change(verb=[]), "a", "“verb” là “[]”"),
        (change(budget="soon"), "a", "Bước “a”: Không hiểu thời gian “soon”"),
        (change(budget=5), "a", "Không hiểu thời gian “5”"),
        (change(outcomes="x"), "a", "“outcomes” phải là một danh sách"),
        (change(outcomes=[{"key": "Đồng ý", "name": "x"}]), "a", "mã kết quả “Đồng ý”"),
        (change(outcomes=[{"key": "x", "name": "x"}] * 2), "a", "dùng hai lần"),
        (change(outcomes=[{"key": "x", "name": ""}]), "a", "“name” phải là chữ"),
        (change(can_send_back="no"), "a", "phải là true hoặc false"),
        (change(bugdet="1%"), "a", "Bước “a” có thuộc tính lạ “bugdet”"),
        (flow(to="x"), "a", "“a” → “x”: không có nút “x”"),
        (flow(**{"from": []}), "", "không có nút"),
        (flow(when=1), "a", "điều kiện phải là chữ"),
        (flow(if_="x"), "", "thuộc tính lạ “if_”"),
    ],
)
def test_a_fault_in_writing_is_named(
    breaking: Callable[[dict[str, Any]], None], at: str, words: str
) -> None:
    whole = copy.deepcopy(raw("a > b", "b > !e"))
    breaking(whole)
    with pytest.raises(BadGraph) as caught:
        parse_graph(whole)
    assert words in caught.value.text
    assert caught.value.node.startswith(at) if at else True
    assert caught.value.field == "graph"


@pytest.mark.parametrize("whole", [None, [], "x", 3, {}, {1: 2}])
def test_what_is_no_graph_at_all_is_refused(whole: object) -> None:
    with pytest.raises(BadGraph):
        parse_graph(whole)
