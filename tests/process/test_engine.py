"""What opens when a step is finished: a table per kind of node."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.process.rules.engine import Advance, BadOutcome, complete, start
from motcua.process.rules.graph import BadGraph, Graph
from motcua.process.rules.reading import parse_graph
from motcua.process.rules.reverse import undo
from tests.process.graphs import graph, raw, seed

LINE = graph("a > b", "b > !e")
LOOP = graph("a > b", "b:done > !e", "b:again > a")
CHOICE = graph(
    "a > ?c", "?c > b when data.area > 250", "?c > d when data.area > 100", "?c > x otherwise",
    "b > !e", "d > !e", "x > !e",
)  # fmt: skip
FORK = graph("a > +f", "+f > b", "+f > d", "b > &j", "d > &j", "&j > z", "z > !e")
SHORT_CUT = graph("a > +f", "+f > b", "+f > &j", "b > &j", "&j > z", "z > !e")
MERGE = graph(
    "a > +f", "+f > ?c", "+f > d", "?c > b when data.x == true", "?c > y otherwise",
    "b > ~m", "y > ~m", "~m > &j", "d > &j", "&j > z", "z > !e",
)  # fmt: skip


def outline(advance: Advance) -> tuple[list[str], dict[str, int], bool]:
    return [step.key for step in advance.opened], advance.tokens, advance.finished


@pytest.mark.parametrize(
    ("made", "tokens", "step", "outcome", "data", "after"),
    [
        (LINE, {}, "a", "", {}, (["b"], {}, False)),
        (LINE, {}, "b", "", {}, ([], {}, True)),
        (LOOP, {}, "b", "again", {}, (["a"], {}, False)),
        (LOOP, {}, "b", "done", {}, ([], {}, True)),
        (CHOICE, {}, "a", "", {"area": 300}, (["b"], {}, False)),
        (CHOICE, {}, "a", "", {"area": 150}, (["d"], {}, False)),
        (CHOICE, {}, "a", "", {"area": 80}, (["x"], {}, False)),
        (FORK, {}, "a", "", {}, (["b", "d"], {}, False)),
        (FORK, {}, "b", "", {}, ([], {"b>j": 1}, False)),
        (FORK, {"b>j": 1}, "d", "", {}, (["z"], {}, False)),
        (FORK, {"d>j": 1}, "b", "", {}, (["z"], {}, False)),
        (SHORT_CUT, {}, "a", "", {}, (["b"], {"f>j": 1}, False)),
        (SHORT_CUT, {"f>j": 1}, "b", "", {}, (["z"], {}, False)),
        (MERGE, {}, "a", "", {"x": True}, (["d", "b"], {}, False)),
        (MERGE, {}, "b", "", {}, ([], {"m>j": 1}, False)),
        (MERGE, {"m>j": 1}, "d", "", {}, (["z"], {}, False)),
    ],
)
def test_finishing_a_step(
    made: Graph,
    tokens: dict[str, int],
    step: str,
    outcome: str,
    data: dict[str, Any],
    after: tuple[list[str], dict[str, int], bool],
) -> None:
    assert outline(complete(made, tokens, step, outcome, data)) == after


def test_tokens_passed_in_are_not_changed() -> None:
    tokens = {"b>j": 1}
    complete(FORK, tokens, "d", "", {})
    assert tokens == {"b>j": 1}


def test_a_run_may_begin_at_a_gate() -> None:
    made = graph("+f > a", "+f > b", "a > &j", "b > &j", "&j > !e")
    assert outline(start(made, {})) == (["a", "b"], {}, False)


def test_a_condition_without_an_answer_falls_to_the_next_branch_and_is_noted() -> None:
    advance = complete(CHOICE, {}, "a", "", {"area": "rộng"})
    assert [step.key for step in advance.opened] == ["x"]
    assert [note[:29] for note in advance.notes] == ["Không tính được điều kiện “da"] * 2
    assert complete(CHOICE, {}, "a", "", {"area": 1}).notes == ()


@pytest.mark.parametrize(
    ("made", "step", "outcome", "words"),
    [
        (LOOP, "b", "", "Bước “Bước b” phải chọn một kết quả: “Kết quả done”, “Kết quả again”."),
        (LOOP, "b", "maybe", "phải chọn một kết quả"),
        (LINE, "a", "yes", "Bước “Bước a” không có kết quả “yes”."),
    ],
)
def test_an_outcome_the_step_does_not_have(
    made: Graph, step: str, outcome: str, words: str
) -> None:
    with pytest.raises(BadOutcome) as caught:
        complete(made, {}, step, outcome, {})
    assert words in caught.value.text
    assert caught.value.field == "outcome"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("a > ?c", "?c > b when data.x == true", "b > !e"), "không có nhánh còn lại"),
        (("a > ~m", "~m > ~n", "~n > ~m"), "chạy vòng"),
        (("a > +f", "+f > !e", "+f > !g"), "kết thúc hai lần"),
        (("a > +f",), "không nối đi đâu"),
        (("b > a",), "chưa nối"),
    ],
)
def test_a_broken_graph_is_refused_and_never_runs_for_ever(
    lines: tuple[str, ...], words: str
) -> None:
    made = graph(*lines)
    with pytest.raises(BadGraph, match=words):
        complete(made, {}, "a", "", {})


@pytest.mark.parametrize(
    ("data", "ways"),
    [
        ({"floor_area": 300}, ["y_kien_quy_hoach", "y_kien_phap_ly"]),
        ({"floor_area": 90, "in_conservation_area": True}, ["y_kien_quy_hoach", "y_kien_phap_ly"]),
        ({"floor_area": 90, "in_conservation_area": False}, ["tong_hop"]),
        ({"floor_area": 90}, ["tong_hop"]),
        ({}, ["tong_hop"]),
    ],
)
def test_a_building_permit_asks_for_opinions_when_the_building_is_large(
    data: dict[str, Any], ways: list[str]
) -> None:
    made = parse_graph(seed("building_permit"))
    assert [step.key for step in complete(made, {}, "tham_dinh", "", data).opened] == ways


def test_the_default_process_runs_in_the_order_of_the_rules() -> None:
    made = parse_graph(seed("default"))
    walked, advance = [], start(made, {})
    while not advance.finished:
        (step,) = advance.opened
        walked.append(step.key)
        advance = complete(made, advance.tokens, step.key, step.outcome_keys[0], {})
    assert walked == [
        "tiep_nhan", "thu_ly", "lanh_dao_phong", "lanh_dao_ky", "van_thu", "tra_ket_qua",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "tokens", "step", "opened", "before"),
    [
        (LINE, {}, "a", ["b"], {}),
        (FORK, {}, "a", ["b", "d"], {}),
        (FORK, {}, "a", ["b"], None),  # the other branch has gone its own way
        (FORK, {"b>j": 1}, "b", [], {}),
        (FORK, {}, "b", [], None),  # the join has passed already
        (FORK, {}, "d", ["z"], {"b>j": 1}),
        (SHORT_CUT, {"f>j": 1}, "a", ["b"], {}),
        (SHORT_CUT, {}, "b", ["z"], {"f>j": 1}),
        (MERGE, {"m>j": 1}, "y", [], {}),
        (MERGE, {}, "d", ["z"], {"m>j": 1}),
        (LINE, {}, "b", [], None),  # the end is the end
    ],
)
def test_taking_a_move_back(
    made: Graph,
    tokens: dict[str, int],
    step: str,
    opened: list[str],
    before: dict[str, int] | None,
) -> None:
    assert undo(made, tokens, step, "", opened) == before


def test_lines_write_what_they_say() -> None:
    """The short way of writing graphs here is itself right."""
    written = raw("a:x > ?c", "?c > b when data.q", "?c > !e otherwise", "b > !e")
    assert written["start"] == "a"
    assert written["flows"] == [
        {"from": "a", "to": "c", "outcome": "x"},
        {"from": "c", "to": "b", "when": "data.q"},
        {"from": "c", "to": "e", "otherwise": True},
        {"from": "b", "to": "e"},
    ]
