"""The table of states is what the manual draws, and every verb is at hand."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from motcua.cases.actions.verbs import VERBS
from motcua.cases.states import CLOSED, ON_THE_CLOCK, TRANSITIONS, State, Verb

MANUAL = Path(__file__).parents[2] / "docs" / "case-states.md"


def drawn() -> str:
    out = io.StringIO()
    call_command("draw_states", stdout=out)
    return out.getvalue()


def test_the_manual_is_what_the_program_draws() -> None:
    assert MANUAL.read_text(encoding="utf-8") == drawn(), "motcua draw_states docs/case-states.md"


def test_the_drawing_goes_into_a_file_or_says_why_not(tmp_path: Path) -> None:
    call_command("draw_states", str(tmp_path / "states.md"))
    assert (tmp_path / "states.md").read_text(encoding="utf-8") == drawn()
    with pytest.raises(CommandError, match="Không ghi được"):
        call_command("draw_states", str(tmp_path))


def test_the_codes_are_the_portals() -> None:
    assert [int(state) for state in State] == list(range(1, 11))


def test_every_verb_but_seven_is_for_the_doors_of_officers() -> None:
    others = {Verb.REGISTER, Verb.BRING, Verb.RECLOCK, Verb.LINK, Verb.MOVE, Verb.TRANSFER}
    others |= {Verb.EXPIRE}
    assert set(VERBS) == set(Verb) - others


def test_only_a_done_file_leaves_the_closed_states() -> None:
    assert TRANSITIONS.final == set(CLOSED) - {State.DONE}
    assert set(TRANSITIONS.verbs_from(State.DONE)) == {
        Verb.CLAIM,
        Verb.REASSIGN,
        Verb.RETURN_RESULT,
        Verb.TRANSFER,
        Verb.LATE_OPINION,
    }


@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.STOP, Verb.RECLOCK])
def test_what_may_end_a_file_may_end_it_in_every_state_of_the_clock(verb: Verb) -> None:
    assert all(TRANSITIONS.allows(state, verb) for state in ON_THE_CLOCK)


def test_refusing_is_for_files_that_may_not_be_accepted_yet() -> None:
    assert {state for state in State if TRANSITIONS.allows(state, Verb.REFUSE)} == {
        State.REGISTERED,
        State.SUPPLEMENT,
    }
