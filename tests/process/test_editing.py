"""The table of steps: what adding, moving and removing does to the ways between steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.refusals import Refused
from motcua.process.rules.checks import shape_faults
from motcua.process.rules.editing import BLOCKS, added, moved, removed, replaced, stamp
from motcua.process.rules.reading import parse_graph
from motcua.process.rules.soundness import token_faults
from tests.process.graphs import blocks, raw, written

LINE = raw("a > b", "b > c", "c > !e")


def ways(graph: dict[str, Any]) -> list[str]:
    """Such as "a > b" and "b:no > c", and "> a" for the start."""
    found = [
        f"{flow['from']}{':' + flow['outcome'] if flow.get('outcome') else ''} > {flow['to']}"
        for flow in graph["flows"]
    ]
    return sorted([f"> {graph['start']}", *found])


def new(graph: dict[str, Any], after: str, block: str = "step") -> dict[str, Any]:
    return added(graph, after=after, block=block, name="Mới", role="specialist", unit="handling")


def test_a_new_step_goes_between_a_step_and_what_followed() -> None:
    assert ways(new(LINE, "a")) == ["> a", "a > buoc_1", "b > c", "buoc_1 > b", "c > e"]


def test_a_step_moves_down_and_up() -> None:
    down = moved(LINE, "a", after="b")
    assert ways(down) == ["> b", "a > c", "b > a", "c > e"]
    assert [node["key"] for node in down["nodes"]] == ["b", "a", "c", "e"]
    assert ways(moved(down, "a", after="")) == ways(LINE)


def test_a_removed_step_is_passed_over() -> None:
    assert ways(removed(LINE, "b")) == ["> a", "a > c", "c > e"]
    assert ways(removed(LINE, "a")) == ["> b", "b > c", "c > e"]


def test_an_outcome_that_leads_back_still_leads_back_after_a_move() -> None:
    graph = raw("a > b", "b:tot > c", "b:lai > a", "c > !e")
    assert ways(moved(graph, "b", after="c")) == ["> a", "a > c", "b:lai > a", "b:tot > e", "c > b"]


def test_the_input_is_not_changed_and_the_stamp_tells_versions_apart() -> None:
    before = stamp(LINE)
    assert stamp(new(LINE, "a")) != before
    assert stamp(LINE) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: removed(LINE, "e"), "phía sau không có nút nào"),
        (lambda: moved(LINE, "ghost", after="a"), "không có bước “ghost”"),
        (lambda: new(LINE, "e"), "không có đường đi tiếp"),
        (lambda: new(LINE, "a", "x"), "Chọn thêm"),
        (lambda: replaced(LINE, "a", facts={}, flows=[{"to": "ghost"}]), "không có nút “ghost”"),
    ],
)
def test_what_cannot_be_done_is_said(change: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        change()


@given(blocks(5).map(written), st.data())
@settings(max_examples=60)
def test_a_sound_process_stays_sound_when_steps_and_blocks_are_added(
    graph: dict[str, Any], data: st.DataObject
) -> None:
    places = [node["key"] for node in graph["nodes"] if node["kind"] in ("task", "join", "merge")]
    longer = new(graph, data.draw(st.sampled_from(places)), data.draw(st.sampled_from(BLOCKS)))
    made = parse_graph(longer)
    assert shape_faults(made) == []
    assert token_faults(made) == []


@given(blocks(5).map(written), st.data())
@settings(max_examples=40)
def test_a_step_added_and_removed_leaves_the_same_ways(
    graph: dict[str, Any], data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from([n["key"] for n in graph["nodes"] if n["kind"] == "task"]))
    longer = new(graph, place)
    (key,) = {n["key"] for n in longer["nodes"]} - {n["key"] for n in graph["nodes"]}
    assert ways(removed(longer, key)) == ways(graph)
