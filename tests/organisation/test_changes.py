"""Agencies, units, posts, delegation, accounts: what is refused, who may, what is journalled."""

import datetime as dt
import json
from collections.abc import Callable

import pytest

from motcua.accounts.models import Account
from motcua.accounts.states import AccountKind
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.organisation import actions
from motcua.organisation.models import Agency, Delegation, Post
from motcua.organisation.rules import (
    CONSOLE,
    Actor,
    AgencyFacts,
    Conflict,
    Forbidden,
    NotFound,
    Refused,
)
from motcua.organisation.states import Level, Role, UnitKind
from tests.organisation import builders
from tests.organisation.builders import NOW, START, TODAY, acting
from tests.organisation.conftest import City

DAY = dt.timedelta(days=1)
PASSWORD = "hoa phuong do 1975"


def facts(code: str = "H29.103", **more: object) -> AgencyFacts:
    given = {
        "code": code,
        "name": "Ủy ban nhân dân phường Tân Tạo",
        "short_name": "Phường Tân Tạo",
        "level": Level.COMMUNE,
        "valid_from": START,
    }
    return AgencyFacts(**(given | more))


def entries(agency: Agency) -> list[tuple[str, dict[str, object]]]:
    rows = Entry.objects.filter(subject=Subject.ORGANISATION, subject_id=agency.pk).order_by("seq")
    return [(row.verb, json.loads(row.body)) for row in rows]


def appoint(actor: Actor, account: Account, city: City, **more: object) -> Post:
    given = {
        "account_id": account.pk,
        "unit_id": city.an_lac.desk.pk,
        "role": Role.RECEPTION,
        "valid_from": TODAY,
        "at": NOW,
    }
    return actions.appoint(actor=actor, **(given | more))


def delegate(actor: Actor, city: City, **more: object) -> Delegation:
    given = {
        "post_id": city.an_lac.leader.posts.get().pk,
        "to_id": city.an_lac.head.pk,
        "valid_from": TODAY,
        "valid_to": TODAY + 4 * DAY,
        "reason": "Đi công tác",
        "at": NOW,
    }
    return actions.delegate(actor=actor, **(given | more))


# Agencies


def test_console_plants_the_root_and_its_path_is_its_own_number(db: None) -> None:
    root = actions.create_agency(
        actor=CONSOLE, facts=facts("H29", level=Level.PROVINCE), parent_id=None, at=NOW
    )
    assert root.path == f"/{root.pk}/"
    assert root.slug == "phuong-tan-tao"
    ((verb, body),) = entries(root)
    assert verb == "agency.create"
    assert body["code"] == "H29"
    assert Entry.objects.get().actor_id is None


def test_agency_hangs_under_its_parent(city: City) -> None:
    made = actions.create_agency(
        actor=acting(city.admin), facts=facts(), parent_id=city.agency.pk, at=NOW
    )
    assert made.path == f"{city.agency.path}{made.pk}/"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "29.103"}, "code"),
        ({"code": ""}, "code"),
        ({"legacy_code": "16.H29.000"}, "legacy_code"),
        ({"name": " \u200b"}, "name"),
        ({"short_name": ""}, "short_name"),
        ({"slug": "Phường"}, "slug"),
        ({"valid_to": START - DAY}, "valid_to"),
        ({"valid_from": START - DAY}, "valid_from"),
        ({"email": "không phải thư"}, "email"),
        ({"hotline": "0" * 41}, "hotline"),
    ],
)
def test_bad_facts_are_refused_at_their_field(
    city: City, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_agency(
            actor=acting(city.admin), facts=facts(**change), parent_id=city.agency.pk, at=NOW
        )
    assert refusal.value.field == field
    assert Agency.objects.count() == 3


def test_code_is_used_once(city: City) -> None:
    with pytest.raises(Conflict, match=r"H29\.101"):
        actions.create_agency(
            actor=acting(city.admin), facts=facts("H29.101"), parent_id=city.agency.pk, at=NOW
        )


def test_province_does_not_stand_under_a_ward(city: City) -> None:
    with pytest.raises(Refused, match="cấp trên"):
        actions.create_agency(
            actor=acting(city.admin),
            facts=facts(level=Level.PROVINCE),
            parent_id=city.an_lac.agency.pk,
            at=NOW,
        )


def test_contact_changes_and_the_journal_keeps_both(city: City) -> None:
    actions.update_contact(
        actor=acting(city.an_lac.admin),
        agency_id=city.an_lac.agency.pk,
        changes={"hotline": "1022"},
        at=NOW,
    )
    assert entries(city.an_lac.agency) == [
        ("agency.contact", {"from": {"hotline": ""}, "to": {"hotline": "1022"}})
    ]
    with pytest.raises(Refused, match="code"):
        actions.update_contact(
            actor=acting(city.an_lac.admin),
            agency_id=city.an_lac.agency.pk,
            changes={"code": "H29.999"},
            at=NOW,
        )


def test_unit_lives_within_its_agency_and_its_code_is_used_once(city: City) -> None:
    def create(code: str, first: dt.date) -> None:
        actions.create_unit(
            actor=acting(city.an_lac.admin),
            agency_id=city.an_lac.agency.pk,
            code=code,
            name="Phòng Văn hóa - Xã hội",
            kind=UnitKind.HANDLING,
            valid_from=first,
            at=NOW,
        )

    with pytest.raises(Refused, match="01/07/2025"):
        create("VHXH", START - DAY)
    create("VHXH", START)
    with pytest.raises(Conflict, match="VHXH"):
        create("VHXH", START)


def test_unit_closes_only_when_nobody_sits_there_any_more(city: City) -> None:
    ward, boss = city.an_lac, acting(city.an_lac.admin)
    with pytest.raises(Refused, match="Còn 1 người"):
        actions.close_unit(actor=boss, unit_id=ward.desk.pk, last_day=TODAY, at=NOW)
    actions.end_post(actor=boss, post_id=ward.reception.posts.get().pk, last_day=TODAY, at=NOW)
    closed = actions.close_unit(actor=boss, unit_id=ward.desk.pk, last_day=TODAY, at=NOW)
    assert closed.valid_to == TODAY
    assert [verb for verb, _ in entries(ward.agency)] == ["post.end", "unit.close"]


# Posts


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


# Who may

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
