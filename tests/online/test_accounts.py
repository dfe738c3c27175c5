"""How a citizen comes to an account, and what opens nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from motcua.accounts import actions
from motcua.accounts.models import Account, OneTimeLink
from motcua.accounts.states import AccountKind
from motcua.cases.queries.tracking import TooManyTries
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.notices.actions import send_due
from motcua.notices.models import Message
from motcua.notices.rules import Letter, Undeliverable
from motcua.online.actions.accounts import ask_for_account, ask_for_password
from tests.office import NOW, Clock, Office
from tests.online.conftest import HOA, SONG, Home
from tests.portal.conftest import text_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def link_in_the_letter() -> str:
    found = re.search(
        r"https?://[^/]+(/tai-khoan/lien-ket/\S+/)", Message.objects.latest("pk").body
    )
    assert found is not None
    return found[1]


def test_a_letter_leads_to_an_account(office: Office, clock: Clock) -> None:
    browser = Client()
    answer = browser.post("/tai-khoan/moi/", {"full_name": "Trần Văn Lạ", "email": "La@Example.vn"})
    assert "la@example.vn" in text_of(answer).lower()
    leave = browser.get(link_in_the_letter())
    assert leave.headers["Location"] == "/tai-khoan/mat-khau/"
    assert leave.headers["Referrer-Policy"] == "no-referrer"
    assert browser.post("/tai-khoan/mat-khau/", {"password": "ngan"}).status_code == 422
    done = browser.post("/tai-khoan/mat-khau/", {"password": SONG})
    assert done.headers["Location"] == "/cua-toi/"
    assert browser.get("/cua-toi/").status_code == 200
    other = Client()
    signed = other.post("/dang-nhap/", {"username": "la@example.vn", "password": SONG})
    assert signed.headers["Location"] == "/cua-toi/"
    assert browser.get(link_in_the_letter()).status_code == 404


def test_whether_an_address_has_an_account_is_told_to_nobody_but_it(
    stranger: Home, clock: Clock
) -> None:
    known, unknown = "la@example.vn", "ai@example.vn"
    pages = []
    for email in (known, unknown):
        page = Client().post("/tai-khoan/quen-mat-khau/", {"email": email})
        pages.append(text_of(page).replace(email, "…"))
        page = Client().post("/tai-khoan/moi/", {"full_name": "Ai Đó", "email": email})
        pages.append(text_of(page).replace(email, "…"))
    assert len(set(pages)) == 1
    assert set(Message.objects.values_list("to", flat=True)) == {known, unknown}


def test_letters_are_not_a_weapon(stranger: Home) -> None:
    for minutes in (0, 3, 9, 11):
        ask_for_password(
            email="la@example.vn", network="203.0.113.7", at=NOW + dt.timedelta(minutes=minutes)
        )
    assert Message.objects.count() == 2


def test_a_new_link_closes_the_one_before(stranger: Home) -> None:
    old = actions.link_for(account_id=stranger.account.pk, at=NOW)
    actions.link_for(account_id=stranger.account.pk, at=NOW)
    with pytest.raises(NotFound):
        actions.choose_password(token=old, password=SONG, at=NOW)


@pytest.mark.parametrize("token", ["", "mc_xyz", "mc_" + "A" * 43, "\x00" * 46])
def test_a_forged_link_opens_nothing(office: Office, clock: Clock, token: str) -> None:
    with pytest.raises(NotFound, match="không đúng, đã dùng hoặc đã hết hạn"):
        actions.choose_password(token=token, password=SONG, at=NOW)


def test_a_link_is_used_once_and_expires(stranger: Home) -> None:
    token = actions.link_for(account_id=stranger.account.pk, at=NOW)
    with pytest.raises(NotFound):
        actions.choose_password(token=token, password=SONG, at=NOW + 4 * DAY)
    with pytest.raises(Refused, match="12 ký tự"):
        actions.choose_password(token=token, password="ngan", at=NOW)
    actions.choose_password(token=token, password=SONG, at=NOW + DAY)
    with pytest.raises(NotFound):
        actions.choose_password(token=token, password=SONG + "x", at=NOW + DAY)
    assert OneTimeLink.objects.get().used_at == NOW + DAY


def test_two_people_asked_with_one_address_and_one_proves_it(office: Office) -> None:
    tokens = []
    for _ in "ab":
        account = actions.waiting_account(full_name="Trần Văn Lạ", email="la@example.vn", at=NOW)
        tokens.append(actions.link_for(account_id=account.pk, at=NOW))
    actions.choose_password(token=tokens[0], password=SONG, at=NOW)
    with pytest.raises(Conflict, match="đã có tài khoản khác"):
        actions.choose_password(token=tokens[1], password=SONG, at=NOW)


def test_a_person_is_found_by_number_and_never_by_name_or_address(hoa: Home) -> None:
    again = actions.person_of_identity(personal_number=HOA, full_name="Nguyễn Thị Hoa", at=NOW)
    assert again.pk == hoa.account.pk
    other = actions.person_of_identity(
        personal_number="079301054321", full_name="Nguyễn Thị Hoa", at=NOW
    )
    assert other.pk != hoa.account.pk


@pytest.mark.parametrize("number", ["", "12", "07930101234x", "' OR 1=1"])
def test_a_number_that_is_none_opens_no_account(office: Office, number: str) -> None:
    before = Account.objects.count()
    with pytest.raises(Refused):
        actions.person_of_identity(personal_number=number, full_name="Ai Đó", at=NOW)
    assert Account.objects.count() == before


def test_an_account_the_office_closed_stays_closed(hoa: Home) -> None:
    actions.disable(account_id=hoa.account.pk)
    with pytest.raises(Refused, match="đã bị khóa"):
        actions.person_of_identity(personal_number=HOA, full_name="Nguyễn Thị Hoa", at=NOW)


def test_each_door_takes_its_own_people(office: Office, clock: Clock) -> None:
    actions.set_password(account_id=office.account("thuly").pk, password=SONG)
    actions.create_account(
        username="congdan", full_name="Công Dân", kind=AccountKind.CITIZEN, password=SONG, at=NOW
    )
    wrong = "Tên đăng nhập hoặc mật khẩu không đúng"
    officer = {"username": "thuly.anlac", "password": SONG}
    citizen = {"username": "congdan", "password": SONG}
    for path, given in (("/dang-nhap/", officer), ("/desk/sign-in/", citizen)):
        refused = Client().post(path, given)
        assert (refused.status_code, wrong in text_of(refused)) == (422, True)
    for path, given in (("/dang-nhap/", citizen), ("/desk/sign-in/", officer)):
        assert Client().post(path, given).status_code == 302


def test_where_the_office_wants_only_proved_people_no_letter_is_sent(
    office: Office, clock: Clock, settings: Any
) -> None:
    settings.MOTCUA_CITIZEN_ACCOUNTS = False
    asked = {"full_name": "Ai Đó", "email": "ai@example.vn"}
    assert Client().post("/tai-khoan/moi/", asked).status_code == 404
    assert not Message.objects.exists()


def test_a_bad_address_is_said_at_its_field(office: Office, clock: Clock) -> None:
    answer = Client().post("/tai-khoan/moi/", {"full_name": " ", "email": "không"})
    assert answer.status_code == 422
    assert "ten@donvi.vn" in text_of(answer)
    with pytest.raises(Refused) as refusal:
        ask_for_account(full_name="", email="ai@example.vn", network="", at=NOW)
    assert refusal.value.field == "full_name"


def test_the_way_back_stays_on_this_site(stranger: Home) -> None:
    actions.set_password(account_id=stranger.account.pk, password=SONG)
    given = {"username": "la@example.vn", "password": SONG, "next": "https://evil.example/"}
    assert Client().post("/dang-nhap/", given).headers["Location"] == "/cua-toi/"


def test_one_network_asks_for_few_letters_and_is_told_when_again(
    office: Office, clock: Clock
) -> None:
    """An office's network, not a person: every address in an IPv6 home counts as one."""
    for number in range(10):
        ask_for_password(email=f"a{number}@example.vn", network=f"2001:db8::{number}", at=NOW)
    with pytest.raises(TooManyTries):
        ask_for_password(email="b@example.vn", network="2001:db8::ff", at=NOW)
    ask_for_password(email="b@example.vn", network="203.0.113.9", at=NOW)
    ask_for_password(email="b@example.vn", network="2001:db8::ff", at=NOW + DAY)
    for _number in range(10):
        ask_for_password(email="c@example.vn", network="127.0.0.1", at=NOW)
    page = Client().post("/tai-khoan/quen-mat-khau/", {"email": "c@example.vn"})
    assert page.status_code == 429
    assert "sau 15 phút" in text_of(page)


def test_the_text_of_a_link_is_not_kept_once_it_is_sent_or_given_up(office: Office) -> None:
    ask_for_account(full_name="Lạ", email="la@example.vn", network="", at=NOW)
    sent: list[Letter] = []
    send_due(at=NOW, sender=sent.append)
    assert "/tai-khoan/lien-ket/" in sent[0].body
    assert Message.objects.get().body == ""

    def refused(_letter: Letter) -> None:
        raise Undeliverable("Không có hộp thư này.")

    ask_for_account(full_name="Ai", email="ai@example.vn", network="", at=NOW)
    send_due(at=NOW, sender=refused)
    gone = Message.objects.get(to="ai@example.vn")
    assert (gone.state, gone.body) == ("failed", "")
