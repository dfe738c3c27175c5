"""Who may act on a day: posts, units and agencies in force, and what was lent."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from motcua.accounts import actions as accounts
from motcua.accounts.models import Account
from motcua.organisation.actions import delegate, end_delegation, end_post
from motcua.organisation.models import Delegation
from motcua.organisation.queries import (
    actor_for,
    actor_for_session,
    actor_for_token,
    agency_by_code,
    agency_tree,
    delegations_of,
    delegations_of_agency,
    people_of_unit,
    posts_of_agency,
    seats_of,
    subtree_ids,
    units_of_agency,
)
from motcua.organisation.rules import NotFound
from motcua.organisation.states import Role
from tests.organisation import builders
from tests.organisation.builders import NOW, TODAY, acting
from tests.organisation.conftest import City

DAY = dt.timedelta(days=1)


def issue(account: Account) -> str:
    return accounts.issue_token(account_id=account.pk, label="thử", expires_at=None, at=NOW)


def lend(city: City, *, first: dt.date = TODAY, last: dt.date = TODAY + 4 * DAY) -> Delegation:
    """The leader of An Lạc lends his post to the head of the room."""
    ward = city.an_lac
    return delegate(
        actor=acting(ward.leader),
        post_id=ward.leader.posts.get().pk,
        to_id=ward.head.pk,
        valid_from=first,
        valid_to=last,
        reason="Đi công tác",
        at=NOW,
    )


def test_token_gives_person_and_seats_in_one_statement(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lend(city)
    token = issue(city.an_lac.head)
    with django_assert_num_queries(1):
        actor = actor_for_token(token, at=NOW)
    assert actor is not None
    assert actor.account_id == city.an_lac.head.pk
    assert actor.kind == "officer"
    assert {(seat.role, seat.on_behalf_of) for seat in actor.seats} == {
        (Role.UNIT_LEADER, ""),
        (Role.AGENCY_LEADER, city.an_lac.leader.full_name),
    }
    assert actor.seats[0].agency_path == city.an_lac.agency.path
    assert actor.seats[0].agency_code == "H29.101"


def test_session_and_token_see_the_same_person(city: City) -> None:
    lend(city)
    head = city.an_lac.head
    assert actor_for_session(head.pk, at=NOW) == actor_for_token(issue(head), at=NOW)
    assert actor_for(head.pk, head.full_name, head.kind, at=NOW) == acting(head)


def test_text_that_is_no_token_costs_nothing(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert actor_for_token("không phải token", at=NOW) is None
    with django_assert_num_queries(1):
        assert actor_for_token("mc_" + "a" * 43, at=NOW) is None


def test_account_without_posts_is_known_but_sits_nowhere(db: None) -> None:
    newcomer = builders.account("moi")
    actor = actor_for_token(issue(newcomer), at=NOW)
    assert actor is not None
    assert actor.seats == ()


def test_closed_account_is_nobody(city: City) -> None:
    token = issue(city.an_lac.reception)
    accounts.disable(account_id=city.an_lac.reception.pk)
    assert actor_for_token(token, at=NOW) is None
    assert actor_for_session(city.an_lac.reception.pk, at=NOW) is None
    assert seats_of(city.an_lac.reception.pk, at=NOW) == ()


def test_revoked_or_expired_token_is_nobody(city: City) -> None:
    hour = NOW + dt.timedelta(hours=1)
    account = city.an_lac.reception
    token = accounts.issue_token(account_id=account.pk, label="x", expires_at=hour, at=NOW)
    assert actor_for_token(token, at=NOW) is not None
    assert actor_for_token(token, at=hour) is None
    accounts.revoke_token(token_id=account.tokens.get().pk, at=NOW)
    assert actor_for_token(token, at=NOW) is None


def test_post_ended_yesterday_is_gone_today(city: City) -> None:
    end_post(
        actor=acting(city.an_lac.admin),
        post_id=city.an_lac.reception.posts.get().pk,
        last_day=TODAY - DAY,
        at=NOW,
    )
    assert seats_of(city.an_lac.reception.pk, at=NOW) == ()


@pytest.mark.parametrize(
    ("moment", "seats"),
    [
        ("2026-03-02T23:59:59+07:00", 1),
        ("2026-03-03T00:00:00+07:00", 0),
        # The server's own day is still the 2nd; Vietnam's is the 3rd.
        ("2026-03-02T17:00:00+00:00", 0),
    ],
)
def test_last_day_of_a_post_counts_whole_in_vietnam(city: City, moment: str, seats: int) -> None:
    holder = builders.account("tam.thoi")
    builders.post(holder, city.an_lac.desk, Role.RECEPTION, valid_to=TODAY)
    assert len(seats_of(holder.pk, at=dt.datetime.fromisoformat(moment))) == seats


@pytest.mark.parametrize("ended", ["unit", "agency"])
def test_seat_ends_with_its_unit_and_with_its_agency(city: City, ended: str) -> None:
    of = city.an_lac.desk if ended == "unit" else city.an_lac.agency
    of.valid_to = TODAY - DAY
    of.save()
    assert seats_of(city.an_lac.reception.pk, at=NOW) == ()
    assert len(seats_of(city.an_lac.reception.pk, at=NOW - DAY)) == 1


def test_future_post_gives_no_seat_yet(city: City) -> None:
    holder = builders.account("thang.sau")
    builders.post(holder, city.an_lac.desk, Role.RECEPTION, valid_from=TODAY + DAY)
    assert seats_of(holder.pk, at=NOW) == ()
    assert len(seats_of(holder.pk, at=NOW + DAY)) == 1


def test_delegation_begins_and_returns_by_itself(city: City) -> None:
    lend(city, first=TODAY + DAY, last=TODAY + 2 * DAY)
    held = [len(seats_of(city.an_lac.head.pk, at=NOW + n * DAY)) for n in range(4)]
    assert held == [1, 2, 2, 1]


def test_holder_keeps_the_post_while_it_is_lent(city: City) -> None:
    lend(city)
    assert len(seats_of(city.an_lac.leader.pk, at=NOW)) == 1


def test_delegation_ended_early_is_gone_at_once(city: City) -> None:
    delegation = lend(city)
    end_delegation(actor=acting(city.an_lac.leader), delegation_id=delegation.pk, at=NOW)
    assert len(seats_of(city.an_lac.head.pk, at=NOW)) == 1


def test_lent_post_ends_when_its_holder_leaves(city: City) -> None:
    lend(city)
    accounts.disable(account_id=city.an_lac.leader.pk)
    assert len(seats_of(city.an_lac.head.pk, at=NOW)) == 1


def test_tree_of_a_day_shows_districts_only_while_they_lasted(db: None) -> None:
    end = dt.date(2025, 6, 30)
    old = dt.date(2020, 1, 1)
    top = builders.agency("H29", valid_from=old)
    district = builders.agency("H29.16", parent=top, valid_from=old, valid_to=end)
    builders.agency("H29.16.05", parent=district, valid_from=old, valid_to=end)
    builders.agency("H29.16.04", parent=district, valid_from=old, valid_to=end)
    builders.agency("H29.101", parent=top, valid_from=end + DAY)
    (before,) = agency_tree(on=end)
    (after,) = agency_tree(on=end + DAY)
    assert [b.agency.code for b in before.branches] == ["H29.16"]
    assert [b.agency.code for b in before.branches[0].branches] == ["H29.16.04", "H29.16.05"]
    assert [b.agency.code for b in after.branches] == ["H29.101"]


def test_tree_costs_one_query(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        (top,) = agency_tree(on=TODAY)
    assert [branch.agency.code for branch in top.branches] == ["H29.101", "H29.102"]


def test_subtree_does_not_take_a_neighbour_with_a_longer_number(db: None) -> None:
    first = builders.agency("H29")
    other = builders.agency("H30")
    other.path = f"/{first.pk}9/"
    other.save()
    assert subtree_ids([first.path]) == [first.pk]


def test_agency_is_found_by_old_code(db: None) -> None:
    made = builders.agency("H29.16")
    made.legacy_code = "000.00.16.H29"
    made.save()
    assert agency_by_code("000.00.16.H29") == made
    with pytest.raises(NotFound):
        agency_by_code("")


def test_people_of_a_unit_are_sorted_by_given_name_with_lent_ones_marked(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk = city.an_lac.desk
    for username, name in [("a", "Trần Văn Ân"), ("b", "Lê Thị Bé")]:
        holder = builders.officer(username, desk, Role.RECEPTION)
        holder.full_name = name
        holder.save()
    closed = builders.officer("nghi", desk, Role.RECEPTION)
    accounts.disable(account_id=closed.pk)
    Delegation.objects.create(
        post=city.an_lac.reception.posts.get(),
        to=city.an_lac.specialist,
        valid_from=TODAY,
        valid_to=TODAY,
        reason="ốm",
        created_by=city.an_lac.admin,
        created_at=NOW,
    )
    with django_assert_num_queries(2):
        people = people_of_unit(desk.pk, on=TODAY)
    assert [(p.name, p.lent) for p in people][:2] == [("Trần Văn Ân", False), ("Lê Thị Bé", False)]
    assert {p.account_id for p in people if p.lent} == {city.an_lac.specialist.pk}
    assert closed.pk not in {p.account_id for p in people}
    assert len(people_of_unit(desk.pk, on=TODAY + DAY)) == 3


def test_posts_and_units_of_an_agency_cost_one_query_each(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        names = [
            post.account.full_name for post in posts_of_agency(city.an_lac.agency.pk, on=TODAY)
        ]
    with django_assert_num_queries(1):
        units = units_of_agency(city.an_lac.agency.pk, on=TODAY)
    assert len(names) == 5
    assert len(units) == 3


def test_running_delegations_are_listed_until_they_end(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    delegation = lend(city, first=TODAY + DAY, last=TODAY + 2 * DAY)
    with django_assert_num_queries(1):
        assert delegations_of_agency(city.an_lac.agency.pk, at=NOW) == [delegation]
    for person in (city.an_lac.leader, city.an_lac.head):
        assert delegations_of(person.pk, at=NOW) == [delegation]
    assert delegations_of(city.an_lac.reception.pk, at=NOW) == []
    assert delegations_of_agency(city.binh_tan.agency.pk, at=NOW) == []
    assert delegations_of_agency(city.an_lac.agency.pk, at=NOW + 3 * DAY) == []
