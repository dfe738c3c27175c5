"""Every public page: complete without script, one heading, a title, and a bounded number of reads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.catalogue import actions as catalogue
from motcua.organisation.actions import create_agency
from motcua.organisation.rules import CONSOLE, AgencyFacts
from motcua.organisation.states import Level
from tests.office import BUILDING, COPIES, MARRIAGE, SETUP, Office, catalogue_file
from tests.portal.conftest import heading_of, text_of

PAGES = {
    "/": "Bạn cần làm thủ tục gì?",
    "/thu-tuc/": "Thủ tục hành chính",
    f"/thu-tuc/{MARRIAGE}/": "Thủ tục đăng ký kết hôn",
    f"/thu-tuc/{MARRIAGE}/ban-1/": "Thủ tục đăng ký kết hôn",
    "/quyet-dinh/": "Quyết định công bố thủ tục hành chính",
    "/quyet-dinh/2268/QĐ-BTP/": "Quyết định số 2268/QĐ-BTP",
    "/tra-cuu/": "Tra cứu hồ sơ",
    "/so-lieu/": "Số liệu giải quyết hồ sơ 2026",
    "/co-quan/": "Nơi tiếp nhận hồ sơ",
    "/co-quan/anlac/": "Ủy ban nhân dân Phường An Lạc",
    "/huong-dan/": "Hướng dẫn sử dụng",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_every_page_has_one_heading_a_title_and_no_script_of_its_own(
    citizen: Client, path: str, heading: str
) -> None:
    answer = citizen.get(path)
    assert answer.status_code == 200
    assert heading_of(answer) == heading
    page = answer.content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title.endswith("– Thành phố Hồ Chí Minh – Một Cửa") or "anlac" in path
    assert 'lang="vi"' in page
    assert "<style" not in page
    assert "onclick" not in page


@pytest.mark.parametrize("path", ["/", "/thu-tuc/", "/quyet-dinh/", "/co-quan/", "/so-lieu/"])
@pytest.mark.django_db
def test_an_empty_installation_shows_pages_that_say_what_is_missing(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert heading_of(answer)


def test_what_is_not_there_says_so_and_offers_a_way(citizen: Client) -> None:
    for path in (
        "/thu-tuc/9.999999/",
        "/thu-tuc/%00/",
        "/quyet-dinh/%00/",
        f"/thu-tuc/{MARRIAGE}/ban-7/",
        "/co-quan/khong-co/",
    ):
        answer = citizen.get(path)
        assert answer.status_code == 404
        assert heading_of(answer) == "Không tìm thấy trang này"
        assert 'role="search"' in answer.content.decode()
    assert "9.999999" in text_of(citizen.get("/thu-tuc/9.999999/"))


@pytest.mark.parametrize("q", ["kết hôn", "ket hon", "ket hno", "cuoi", MARRIAGE])
def test_search_needs_no_marks_and_forgives_a_slip(citizen: Client, q: str) -> None:
    page = citizen.get("/thu-tuc/", {"q": q}).content.decode()
    assert f"/thu-tuc/{MARRIAGE}/" in page
    assert f"/thu-tuc/{BUILDING}/" not in page


def test_a_result_shows_the_five_answers_in_a_line(citizen: Client) -> None:
    text = text_of(citizen.get("/thu-tuc/", {"q": "kết hôn"}))
    assert (
        "Nộp ở đâu: Một cửa xã, phường Cần giấy tờ gì: 3 giấy tờ Bao lâu: 5 ngày làm việc"
        " Phí, lệ phí: Phí chưa có số liệu Nộp trực tuyến: Trực tuyến toàn trình" in text
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {MARRIAGE, BUILDING, COPIES}),
        ({"field": "ho-tich"}, {MARRIAGE}),
        ({"online": "information"}, {COPIES}),
        ({"agency": "binhtan"}, {MARRIAGE, COPIES}),
        ({"level": "province"}, set()),
        ({"level": "nowhere", "agency": "nowhere", "online": "?"}, {MARRIAGE, BUILDING, COPIES}),
        ({"field": "ho-tich", "online": "information"}, set()),
        ({"page": "99"}, {MARRIAGE, BUILDING, COPIES}),
        ({"page": "x", "q": "\x00"}, {MARRIAGE, BUILDING, COPIES}),
    ],
)
def test_filters_narrow_and_nonsense_is_not_a_filter(
    citizen: Client, query: dict[str, str], shown: set[str]
) -> None:
    page = citizen.get("/thu-tuc/", query).content.decode()
    assert {code for code in (MARRIAGE, BUILDING, COPIES) if f"/thu-tuc/{code}/" in page} == shown
    if not shown:
        assert "Không tìm thấy thủ tục nào" in page


def test_a_filter_counts_what_it_leaves(citizen: Client) -> None:
    page = citizen.get("/thu-tuc/", {"online": "information"}).content.decode()
    assert "Chứng thực (1)" in page
    assert "Hộ tịch (" not in page
    assert "Toàn trình (2)" in page


def test_the_procedure_page_answers_first_and_lists_papers_to_bring(citizen: Client) -> None:
    text = text_of(citizen.get(f"/thu-tuc/{MARRIAGE}/"))
    order = ["Nộp ở đâu", "Giấy tờ phải nộp", "Giấy tờ chỉ xuất trình", "Các bước", "Các bản"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Giấy tờ khác ( nếu có )" in text or "Giấy tờ khác (nếu có)" in text
    assert "Giấy chứng nhận kết hôn" in text


def test_a_case_is_chosen_by_a_link_and_shows_its_own_papers(citizen: Client) -> None:
    first = citizen.get(f"/thu-tuc/{BUILDING}/").content.decode()
    cases = [part.partition("#")[0] for part in first.split('href="?case=')[1:]]
    assert len(cases) == 2
    second = citizen.get(f"/thu-tuc/{BUILDING}/", {"case": cases[1]}).content.decode()
    assert first != second
    assert second.count('aria-current="true"') >= 1
    assert citizen.get(f"/thu-tuc/{BUILDING}/", {"case": "?"}).status_code == 200


def test_remembered_figures_carry_a_discreet_mark(citizen: Client, office: Office) -> None:
    assert "chưa đối chiếu" not in text_of(citizen.get(f"/thu-tuc/{COPIES}/"))
    data = catalogue_file()
    new = {
        **data["procedures"][0],
        "code": "1.999001",
        "versions": [
            {
                **data["procedures"][0]["versions"][0],
                "edited": False,
                "content": {},
                "facts": {"limit": {"confidence": "recalled", "source": "theo trí nhớ"}},
            }
        ],
    }
    catalogue.import_catalogue(
        data={**data, "procedures": [new], "offers": []},
        actor=office.actor("kiemsoat.tphcm", at=SETUP),
        at=SETUP,
    )
    text = text_of(citizen.get("/thu-tuc/1.999001/"))
    assert "5 ngày làm việc chưa đối chiếu" in text
    assert "Thủ tục này chưa biên tập đầy đủ" in text
    assert "Hiện chưa có cơ quan nào nhận thủ tục này" in text
    assert "theo trí nhớ" in text


def test_an_ended_agency_says_so_and_whom_to_ask(citizen: Client, office: Office) -> None:
    create_agency(
        actor=CONSOLE,
        facts=AgencyFacts(
            code="H29.16.09",
            name="Ủy ban nhân dân phường An Lạc A",
            short_name="Phường An Lạc A",
            slug="anlaca",
            level=Level.COMMUNE,
            valid_from=dt.date(2020, 1, 1),
            valid_to=dt.date(2025, 6, 30),
            document="Nghị quyết 1685/NQ-UBTVQH15",
        ),
        parent_id=None,
        at=SETUP,
    )
    text = text_of(citizen.get("/co-quan/anlaca/"))
    assert "đã kết thúc hoạt động sau ngày 30/06/2025" in text
    assert "Nghị quyết 1685/NQ-UBTVQH15" in text
    assert "Thành phố Hồ Chí Minh 1900 1234" in text
    assert "Phường An Lạc A" in text_of(citizen.get("/co-quan/"))


def test_the_front_page_tells_the_coming_saturday(citizen: Client) -> None:
    """The seed opens the desk on Saturday mornings; 2026-03-07 is the one after the clock's day."""
    assert "Thứ Bảy 07/03/2026 có tiếp nhận 7:30–11:30" in text_of(citizen.get("/"))


