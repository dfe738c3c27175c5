"""Posts and delegation: two hands stay two people, nobody lends what is not theirs."""

import pytest

from motcua.accounts.states import AccountKind
from motcua.organisation import actions
from motcua.organisation.rules import (
    Conflict,
    Forbidden,
    Refused,
)
from motcua.organisation.states import Role
from tests.organisation import builders
from tests.organisation.builders import NOW, TODAY, acting
from tests.organisation.conftest import City
from tests.organisation.forms import DAY, appoint, delegate, entries


def test_appointment_is_journalled_with_its_document(city: City) -> None:
    newcomer = builders.account("moi")
    post = appoint(acting(city.an_lac.admin), newcomer, city, document="QĐ 12/QĐ-UBND")
    ((verb, body),) = entries(city.an_lac.agency)
    assert verb == "post.appoint"
    assert body["post"] == post.pk
    assert body["document"] == "QĐ 12/QĐ-UBND"


def test_same_post_is_not_given_twice(city: City) -> None:
    with pytest.raises(Conflict, match="đã giữ vị trí"):
        appoint(acting(city.an_lac.admin), city.an_lac.reception, city)


def test_nobody_appoints_themselves(city: City) -> None:
    with pytest.raises(Forbidden, match="tự bổ nhiệm"):
        appoint(acting(city.an_lac.admin), city.an_lac.admin, city)


def test_citizen_holds_no_post(city: City) -> None:
    citizen = builders.account("dan", kind=AccountKind.CITIZEN)
    with pytest.raises(Refused, match="cán bộ"):
        appoint(acting(city.an_lac.admin), citizen, city)


def test_post_lies_within_the_life_of_its_unit(city: City) -> None:
    newcomer = builders.account("moi")
    city.an_lac.desk.valid_to = TODAY + DAY
    city.an_lac.desk.save()
    with pytest.raises(Refused, match="03/03/2026"):
        appoint(acting(city.an_lac.admin), newcomer, city, valid_to=TODAY + 2 * DAY)
    with pytest.raises(Refused, match="chỉ hoạt động đến hết 03/03/2026"):
        appoint(acting(city.an_lac.admin), newcomer, city, valid_from=TODAY + 2 * DAY)
    # Without an end of its own it ends with the unit.
    appoint(acting(city.an_lac.admin), newcomer, city)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.RECEPTION, Role.AGENCY_LEADER),
        (Role.AGENCY_LEADER, Role.RECEPTION),
        (Role.SPECIALIST, Role.AGENCY_LEADER),
        (Role.CLERK, Role.INSPECTOR),
        (Role.INSPECTOR, Role.UNIT_LEADER),
    ],
)
def test_two_hands_of_one_check_are_two_people(city: City, held: Role, wanted: Role) -> None:
    person = builders.officer("hai.vai", city.an_lac.desk, held)
    with pytest.raises(Refused, match="vừa là"):
        appoint(acting(city.an_lac.admin), person, city, role=wanted)


def test_two_hands_may_be_one_persons_in_two_agencies_or_at_two_times(city: City) -> None:
    elsewhere = builders.officer("noi.khac", city.binh_tan.desk, Role.RECEPTION)
    appoint(acting(city.an_lac.admin), elsewhere, city, role=Role.AGENCY_LEADER)
    earlier = builders.account("truoc.kia")
    builders.post(earlier, city.an_lac.desk, Role.RECEPTION, valid_to=TODAY - DAY)
    appoint(acting(city.an_lac.admin), earlier, city, role=Role.AGENCY_LEADER)


def test_past_of_a_post_is_not_rewritten(city: City) -> None:
    post = city.an_lac.reception.posts.get()
    boss = acting(city.an_lac.admin)
    with pytest.raises(Refused, match="sớm nhất là hôm qua"):
        actions.end_post(actor=boss, post_id=post.pk, last_day=TODAY - 2 * DAY, at=NOW)
    actions.end_post(actor=boss, post_id=post.pk, last_day=TODAY, at=NOW)
    with pytest.raises(Refused, match="02/03/2026"):
        actions.end_post(actor=boss, post_id=post.pk, last_day=TODAY + DAY, at=NOW)


