"""Who may change the organisation and its accounts, and who may not."""

from collections.abc import Callable

import pytest

from motcua.journal.models import Entry
from motcua.organisation import actions
from motcua.organisation.rules import (
    Actor,
    Forbidden,
    NotFound,
    Refused,
)
from motcua.organisation.states import Role, UnitKind
from tests.organisation import builders
from tests.organisation.builders import NOW, TODAY, acting
from tests.organisation.conftest import City
from tests.organisation.forms import DAY, PASSWORD, appoint, delegate, entries, facts

Try = Callable[[City, Actor], object]


def _appoint(city: City, actor: Actor) -> object:
    return appoint(actor, builders.account("moi"), city)


def _end_post(city: City, actor: Actor) -> object:
    post = city.an_lac.reception.posts.get()
    return actions.end_post(actor=actor, post_id=post.pk, last_day=TODAY, at=NOW)


def _create_unit(city: City, actor: Actor) -> object:
    return actions.create_unit(
        actor=actor,
        agency_id=city.an_lac.agency.pk,
        code="MOI",
        name="Mới",
        kind=UnitKind.CONTROL,
        valid_from=TODAY,
        at=NOW,
    )


def _create_agency(city: City, actor: Actor) -> object:
    return actions.create_agency(
        actor=actor, facts=facts(), parent_id=city.an_lac.agency.pk, at=NOW
    )


def _open_account(city: City, actor: Actor) -> object:
    return actions.open_account(
        actor=actor, agency_id=city.an_lac.agency.pk, username="moi", full_name="Mới", at=NOW
    )


def _reset_password(city: City, actor: Actor) -> object:
    return actions.reset_password(
        actor=actor,
        agency_id=city.an_lac.agency.pk,
        account_id=city.an_lac.reception.pk,
        password=PASSWORD,
        at=NOW,
    )


def _grant_token(city: City, actor: Actor) -> object:
    return actions.grant_token(
        actor=actor,
        agency_id=city.an_lac.agency.pk,
        account_id=city.an_lac.reception.pk,
        label="x",
        expires_at=None,
        at=NOW,
    )


@pytest.mark.parametrize(
    "verb",
    [
        _appoint,
        _end_post,
        _create_unit,
        _create_agency,
        _open_account,
        _reset_password,
        _grant_token,
    ],
)
@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("own administrator", True),
        ("administrator above", True),
        ("administrator of another ward", False),
        ("leader of the ward", False),
        ("clerk of the ward", False),
        ("administrator whose post ended", False),
        ("account without posts", False),
    ],
)
def test_organisation_is_changed_by_its_administrators(
    city: City, verb: Try, who: str, allowed: bool
) -> None:
    gone = builders.account("quantri.cu")
    builders.post(gone, city.an_lac.desk, Role.ADMINISTRATOR, valid_to=TODAY - DAY)
    people = {
        "own administrator": city.an_lac.admin,
        "administrator above": city.admin,
        "administrator of another ward": city.binh_tan.admin,
        "leader of the ward": city.an_lac.leader,
        "clerk of the ward": city.an_lac.reception,
        "administrator whose post ended": gone,
        "account without posts": builders.account("ngoai"),
    }
    if allowed:
        verb(city, acting(people[who]))
        assert len(entries(city.an_lac.agency)) == (0 if verb is _create_agency else 1)
    else:
        with pytest.raises(Forbidden):
            verb(city, acting(people[who]))
        assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("holder", None),
        ("administrator", None),
        ("administrator above", None),
        ("colleague", Forbidden),
        ("clerk of another ward", NotFound),
        ("administrator of another ward", NotFound),
    ],
)
def test_post_is_lent_by_its_holder_or_an_administrator(
    city: City, who: str, answer: type[Refused] | None
) -> None:
    people = {
        "holder": city.an_lac.leader,
        "administrator": city.an_lac.admin,
        "administrator above": city.admin,
        "colleague": city.an_lac.reception,
        "clerk of another ward": city.binh_tan.reception,
        "administrator of another ward": city.binh_tan.admin,
    }
    if answer is None:
        delegate(acting(people[who]), city)
    else:
        with pytest.raises(answer):
            delegate(acting(people[who]), city)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("holder", None),
        ("who was lent it", None),
        ("administrator", None),
        ("colleague", Forbidden),
        ("clerk of another ward", NotFound),
    ],
)
def test_delegation_is_ended_by_either_side(
    city: City, who: str, answer: type[Refused] | None
) -> None:
    delegation = delegate(acting(city.an_lac.leader), city)
    people = {
        "holder": city.an_lac.leader,
        "who was lent it": city.an_lac.head,
        "administrator": city.an_lac.admin,
        "colleague": city.an_lac.reception,
        "clerk of another ward": city.binh_tan.reception,
    }

    def end() -> None:
        actions.end_delegation(actor=acting(people[who]), delegation_id=delegation.pk, at=NOW)

    if answer is None:
        end()
    else:
        with pytest.raises(answer):
            end()


def test_new_root_is_planted_only_from_a_root(city: City) -> None:
    with pytest.raises(Forbidden):
        actions.create_agency(
            actor=acting(city.an_lac.admin), facts=facts("H30"), parent_id=None, at=NOW
        )
    actions.create_agency(actor=acting(city.admin), facts=facts("H30"), parent_id=None, at=NOW)


def test_password_of_somebody_who_also_sits_elsewhere_is_not_ours(city: City) -> None:
    both = builders.officer("hai.noi", city.an_lac.desk, Role.RECEPTION)
    builders.post(both, city.binh_tan.desk, Role.RECEPTION)
    with pytest.raises(Forbidden, match="cơ quan khác"):
        actions.reset_password(
            actor=acting(city.an_lac.admin),
            agency_id=city.an_lac.agency.pk,
            account_id=both.pk,
            password=PASSWORD,
            at=NOW,
        )
    actions.reset_password(
        actor=acting(city.admin),
        agency_id=city.an_lac.agency.pk,
        account_id=both.pk,
        password=PASSWORD,
        at=NOW,
    )


def test_journal_never_holds_a_password_or_a_token(city: City) -> None:
    boss, ward = acting(city.an_lac.admin), city.an_lac
    token = actions.grant_token(
        actor=boss,
        agency_id=ward.agency.pk,
        account_id=ward.reception.pk,
        label="máy quét",
        expires_at=None,
        at=NOW,
    )
    actions.reset_password(
        actor=boss,
        agency_id=ward.agency.pk,
        account_id=ward.reception.pk,
        password=PASSWORD,
        at=NOW,
    )
    actions.withdraw_token(
        actor=boss, agency_id=ward.agency.pk, token_id=ward.reception.tokens.get().pk, at=NOW
    )
    text = "".join(Entry.objects.values_list("body", flat=True))
    assert token not in text
    assert PASSWORD not in text
    assert [verb for verb, _ in entries(ward.agency)] == [
        "token.grant",
        "account.password",
        "token.withdraw",
    ]


def test_closing_and_reopening_an_account_is_journalled(city: City) -> None:
    for verb in (actions.close_account, actions.reopen_account):
        verb(
            actor=acting(city.an_lac.admin),
            agency_id=city.an_lac.agency.pk,
            account_id=city.an_lac.reception.pk,
            at=NOW,
        )
    assert [verb for verb, _ in entries(city.an_lac.agency)] == ["account.close", "account.reopen"]
