"""A telephone number is confirmed by the code that was sent to it, by its account, in time."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.accounts.actions import confirm_phone, keep_contact
from motcua.accounts.models import PhoneCode
from motcua.accounts.rules import CODE_LASTS, CODE_TRIES
from motcua.cases.queries.tracking import TooManyTries
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import VIETNAM
from motcua.notices.actions import post_office, send_due
from motcua.notices.models import Message
from motcua.notices.rules import Letter
from motcua.notices.states import Way
from motcua.online.actions.accounts import ask_for_phone_code
from tests.office import NOW
from tests.online.conftest import Home
from tests.portal.conftest import text_of

pytestmark = pytest.mark.django_db
PHONE = "0901234567"


@pytest.fixture
def person(hoa: Home, settings: Settings) -> Home:
    """Somebody with a number, where short messages can be sent."""
    settings.MOTCUA_SMS_URL = "file:///dev/null"
    keep_contact(account_id=hoa.account.pk, phone=PHONE, optional_letters=True)
    hoa.account.refresh_from_db()
    return hoa


def sent_code(home: Home, at: dt.datetime = NOW) -> str:
    """Ask for a code and read it off the message."""
    ask_for_phone_code(actor=home.actor, network="192.0.2.1", at=at)
    said = Message.objects.filter(way=Way.SMS, fleeting=True).latest("pk").body
    return re.findall(r"[0-9]{6}", said)[0]


def refused(home: Home, code: str, at: dt.datetime = NOW) -> None:
    with pytest.raises(Refused) as fault:
        confirm_phone(account_id=home.account.pk, code=code, at=at)
    assert fault.value.field == "code"


def test_the_code_that_came_back_confirms_the_number_once(person: Home) -> None:
    code = sent_code(person)
    done = confirm_phone(account_id=person.account.pk, code=f" {code[:3]} {code[3:]} ", at=NOW)
    assert done.phone_confirmed_at == NOW
    assert not PhoneCode.objects.exists()
    refused(person, code)


def test_a_code_ends_after_ten_minutes_and_with_a_new_number(person: Home) -> None:
    code = sent_code(person)
    refused(person, code, at=NOW + CODE_LASTS)
    keep_contact(account_id=person.account.pk, phone="0912345678", optional_letters=True)
    refused(person, code)


def test_after_five_wrong_tries_the_right_code_opens_nothing(person: Home) -> None:
    code = sent_code(person)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(CODE_TRIES):
        refused(person, wrong)
    refused(person, code)


def test_anothers_code_confirms_nothing(person: Home, stranger: Home) -> None:
    code = sent_code(person)
    keep_contact(account_id=stranger.account.pk, phone=PHONE, optional_letters=True)
    refused(stranger, code)


def test_a_new_number_is_confirmed_anew_and_the_same_one_stays(person: Home) -> None:
    confirm_phone(account_id=person.account.pk, code=sent_code(person), at=NOW)
    same = keep_contact(account_id=person.account.pk, phone=PHONE, optional_letters=False)
    assert same.phone_confirmed_at == NOW
    other = keep_contact(account_id=person.account.pk, phone="0912345678", optional_letters=False)
    assert other.phone_confirmed_at is None


def test_a_code_is_not_sent_again_at_once_nor_without_a_number(
    person: Home, stranger: Home
) -> None:
    sent_code(person)
    with pytest.raises(TooManyTries):
        ask_for_phone_code(actor=person.actor, network="192.0.2.1", at=NOW)
    with pytest.raises(Refused, match="số điện thoại trước"):
        ask_for_phone_code(actor=stranger.actor, network="192.0.2.2", at=NOW)


def test_a_code_does_not_wait_for_the_morning_and_its_text_is_not_kept(person: Home) -> None:
    night = dt.datetime(2026, 3, 2, 23, 0, tzinfo=VIETNAM)
    code = sent_code(person, at=night)
    seen: list[Letter] = []
    send_due(at=night, sender=seen.append)
    assert [code in letter.body for letter in seen if letter.way == Way.SMS] == [True]
    assert not Message.objects.filter(way=Way.SMS, body__contains=code).exists()


def test_the_pages_lead_from_the_button_to_the_confirmed_number(person: Home) -> None:
    browser = person.client
    page = text_of(browser.get("/cua-toi/tai-khoan/"))
    assert "Gửi mã xác nhận qua tin nhắn" in page
    answer = browser.post("/cua-toi/so-dien-thoai/ma/")
    assert answer.headers["Location"] == "/cua-toi/so-dien-thoai/"
    assert "kết thúc bằng 567" in text_of(browser.get("/cua-toi/so-dien-thoai/"))
    wrong = browser.post("/cua-toi/so-dien-thoai/", {"code": "x"})
    assert wrong.status_code == 422
    code = re.findall(r"[0-9]{6}", Message.objects.filter(way=Way.SMS).latest("pk").body)[0]
    browser.post("/cua-toi/so-dien-thoai/", {"code": code})
    assert "Số điện thoại đã được xác nhận" in text_of(browser.get("/cua-toi/tai-khoan/"))
    assert "Mã vừa được gửi" not in page


def test_without_a_gateway_nothing_is_offered(person: Home, settings: Settings) -> None:
    settings.MOTCUA_SMS_URL = ""
    assert "Gửi mã xác nhận" not in text_of(person.client.get("/cua-toi/tai-khoan/"))
    with pytest.raises(Refused, match="chưa gửi được tin nhắn"):
        ask_for_phone_code(actor=person.actor, network="192.0.2.1", at=NOW)


@pytest.mark.parametrize(
    ("chosen", "confirmed", "set_up", "way"),
    [
        (True, True, True, Way.ZALO),
        (False, True, True, Way.SMS),
        # An unconfirmed number may be somebody else's: no account of Zalo is written to.
        (True, False, True, Way.SMS),
        (True, True, False, Way.SMS),
    ],
)
def test_zalo_stands_in_for_sms_where_it_was_chosen_and_the_number_confirmed(
    person: Home,
    settings: Settings,
    tmp_path: Path,
    *,
    chosen: bool,
    confirmed: bool,
    set_up: bool,
    way: Way,
) -> None:
    settings.MOTCUA_SMS_URL = f"file://{tmp_path}/sms.jsonl"
    settings.MOTCUA_ZALO_URL = f"file://{tmp_path}/zalo.jsonl" if set_up else ""
    keep_contact(account_id=person.account.pk, phone=PHONE, optional_letters=True, by_zalo=chosen)
    if confirmed:
        confirm_phone(account_id=person.account.pk, code=sent_code(person), at=NOW)
        Message.objects.all().delete()
    case = person.file()
    with post_office() as sender:
        send_due(at=NOW, sender=sender)
    (kept,) = tmp_path.glob("*.jsonl")
    assert kept.stem == way
    assert case.number in kept.read_text(encoding="utf-8")
