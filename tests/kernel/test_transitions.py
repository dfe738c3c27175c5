"""A state machine as a table."""

from enum import StrEnum

import pytest

from motcua.kernel.transitions import IllegalMove, Table


class Door(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    GONE = "gone"


class Verb(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    REMOVE = "remove"


MOVES = {
    (Door.CLOSED, Verb.OPEN): Door.OPEN,
    (Door.OPEN, Verb.CLOSE): Door.CLOSED,
    (Door.OPEN, Verb.REMOVE): Door.GONE,
}
TABLE = Table(Door, Verb, initial=Door.CLOSED, moves=MOVES)


def test_a_legal_move_leads_to_its_state() -> None:
    assert TABLE.check(Door.CLOSED, Verb.OPEN) is Door.OPEN
    assert TABLE.allows(Door.OPEN, Verb.REMOVE)
    assert TABLE.verbs_from(Door.OPEN) == (Verb.CLOSE, Verb.REMOVE)
    assert TABLE.final == {Door.GONE}


def test_an_illegal_move_says_what_was_tried() -> None:
    with pytest.raises(IllegalMove, match="“open”.*“gone”") as refused:
        TABLE.check(Door.GONE, Verb.OPEN)
    assert (refused.value.state, refused.value.verb) == (Door.GONE, Verb.OPEN)
    assert not TABLE.allows(Door.GONE, Verb.OPEN)


def test_dead_parts_are_refused() -> None:
    fewer = {move: state for move, state in MOVES.items() if state is not Door.GONE}
    with pytest.raises(ValueError, match="never reached: gone"):
        Table(Door, Verb, initial=Door.CLOSED, moves=fewer)
    unused = {move: state for move, state in MOVES.items() if state is not Door.CLOSED}
    with pytest.raises(ValueError, match="never used: close"):
        Table(Door, Verb, initial=Door.CLOSED, moves=unused)


def test_a_verb_may_lead_elsewhere_too() -> None:
    table = Table(
        Door, Verb, initial=Door.CLOSED, moves=MOVES, also={(Door.OPEN, Verb.CLOSE): Door.OPEN}
    )
    assert table.leads(Door.OPEN, Verb.CLOSE, Door.CLOSED)
    assert table.leads(Door.OPEN, Verb.CLOSE, Door.OPEN)
    assert not table.leads(Door.OPEN, Verb.CLOSE, Door.GONE)
    assert not table.leads(Door.GONE, Verb.CLOSE, Door.GONE)
    assert "    OPEN --> OPEN: close\n" in table.mermaid()
    assert "    OPEN --> OPEN: close\n" not in table.mermaid(loops=False)
    with pytest.raises(ValueError, match="does not make any"):
        Table(
            Door, Verb, initial=Door.CLOSED, moves=MOVES, also={(Door.GONE, Verb.OPEN): Door.OPEN}
        )


def test_the_diagram() -> None:
    labels = {Door.CLOSED: "Đóng", Door.OPEN: "Mở", Door.GONE: 'Bỏ: "hẳn"'}
    assert TABLE.mermaid(state_label=labels.__getitem__) == (
        "stateDiagram-v2\n"
        '    state "Đóng" as CLOSED\n'
        '    state "Mở" as OPEN\n'
        '    state "Bỏ#58; #quot;hẳn#quot;" as GONE\n'
        "    [*] --> CLOSED\n"
        "    CLOSED --> OPEN: open\n"
        "    OPEN --> CLOSED: close\n"
        "    OPEN --> GONE: remove\n"
        "    GONE --> [*]\n"
    )
