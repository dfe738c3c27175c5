"""Two officers, one piece of work: exactly one gets it, the other reads who was faster."""

from __future__ import annotations

import pytest

from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.kernel.refusals import Refused
from motcua.process.models import WorkItem
from motcua.process.queries import live_items
from tests.faults.facts import all_faults
from tests.faults.together import at_once, fetch
from tests.office import Office

ROUNDS = 5
RIVALS = ("thuly", "thuly2")
NAMES = ("Lê Thụ Lý", "Hồ Thụ Lý")


def race(office: Office, case: Case, verb: Verb, **fields: str) -> tuple[int, str]:
    """Who won (0 or 1), and what the other one read."""
    actors = [office.actor(who) for who in RIVALS]
    at = case.touched_at
    met = at_once(2, lambda n: act_on(case.number, verb, actor=actors[n], at=at, **fields))
    lost = [isinstance(got, Refused) for got in met]
    assert sorted(lost) == [False, True], met
    return lost.index(False), met[lost.index(True)].text


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_claims_and_the_other_reads_who_did(open_office: Office, _round: int) -> None:
    case = open_office.walk(open_office.take_in(), to="thu_ly")
    winner, text = race(open_office, case, Verb.CLAIM)
    assert NAMES[winner] in text
    (item,) = live_items(case.pk)
    assert item.holder == open_office.account(RIVALS[winner])
    assert all_faults(fetch) == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_completes_and_the_next_step_opens_once(open_office: Office, _round: int) -> None:
    case = open_office.walk(open_office.take_in(), to="thu_ly")
    race(open_office, case, Verb.COMPLETE, outcome="de_nghi_giai_quyet")
    done = WorkItem.objects.filter(run=case.run, step="thu_ly").count()
    assert (done, len(live_items(case.pk))) == (1, 1)
    assert all_faults(fetch) == []


def test_control_on_two_pieces_of_work_both_win(open_office: Office) -> None:
    cases = [open_office.walk(open_office.take_in(), to="thu_ly") for _ in RIVALS]
    actors = [open_office.actor(who) for who in RIVALS]
    met = at_once(
        2,
        lambda n: act_on(cases[n].number, Verb.CLAIM, actor=actors[n], at=cases[n].touched_at),
    )
    assert [type(got) for got in met] == [Case, Case]
