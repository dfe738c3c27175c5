"""Making, closing and signing in to an account."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from motcua.accounts import actions, queries
from motcua.accounts.models import Account
from motcua.accounts.rules import LockedOut
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.worktime import VIETNAM

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
GOOD = "hoa phuong do 1975"


@pytest.fixture
def officer(db: None) -> Account:
    return actions.create_account(
        username="tiepnhan.anlac", full_name="Nguyễn Thị Hoa", password=GOOD, at=NOW
    )


@pytest.fixture
def request_to_sign_in(db: None) -> HttpRequest:
    request = RequestFactory().post("/desk/sign-in/")
    request.session = SessionStore()
    return request


def test_name_is_stored_in_normal_form(db: None) -> None:
    decomposed = "  Nguyê\u0303n   Thi\u0323 Hoa\u200b "
    made = actions.create_account(username="hoa", full_name=decomposed, at=NOW)
    assert made.full_name == "Nguyễn Thị Hoa"
    assert queries.by_username("hoa").created_at == NOW


@pytest.mark.parametrize(
    "username", ["", "a", "Hoa", "hoà", "hoa lan", "-hoa", "hoa\u200b", "а.cyrillic", "x" * 81]
)
def test_username_is_plain_ascii(username: str, db: None) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_account(username=username, full_name="Hoa", at=NOW)
    assert refusal.value.field == "username"


def test_username_is_taken_once(officer: Account) -> None:
    with pytest.raises(Conflict, match="đã có người dùng"):
        actions.create_account(username=officer.username, full_name="Người khác", at=NOW)


def test_name_and_mail_are_checked_at_their_field(db: None) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_account(username="hoa", full_name=" \u200b ", at=NOW)
    assert refusal.value.field == "full_name"
    with pytest.raises(Refused) as refusal:
        actions.create_account(username="hoa", full_name="Hoa", email="không phải thư", at=NOW)
    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan", "Mật khẩu phải dài ít nhất 12 ký tự"),
        ("tiepnhan.anlac", "quá giống tên đăng nhập"),
        ("qwerty123456", "quá phổ biến"),
    ],
)
def test_weak_password_is_refused_in_vietnamese(
    officer: Account, password: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        actions.set_password(account_id=officer.pk, password=password)
    assert refusal.value.field == "password"
    officer.refresh_from_db()
    assert check_password(GOOD, officer.password)


def test_account_without_password_cannot_sign_in(
    request_to_sign_in: HttpRequest,
) -> None:
    actions.create_account(username="moi.vao", full_name="Mới Vào", at=NOW)
    with pytest.raises(Refused, match="không đúng"):
        actions.sign_in(request_to_sign_in, username="moi.vao", password="")


def test_right_password_opens_a_session(officer: Account, request_to_sign_in: HttpRequest) -> None:
    assert actions.sign_in(request_to_sign_in, username=" tiepnhan.anlac", password=GOOD) == officer
    assert request_to_sign_in.session["_auth_user_id"] == str(officer.pk)


def test_wrong_name_wrong_password_and_closed_account_sound_the_same(
    officer: Account, request_to_sign_in: HttpRequest
) -> None:
    actions.create_account(username="da.nghi", full_name="Đã Nghỉ", password=GOOD, at=NOW)
    actions.disable(account_id=queries.by_username("da.nghi").pk)
    said = set()
    for username, password in [
        ("khong.co", GOOD),
        (officer.username, "sai mat khau 1"),
        ("da.nghi", GOOD),
    ]:
        with pytest.raises(Refused) as refusal:
            actions.sign_in(request_to_sign_in, username=username, password=password)
        said.add(refusal.value.text)
    assert said == {"Tên đăng nhập hoặc mật khẩu không đúng."}


def test_sixth_try_is_locked_out_even_with_the_right_password(officer: Account) -> None:
    for _ in range(5):
        request = RequestFactory().post("/desk/sign-in/")
        request.session = SessionStore()
        with pytest.raises(Refused):
            actions.sign_in(request, username=officer.username, password="sai mat khau 1")
    request = RequestFactory().post("/desk/sign-in/")
    request.session = SessionStore()
    with pytest.raises(LockedOut, match="15 phút"):
        actions.sign_in(request, username=officer.username, password=GOOD)


def test_closed_account_opens_again(officer: Account, request_to_sign_in: HttpRequest) -> None:
    actions.disable(account_id=officer.pk)
    actions.enable(account_id=officer.pk)
    assert actions.sign_in(request_to_sign_in, username=officer.username, password=GOOD) == officer


def test_unknown_account_is_said(db: None) -> None:
    with pytest.raises(NotFound, match=r"“ai\.do”"):
        queries.by_username("ai.do")
    with pytest.raises(NotFound):
        actions.disable(account_id=0)