# Delegation


def test_holder_lends_their_post_and_it_is_journalled(city: City) -> None:
    delegation = delegate(acting(city.an_lac.leader), city)
    ((verb, body),) = entries(city.an_lac.agency)
    assert verb == "post.delegate"
    assert body["to"] == city.an_lac.head.pk
    assert body["until"] == "2026-03-06"
    assert delegation.created_by == city.an_lac.leader


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"reason": " "}, "reason", "lý do"),
        ({"valid_from": TODAY - DAY}, "valid_from", "hôm nay"),
        ({"valid_to": TODAY - DAY}, "valid_to", "trước ngày đầu"),
    ],
)
def test_bad_delegation_is_refused_at_its_field(
    city: City, change: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        delegate(acting(city.an_lac.leader), city, **change)
    assert refusal.value.field == field


def test_post_is_not_lent_to_oneself(city: City) -> None:
    with pytest.raises(Refused, match="chính mình"):
        delegate(acting(city.an_lac.leader), city, to_id=city.an_lac.leader.pk)


def test_administrator_does_not_lend_a_post_to_themselves(city: City) -> None:
    with pytest.raises(Forbidden, match="không tự nhận"):
        delegate(acting(city.an_lac.admin), city, to_id=city.an_lac.admin.pk)


def test_colleague_works_in_the_same_agency(city: City) -> None:
    with pytest.raises(Refused, match="đang công tác tại UBND phường An Lạc"):
        delegate(acting(city.an_lac.leader), city, to_id=city.binh_tan.head.pk)


@pytest.mark.parametrize("colleague", ["reception", "specialist"])
def test_signing_is_not_lent_to_who_receives_or_appraises(city: City, colleague: str) -> None:
    with pytest.raises(Refused, match="vừa là"):
        delegate(acting(city.an_lac.leader), city, to_id=getattr(city.an_lac, colleague).pk)


def test_post_is_lent_to_one_person_at_a_time(city: City) -> None:
    delegate(acting(city.an_lac.leader), city)
    deputy = builders.officer("pho", city.an_lac.room, Role.UNIT_LEADER)
    with pytest.raises(Conflict, match=r"từ 02/03/2026\s+đến 06/03/2026"):
        delegate(
            acting(city.an_lac.leader),
            city,
            to_id=deputy.pk,
            valid_from=TODAY + 4 * DAY,
            valid_to=TODAY + 5 * DAY,
        )
    delegate(
        acting(city.an_lac.leader),
        city,
        to_id=deputy.pk,
        valid_from=TODAY + 5 * DAY,
        valid_to=TODAY + 5 * DAY,
    )


def test_lent_post_is_not_lent_on(city: City) -> None:
    delegate(acting(city.an_lac.leader), city)
    deputy = builders.officer("pho", city.an_lac.room, Role.UNIT_LEADER)
    with pytest.raises(Forbidden):
        delegate(acting(city.an_lac.head), city, to_id=deputy.pk)


def test_delegation_stays_within_the_post(city: City) -> None:
    post = city.an_lac.leader.posts.get()
    post.valid_to = TODAY + DAY
    post.save()
    with pytest.raises(Refused, match="03/03/2026"):
        delegate(acting(city.an_lac.leader), city)


def test_delegation_ends_once(city: City) -> None:
    delegation = delegate(acting(city.an_lac.leader), city)
    actor = acting(city.an_lac.leader)
    actions.end_delegation(actor=actor, delegation_id=delegation.pk, at=NOW)
    with pytest.raises(Refused, match="hết hiệu lực"):
        actions.end_delegation(actor=actor, delegation_id=delegation.pk, at=NOW)
    again = delegate(acting(city.an_lac.leader), city)
    with pytest.raises(Refused, match="hết hiệu lực"):
        actions.end_delegation(actor=actor, delegation_id=again.pk, at=NOW + 5 * DAY)