def test_the_sheet_for_the_wall_is_a_pdf(citizen: Client) -> None:
    for code in (MARRIAGE, BUILDING, COPIES):
        answer = citizen.get(f"/thu-tuc/{code}/niem-yet.pdf", {"agency": "binhtan"})
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert citizen.get("/thu-tuc/9.999999/niem-yet.pdf").status_code == 404


def _more_procedures(office: Office, count: int) -> None:
    data = catalogue_file()
    procedures = [{**data["procedures"][0], "code": f"1.99900{number}"} for number in range(count)]
    offers = [
        {
            "procedure": one["code"],
            "agency": "H29.101",
            "unit": "HT",
            "valid_from": "2025-07-01",
        }
        for one in procedures
    ]
    items = [{"procedure": one["code"], "act": "issue"} for one in procedures]
    decision = {**data["decisions"][0], "items": items}
    more = {"number": "9/QĐ-X", "date": "2026-02-01", "issuer": "X", "title": "Y", "items": []}
    catalogue.import_catalogue(
        data={
            **data,
            "decisions": [decision, more],
            "procedures": procedures,
            "offers": offers,
        },
        actor=office.actor("kiemsoat.tphcm", at=SETUP),
        at=SETUP,
    )


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/", 5),
        ("/thu-tuc/", 5),
        ("/thu-tuc/?q=ket+hon", 5),
        (f"/thu-tuc/{MARRIAGE}/", 8),
        ("/quyet-dinh/", 3),
        ("/quyet-dinh/2268/QĐ-BTP/", 5),
        ("/co-quan/", 2),
        ("/co-quan/anlac/", 3),
        ("/so-lieu/", 10),
        ("/huong-dan/", 1),
        ("/tra-cuu/", 1),
    ],
)
def test_statements_do_not_grow_with_the_rows(
    citizen: Client,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    statements: int,
) -> None:
    _more_procedures(office, 1)
    citizen.get(path)
    with django_assert_num_queries(statements):
        citizen.get(path)
    _more_procedures(office, 4)
    office.take_in()
    citizen.get(path)
    with django_assert_num_queries(statements):
        citizen.get(path)
