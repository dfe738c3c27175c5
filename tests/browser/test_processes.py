"""A procedure controller shapes one draft: in the table, by drag and keys, and on the drawing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from motcua.process.actions import create_draft
from motcua.process.models import Definition
from motcua.process.queries import published
from motcua.process.rules.reading import parse_graph
from tests.browser.desks import Desks, check
from tests.office import NOW, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(office: Office) -> Definition:
    standing = published("mac-dinh")
    assert standing is not None
    return create_draft(
        key="rieng", name="Riêng", graph=standing.graph, actor=office.actor("kiemsoat"), at=NOW
    )


def steps(page: Page) -> list[str]:
    return [row.get_attribute("data-key") or "" for row in page.locator("tr[data-step]").all()]


def test_nothing_is_wrong_with_the_views_of_a_draft(both: Desks, draft: Definition) -> None:
    page = both.of("kiemsoat")
    for view in ("import/", f"{draft.pk}/", f"{draft.pk}/steps/", f"{draft.pk}/steps/thu_ly/"):
        page.goto(f"{both.site}/desk/processes/{view}")
        check(page)
    page.goto(f"{both.site}/desk/processes/{draft.pk}/draw/")
    page.wait_for_selector("html[data-drawn]")
    check(page)


def test_table_and_drawing_are_two_views_of_one_draft(desks: Desks, draft: Definition) -> None:
    page = desks.of("kiemsoat")
    page.goto(f"{desks.site}/desk/processes/{draft.pk}/steps/")
    before = steps(page)
    # by the handle, then back by the keyboard
    row = page.locator(f"tr[data-key={before[1]}]")
    box = page.locator(f"tr[data-key={before[2]}]").bounding_box()
    assert box is not None
    row.locator("[data-handle]").hover()
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 4, steps=4)
    with page.expect_navigation():
        page.mouse.up()
    assert steps(page)[1:3] == [before[2], before[1]]
    with page.expect_navigation():
        page.locator(f"tr[data-key={before[1]}] th a").press("Alt+ArrowUp")
    assert steps(page) == before
    # a step that is missing is told in the list, at its row and on the drawing
    page.locator("tr[data-key=van_thu]").get_by_role("button", name="Bỏ").click()
    expect(page.locator(".summary")).to_contain_text("Quy trình chưa có bước ban hành kết quả.")
    page.get_by_role("link", name="Vẽ sơ đồ").click()
    page.wait_for_selector("html[data-drawn]")
    expect(page.locator(".draw-fault")).to_have_count(1)
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    # what is said of a step on the drawing stands in the table
    page.get_by_label("Đến bước").select_option("lanh_dao_ky")
    expect(page.locator("[data-element-id=lanh_dao_ky].selected")).to_be_visible()
    page.get_by_label("Việc kết thúc bước").select_option("issue")
    page.get_by_label("Lời cho người dân").fill("Lãnh đạo đang ký kết quả")
    page.get_by_role("button", name="Lưu sơ đồ").click()
    expect(page.get_by_text("Đã lưu sơ đồ.")).to_be_visible()
    expect(page.locator(".summary")).to_have_count(0)
    page.get_by_role("link", name="Bảng các bước").click()
    expect(page.get_by_text("Lãnh đạo đang ký kết quả")).to_be_visible()
    draft.refresh_from_db()
    assert str(parse_graph(draft.graph).task("lanh_dao_ky").verb) == "issue"
