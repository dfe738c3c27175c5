"""Officers who act at the same moment: exactly one wins, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from motcua.kernel.refusals import Conflict
from motcua.organisation.states import Role
from motcua.process import actions
from motcua.process.models import WorkItem
from motcua.process.states import ItemState
from tests.process.conftest import make_office
from tests.process.flow import Walk, walk

CLERKS = 4


@pytest.fixture
def run(transactional_db: None) -> Walk:
    return walk(make_office(), "a > b", "b > !e")


def at_once(act: Callable[[int], object]) -> list[str]:
    """What each of several threads met: "won", or the name of the refusal."""
    ready = threading.Barrier(CLERKS)
    met: list[str] = []

    def clerk(number: int) -> None:
        try:
            ready.wait(20)
            with transaction.atomic():
                act(number)
            met.append("won")
        except Conflict:
            met.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk, args=(number,)) for number in range(CLERKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(met)


ONE_WINS = ["late"] * (CLERKS - 1) + ["won"]


def people(run: Walk) -> list[int]:
    office = run.office
    return [office.second.pk, office.outsider.pk, *(person.pk for person in office.people.values())]


def test_one_claims(run: Walk) -> None:
    item = run.item("a")
    ids = people(run)

    def claim(number: int) -> None:
        seen = WorkItem.objects.get(pk=item.pk) if number % 2 else run.item("a")
        seen.state = ItemState.OPEN
        actions.claim(item=seen, actor_id=ids[number], at=run.at)

    assert at_once(claim) == ONE_WINS


def test_one_finishes_and_what_follows_opens_once(run: Walk) -> None:
    ids, pages = people(run), [run.item("a") for _ in range(CLERKS)]
    runs = [run.stored() for _ in range(CLERKS)]

    def finish(number: int) -> None:
        actions.complete_item(
            run=runs[number],
            item=pages[number],
            actor_id=ids[number],
            outcome="",
            data={},
            **run.where,
        )

    assert at_once(finish) == ONE_WINS
    assert run.live() == ["b"]
    assert WorkItem.objects.filter(step="b").count() == 1


def test_the_next_begins_or_the_last_takes_back_never_both(run: Walk) -> None:
    run.complete("a")
    done, following = run.item("a"), run.item("b")
    runs = [run.stored() for _ in range(CLERKS)]
    me, other = run.office.id_of(Role.SPECIALIST), run.office.second.pk

    def turn(number: int) -> None:
        if number:
            actions.claim(item=following, actor_id=other, at=run.at)
        else:
            actions.recall(run=runs[number], item=done, actor_id=me, at=run.at)

    assert at_once(turn) == ONE_WINS
    states = (run.item("a").state, run.item("b").state)
    assert states in [
        (ItemState.DONE, ItemState.CLAIMED),
        (ItemState.CLAIMED, ItemState.CANCELLED),
    ]


def test_control_without_the_condition_everybody_wins(run: Walk) -> None:
    """The same race by the item's id alone: what the tests above would let through."""
    item, ids = run.item("a"), people(run)

    def take(number: int) -> None:
        if WorkItem.objects.filter(pk=item.pk).update(holder_id=ids[number]) != 1:
            raise Conflict("Người khác đã nhận việc này.")

    assert at_once(take) == ["won"] * CLERKS
