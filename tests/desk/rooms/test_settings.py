"""One's own settings: password, theme, other sessions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from motcua.journal.models import Entry
from tests.desk.rooms.conftest import As
from tests.office import Office

OLD = "mot-cau-rat-dai-2026"
NEW = "cau-khac-cung-dai-2026"
PAGE = "/desk/settings/"


@pytest.fixture
def office(office: Office) -> Office:
    person = office.account("thuly")
    person.set_password(OLD)
    person.save()
    return office


def change(client: Client, old: str = OLD, new: str = NEW, again: str = "") -> object:
    return client.post(PAGE, {"old": old, "password": new, "again": again or new})


def test_a_new_password_keeps_this_session_and_ends_the_others(sign_in: As, office: Office) -> None:
    here, there = sign_in("thuly"), sign_in("thuly")
    assert change(here).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    person = office.account("thuly")
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert Entry.objects.filter(verb="account.own_password").count() == 1
    assert not any(NEW in entry.body for entry in Entry.objects.all())


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "sai"}, "old"),
        ({"new": "ngắn"}, "password"),
        ({"new": OLD}, "password"),
        ({"again": "khác"}, "again"),
    ],
)
def test_what_is_wrong_stands_at_its_field(sign_in: As, typed: dict[str, str], field: str) -> None:
    answer = change(sign_in("thuly"), **typed)
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()


def test_the_theme_is_kept_in_this_browser(sign_in: As) -> None:
    client = sign_in("thuly")
    answer = client.post(f"{PAGE}theme/", {"theme": "dark"}, follow=True)
    assert 'data-theme="dark"' in answer.content.decode()
    client.post(f"{PAGE}theme/", {"theme": '"><script>'})
    assert 'data-theme="dark"' in client.get(PAGE).content.decode()


def test_other_sessions_are_shown_and_ended(sign_in: As, office: Office) -> None:
    here, there, stranger = sign_in("thuly"), sign_in("thuly"), sign_in("thuly2")
    assert "1 nơi khác" in here.get(PAGE).content.decode()
    here.post(f"{PAGE}sessions/end/")
    assert there.get(PAGE).status_code == 302
    assert stranger.get(PAGE).status_code == 200
    assert "chỉ đăng nhập ở đây" in here.get(PAGE).content.decode()
    assert isinstance(Entry.objects.get(verb="account.sessions").at, dt.datetime)
