"""Runs in the database: what opens, what is counted, and who comes too late."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.kernel.refusals import Conflict, Refused
from motcua.organisation.states import Role, UnitKind
from motcua.process import actions
from motcua.process.models import WorkItem
from motcua.process.queries import graph_of, items_of, last_done_by, live_items
from motcua.process.rules.engine import BadOutcome
from motcua.process.states import ItemState, RunState
from tests.process.conftest import Office
from tests.process.flow import HOUR, NOW, due_for, walk
from tests.process.graphs import seed

LINE = ("a > b", "b > !e")
FORK = ("a > +f", "+f > b", "+f > d", "b > &j", "d > &j", "&j > z", "z > !e")


def test_the_default_process_from_the_first_step_to_the_last(office: Office) -> None:
    run = walk(office, graph=seed("default"))
    seen = []
    for outcome in ("", "de_nghi_giai_quyet", "", "", "", ""):
        (step,) = run.live()
        item = run.item(step)
        seen.append((step, Role(item.role), item.unit_id))
        moved = run.complete(step, outcome)
    assert moved.finished
    assert run.stored().state == RunState.FINISHED
    assert seen == [
        ("tiep_nhan", Role.RECEPTION, office.unit_for(UnitKind.RECEPTION)),
        ("thu_ly", Role.SPECIALIST, office.unit_for(UnitKind.HANDLING)),
        ("lanh_dao_phong", Role.UNIT_LEADER, office.unit_for(UnitKind.HANDLING)),
        ("lanh_dao_ky", Role.AGENCY_LEADER, office.unit_for(UnitKind.LEADERSHIP)),
        ("van_thu", Role.CLERK, office.unit_for(UnitKind.CLERICAL)),
        ("tra_ket_qua", Role.RECEPTION, office.unit_for(UnitKind.RECEPTION)),
    ]


def test_an_item_knows_when_it_is_due_and_what_opened_it(office: Office) -> None:
    run = walk(office, graph=seed("default"))
    first = run.item("tiep_nhan")
    assert (first.opened_at, first.due_at, first.previous_id) == (NOW, NOW + 10 * HOUR, None)
    run.complete("tiep_nhan")
    second = run.item("thu_ly")
    assert (second.opened_at, second.due_at) == (NOW + HOUR, NOW + 51 * HOUR)
    assert second.previous_id == first.pk


def test_who_takes_a_file_in_may_hold_the_first_step(office: Office) -> None:
    run = walk(office, *LINE)
    again = actions.open_run(definition_id=run.run.definition_id)
    clerk = office.id_of(Role.RECEPTION)
    (item,) = actions.begin_run(run=again, data={}, holder_id=clerk, **run.where)
    item.refresh_from_db()
    assert (item.state, item.holder_id, item.claimed_at) == (ItemState.CLAIMED, clerk, NOW)


def test_branches_run_side_by_side_and_meet(office: Office) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    assert run.live() == ["b", "d"]
    assert run.complete("d").opened == ()
    assert run.stored().tokens == {"d>j": 1}
    assert [item.step for item in run.complete("b").opened] == ["z"]
    assert run.stored().tokens == {}


def test_a_condition_without_an_answer_is_told_to_the_caller(office: Office) -> None:
    run = walk(
        office, "a > ?c", "?c > b when data.area > 3", "?c > d otherwise", "b > !e", "d > !e"
    )
    moved = run.complete("a")
    assert [item.step for item in moved.opened] == ["d"]
    assert len(moved.notes) == 1


def test_a_wrong_outcome_changes_nothing(office: Office) -> None:
    run = walk(office, "a:yes > !e")
    with pytest.raises(BadOutcome):
        run.complete("a", "no")
    assert run.live() == ["a"]


# --- Statements -----------------------------------------------------------------------------------


def test_statements_of_beginning_a_run(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = walk(office, *LINE)
    with django_assert_num_queries(1):
        again = actions.open_run(definition_id=run.run.definition_id)
    with django_assert_num_queries(1):
        actions.begin_run(run=again, data={}, **run.where)


@pytest.mark.parametrize(
    ("before", "step", "statements"),
    [
        ((), "a", 2),  # the step, two that follow
        (("a",), "b", 2),  # the step, the run: one branch waits
        (("a", "b"), "d", 3),  # the step, what follows, the run
        (("a", "b", "d"), "z", 2),  # the step, the run: the end
    ],
)
def test_statements_of_a_step(
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
    before: tuple[str, ...],
    step: str,
    statements: int,
) -> None:
    run = walk(office, *FORK)
    for earlier in before:
        run.complete(earlier)
    item = run.item(step)
    with django_assert_num_queries(statements):
        actions.complete_item(
            run=run.run, item=item, actor_id=office.second.pk, outcome="", data={}, **run.where
        )


def test_statements_of_the_small_verbs(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    item = run.item("b")
    with django_assert_num_queries(1):
        actions.claim(item=item, actor_id=office.second.pk, at=run.at)
    with django_assert_num_queries(1):
        actions.reassign(item=item, to_account_id=office.id_of(Role.SPECIALIST), at=run.at)
    with django_assert_num_queries(1):
        live_items(run.run.pk)
    with django_assert_num_queries(0):
        graph_of(run.run.definition_id)
    with django_assert_num_queries(2):
        actions.cancel_run(run=run.run, at=run.at)


# --- Claiming and assigning -----------------------------------------------------------------------


def test_claiming(office: Office) -> None:
    run = walk(office, *LINE)
    item = run.item("a")
    actions.claim(item=item, actor_id=office.second.pk, at=NOW)
    stored = run.item("a")
    assert stored.state == item.state == ItemState.CLAIMED
    assert stored.holder_id == item.holder_id == office.second.pk


def test_the_second_to_claim_is_told_who_was_first(office: Office) -> None:
    run = walk(office, *LINE)
    seen = run.item("a")
    run.claim("a", office.second.pk)
    with pytest.raises(Conflict) as caught:
        actions.claim(item=seen, actor_id=office.id_of(Role.SPECIALIST), at=run.at)
    assert caught.value.text == "Người thuly2 đã nhận việc này lúc 10:00 ngày 02/03/2026."


@pytest.mark.parametrize(
    ("meanwhile", "text"),
    [
        ("claim", "Người thuly2 đã nhận việc này lúc 10:00 ngày 02/03/2026."),
        ("complete", "Người thuly2 đã hoàn thành bước này lúc 10:00 ngày 02/03/2026."),
        ("cancel", "Việc này đã được thu hồi hoặc hủy; tải lại trang để xem hồ sơ."),
        ("send_back", "Người specialist đã trả lại bước này lúc 11:00 ngày 02/03/2026."),
    ],
)
def test_whoever_finishes_too_late_is_told_and_changes_nothing(
    office: Office, meanwhile: str, text: str
) -> None:
    run = walk(office, *LINE)
    if meanwhile == "send_back":
        run.complete("a")
    step = "b" if meanwhile == "send_back" else "a"
    seen = run.item(step)
    {
        "claim": lambda: run.claim("a", office.second.pk),
        "complete": lambda: run.complete("a", by=office.second.pk),
        "cancel": lambda: actions.cancel_run(run=run.stored(), at=run.later()),
        "send_back": lambda: run.send_back("b"),
    }[meanwhile]()
    before = list(WorkItem.objects.order_by("id").values())
    with pytest.raises(Conflict) as caught:
        actions.complete_item(
            run=run.run,
            item=seen,
            actor_id=office.id_of(Role.SPECIALIST),
            outcome="",
            data={},
            **run.where,
        )
    assert caught.value.text == text
    assert list(WorkItem.objects.order_by("id").values()) == before


def test_who_claimed_in_another_window_may_finish_from_the_first(office: Office) -> None:
    run = walk(office, *LINE)
    seen = run.item("a")
    run.claim("a", office.second.pk)
    actions.complete_item(
        run=run.run, item=seen, actor_id=office.second.pk, outcome="", data={}, **run.where
    )
    assert run.live() == ["b"]


def test_reassigning(office: Office) -> None:
    run = walk(office, *LINE)
    item = run.item("a")
    actions.reassign(item=item, to_account_id=office.second.pk, at=NOW + HOUR)
    assert run.item("a").holder_id == office.second.pk
    with pytest.raises(Refused, match="chính người đó"):
        actions.reassign(item=item, to_account_id=office.second.pk, at=NOW + HOUR)


def test_reassigning_what_another_took_meanwhile(office: Office) -> None:
    run = walk(office, *LINE)
    seen = run.item("a")
    run.claim("a", office.second.pk)
    with pytest.raises(Conflict, match="Người thuly2 đã nhận"):
        actions.reassign(item=seen, to_account_id=office.id_of(Role.SPECIALIST), at=NOW)


# --- The end --------------------------------------------------------------------------------------


def test_cancelling_ends_all_work_and_can_be_done_once(office: Office) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    assert actions.cancel_run(run=run.run, at=run.at) == 2
    assert run.live() == []
    assert run.item("b").done_at == run.at
    with pytest.raises(Conflict, match="đã kết thúc"):
        actions.cancel_run(run=run.run, at=run.at)
    with pytest.raises(Conflict, match="đã kết thúc"):
        run.complete("b")


def test_two_doors_that_read_the_same_run_cannot_both_end_it(office: Office) -> None:
    run = walk(office, "a > !e")
    stale = run.stored()
    actions.cancel_run(run=run.run, at=run.at)
    item = run.item("a")
    item.state = ItemState.OPEN
    WorkItem.objects.filter(pk=item.pk).update(state=ItemState.OPEN)
    with pytest.raises(Conflict, match="đã kết thúc"):
        actions.complete_item(
            run=stale, item=item, actor_id=office.second.pk, outcome="", data={}, **run.where
        )


def test_due_times_move_with_the_calendar(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = walk(office, *FORK)
    run.complete("a")
    graph, items = graph_of(run.run.definition_id), live_items(run.run.pk)
    with django_assert_num_queries(0):
        assert actions.shift_due(items=items, graph=graph, since=run.at, due_for=due_for) == []

    def slower(start: dt.datetime, budget: str | None) -> dt.datetime | None:
        due = due_for(start, budget)
        return due + 24 * HOUR if due else None

    with django_assert_num_queries(1):
        moved = actions.shift_due(items=items, graph=graph, since=run.at, due_for=slower)
    assert [item.step for item in moved] == ["b", "d"]
    assert run.item("b").due_at == run.at + 25 * HOUR


# --- Reading --------------------------------------------------------------------------------------


def test_everything_of_a_run_in_one_statement(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = walk(office, *FORK)
    for step in ("a", "b", "d"):
        run.complete(step)
    with django_assert_num_queries(1):
        seen = [(i.step, i.unit.name, str(i.done_by or "")) for i in items_of(run.run.pk)]
    assert [(step, who) for step, _, who in seen] == [
        ("a", "Người specialist"),
        ("b", "Người specialist"),
        ("d", "Người specialist"),
        ("z", ""),
    ]


def test_the_step_somebody_finished_last(office: Office) -> None:
    run = walk(office, *FORK)
    run.complete("a", by=office.second.pk)
    run.complete("b", by=office.second.pk)
    found = last_done_by(run.run.pk, office.second.pk)
    assert found is not None
    assert found.step == "b"
    assert last_done_by(run.run.pk, office.outsider.pk) is None
