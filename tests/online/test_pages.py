"""Filing in a browser without script: from the procedure's page to the office's answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import State, Verb
from motcua.kernel.worktime import VIETNAM
from motcua.online.actions.drafts import sweep_drafts
from motcua.online.models import Draft, DraftPaper
from tests.office import MARRIAGE, NOW, Clock, Office
from tests.online.conftest import Home, pdf, photo
from tests.portal.conftest import text_of

pytestmark = pytest.mark.django_db

PERSON = {
    "phone": "0901234567",
    "email": "hoa@example.vn",
    "address": "12 đường số 3",
    "acting_as": "self",
    "return_channel": "online",
}


def file_of(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def begun(browser: Client, home: Home) -> Draft:
    answer = browser.post(
        f"/nop-ho-so/{MARRIAGE}/bat-dau/", {"agency": home.office.ward.code, "case": "chung"}
    )
    draft = Draft.objects.latest("pk")
    assert answer.headers["Location"] == f"/nop-ho-so/ban/{draft.key}/"
    return draft


def with_papers(browser: Client, draft: Draft) -> Any:
    return browser.post(
        f"/nop-ho-so/ban/{draft.key}/giay-to/",
        {
            "paper_to_khai": [
                file_of("trang-1.jpg", photo()),
                file_of("trang-2.jpg", photo("red")),
            ],
            "paper_xac_nhan": file_of("xac-nhan.pdf", pdf()),
            "on": "1",
        },
    )


def test_the_whole_way_without_script(hoa: Home) -> None:
    browser = hoa.client
    page = browser.get(f"/thu-tuc/{MARRIAGE}/")
    assert f"/nop-ho-so/{MARRIAGE}/" in page.content.decode()
    assert browser.get(f"/nop-ho-so/{MARRIAGE}/?case=chung").status_code == 200
    draft = begun(browser, hoa)
    first = browser.get(f"/nop-ho-so/ban/{draft.key}/")
    assert "0793******45" in text_of(first)
    assert browser.post(f"/nop-ho-so/ban/{draft.key}/", PERSON).status_code == 302
    assert with_papers(browser, draft).headers["Location"].endswith("/xem-lai/")
    review = text_of(browser.get(f"/nop-ho-so/ban/{draft.key}/xem-lai/"))
    assert "sẽ ghép thành một tệp PDF" in review
    assert "Thứ Ba, 03/03/2026" in review
    sent = browser.post(f"/nop-ho-so/ban/{draft.key}/xem-lai/")
    case = Case.objects.get()
    assert sent.headers["Location"] == f"/cua-toi/ho-so/{case.number}/"
    told = text_of(browser.get(sent.headers["Location"]))
    assert "Cơ quan trả lời trước" in told
    pages = {paper.key: paper.file.pages for paper in case.papers.select_related("file")}
    assert pages == {"to_khai": 2, "xac_nhan": 1}
    assert case.applicant["name"] == "Nguyễn Thị Hoa"


def test_sending_twice_files_once(hoa: Home) -> None:
    browser = hoa.client
    draft = begun(browser, hoa)
    browser.post(f"/nop-ho-so/ban/{draft.key}/", PERSON)
    with_papers(browser, draft)
    places = {
        browser.post(f"/nop-ho-so/ban/{draft.key}/xem-lai/").headers["Location"] for _ in "ab"
    }
    assert len(places) == 1
    assert Case.objects.count() == 1
    assert browser.post(f"/nop-ho-so/ban/{draft.key}/", PERSON).status_code in (409, 422)


def test_a_proved_name_cannot_be_typed_over(hoa: Home) -> None:
    browser = hoa.client
    draft = begun(browser, hoa)
    browser.post(
        f"/nop-ho-so/ban/{draft.key}/",
        PERSON | {"name": "Người Khác", "id_number": "079301099999"},
    )
    draft.refresh_from_db()
    assert draft.applicant["name"] == "Nguyễn Thị Hoa"
    assert draft.applicant["id_number"] == "079301012345"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"phone": "", "email": ""}, "để cơ quan trả lời"),
        ({"phone": "12"}, "Số điện thoại"),
        ({"acting_as": "authorised"}, "Hãy ghi họ tên người"),
        ({"acting_as": "authorised", "owner_name": "Trần Văn Ba"}, "giấy ủy quyền"),
        ({"return_channel": "postal", "address": ""}, "cần địa chỉ nhận"),
        ({"return_channel": "rocket"}, "rocket"),
    ],
)
def test_what_is_wrong_about_the_person_is_said_and_nothing_kept(
    hoa: Home, change: dict[str, str], said: str
) -> None:
    browser = hoa.client
    draft = begun(browser, hoa)
    answer = browser.post(f"/nop-ho-so/ban/{draft.key}/", PERSON | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Draft.objects.get().updated_at == draft.updated_at


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.pdf", b"", "Tệp rỗng"),
        ("anh.jpg", b"MZ" + b"\x00" * 200, "chương trình Windows"),
        ("anh.pdf", b"not a pdf at all", "Không nhận ra loại tệp"),
    ],
)
def test_a_bad_upload_is_said_at_its_paper_and_the_good_one_kept(
    hoa: Home, name: str, content: bytes, said: str
) -> None:
    browser = hoa.client
    draft = begun(browser, hoa)
    answer = browser.post(
        f"/nop-ho-so/ban/{draft.key}/giay-to/",
        {"paper_to_khai": file_of(name, content), "paper_xac_nhan": file_of("a.jpg", photo())},
    )
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert list(draft.papers.values_list("key", flat=True)) == ["xac_nhan"]


def test_a_paper_nobody_asked_for_is_refused(hoa: Home) -> None:
    browser = hoa.client
    draft = begun(browser, hoa)
    sent = {"paper_" + "x" * 90: file_of("a.jpg", photo())}
    answer = browser.post(f"/nop-ho-so/ban/{draft.key}/giay-to/", sent)
    assert "không yêu cầu giấy tờ này" in text_of(answer)
    assert not DraftPaper.objects.exists()


def test_a_draft_is_found_again_and_thrown_away(hoa: Home) -> None:
    draft = begun(hoa.client, hoa)
    with_papers(hoa.client, draft)
    elsewhere = hoa.client
    assert draft.key in elsewhere.get("/cua-toi/").content.decode()
    one = draft.papers.first()
    assert one is not None
    elsewhere.post(f"/nop-ho-so/ban/{draft.key}/giay-to/{one.pk}/bo/")
    assert draft.papers.count() == 2
    elsewhere.post(f"/nop-ho-so/ban/{draft.key}/xoa/")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("page", ["", "giay-to/", "xem-lai/"])
def test_another_persons_draft_does_not_exist(hoa: Home, stranger: Home, page: str) -> None:
    draft = begun(hoa.client, hoa)
    assert stranger.client.get(f"/nop-ho-so/ban/{draft.key}/{page}").status_code == 404
    assert stranger.client.post(f"/nop-ho-so/ban/{draft.key}/{page}", PERSON).status_code == 404


def test_another_persons_file_and_its_papers_do_not_exist(hoa: Home, stranger: Home) -> None:
    case = hoa.file()
    paper = case.papers.first()
    assert paper is not None
    mine = hoa.client.get(f"/cua-toi/ho-so/{case.number}/tep/{paper.file_id}/")
    assert mine.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(mine).startswith(b"\xff\xd8")
    for path in ("", f"tep/{paper.file_id}/", "receipt-1.pdf"):
        assert stranger.client.get(f"/cua-toi/ho-so/{case.number}/{path}").status_code == 404
    theirs = stranger.upload()
    assert hoa.client.get(f"/cua-toi/ho-so/{case.number}/tep/{theirs}/").status_code == 404


def test_a_supplement_from_home_and_both_versions_stay(hoa: Home, clock: Clock) -> None:
    case = hoa.file()
    hoa.office.act(
        case,
        Verb.REQUEST_SUPPLEMENT,
        by="tiepnhan",
        items=[AskedPaper("Tờ khai đăng ký kết hôn", "Thiếu chữ ký", "to_khai")],
        reason="Tờ khai chưa ký",
    )
    browser = hoa.client
    assert "Chờ ông/bà bổ sung giấy tờ" in text_of(browser.get("/cua-toi/"))
    page = browser.get(f"/cua-toi/ho-so/{case.number}/")
    assert "Thiếu chữ ký" in text_of(page)
    clock.forward(hours=1)
    wrong = browser.post(
        f"/cua-toi/ho-so/{case.number}/bo-sung/", {"paper_to_khai": file_of("a.jpg", b"x")}
    )
    assert wrong.status_code == 422
    new = {"paper_to_khai": file_of("moi.jpg", photo("blue"))}
    assert browser.post(f"/cua-toi/ho-so/{case.number}/bo-sung/", new).status_code == 302
    told = text_of(browser.get(f"/cua-toi/ho-so/{case.number}/"))
    assert "cơ quan đang xem" in told
    assert "Đã thay thế" in told


def test_an_electronic_result_is_taken_at_home(hoa: Home) -> None:
    case = hoa.office.act(hoa.file(return_channel="online"), Verb.ACCEPT, by="tiepnhan", at=NOW)
    case = hoa.office.walk(case, to="van_thu")
    stored = hoa.upload("ket-qua.pdf", pdf())
    from motcua.files.models import StoredFile

    clerk = hoa.office.account("vanthu")
    StoredFile.objects.filter(pk=stored).update(stored_by=clerk)
    case = hoa.office.act(case, Verb.ISSUE, by="vanthu", number="12/UBND", file_id=stored)
    assert case.state == State.DONE
    page = hoa.client.get(f"/cua-toi/ho-so/{case.number}/")
    assert "Tải kết quả" in text_of(page)
    taken = hoa.client.get(f"/cua-toi/ho-so/{case.number}/tep/{stored}/")
    assert b"".join(taken).startswith(b"%PDF")


def test_taking_back_from_the_page(hoa: Home) -> None:
    case = hoa.file()
    hoa.client.post(f"/cua-toi/ho-so/{case.number}/rut/", {"reason": "nhầm"})
    assert Case.objects.get().state == State.WITHDRAWN


@pytest.mark.parametrize("files", [1, 3])
def test_my_place_asks_a_fixed_number_of_questions(
    hoa: Home, files: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(files):
        hoa.file()
    browser = hoa.client
    browser.get("/cua-toi/")
    with django_assert_num_queries(5):
        browser.get("/cua-toi/")


def test_old_drafts_are_swept(hoa: Home) -> None:
    draft = begun(hoa.client, hoa)
    assert sweep_drafts(at=draft.updated_at + dt.timedelta(days=89)) == 0
    assert sweep_drafts(at=draft.updated_at + dt.timedelta(days=91)) == 1


def test_a_procedure_not_online_has_no_way_in(hoa: Home) -> None:
    assert hoa.client.get("/nop-ho-so/2.000815/").status_code == 404
    assert "/nop-ho-so/" not in hoa.client.get("/thu-tuc/2.000815/").content.decode()


def test_a_visitor_is_led_to_sign_in_and_back(office: Office, clock: Clock) -> None:
    answer = Client().get("/cua-toi/")
    assert answer.headers["Location"] == "/dang-nhap/?next=%2Fcua-toi%2F"


def test_an_officers_session_is_told_whose_place_this_is(hoa: Home) -> None:
    browser = Client()
    officer: Account = hoa.office.account("tiepnhan")
    browser.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.get("/cua-toi/")
    assert answer.status_code == 403
    assert "tài khoản cán bộ" in text_of(answer)


def test_a_citizens_session_opens_nothing_at_the_desk(hoa: Home) -> None:
    case = hoa.file()
    for path in ("/desk/", f"/desk/cases/{case.number}/", "/desk/all/"):
        assert hoa.client.get(path).status_code in (403, 404)


def test_the_moment_of_the_promise_is_the_offices_friday(hoa: Home, clock: Clock) -> None:
    clock.now = dt.datetime(2026, 2, 13, 16, 40, tzinfo=VIETNAM)
    draft = begun(hoa.client, hoa)
    told = text_of(hoa.client.get(f"/nop-ho-so/ban/{draft.key}/xem-lai/"))
    assert "16 giờ 40 phút" in told
    assert "23/02/2026" in told
