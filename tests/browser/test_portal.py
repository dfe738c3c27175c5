"""The citizens' pages in a real browser: axe finds nothing, a phone shows all, script is not needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.cases.models import Case
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import Verb
from tests.browser.desks import check
from tests.office import BUILDING, MARRIAGE, Clock, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/thu-tuc/",
    "/thu-tuc/?q=ket+hon&field=ho-tich",
    "/thu-tuc/?q=xyzzyq",
    f"/thu-tuc/{MARRIAGE}/",
    f"/thu-tuc/{BUILDING}/",
    "/thu-tuc/9.999999/",
    "/quyet-dinh/?year=2025",
    "/quyet-dinh/2268/QĐ-BTP/",
    "/tra-cuu/",
    "/so-lieu/",
    "/so-lieu/hai-long/",
    "/co-quan/",
    "/co-quan/anlac/",
    "/huong-dan/",
)


@pytest.fixture
def site(live_server: LiveServer, office: Office, clock: Clock) -> str:
    return str(live_server.url)


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": request.param, "height": 800},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser with script off."""
    context = browser.new_context(
        locale="vi-VN", viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def asked_for_papers(office: Office) -> Case:
    """A file that waits for its applicant, with everything a tracking page may show."""
    case = office.walk(office.take_in(BUILDING), to="thu_ly")
    items = [AskedPaper("Bản vẽ thiết kế", "Ký tên người thiết kế", "ban_ve")]
    case = office.act(
        case, Verb.REQUEST_SUPPLEMENT, by="diachinh", items=items, reason="Bản vẽ chưa ký"
    )
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="lanhdao", stage="approve")
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", stage="hand_out")


def test_every_page_is_clean_and_fits(site: str, office: Office, visitor: Page) -> None:
    office.walk(office.take_in())
    errors: list[str] = []
    visitor.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    visitor.on("pageerror", lambda fault: errors.append(str(fault)))
    for path in PAGES:
        visitor.goto(f"{site}{path}")
        check(visitor)
    assert [text for text in errors if "404" not in text] == []


def test_pages_of_files_are_clean_and_fit(site: str, office: Office, visitor: Page) -> None:
    refused = office.act(
        office.take_in(accept=False), Verb.REFUSE, by="tiepnhan", reason="Sai nơi nhận"
    )
    for case in (
        office.take_in(),
        asked_for_papers(office),
        office.walk(office.take_in()),
        refused,
    ):
        visitor.goto(f"{site}/h/{case.number}?s={case.secret}")
        assert visitor.url == f"{site}/tra-cuu/ho-so/{case.number}/"
        for fold in visitor.locator("details.why").all():
            fold.locator("summary").click()
        check(visitor)


def test_from_a_wish_to_the_papers_to_bring(site: str, visitor: Page) -> None:
    visitor.goto(site)
    visitor.get_by_role("searchbox").fill("lam giay ket hon")
    visitor.get_by_role("searchbox").press("Enter")
    visitor.get_by_role("link", name="Thủ tục đăng ký kết hôn").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Thủ tục đăng ký kết hôn")
    expect(visitor.get_by_text("Giấy xác nhận tình trạng hôn nhân")).to_be_visible()
    visitor.get_by_role("link", name="3 giấy tờ").click()
    assert visitor.url.endswith("#giay-to")


def test_events_of_life_lead_to_their_procedures(site: str, visitor: Page) -> None:
    visitor.goto(site)
    visitor.get_by_role("link", name="Kết hôn", exact=True).click()
    expect(visitor.get_by_role("link", name="Thủ tục đăng ký kết hôn")).to_be_visible()


def test_a_wrong_secret_is_told_on_top_and_focus_is_there(
    site: str, office: Office, visitor: Page
) -> None:
    case = office.take_in()
    visitor.goto(f"{site}/tra-cuu/")
    visitor.get_by_label("Mã hồ sơ").fill(case.number)
    visitor.get_by_label("Mã bí mật").fill("AAAABBBB")
    visitor.get_by_role("button", name="Xem hồ sơ").click()
    summary = visitor.get_by_role("alert")
    expect(summary).to_contain_text("Không có hồ sơ nào khớp")
    expect(summary).to_be_focused()
    check(visitor)
    visitor.get_by_label("Mã bí mật").fill(f"{case.secret[:4]}-{case.secret[4:]}".lower())
    visitor.get_by_role("button", name="Xem hồ sơ").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Mã hồ sơ")


def test_closing_a_file_on_a_shared_machine(site: str, office: Office, visitor: Page) -> None:
    case = office.take_in()
    visitor.goto(f"{site}/h/{case.number}?s={case.secret}")
    visitor.get_by_role("button", name="Đóng hồ sơ trên máy này").click()
    assert visitor.url == f"{site}/tra-cuu/"
    visitor.goto(f"{site}/tra-cuu/ho-so/{case.number}/")
    expect(visitor.get_by_label("Mã hồ sơ")).to_have_value(case.number)


def test_everything_works_without_script(site: str, office: Office, plain: Page) -> None:
    case = office.take_in()
    plain.goto(site)
    plain.get_by_role("searchbox").fill("giay phep xay dung")
    plain.get_by_role("button", name="Tìm").click()
    plain.get_by_role("link", name="Cấp giấy phép xây dựng nhà ở riêng lẻ").click()
    cases = plain.locator(".choose a")
    expect(cases).to_have_count(2)
    cases.nth(1).click()
    expect(plain.locator(".choose a").nth(1)).to_have_attribute("aria-current", "true")
    plain.goto(f"{site}/thu-tuc/")
    plain.get_by_text("Lọc theo lĩnh vực").click()
    plain.get_by_label("Lĩnh vực").select_option("ho-tich")
    plain.get_by_role("button", name="Lọc", exact=True).click()
    expect(plain.locator("ol.results > li")).to_have_count(1)
    plain.goto(site)
    plain.get_by_label("Mã hồ sơ").fill(case.number)
    plain.get_by_label("Mã bí mật").fill(case.secret)
    plain.get_by_role("button", name="Xem hồ sơ").click()
    plain.get_by_text("Vì sao ngày này?").click()
    expect(plain.get_by_text("Ngày làm việc thứ 5")).to_be_visible()
    plain.get_by_role("button", name="English").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")


def test_the_keyboard_reaches_the_search_first(site: str, visitor: Page) -> None:
    visitor.goto(f"{site}/thu-tuc/")
    visitor.keyboard.press("Tab")
    expect(visitor.locator(":focus")).to_have_text("Đến nội dung chính")
    visitor.keyboard.press("Enter")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("searchbox")).to_be_focused()


def test_on_paper_the_checklist_stands_without_navigation(site: str, visitor: Page) -> None:
    visitor.goto(f"{site}/thu-tuc/{MARRIAGE}/")
    visitor.emulate_media(media="print")
    expect(visitor.locator(".top-nav")).to_be_hidden()
    expect(visitor.locator(".foot")).to_be_hidden()
    expect(visitor.locator(".papers").first).to_be_visible()
    expect(visitor.get_by_text("Bản niêm yết có mã QR")).to_be_hidden()
