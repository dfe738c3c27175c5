"""What machines read, what caches may keep, figures and the language."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from motcua.cases.states import Verb
from tests.office import MARRIAGE, Office
from tests.portal.conftest import text_of


@pytest.mark.parametrize(
    "path", ["/thu-tuc/", f"/thu-tuc/{MARRIAGE}/", "/quyet-dinh/", "/so-lieu/"]
)
def test_public_pages_may_be_kept_by_anybody_without_a_session(citizen: Client, path: str) -> None:
    answer = citizen.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in answer.headers["Vary"]
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_with_a_session_nothing_is_kept(citizen: Client, office: Office) -> None:
    case = office.take_in()
    citizen.post("/tra-cuu/", {"code": case.number, "secret": case.secret})
    assert citizen.get("/thu-tuc/").headers["Cache-Control"] == "no-store, private"


def test_the_front_page_carries_a_form_and_is_private(citizen: Client) -> None:
    answer = citizen.get("/")
    assert "csrfmiddlewaretoken" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_form_is_refused_without_its_token(office: Office) -> None:
    case = office.take_in()
    strict = Client(enforce_csrf_checks=True)
    given = {"code": case.number, "secret": case.secret}
    assert strict.post("/tra-cuu/", given).status_code == 403
    assert strict.post("/tra-cuu/dong/").status_code == 403


def test_robots_find_procedures_and_never_files(citizen: Client) -> None:
    text = citizen.get("/robots.txt").content.decode()
    for closed in ("/desk/", "/api/", "/h/", "/tra-cuu/"):
        assert f"Disallow: {closed}\n" in text
    assert "Sitemap: http" in text
    sitemap = citizen.get("/sitemap.xml").content.decode()
    assert f"/thu-tuc/{MARRIAGE}/</loc>" in sitemap
    assert "/co-quan/anlac/</loc>" in sitemap
    assert "/h/" not in sitemap


def test_security_txt_names_a_contact_and_an_end(citizen: Client) -> None:
    """RFC 9116 asks for both."""
    text = citizen.get("/.well-known/security.txt").content.decode()
    assert text.startswith("Contact: ")
    assert "Expires: 2026-08-29T00:00:00Z" in text


def test_the_language_is_chosen_without_a_token_and_leads_back(citizen: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/ngon-ngu/", {"language": "en", "next": "/thu-tuc/"})
    assert answer.headers["Location"] == "/thu-tuc/"
    assert 'lang="en"' in strict.get("/thu-tuc/").content.decode()
    away = strict.post("/ngon-ngu/", {"language": "vi", "next": "https://example.org/"})
    assert away.headers["Location"] == "/"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(citizen: Client, method: str) -> None:
    for path in ("/", "/thu-tuc/", "/so-lieu/", f"/thu-tuc/{MARRIAGE}/niem-yet.pdf"):
        assert getattr(citizen, method)(path).status_code == 405
    assert citizen.get("/tra-cuu/dong/").status_code == 405


def test_figures_of_the_year_are_those_of_the_files(citizen: Client, office: Office) -> None:
    office.walk(office.take_in())
    office.take_in()
    office.act(office.take_in(accept=False), Verb.REFUSE, by="tiepnhan", reason="Sai nơi")
    text = text_of(citizen.get("/so-lieu/"))
    assert "Tiếp nhận trong kỳ 2 " in text
    assert "– trước hạn 1 " in text
    assert "Đang giải quyết 1 " in text
    assert "Không tiếp nhận 1 " in text
    assert "100 %" in text
    assert "Phường An Lạc 2 1 1 0 0 1 100 %" in text
    home = text_of(citizen.get("/"))
    assert "hồ sơ đã tiếp nhận 2" in home


def test_an_agency_has_figures_of_its_own_and_a_quiet_one_divides_by_nothing(
    citizen: Client, office: Office
) -> None:
    office.take_in()
    text = text_of(citizen.get("/so-lieu/", {"agency": "binhtan"}))
    assert "Tiếp nhận trong kỳ 0 " in text
    assert "Tỷ lệ trước và đúng hạn –" in text
    assert "Tiếp nhận trong kỳ 1 " in text_of(citizen.get("/so-lieu/", {"agency": "anlac"}))
    for wrong in ({"year": "1999"}, {"year": "x"}, {"year": "9999"}, {"agency": "?"}):
        assert "Tiếp nhận trong kỳ 1 " in text_of(citizen.get("/so-lieu/", wrong))


@pytest.mark.parametrize("by", ["agency", "field", "month", "nonsense"])
def test_figures_come_as_a_table_for_spreadsheets(citizen: Client, office: Office, by: str) -> None:
    office.take_in()
    answer = citizen.get("/so-lieu.csv", {"by": by})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["Nhóm"] == "Tổng"
    assert rows[0]["Tiếp nhận trong kỳ"] == "1"
    assert sum(int(row["Tiếp nhận trong kỳ"]) for row in rows[1:]) == 1


def test_a_chart_has_its_table_beside_it(citizen: Client, office: Office) -> None:
    office.take_in()
    page = citizen.get("/so-lieu/").content.decode()
    figure = page.partition('<figure class="chart">')[2].partition("</figure>")[0]
    assert "<svg" in figure
    assert "<table" in figure


def test_decisions_are_counted_by_their_year(citizen: Client) -> None:
    assert "Không có quyết định nào ký trong năm 2026." in text_of(citizen.get("/quyet-dinh/"))
    text = text_of(citizen.get("/quyet-dinh/", {"year": "2025"}))
    assert "Quyết định số 2268/QĐ-BTP" in text
    assert "ký ngày 01/07/2025" in text
