"""What everybody may do to their own account, and what new colleagues need."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from motcua.accounts.models import Account
from motcua.accounts.queries import sessions_of
from motcua.accounts.rules import LockedOut
from motcua.kernel.refusals import Conflict, Forbidden, Refused
from motcua.organisation.actions import change_own_password, end_own_sessions, take_on
from motcua.organisation.models import Post
from motcua.organisation.states import Role
from tests.office import NOW, Office

OLD = "mot-cau-rat-dai-2026"
NEW = "cau-khac-cung-dai-2026"


def request() -> HttpRequest:
    made = RequestFactory().post("/desk/settings/")
    made.session = SessionStore()
    return made


def change(office: Office, old: str, new: str = NEW) -> None:
    asked = request()
    asked.user = office.account("thuly")
    change_own_password(
        asked,
        actor=office.actor("thuly"),
        agency_id=office.ward.pk,
        old=old,
        new=new,
        at=NOW,
    )


@pytest.fixture
def thuly(office: Office) -> Account:
    person = office.account("thuly")
    person.set_password(OLD)
    person.save()
    return person


def test_the_old_password_is_asked_for(office: Office, thuly: Account) -> None:
    with pytest.raises(Refused) as refusal:
        change(office, "sai")
    assert refusal.value.field == "old"
    change(office, OLD)
    thuly.refresh_from_db()
    assert thuly.check_password(NEW)


def test_nobody_guesses_it_at_a_desk_left_open(office: Office, thuly: Account) -> None:
    for _turn in range(5):
        with pytest.raises(Refused):
            change(office, "đoán")
    with pytest.raises(LockedOut, match="15 phút"):
        change(office, OLD)


def test_only_ones_own_sessions_end(office: Office) -> None:
    me, other = office.account("thuly").pk, office.account("thuly2").pk
    keys = []
    for account in (me, me, other):
        session = SessionStore()
        session["_auth_user_id"] = str(account)
        session.save()
        keys.append(session.session_key or "")
    ended = end_own_sessions(
        actor=office.actor("thuly"), keep=keys[0], agency_id=office.ward.pk, at=NOW
    )
    assert ended == 1
    assert [one.session_key for one in sessions_of(me, at=NOW)] == [keys[0]]
    assert [one.session_key for one in sessions_of(other, at=NOW)] == [keys[2]]


def hire(office: Office, who: str = "quantri", username: str = "lan.anlac") -> Account:
    return take_on(
        actor=office.actor(who),
        agency_id=office.ward.pk,
        username=username,
        full_name="Nguyễn Thị Lan",
        password=OLD,
        unit_id=office.units["anlac", "HT"].pk,
        role=Role.SPECIALIST,
        valid_from=NOW.date(),
        at=NOW,
    )


def test_a_new_colleague_has_an_account_and_a_post(office: Office) -> None:
    lan = hire(office)
    assert lan.check_password(OLD)
    assert Post.objects.get(account=lan).unit == office.units["anlac", "HT"]


def test_neither_account_nor_post_is_made_when_one_is_refused(office: Office) -> None:
    with pytest.raises(Conflict):
        hire(office, username="thuly.anlac")
    with pytest.raises(Forbidden):
        hire(office, who="kiemsoat")
    assert not Account.objects.filter(username="lan.anlac").exists()
