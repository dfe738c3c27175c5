"""The administrator's rooms: agencies on a day, people, passwords shown once, tokens."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from motcua.accounts.models import Account, Token
from motcua.journal.models import Entry
from motcua.organisation.actions import create_unit
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.queries import actor_for_token
from motcua.organisation.rules import CONSOLE
from motcua.organisation.states import UnitKind
from tests.desk.rooms.conftest import As
from tests.office import NOW, Office

HERE = "/desk/organisation/H29.101/"
THERE = "/desk/organisation/H29.102/"


def secret_on(page: str) -> str:
    found = re.search(r'data-copy="([^"]+)"', page)
    assert found is not None
    return found[1]


def new_person(office: Office, **typed: str) -> dict[str, str]:
    plain = {
        "full_name": "Nguyễn Thị Lan",
        "username": "lan.anlac",
        "kind": "officer",
        "unit_id": str(office.units["anlac", "HT"].pk),
        "role": "specialist",
        "valid_from": "2026-03-02",
    }
    return plain | typed


@pytest.mark.parametrize(
    ("who", "here", "there"),
    [
        ("quantri", 200, 403),
        ("quantri.tphcm", 200, 200),
        ("kiemsoat", 403, 403),
        ("lanhdao", 403, 403),
        ("tiepnhan", 403, 403),
    ],
)
def test_an_administrator_opens_the_agencies_below_their_seat(
    sign_in: As, who: str, here: int, there: int
) -> None:
    client = sign_in(who)
    assert (client.get(HERE).status_code, client.get(THERE).status_code) == (here, there)


@pytest.mark.parametrize(
    "page", ["contact/", "units/new/", "posts/new/", "staff/new/", "agencies/new/"]
)
def test_no_form_of_another_ward_opens_or_acts(sign_in: As, page: str) -> None:
    client = sign_in("quantri")
    assert client.get(THERE + page).status_code == 403
    assert client.post(THERE + page, {}).status_code == 403


def test_the_tree_shows_the_agencies_of_the_day(sign_in: As, office: Office) -> None:
    client = sign_in("quantri")
    assert "Phường An Lạc" in client.get("/desk/organisation/").content.decode()
    before = client.get("/desk/organisation/?on=2025-06-30").content.decode()
    assert "Ngày này chưa có cơ quan nào" in before


def test_only_agencies_one_may_administer_are_links(sign_in: As) -> None:
    page = sign_in("quantri").get("/desk/organisation/").content.decode()
    assert HERE in page
    assert THERE not in page
    assert "Phường Bình Tân" in page


def test_contacts_are_saved_and_wrong_ones_refused_at_the_field(
    sign_in: As, office: Office
) -> None:
    client = sign_in("quantri")
    answer = client.post(HERE + "contact/", {"email": "không phải thư"})
    assert answer.status_code == 422
    assert 'id="id_email-error"' in answer.content.decode()
    answer = client.post(HERE + "contact/", {"hotline": "1022", "place": "An Lạc"}, follow=True)
    assert "Đã lưu thông tin liên hệ" in answer.content.decode()
    assert Agency.objects.get(code="H29.101").hotline == "1022"


def test_a_new_colleague_gets_a_password_that_is_shown_once(sign_in: As, office: Office) -> None:
    client = sign_in("quantri")
    answer = client.post(HERE + "staff/new/", new_person(office))
    password = secret_on(answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    lan = Account.objects.get(username="lan.anlac")
    assert lan.check_password(password)
    assert Post.objects.get(account=lan).role == "specialist"
    page = client.get(f"{HERE}staff/{lan.pk}/").content.decode()
    assert password not in page
    assert all(password not in entry.body for entry in Entry.objects.all())


def test_an_account_is_not_made_without_its_post(sign_in: As, office: Office) -> None:
    typed = new_person(office, valid_from="2020-01-01")
    answer = sign_in("quantri").post(HERE + "staff/new/", typed)
    assert answer.status_code == 422
    assert 'id="id_valid_from-error"' in answer.content.decode()
    assert not Account.objects.filter(username="lan.anlac").exists()


def test_a_taken_name_is_refused_at_the_field(sign_in: As, office: Office) -> None:
    typed = new_person(office, username="thuly.anlac")
    answer = sign_in("quantri").post(HERE + "staff/new/", typed)
    assert 'id="id_username-error"' in answer.content.decode()


def test_a_reset_password_replaces_the_old_one(sign_in: As, office: Office) -> None:
    person = office.account("thuly")
    where = f"{HERE}staff/{person.pk}/password/"
    client = sign_in("quantri")
    assert "Cấp mật khẩu mới" in client.get(where).content.decode()
    password = secret_on(client.post(where).content.decode())
    person.refresh_from_db()
    assert person.check_password(password)


def test_a_closed_account_opens_nothing_until_it_is_reopened(sign_in: As, office: Office) -> None:
    person = office.account("thuly")
    where = f"{HERE}staff/{person.pk}/closing/"
    theirs, client = sign_in("thuly"), sign_in("quantri")
    client.post(where)
    assert theirs.get("/desk/delegation/").status_code == 302
    assert "đã khóa" in client.get(HERE).content.decode()
    client.post(where)
    person.refresh_from_db()
    assert person.is_active


def test_people_of_another_ward_are_not_found(sign_in: As, office: Office) -> None:
    stranger = office.account("thuly.binhtan")
    client = sign_in("quantri")
    for page in ("", "password/", "closing/", "tokens/new/"):
        assert client.get(f"{HERE}staff/{stranger.pk}/{page}").status_code == 404


def test_a_post_begins_and_ends(sign_in: As, office: Office) -> None:
    client = sign_in("quantri")
    typed = {
        "username": "thuly2.anlac",
        "unit_id": str(office.units["anlac", "DC"].pk),
        "role": "specialist",
        "valid_from": "2026-04-01",
    }
    answer = client.post(HERE + "posts/new/", typed, follow=True)
    assert "chưa bắt đầu" in answer.content.decode()
    post = Post.objects.get(account=office.account("thuly2"), unit__code="DC")
    answer = client.post(f"{HERE}posts/{post.pk}/end/", {"last_day": "2026-02-01"})
    assert 'id="id_last_day-error"' in answer.content.decode()
    client.post(f"{HERE}posts/{post.pk}/end/", {"last_day": "2026-05-01"})
    post.refresh_from_db()
    assert post.valid_to == dt.date(2026, 5, 1)


def test_nobody_holds_both_hands_of_a_check(sign_in: As, office: Office) -> None:
    typed = {
        "username": "thuly.anlac",
        "unit_id": str(office.units["anlac", "LD"].pk),
        "role": "agency_leader",
        "valid_from": "2026-04-01",
    }
    answer = sign_in("quantri").post(HERE + "posts/new/", typed)
    assert answer.status_code == 422
    assert 'id="id_role-error"' in answer.content.decode()


def test_units_are_made_and_closed(sign_in: As, office: Office) -> None:
    client = sign_in("quantri")
    typed = {"code": "vhxh", "name": "Văn hóa - Xã hội", "kind": "handling"}
    client.post(HERE + "units/new/", typed | {"valid_from": "2026-03-01"})
    unit = Unit.objects.get(code="vhxh")
    client.post(f"{HERE}units/{unit.pk}/close/", {"last_day": "2026-12-31"})
    unit.refresh_from_db()
    assert unit.valid_to == dt.date(2026, 12, 31)
    answer = client.post(
        f"{HERE}units/{office.units['anlac', 'HT'].pk}/close/", {"last_day": "2026-12-31"}
    )
    assert answer.status_code == 422
    assert "người giữ vị trí" in answer.content.decode()


def test_a_new_agency_stands_below_its_parent(sign_in: As) -> None:
    typed = {
        "code": "H29.103",
        "name": "Ủy ban nhân dân Phường Tân Tạo",
        "short_name": "Phường Tân Tạo",
        "level": "commune",
        "valid_from": "2026-03-01",
    }
    client = sign_in("quantri.tphcm")
    answer = client.post("/desk/organisation/H29/agencies/new/", typed, follow=True)
    assert "Đã thêm Phường Tân Tạo" in answer.content.decode()
    assert Agency.objects.get(code="H29.103").path.startswith(Agency.objects.get(code="H29").path)


def test_a_token_is_shown_once_works_and_is_taken_back(sign_in: As, office: Office) -> None:
    person = office.account("thuly")
    client = sign_in("quantri")
    answer = client.post(f"{HERE}staff/{person.pk}/tokens/new/", {"label": "Báo cáo"})
    token = secret_on(answer.content.decode())
    assert actor_for_token(token, at=NOW) is not None
    row = Token.objects.get(account=person)
    assert token not in client.get(HERE).content.decode()
    assert sign_in("quantri.tphcm").get(f"{THERE}tokens/{row.pk}/withdraw/").status_code == 404
    client.post(f"{HERE}tokens/{row.pk}/withdraw/")
    assert actor_for_token(token, at=NOW) is None


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_of_an_agency_asks_the_same_number_of_questions(
    sign_in: As, office: Office, more: int, django_assert_num_queries: Any
) -> None:
    for n in range(more):
        create_unit(
            actor=CONSOLE,
            agency_id=office.ward.pk,
            code=f"x{n}",
            name=f"Đơn vị {n}",
            kind=UnitKind.HANDLING,
            valid_from=dt.date(2026, 1, 1),
            at=NOW,
        )
    client: Client = sign_in("quantri")
    client.get(HERE)
    with django_assert_num_queries(10):
        client.get(HERE)
