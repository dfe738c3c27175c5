"""Who may work on an item, take it back, hand it to another: each cell of the table."""

from __future__ import annotations

import datetime as dt

import pytest

from motcua.kernel.refusals import Forbidden
from motcua.organisation.models import Delegation
from motcua.organisation.states import Role
from motcua.process import access, actions
from motcua.process.models import WorkItem
from tests.organisation.builders import NOW, TODAY, acting
from tests.process.conftest import Office
from tests.process.flow import Walk, walk

LINE = ("a > b", "b > !e")
WORKERS = {"specialist", "second"}
EVERYBODY = ("specialist", "second", "outsider", "unit_leader", "agency_leader", "reception")


def who(office: Office, name: str) -> access.Actor:
    people = {"second": office.second, "outsider": office.outsider}
    return acting(people[name] if name in people else office.people[Role(name)])


@pytest.fixture
def run(office: Office) -> Walk:
    return walk(office, *LINE)


def lend(run: Walk, role: Role, to: int) -> None:
    post = run.office.people[role].posts.get()
    Delegation.objects.create(
        post=post,
        to_id=to,
        valid_from=TODAY,
        valid_to=TODAY + dt.timedelta(days=3),
        reason="Nghỉ phép",
        created_by=post.account,
        created_at=NOW,
    )


@pytest.mark.parametrize("name", EVERYBODY)
def test_open_work_is_for_the_role_in_the_unit(run: Walk, name: str) -> None:
    actor, item = who(run.office, name), run.item("a")
    assert access.can_claim(actor, item) is (name in WORKERS)
    assert access.can_work(actor, item) is (name in WORKERS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_held_work_is_for_its_holder(run: Walk, name: str) -> None:
    run.claim("a", run.office.second.pk)
    assert access.can_work(who(run.office, name), run.item("a")) is (name == "second")


def test_a_holder_who_left_the_unit_may_not_finish(run: Walk) -> None:
    item = run.item("a")
    actions.reassign(item=item, to_account_id=run.office.outsider.pk, at=NOW)
    assert not access.can_work(who(run.office, "outsider"), item)


def test_who_sits_in_for_an_absent_colleague_works_on_what_that_one_holds(run: Walk) -> None:
    run.claim("a", run.office.id_of(Role.SPECIALIST))
    item = run.item("a")
    assert not access.can_work(who(run.office, "outsider"), item)
    lend(run, Role.SPECIALIST, run.office.outsider.pk)
    assert access.can_work(who(run.office, "outsider"), item)
    actions.reassign(item=item, to_account_id=run.office.second.pk, at=NOW)
    assert not access.can_work(who(run.office, "outsider"), item)


@pytest.mark.parametrize("name", EVERYBODY)
def test_leaders_over_the_unit_reassign(run: Walk, name: str) -> None:
    may = access.can_reassign(who(run.office, name), run.item("a"))
    assert may is (name in ("unit_leader", "agency_leader"))


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_who_finished_takes_back(run: Walk, name: str) -> None:
    run.complete("a", by=run.office.second.pk)
    assert access.can_recall(who(run.office, name), run.item("a")) is (name == "second")


def test_every_refusal_says_why(run: Walk) -> None:
    actor, item = who(run.office, "reception"), run.item("a")
    run.claim("a", run.office.second.pk)
    held = run.item("a")
    for check, of in (
        (access.check_can_claim, item),
        (access.check_can_work, item),
        (access.check_can_work, held),
        (access.check_can_recall, item),
        (access.check_can_reassign, item),
    ):
        with pytest.raises(Forbidden) as caught:
            check(actor, of)
        assert caught.value.text.endswith(".")
    with pytest.raises(Forbidden, match="kiểm soát TTHC"):
        access.check_can_edit_definitions(actor)
    assert access.can_edit_definitions(who(run.office, "controller"))
    assert isinstance(item, WorkItem)
