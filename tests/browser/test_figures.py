"""From a figure to its files in a real browser, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Desks, check
from tests.office import BUILDING, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_leader_asks_for_figures_and_opens_one_down_to_the_file(
    both: Desks, office: Office
) -> None:
    office.take_in(BUILDING)
    case = office.take_in()
    page = both.of("lanhdao")
    page.goto(f"{both.site}/desk/figures/")
    check(page)
    page.get_by_label("Chia theo").select_option(label="Lĩnh vực")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("heading", name="Theo lĩnh vực")).to_be_visible()
    check(page)
    row = page.get_by_role("row", name="Hộ tịch")
    row.get_by_role("link", name="1", exact=True).first.click()
    expect(page.get_by_role("heading", name="Tiếp nhận trong kỳ: 1")).to_be_visible()
    expect(page.get_by_text("Hộ tịch.")).to_be_visible()
    check(page)
    page.get_by_role("link", name=case.number).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.number)
