"""Signing in with VNeID against a provider that really runs, and against forged answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread

from motcua.accounts.models import Account
from motcua.portal import vneid
from tests.office import Clock, Office
from tests.portal.conftest import text_of

pytestmark = [
    pytest.mark.django_db,
    # The stand-in provider uses Authlib's older ways.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib.*"),
]
HOA = {"SoDinhDanh": "079301012345", "HoVaTen": "Nguyễn Thị Hoa"}
BACK = "/dang-nhap/dinh-danh/ve/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    people = [
        User(sub="hoa", claims=HOA),
        User(sub="khong-so", claims={"HoVaTen": "Không Số"}),
    ]
    with run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def browser(provider: str, office: Office, clock: Clock, settings: Any) -> Client:
    vneid.provider.cache_clear()
    settings.MOTCUA_OIDC = {"url": provider, "client": "motcua", "secret": "x", "name": "VNeID"}
    return Client()


def consented(browser: Client, sub: str = "hoa", *, action: str = "") -> str:
    """Follow the button, agree at the provider, and come back with its answer's address."""
    away = browser.get("/dang-nhap/dinh-danh/?next=/thu-tuc/").headers["Location"]
    form = {"sub": sub, "action": action} if action else {"sub": sub}
    answer = requests.post(away, data=form, allow_redirects=False, timeout=10)
    place = urlsplit(answer.headers["Location"])
    return f"{place.path}?{place.query}"


def test_a_person_signs_in_and_is_the_same_person_next_time(browser: Client) -> None:
    assert "Đăng nhập bằng VNeID" in text_of(browser.get("/dang-nhap/"))
    answer = browser.get(consented(browser))
    assert answer.headers["Location"] == "/thu-tuc/"
    account = Account.objects.get(personal_number="079301012345")
    assert (account.full_name, account.kind) == ("Nguyễn Thị Hoa", "citizen")
    assert browser.get("/cua-toi/").status_code == 200
    again = Client()
    again.get(consented(again))
    assert Account.objects.filter(kind="citizen").count() == 1


def refused(browser: Client, address: str) -> str:
    page = browser.get(address, follow=True)
    assert page.redirect_chain == [("/dang-nhap/", 302)]
    assert browser.get("/cua-toi/").status_code == 302
    assert not Account.objects.filter(kind="citizen").exists()
    return text_of(page)


def test_who_says_no_is_not_signed_in(browser: Client) -> None:
    assert "đã không đồng ý" in refused(browser, consented(browser, action="deny"))


def test_a_person_without_a_number_is_not_signed_in(browser: Client) -> None:
    refused(browser, consented(browser, "khong-so"))


def test_an_answer_for_another_browser_signs_nobody_in(browser: Client) -> None:
    stolen = consented(browser)
    assert "thử lại từ đầu" in refused(Client(), stolen)


def test_an_answer_is_good_once(browser: Client) -> None:
    address = consented(browser)
    browser.get(address)
    browser.post("/dang-xuat/")
    page = browser.get(address, follow=True)
    assert "thử lại từ đầu" in text_of(page)
    assert browser.get("/cua-toi/").status_code == 302


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=server"])
def test_an_invented_answer_signs_nobody_in(browser: Client, query: str) -> None:
    refused(browser, BACK + query)


@pytest.mark.parametrize("change", ["aud", "iss", "nonce", "exp", "signature", "none", "absent"])
def test_a_forged_token_signs_nobody_in(
    browser: Client, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    address = consented(browser)
    client = vneid._provider()
    whole = client.fetch_access_token

    def forged(**given: Any) -> dict[str, Any]:
        token = whole(**given)
        return {**token, "id_token": _forged(token["id_token"], change)}

    monkeypatch.setattr(client, "fetch_access_token", forged)
    refused(browser, address)


def _forged(token: str, change: str) -> str:
    """The provider's own token with one thing wrong, signed by another's key."""
    from joserfc import jwk, jwt

    if change == "absent":
        return ""
    if change == "signature":
        head, body, _sign = token.split(".")
        return f"{head}.{body}.{'A' * 342}"
    claims = {"sub": "hoa", **HOA}
    if change == "none":
        import base64
        import json

        def part(value: Any) -> str:
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

        return f"{part({'alg': 'none'})}.{part(claims)}."
    key = jwk.RSAKey.generate_key(2048)
    return jwt.encode({"alg": "RS256"}, {**claims, change: "wrong"}, key)


def test_a_provider_that_is_away_is_said(browser: Client, settings: Any) -> None:
    settings.MOTCUA_OIDC = settings.MOTCUA_OIDC | {"url": "http://127.0.0.1:9"}
    assert "Chưa kết nối được" in refused(browser, "/dang-nhap/dinh-danh/")


def test_without_a_provider_there_is_no_button_and_no_way(browser: Client, settings: Any) -> None:
    settings.MOTCUA_OIDC = {}
    assert "VNeID" not in text_of(browser.get("/dang-nhap/"))
    assert browser.get("/dang-nhap/dinh-danh/").status_code == 404


def test_state_nonce_and_a_challenge_travel(browser: Client) -> None:
    away = browser.get("/dang-nhap/dinh-danh/").headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]
    assert re.fullmatch(r"https?://[^/]+/dang-nhap/dinh-danh/ve/", asked["redirect_uri"][0])
