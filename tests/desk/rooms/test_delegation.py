"""Everybody lends their own posts, sees what was lent to them, and ends it early."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.organisation.models import Delegation, Post
from tests.desk.rooms.conftest import As
from tests.office import Office


def post_of(office: Office, who: str) -> Post:
    return Post.objects.get(account=office.account(who))


def lend(office: Office, sign_in: As, who: str = "thuly", **typed: str) -> Any:
    plain = {
        "to": str(office.account("thuly2").pk),
        "valid_from": "2026-03-03",
        "valid_to": "2026-03-06",
        "reason": "Nghỉ phép năm",
    }
    where = f"/desk/delegation/{post_of(office, who).pk}/new/"
    return sign_in(who).post(where, plain | typed)


def test_a_post_is_lent_and_both_see_it(sign_in: As, office: Office) -> None:
    assert lend(office, sign_in).status_code == 302
    mine = sign_in("thuly").get("/desk/delegation/").content.decode()
    theirs = sign_in("thuly2").get("/desk/delegation/").content.decode()
    for page in (mine, theirs):
        assert "03/03/2026 – 06/03/2026" in page
        assert "Nghỉ phép năm" in page
    assert "Chưa ủy quyền vị trí nào" in theirs


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"valid_from": "2026-03-01"}, "valid_from"),
        ({"valid_to": "2026-03-02"}, "valid_to"),
        ({"to": "nobody"}, "to"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    sign_in: As, office: Office, typed: dict[str, str], field: str
) -> None:
    answer = lend(office, sign_in, **typed)
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert not Delegation.objects.exists()


def test_only_colleagues_of_the_agency_are_offered(sign_in: As, office: Office) -> None:
    where = f"/desk/delegation/{post_of(office, 'thuly').pk}/new/"
    page = sign_in("thuly").get(where).content.decode()
    assert "Hồ Thụ Lý" in page
    assert "Đinh Thụ Lý" not in page
    assert "Lê Thụ Lý (" not in page


def test_nobody_lends_the_post_of_another(sign_in: As, office: Office) -> None:
    where = f"/desk/delegation/{post_of(office, 'thuly').pk}/new/"
    assert sign_in("thuly2").get(where).status_code == 404
    assert sign_in("quantri").get(where).status_code == 200
    assert sign_in("thuly.binhtan").post(where, {}).status_code == 404


def test_lender_borrower_and_administrator_may_end_it(sign_in: As, office: Office) -> None:
    for who in ("thuly", "thuly2", "quantri"):
        lend(office, sign_in)
        made = Delegation.objects.get(ended_at=None)
        where = f"/desk/delegation/{made.pk}/end/"
        assert sign_in("tiepnhan").post(where).status_code == 404
        assert sign_in(who).post(where).status_code == 302
        assert not Delegation.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    sign_in: As, office: Office, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        lend(office, sign_in, valid_from=f"2026-04-0{n + 1}", valid_to=f"2026-04-0{n + 1}")
    client = sign_in("thuly")
    client.get("/desk/delegation/")
    with django_assert_num_queries(7):
        client.get("/desk/delegation/")
