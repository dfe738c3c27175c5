"""An officer opens an account for somebody who stands at the counter with their card."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from motcua.accounts.models import Account
from motcua.journal.models import Entry
from motcua.kernel.refusals import Conflict, Forbidden, Refused
from motcua.online.actions.accounts import open_for_citizen
from motcua.online.queries.own import my_files, opened_at_desk
from tests.office import NOW, Clock, Office
from tests.online.conftest import HOA, SONG

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CARD = {"full_name": "Nguyễn Thị Hoa", "personal_number": HOA}


def test_the_citizen_goes_home_with_a_link_and_sees_the_counter_file(
    office: Office, clock: Clock
) -> None:
    case = office.take_in()
    desk = Client()
    desk.force_login(office.account("tiepnhan"), backend=BACKEND)
    page = desk.post("/desk/citizens/new/", CARD)
    link = re.search(r"/tai-khoan/lien-ket/mc_[\w-]+/", page.content.decode())
    assert link is not None
    home = Client()
    home.get(link[0])
    home.post("/tai-khoan/mat-khau/", {"password": SONG})
    assert case.number in home.get("/cua-toi/").content.decode()
    account = Account.objects.get(personal_number=HOA)
    assert account.opened_by_id == office.account("tiepnhan").pk
    assert [one.pk for one in my_files(account.pk)] == [case.pk]


@pytest.mark.parametrize("who", ["thuly", "quantri", "tiepnhan.binhtan"])
def test_only_the_desk_of_the_agency_opens_accounts(office: Office, who: str) -> None:
    with pytest.raises(Forbidden):
        open_for_citizen(actor=office.actor(who), agency_id=office.ward.pk, at=NOW, **CARD)
    assert not Account.objects.filter(kind="citizen").exists()


def test_opening_is_journalled_and_counted(office: Office) -> None:
    desk = office.actor("tiepnhan")
    open_for_citizen(actor=desk, agency_id=office.ward.pk, at=NOW, **CARD)
    entry = Entry.objects.get(verb="citizen.open")
    assert entry.actor_id == desk.account_id
    assert HOA not in entry.body
    assert opened_at_desk(office.ward.pk, year=2026) == 1
    assert opened_at_desk(office.neighbour.pk, year=2026) == 0
    with pytest.raises(Conflict, match="đã có tài khoản"):
        open_for_citizen(actor=desk, agency_id=office.ward.pk, at=NOW, **CARD)
    for field, value in (("personal_number", "12"), ("phone", "abc")):
        with pytest.raises(Refused) as refusal:
            open_for_citizen(actor=desk, agency_id=office.ward.pk, at=NOW, **CARD | {field: value})
        assert refusal.value.field == field
