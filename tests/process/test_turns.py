"""Turning back: sent back by the next, taken back by who finished."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.kernel.refusals import Conflict, Refused
from motcua.organisation.states import Role
from motcua.process import actions
from motcua.process.models import WorkItem
from motcua.process.states import ItemState
from tests.process.conftest import Office
from tests.process.flow import HOUR, due_for, walk
from tests.process.graphs import raw, seed

LINE = ("a > b", "b > c", "c > !e")
FORK = ("a > +f", "+f > b", "+f > d", "b > &j", "d > &j", "&j > z", "z > !e")


# --- Sending back ---------------------------------------------------------------------------------


def test_work_goes_back_to_who_did_it(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a", by=office.second.pk)
    again = run.send_back("b")
    again.refresh_from_db()
    assert (again.step, again.state, again.holder_id) == ("a", ItemState.CLAIMED, office.second.pk)
    assert (again.opened_at, again.due_at) == (run.at, run.at + HOUR)
    returned = run.item("b")
    assert (returned.state, returned.done_at) == (ItemState.RETURNED, run.at)
    assert returned.done_by_id == office.id_of(Role.SPECIALIST)


def test_after_a_return_the_run_goes_on_as_before(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    run.send_back("b")
    run.complete("a")
    run.complete("b")
    assert run.complete("c").finished


def test_work_may_go_back_step_by_step_to_the_first(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    run.complete("b")
    assert run.send_back("c").step == "b"
    assert run.send_back("b").step == "a"
    with pytest.raises(Refused, match="bước đầu tiên"):
        run.send_back("a")


def test_work_of_a_closed_account_waits_for_anybody(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a", by=office.second.pk)
    office.second.is_active = False
    office.second.save()
    again = run.send_back("b")
    assert (again.state, again.holder_id, again.claimed_at) == (ItemState.OPEN, None, None)


def test_a_step_may_forbid_it(office: Office) -> None:
    run = walk(office, graph=raw(*LINE, nodes={"b": {"can_send_back": False}}))
    run.complete("a")
    with pytest.raises(Refused, match="không cho trả lại từ bước “Bước b”"):
        run.send_back("b")
    assert run.live() == ["b"]


def test_one_of_several_branches_cannot_be_sent_back_alone(office: Office) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    with pytest.raises(Refused, match="nhiều nhánh song song"):
        run.send_back("b")
    assert run.live() == ["b", "d"]


def test_a_branch_goes_back_within_itself_while_the_other_goes_on(office: Office) -> None:
    run = walk(
        office, "a > +f", "+f > b", "+f > d", "b > c", "c > &j", "d > &j", "&j > z", "z > !e"
    )
    run.complete("a")
    run.complete("b")
    run.complete("d")
    assert run.send_back("c").step == "b"
    assert run.stored().tokens == {"d>j": 1}
    run.complete("b")
    run.complete("c")
    assert run.live() == ["z"]


def test_back_across_a_join_the_other_branch_waits_again(office: Office) -> None:
    run = walk(office, *FORK)
    for step in ("a", "b", "d"):
        run.complete(step)
    assert run.send_back("z").step == "d"
    assert run.stored().tokens == {"b>j": 1}
    run.complete("d")
    assert run.live() == ["z"]
    assert run.stored().tokens == {}


def test_back_through_a_choice(office: Office) -> None:
    run = walk(office, graph=seed("building_permit"), floor_area=90)
    run.complete("tiep_nhan")
    run.complete("tham_dinh")
    run.complete("tong_hop", "de_nghi_giai_quyet")
    assert run.send_back("lanh_dao_phong").step == "tong_hop"
    run.data["floor_area"] = 300
    run.complete("tong_hop", "de_nghi_tu_choi")
    assert run.live() == ["lanh_dao_phong"]


def test_sending_back_what_another_finished_meanwhile(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    seen = run.item("b")
    run.complete("b", by=office.second.pk)
    with pytest.raises(Conflict, match="Người thuly2 đã hoàn thành"):
        actions.send_back(
            run=run.run, item=seen, actor_id=office.second.pk, due_for=due_for, at=run.at
        )
    assert run.live() == ["c"]


def test_statements_of_sending_back(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    item = run.item("b")
    with django_assert_num_queries(3):
        actions.send_back(
            run=run.run, item=item, actor_id=office.second.pk, due_for=due_for, at=run.at
        )


# --- Recalling ------------------------------------------------------------------------------------


def test_a_step_is_taken_back_while_nobody_has_begun(office: Office) -> None:
    run = walk(office, *LINE)
    due = run.item("a").due_at
    run.complete("a")
    (cancelled,) = run.recall("a")
    assert cancelled.step == "b"
    assert run.item("b").state == ItemState.CANCELLED
    item = run.item("a")
    assert (item.state, item.holder_id) == (ItemState.CLAIMED, office.id_of(Role.SPECIALIST))
    assert (item.done_at, item.done_by_id, item.outcome, item.due_at) == (None, None, "", due)
    assert WorkItem.objects.filter(run=run.run, step="a").count() == 1


def test_after_a_recall_the_run_goes_on_and_may_be_recalled_again(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    run.recall("a")
    run.complete("a")
    assert run.live() == ["b"]
    run.recall("a")
    run.complete("a")
    run.complete("b")
    assert run.live() == ["c"]


def test_all_branches_are_taken_back_together(office: Office) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    assert [item.step for item in run.recall("a")] == ["b", "d"]
    assert run.live() == ["a"]


def test_what_waits_at_a_join_is_taken_back(office: Office) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    run.complete("b")
    assert run.recall("b") == []
    assert run.stored().tokens == {}
    assert run.live() == ["b", "d"]


def test_across_a_join_the_other_branch_waits_again(office: Office) -> None:
    run = walk(office, *FORK)
    for step in ("a", "b", "d"):
        run.complete(step)
    run.recall("d")
    assert (run.live(), run.stored().tokens) == (["d"], {"b>j": 1})


def test_once_the_join_has_passed_only_its_last_branch_is_taken_back(office: Office) -> None:
    run = walk(office, *FORK)
    for step in ("a", "b", "d"):
        run.complete(step)
    with pytest.raises(Conflict, match="đã đi tiếp"):
        run.recall("b")
    assert run.live() == ["z"]


@pytest.mark.parametrize(
    ("begun", "text"),
    [
        ("claimed", "Người thuly2 đã nhận việc này"),
        ("done", "Người thuly2 đã hoàn thành bước này"),
        ("returned", "Người specialist đã trả lại bước này"),
    ],
)
def test_once_somebody_has_begun_it_is_too_late(office: Office, begun: str, text: str) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    seen = run.item("a")
    if begun == "claimed":
        run.claim("b", office.second.pk)
    elif begun == "done":
        run.complete("b", by=office.second.pk)
    else:
        run.send_back("b")
    with pytest.raises(Conflict, match=text):
        actions.recall(run=run.run, item=seen, actor_id=seen.done_by_id or 0, at=run.at)


def test_only_ones_own_finished_work_is_taken_back(office: Office) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    for item, actor in ((run.item("a"), office.second.pk), (run.item("b"), office.second.pk)):
        with pytest.raises(Refused, match="chính mình"):
            actions.recall(run=run.run, item=item, actor_id=actor, at=run.at)


def test_a_finished_run_is_not_taken_back(office: Office) -> None:
    run = walk(office, "a > !e")
    run.complete("a")
    with pytest.raises(Conflict, match="đã đi tiếp"):
        run.recall("a")


def test_statements_of_recalling(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = walk(office, *LINE)
    run.complete("a")
    item = run.item("a")
    with django_assert_num_queries(3):
        actions.recall(run=run.run, item=item, actor_id=item.done_by_id or 0, at=run.at)
