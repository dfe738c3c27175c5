"""Who sees which page of the desk, and what the others are told."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.accounts.actions import create_account
from motcua.cases.states import Verb
from tests.desk.conftest import As
from tests.office import NOW, SETUP, Clock, Office

pytestmark = pytest.mark.django_db

PAGES = (
    "/desk/",
    "/desk/lists/unit/",
    "/desk/all/",
    "/desk/all/export.csv",
    "/desk/all/export.xlsx",
    "/desk/register/",
    "/desk/register/print/",
    "/desk/search/?q=hoa",
    "/desk/leader/",
    "/desk/intake/",
    "/desk/intake/part/?procedure=1.000894",
    "/desk/intake/procedures/?q=ket",
    "/desk/alive/",
)
OF_A_FILE = ("", "preview/", "accepted/", "slips/receipt/", "slips/control/")


def test_without_a_session_every_page_leads_to_the_sign_in_page(
    office: Office, clock: Clock
) -> None:
    case = office.take_in()
    for path in (*PAGES, *(f"/desk/cases/{case.number}/{part}" for part in OF_A_FILE)):
        answer = Client().get(path)
        assert answer.status_code == 302, path
        assert answer.url.startswith("/desk/sign-in/?next=/desk/"), path


def test_a_form_sent_after_the_session_ended_comes_back_to_the_desk(
    office: Office, clock: Clock
) -> None:
    case = office.take_in()
    answer = Client().post(f"/desk/cases/{case.number}/forward/")
    assert answer.url == "/desk/sign-in/?next=/desk/"
    case.refresh_from_db()
    assert case.journal_seq == 1


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"X-Requested-With": "fetch"}])
def test_a_fragment_after_the_session_ended_is_a_401_not_the_sign_in_page(
    office: Office, clock: Clock, headers: dict[str, str]
) -> None:
    answer = Client().get("/desk/intake/part/", headers=headers)
    assert answer.status_code == 401
    assert answer.content.decode() == "Phiên làm việc đã hết."


def test_without_a_post_in_force_one_is_told_whom_to_ask(office: Office, clock: Clock) -> None:
    account = create_account(username="moi.anlac", full_name="Người Mới", at=SETUP)
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "không giữ vị trí nào" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("tiepnhan", "/desk/lists/unit/"),
        ("thuly", "/desk/lists/unit/"),
        ("truongphong", "/desk/lists/unit/"),
        ("vanthu", "/desk/lists/unit/"),
        ("lanhdao", "/desk/lists/overdue/"),
        ("kiemsoat", "/desk/lists/overdue/"),
        ("thanhtra", "/desk/lists/overdue/"),
        ("quantri", "/desk/all/"),
    ],
)
def test_the_desk_opens_on_the_day_of_each_role(sign_in: As, who: str, home: str) -> None:
    client = sign_in(who)
    answer = client.get("/desk/")
    assert answer.url == home
    assert client.get(home).status_code == 200


# who, the file's own page, intake, the leader's page, the register
ROOMS = [
    ("tiepnhan", 200, 200, 403, 200),
    ("tiepnhan2", 200, 200, 403, 200),
    ("thuly", 200, 403, 403, 403),
    ("thuly2", 200, 403, 403, 403),
    ("diachinh", 404, 403, 403, 403),
    ("truongphong", 200, 403, 200, 403),
    ("lanhdao", 200, 403, 200, 403),
    ("vanthu", 200, 403, 403, 403),
    ("kiemsoat", 200, 403, 200, 200),
    ("thanhtra", 200, 403, 200, 403),
    ("quantri", 404, 403, 403, 403),
    ("kiemsoat.tphcm", 200, 403, 200, 200),
    ("lanhdao.tphcm", 200, 403, 200, 403),
    ("quantri.tphcm", 404, 403, 403, 403),
    ("tiepnhan.binhtan", 404, 200, 403, 200),
    ("thuly.binhtan", 404, 403, 403, 403),
    ("lanhdao.binhtan", 404, 403, 200, 403),
]


@pytest.mark.parametrize(("who", "file", "intake", "leader", "register"), ROOMS)
def test_who_enters_which_room(
    office: Office, sign_in: As, who: str, file: int, intake: int, leader: int, register: int
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    client = sign_in(who)
    for part in ("", "preview/", "slips/control/"):
        answer = client.get(f"/desk/cases/{case.number}/{part}")
        assert answer.status_code == file, part
        if file == 404:
            assert "Nguyễn Thị Hoa" not in answer.content.decode()
    assert client.get("/desk/intake/").status_code == intake
    assert client.get("/desk/leader/").status_code == leader
    assert client.get("/desk/register/").status_code == register


@pytest.mark.parametrize("who", ["diachinh", "thuly.binhtan", "tiepnhan.binhtan", "quantri"])
def test_an_outsider_finds_the_file_in_no_list(office: Office, sign_in: As, who: str) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    client = sign_in(who)
    for path in ("/desk/all/", "/desk/all/?q=hoa", "/desk/all/export.csv", "/desk/lists/unit/"):
        assert case.number not in client.get(path).content.decode(), path


@pytest.mark.parametrize(
    ("who", "status"),
    [("lanhdao", 422), ("vanthu", 422), ("thuly.binhtan", 404), ("quantri", 404)],
)
def test_a_verb_of_somebody_else_is_refused_and_changes_nothing(
    office: Office, sign_in: As, who: str, status: int
) -> None:
    case = office.take_in()
    answer = sign_in(who).post(
        f"/desk/cases/{case.number}/forward/", {"seen": case.journal_seq, "act_key": "a" * 32}
    )
    assert answer.status_code == status
    case.refresh_from_db()
    assert case.journal_seq == 1


def test_a_page_that_is_not_for_one_says_so_in_the_desk(sign_in: As) -> None:
    answer = sign_in("thuly").get("/desk/intake/")
    text = answer.content.decode()
    assert "Chỉ bộ phận tiếp nhận của cơ quan được làm việc này." in text
    assert "Về danh sách công việc" in text


def test_only_what_one_may_do_is_offered(office: Office, sign_in: As) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    page = sign_in("thuly").get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/cases/{case.number}/complete/" in page
    assert f"/desk/cases/{case.number}/withdraw/" not in page
    looker = sign_in("thanhtra").get(f"/desk/cases/{case.number}/").content.decode()
    assert f"/desk/cases/{case.number}/complete/" not in looker
    assert "bạn chỉ xem" in looker


def test_extending_is_offered_until_the_day_before_and_once(
    office: Office, sign_in: As, clock: Clock
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")  # due on 9 March
    address, client = f"/desk/cases/{case.number}/", sign_in("thuly")
    offer = f"{address}extend/"
    assert offer in client.get(address).content.decode()
    clock.now = NOW.replace(day=9)
    assert offer not in client.get(address).content.decode()
    clock.now = NOW
    act = {"by": "thuly", "new_due": NOW.date().replace(day=12), "reason": "chờ xác minh"}
    case = office.act(case, Verb.EXTEND, **act)  # type: ignore[arg-type]
    office.act(case, Verb.EXTEND, by="lanhdao", stage="approve")
    assert offer not in client.get(address).content.decode()
