"""Random processes: those built of blocks always end, and the checks agree with brute force."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from motcua.process.rules import engine
from motcua.process.rules.checks import shape_faults
from motcua.process.rules.graph import Graph
from motcua.process.rules.reading import parse_graph
from motcua.process.rules.reverse import undo
from motcua.process.rules.soundness import MOST_MARKINGS, joined_up, token_faults
from tests.process.graphs import Block, blocks, graph, mutated, written
from tests.process.naive import is_sound


@given(blocks())
@settings(max_examples=80)
def test_blocks_of_sequence_choice_and_parallel_are_sound(block: Block) -> None:
    made = parse_graph(written(block))
    assert shape_faults(made) == []
    assert token_faults(made) == []


@given(mutated())
@settings(max_examples=300)
def test_the_checks_agree_with_brute_force(written_graph: dict[str, Any]) -> None:
    made = parse_graph(written_graph)
    assume(not shape_faults(made))
    sound = is_sound(made)
    event(f"sound: {sound}")
    assert (not token_faults(made)) == sound


@given(mutated())
@settings(max_examples=150)
def test_steps_in_a_row_counted_as_one_change_no_verdict(written_graph: dict[str, Any]) -> None:
    made = parse_graph(written_graph)
    assume(not shape_faults(made))
    smaller = joined_up(made)
    event(f"smaller: {len(smaller.nodes) < len(made.nodes)}")
    assert (not token_faults(smaller)) == is_sound(made)


def test_six_branches_of_many_steps_are_still_checked() -> None:
    lines = ["a > +f", "&j > !e"]
    for branch in "bcdghi":
        steps = [f"{branch}{number}" for number in range(6)]
        lines += [f"+f > {steps[0]}", *(f"{a} > {b}" for a, b in pairwise(steps))]
        lines.append(f"{steps[-1]} > &j")
    assert token_faults(graph(*lines)) == []
    circle = [*lines[:-1], "i5 > ?c", "?c > &j when data.x", "?c > i0 otherwise"]
    assert token_faults(graph(*circle)) == []  # a circle with an exit
    left = [*lines[:-1], "i5 > !e"]
    assert token_faults(graph(*left)) != []  # ends while the others still work


def play(made: Graph, draw: Any) -> None:
    """One run with chance as the officer; each move is also taken back and compared."""
    keys = [key for key in made.nodes if key.startswith("c")]
    data = {key: draw(st.booleans()) for key in keys}
    advance = engine.start(made, data)
    live, tokens = [step.key for step in advance.opened], advance.tokens
    for turn in range(400):
        if advance.finished:
            break
        step = draw(st.sampled_from(sorted(live)))
        outcomes = made.task(step).outcome_keys
        outcome = draw(st.sampled_from(outcomes)) if turn < 30 else outcomes[0]
        before = tokens
        advance = engine.complete(made, tokens, step, outcome, data)
        opened = [node.key for node in advance.opened]
        live.remove(step)
        live += opened
        tokens = advance.tokens
        assert len(live) == len(set(live))
        if not advance.finished:
            assert undo(made, tokens, step, outcome, opened) == before
    assert advance.finished
    assert (live, tokens) == ([], {})


@given(blocks(10).map(written), st.data())
@settings(max_examples=80)
def test_any_run_through_blocks_ends_and_leaves_nothing(
    written_graph: dict[str, Any], data: st.DataObject
) -> None:
    play(parse_graph(written_graph), data.draw)


def test_a_join_that_waits_for_a_branch_not_taken_is_named() -> None:
    made = graph("a > ?c", "?c > b when data.x", "?c > d otherwise", "b > &j", "d > &j", "&j > !e")
    (fault,) = token_faults(made)
    assert fault.node == "j"
    assert fault.text.startswith("Hồ sơ có thể kẹt tại nút gộp “j”: chờ nhánh từ “Bước ")


def test_too_many_markings_are_said_and_not_searched_for_ever() -> None:
    lines = ["a > +f", "&j > !e"]
    for number in range(14):
        lines += [f"+f > b{number}", f"b{number} > &j"]
    found = token_faults(graph(*lines))
    assert [fault.node for fault in found] == [""]
    assert str(MOST_MARKINGS) in found[0].text
