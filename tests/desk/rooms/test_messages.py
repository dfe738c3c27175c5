"""One's own box, and what administrators see of the sending."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.desk.rooms.messages import masked
from motcua.notices.actions import enqueue
from motcua.notices.models import Message
from motcua.notices.states import Way
from tests.desk.rooms.conftest import As
from tests.office import NOW, Office


def tell(office: Office, who: str, key: str = "a") -> None:
    enqueue(
        key=f"{key}:{who}",
        way=Way.DESK,
        to=who,
        subject="Hồ sơ sắp đến hạn",
        body="Hạn: 05/03/2026",
        account_id=office.account(who).pk,
        at=NOW,
    )


def write(office: Office, key: str, agency: str = "anlac", to: str = "dao@example.vn") -> None:
    enqueue(
        key=key,
        way=Way.EMAIL,
        to=to,
        subject=f"Thư {key}",
        body="nội dung riêng",
        agency_id=office.agencies[agency].pk,
        at=NOW,
    )


def test_everybody_reads_their_own_and_marks_it(sign_in: As, office: Office) -> None:
    tell(office, "thuly")
    tell(office, "thuly2")
    client = sign_in("thuly")
    page = client.get("/desk/messages/").content.decode()
    assert page.count("Hồ sơ sắp đến hạn</h2>") == 1
    ids = list(Message.objects.values_list("pk", flat=True))
    client.post("/desk/messages/read/", {"message": ids})
    assert Message.objects.filter(read_at__isnull=False).count() == 1
    assert "Đã đọc hết" in client.get("/desk/messages/").content.decode()


def test_an_empty_box_says_what_will_come(sign_in: As) -> None:
    assert "Chưa có thông báo nào" in sign_in("thuly").get("/desk/messages/").content.decode()


@pytest.mark.parametrize(
    ("who", "seen"),
    [("quantri", {"a1"}), ("quantri.tphcm", {"a1", "b1"})],
)
def test_administrators_see_the_letters_of_their_agencies(
    sign_in: As, office: Office, who: str, seen: set[str]
) -> None:
    write(office, "a1")
    write(office, "b1", "binhtan")
    page = sign_in(who).get("/desk/messages/sent/").content.decode()
    assert {key for key in ("a1", "b1") if f"Thư {key}" in page} == seen
    assert "dao@example.vn" not in page
    assert "nội dung riêng" not in page


@pytest.mark.parametrize("who", ["kiemsoat", "thuly", "lanhdao"])
def test_nobody_else_sees_the_letters(sign_in: As, who: str) -> None:
    assert sign_in(who).get("/desk/messages/sent/").status_code == 403


def test_what_failed_says_why(sign_in: As, office: Office) -> None:
    write(office, "hong", to="không phải thư")
    client = sign_in("quantri")
    page = client.get("/desk/messages/sent/?state=failed").content.decode()
    assert "Địa chỉ thư điện tử không đúng" in page
    assert "Thư hong" not in client.get("/desk/messages/sent/?state=sent").content.decode()


def test_a_long_log_goes_on_another_page(sign_in: As, office: Office) -> None:
    for n in range(51):
        write(office, f"k{n}")
    client = sign_in("quantri")
    page = client.get("/desk/messages/sent/")
    following = page.context["page"].next
    second = client.get(f"/desk/messages/sent/?after={following}").content.decode()
    assert "Thư k0<" in second
    assert "Thư k1<" not in second
    assert client.get("/desk/messages/sent/?after=xx").status_code == 409


def test_addresses_are_masked() -> None:
    assert masked("dao.tran@example.vn") == "da***@example.vn"
    assert masked("0901234567") != "0901234567"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["/desk/messages/", "/desk/messages/sent/"])
def test_the_pages_ask_the_same_number_of_questions(
    sign_in: As, office: Office, count: int, page: str, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        tell(office, "quantri", key=str(n))
        write(office, f"k{n}")
    client = sign_in("quantri")
    client.get(page)
    with django_assert_num_queries(5):
        client.get(page)
