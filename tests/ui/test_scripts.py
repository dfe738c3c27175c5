"""The keys of the desk and of intake, in a real browser, under the content policy of the product.

No server: pages are drawn from the templates here and handed to Chromium by interception.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect

from motcua.ui import rows

pytestmark = pytest.mark.browser

HOME = "http://localhost"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
CARD = "079188012345|024123456|Trần Thị Đào|15081988|Nữ|12 Kinh Dương Vương, An Lạc|10052021"

TABLE = rows.Table(
    (
        rows.Column("code", "Mã hồ sơ", css="code", sortable=True),
        rows.Column("due", "Hẹn trả", cell=rows.day),
        rows.Column("state", "Tiến độ", cell=rows.Badges()),
    ),
    prefix="/desk/cases/",
    suffix="/",
    select=True,
)
LIST = """{% extends "desk/list_base.html" %}{% block title %}Quá hạn{% endblock %}
{% block heading %}Quá hạn{% endblock %}
{% block tools %}{% include "ui/search.html" with action="/desk/search/" key="/" label="Tìm" id="find" %}{% endblock %}
{% block list %}<div data-preview="/desk/preview/{row}/">{% include "ui/table.html" with select=True caption="Hồ sơ" %}</div>
<div class="bulk" data-bulk hidden><span data-picked-count>0</span> hồ sơ</div>{% endblock %}"""
INTAKE = """{% extends "desk/base.html" %}{% load static motcua_ui %}{% block title %}Tiếp nhận{% endblock %}
{% block heading %}Tiếp nhận{% endblock %}
{% block main %}<form method="post" action="/desk/intake/" data-once data-card-url="/desk/card/">
{% include "ui/combobox.html" with id="proc" name="procedure" label="Thủ tục" url="/desk/procedures/?q=" %}
<label for="card">Thẻ căn cước</label><input id="card" data-card><p data-card-said aria-live="polite"></p>
<label for="name">Họ và tên</label><input id="name" name="name">
<label for="id_number">Số định danh</label><input id="id_number" name="id_number">
{% include "ui/paper_ticks.html" %}<button type="submit">Tiếp nhận</button></form>
{% include "ui/dialog.html" with id="stop" title="Dừng hồ sơ?" body="Ghi lý do." opener="Dừng" %}
{% include "ui/copy.html" with text="H29.16" what="mã hồ sơ" %}{% endblock %}
{% block page_scripts %}<script type="module" src="{% static 'motcua/js/intake.js' %}"></script>{% endblock %}"""
OPTIONS = """{% include "ui/combobox_options.html" with id="proc" %}"""


def draw(template: str, **context: object) -> str:
    request = RequestFactory().get("/")
    return str(engines["django"].from_string(template).render(context, request))


def list_page() -> str:
    codes = [f"H29.16-260213-{number:04}" for number in (1, 2, 3)]
    body = TABLE.body([(code, code, date(2026, 2, 25), "late") for code in codes])
    links = [{"area": "late", "label": "Quá hạn", "href": "/desk/late/", "count": 3, "key": "q"}]
    return draw(
        LIST,
        heads=TABLE.head(sort="code"),
        body=body,
        desk={"nav": [{"title": "Việc", "links": links}]},
    )


def intake_page() -> str:
    papers = [{"key": "a", "name": "Tờ khai"}, {"key": "b", "name": "Giấy chứng sinh"}]
    forms = [
        {"value": "original", "label": "Bản chính", "key": "c"},
        {"value": "copy", "label": "Bản chụp", "key": "p"},
    ]
    return draw(INTAKE, papers=papers, forms=forms, desk={})


def options() -> str:
    found = [{"value": "1.001193", "label": "Đăng ký khai sinh", "second": "Hộ tịch"}]
    return draw(OPTIONS, options=[*found, {"value": "1.004884", "label": "Đăng ký lại khai sinh"}])


@dataclass
class Site:
    """What the browser asked for, and what it is answered."""

    pages: dict[str, Callable[[], str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(HOME).split("?")[0]
        if path.startswith("/static/"):
            return self.static(route, path)
        self.asked.append(f"{request.method} {path}")
        if path == "/desk/card/":
            fields = {"name": "Trần Thị Đào", "id_number": "079188012345"}
            return route.fulfill(json={"fields": fields, "message": "Đã điền từ thẻ."})
        text = self.pages.get(path, lambda: f"<!doctype html><title>{path}</title><p>{path}</p>")()
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": POLICY,
        }
        return route.fulfill(body=text, headers=headers)

    def static(self, route: Route, path: str) -> None:
        name = path.removeprefix("/static/")
        vendor = name.startswith("vendor/")
        root = settings.MOTCUA_VENDOR if vendor else settings.PACKAGE / "static"
        file = root / name.removeprefix("vendor/")
        assert file.is_file(), f"{name} is not there; `make assets` copies the vendors' files"
        kind = KINDS.get(file.suffix, "application/octet-stream")
        route.fulfill(body=file.read_bytes(), content_type=kind)


@pytest.fixture
def site(context: BrowserContext) -> Site:
    site = Site(
        {
            "/list/": list_page,
            "/intake/": intake_page,
            "/desk/procedures/": options,
            "/desk/preview/H29.16-260213-0002/": lambda: "<p>Xem nhanh 0002</p>",
        }
    )
    context.route("**/*", site.answer)
    return site


@pytest.fixture
def desk(site: Site, page: Page) -> Iterator[Page]:
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def test_j_and_k_move_x_picks_and_enter_opens(desk, site):
    desk.goto(f"{HOME}/list/")
    keys(desk, "j", "j", "k", "j", "x")
    expect(desk.locator("tr.cursor")).to_have_attribute("data-row", "H29.16-260213-0002")
    expect(desk.locator("tr.picked")).to_have_count(1)
    expect(desk.locator("[data-bulk]")).to_be_visible()
    expect(desk.locator("[data-picked-count]")).to_have_text("1")
    expect(desk.locator("a.row-link:focus")).to_have_text("H29.16-260213-0002")
    keys(desk, "Enter")
    desk.wait_for_url("**/desk/cases/H29.16-260213-0002/")


def test_the_row_under_the_cursor_is_previewed(desk, site):
    desk.goto(f"{HOME}/list/")
    keys(desk, "j", "j")
    expect(desk.locator("#preview")).to_have_text("Xem nhanh 0002")


def test_one_box_picks_all(desk, site):
    desk.goto(f"{HOME}/list/")
    desk.locator("[data-pick-all]").check()
    expect(desk.locator("tr.picked")).to_have_count(3)
    desk.locator("tr[data-row] input").first.uncheck()
    expect(desk.locator("[data-picked-count]")).to_have_text("2")
    assert desk.locator("[data-pick-all]").evaluate("box => box.indeterminate")


def test_letters_typed_into_a_box_stay_letters(desk, site):
    desk.goto(f"{HOME}/list/")
    keys(desk, "/")
    desk.keyboard.type("jx?")
    expect(desk.locator("[data-key-search]").first).to_have_value("jx?")
    expect(desk.locator("tr.cursor")).to_have_count(0)
    keys(desk, "Escape", "j")
    expect(desk.locator("tr.cursor")).to_have_count(1)


def test_a_question_mark_shows_the_keys_and_g_goes(desk, site):
    desk.goto(f"{HOME}/list/")
    keys(desk, "?")
    expect(desk.locator("dialog#keys")).to_be_visible()
    keys(desk, "Escape", "g", "q")
    desk.wait_for_url("**/desk/late/")


def test_the_one_letter_keys_can_be_switched_off_and_stay_off(desk, site):
    desk.goto(f"{HOME}/list/")
    keys(desk, "?")
    desk.locator("[data-keys-switch]").uncheck()
    keys(desk, "Escape", "j")
    expect(desk.locator("tr.cursor")).to_have_count(0)
    desk.reload()
    keys(desk, "j")
    expect(desk.locator("tr.cursor")).to_have_count(0)


def test_a_procedure_is_found_by_typing(desk, site):
    desk.goto(f"{HOME}/intake/")
    desk.locator("#proc").focus()
    desk.keyboard.type("khai sinh")
    expect(desk.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    expect(desk.locator("#proc")).to_have_attribute("aria-expanded", "true")
    keys(desk, "ArrowDown", "Enter")
    expect(desk.locator("#proc")).to_have_value("Đăng ký lại khai sinh")
    expect(desk.locator("[name=procedure]")).to_have_value("1.004884")
    expect(desk.get_by_role("listbox")).to_be_hidden()
    assert "POST /desk/intake/" not in site.asked


@pytest.mark.parametrize("box", ["#card", "#id_number"])
def test_a_scanned_identity_card_fills_the_applicant_wherever_it_lands(desk, site, box):
    desk.goto(f"{HOME}/intake/")
    desk.locator(box).focus()
    desk.keyboard.type(CARD)
    keys(desk, "Enter")
    expect(desk.locator("#name")).to_have_value("Trần Thị Đào")
    expect(desk.locator("#id_number")).to_have_value("079188012345")
    expect(desk.locator("#card")).to_have_value("")
    expect(desk.locator("[data-card-said]")).to_have_text("Đã điền từ thẻ.")
    assert site.asked.count("POST /desk/card/") == 1
    assert "POST /desk/intake/" not in site.asked


def test_papers_are_ticked_by_letters_digits_and_arrows(desk, site):
    desk.goto(f"{HOME}/intake/")
    desk.locator("#paper-a").focus()
    keys(desk, "Space", "ArrowDown", "p", "3")
    expect(desk.locator("#paper-a")).to_be_checked()
    expect(desk.locator("#paper-b")).to_be_checked()
    expect(desk.locator("[name=paper_b_form]")).to_have_value("copy")
    expect(desk.locator("[name=paper_b_quantity]")).to_have_value("3")
    expect(desk.locator("[name=paper_a_quantity]")).to_have_value("1")


def test_ctrl_enter_sends_the_form_and_only_once(desk, site):
    desk.goto(f"{HOME}/intake/")
    desk.locator("#name").fill("Trần Thị Đào")
    desk.evaluate(
        """() => {
            const form = document.querySelector("form[data-once]");
            window.sent = 0;
            form.addEventListener("submit", (event) => {
                if (!form.dataset.sent) window.sent += 1;
            }, true);
        }"""
    )
    keys(desk, "Control+Enter")
    desk.wait_for_url("**/desk/intake/")
    assert site.asked.count("POST /desk/intake/") == 1


def test_a_second_click_sends_nothing(desk, site):
    desk.goto(f"{HOME}/intake/")
    stopped = desk.evaluate(
        """() => {
            const form = document.querySelector("form[data-once]");
            const hold = (event) => { outcomes.push(event.defaultPrevented); event.preventDefault(); };
            const outcomes = [];
            window.addEventListener("submit", hold);
            form.requestSubmit();
            form.requestSubmit();
            return outcomes;
        }"""
    )
    assert stopped == [False, True]


def test_a_fold_becomes_a_dialog(desk, site):
    desk.goto(f"{HOME}/intake/")
    desk.get_by_role("button", name="Dừng").click()
    expect(desk.get_by_role("dialog", name="Dừng hồ sơ?")).to_be_visible()
    desk.get_by_role("button", name="Đóng").last.click()
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_without_script_nothing_is_out_of_reach(browser, site):
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*", site.answer)
    page = context.new_page()
    page.goto(f"{HOME}/intake/")
    page.locator("summary", has_text="Dừng").click()
    expect(page.get_by_text("Ghi lý do.")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    page.locator("#proc").fill("khai sinh")
    page.get_by_role("button", name="Tiếp nhận").click()
    page.wait_for_url("**/desk/intake/")
    assert "POST /desk/intake/" in site.asked
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/list/", "/intake/"])
def test_axe_finds_nothing(desk, site, path, theme):
    desk.emulate_media(color_scheme=theme)
    desk.goto(f"{HOME}{path}")
    result = Axe().run(desk)
    assert result.violations_count == 0, result.generate_report()
