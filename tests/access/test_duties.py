"""Separation of duties, for every pair of roles that one person may hold in one agency."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

import pytest

from motcua.accounts.actions import create_account
from motcua.cases.actions.verbs import act_on
from motcua.cases.states import Verb
from motcua.kernel.refusals import Forbidden, Refused
from motcua.organisation.actions import appoint
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import CONSOLE, SEPARATED, Actor
from motcua.organisation.states import Role
from tests.cases.story import ASKED, WHY
from tests.office import NOW, SETUP, Office
from tests.office_catalogue import SINCE

PLACES = {
    Role.RECEPTION: "MC",
    Role.SPECIALIST: "HT",
    Role.UNIT_LEADER: "HT",
    Role.AGENCY_LEADER: "LD",
    Role.CLERK: "VT",
    Role.CONTROLLER: "KS",
    Role.INSPECTOR: "KS",
    Role.ADMINISTRATOR: "LD",
}
PAIRS = [pair for pair in combinations_with_replacement(PLACES, 2) if pair[0] != pair[1]]


def _person(office: Office, *roles: Role) -> Actor:
    name = "hai.anlac"
    account = create_account(username=name, full_name="Hai Vai", at=SETUP)
    office.accounts[name] = account
    for role in roles:
        unit = office.units["anlac", PLACES[role]]
        appoint(
            actor=CONSOLE,
            account_id=account.pk,
            unit_id=unit.pk,
            role=role,
            valid_from=SINCE,
            at=SETUP,
        )
    actor = actor_for_session(account.pk, at=NOW)
    assert actor is not None
    return actor


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_no_pair_of_roles_takes_in_and_signs_or_approves_its_own_proposal(
    office: Office, pair: tuple[Role, Role]
) -> None:
    if frozenset(pair) in SEPARATED:
        with pytest.raises(Refused, match="không thể vừa là"):
            _person(office, *pair)
        return
    actor = _person(office, *pair)
    if Role.RECEPTION in pair:
        _takes_in_but_does_not_sign(office, actor)
    if Role.SPECIALIST in pair:
        _proposes_but_does_not_approve(office, actor)


def _takes_in_but_does_not_sign(office: Office, actor: Actor) -> None:
    for step in ("lanh_dao_phong", "lanh_dao_ky"):
        case = office.walk(office.take_in(by="hai"), to=step)
        assert case.received_by_id == actor.account_id
        with pytest.raises(Forbidden):
            act_on(case.number, Verb.COMPLETE, actor=actor, at=NOW)


def _proposes_but_does_not_approve(office: Office, actor: Actor) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    fields: dict[str, Any] = {"items": ASKED, "reason": WHY}
    case = act_on(case.number, Verb.REQUEST_SUPPLEMENT, actor=actor, at=NOW, **fields)
    with pytest.raises(Forbidden):
        act_on(case.number, Verb.REQUEST_SUPPLEMENT, actor=actor, at=NOW, stage="approve")
    day = NOW.date().replace(day=12)
    case = office.walk(office.take_in(), to="thu_ly")
    case = act_on(case.number, Verb.EXTEND, actor=actor, at=NOW, new_due=day, reason="Chờ")
    with pytest.raises(Forbidden):
        act_on(case.number, Verb.EXTEND, actor=actor, at=NOW, stage="approve")


def test_who_took_a_file_in_signs_it_not_even_after_changing_seats(office: Office) -> None:
    """The desk in March, the leader's chair in April: the file of March is for another."""
    case = office.walk(office.take_in(), to="lanh_dao_ky")
    leader = office.actor("lanhdao")
    type(case).objects.filter(pk=case.pk).update(received_by=leader.account_id)
    with pytest.raises(Forbidden, match="Người tiếp nhận"):
        act_on(case.number, Verb.COMPLETE, actor=leader, at=NOW)
