"""An official report in a real browser, at a desk and on a phone, down to what its numbers count."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.desks import Desks, check, follow
from tests.office import NOW, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_leader_fills_a_report_and_opens_what_it_counts(both: Desks, office: Office) -> None:
    case = office.take_in()
    page = both.of("lanhdao")
    page.goto(f"{both.site}/desk/reports/?term=2026-q1")
    check(page)
    expect(page.get_by_text("ban hành theo Thông tư số 01/2020/TT-VPCP")).to_be_visible()
    row = page.get_by_role("row", name="Hộ tịch")
    row.get_by_role("link", name="1", exact=True).first.click()
    expect(page.get_by_role("link", name=case.number).first).to_be_visible()
    check(page)
    page.goto(f"{both.site}/desk/reports/?term=2026-q1")
    page.get_by_label("Biểu").select_option(label="II.07b")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page.get_by_role("heading", name="Kết quả thực hiện cơ chế một cửa")).to_be_visible()
    check(page)
    page.get_by_role("row", name=office.ward.short_name).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Thủ tục được đếm")).to_be_visible()
    check(page)


def test_a_leader_signs_a_report_and_opens_why_a_number_changed(
    both: Desks, office: Office
) -> None:
    page = both.of("lanhdao")
    office.take_in(at=NOW - dt.timedelta(days=60))
    page.goto(f"{both.site}/desk/reports/?term=2026-02")
    follow(page.get_by_role("link", name="Ký báo cáo"))
    check(page)
    page.get_by_role("button", name="Ký và lưu cố định").click()
    expect(page.locator(".flash-success")).to_be_visible()
    check(page)
    case = office.take_in(at=NOW - dt.timedelta(days=10))
    page.reload()
    check(page)
    page.get_by_role("link", name="nay 2 (+1): Tổng số, Tiếp nhận: tổng số").click()
    expect(page.get_by_role("link", name=case.number)).to_be_visible()
    check(page)
    for place in ("reports/signed", "reports/years", "lateness"):
        page.goto(f"{both.site}/desk/{place}/")
        check(page)
    keeper = both.of("kiemsoat")
    keeper.goto(f"{both.site}/desk/reports/correct/?term=2026-02")
    check(keeper)
    keeper.get_by_label("Cột").select_option(label="Đã giải quyết: trước hạn")
    keeper.get_by_label("Số đúng").fill("1")
    keeper.get_by_label("Vì sao").fill("Hồ sơ giấy")
    keeper.get_by_role("button", name="Sửa số").click()
    expect(keeper.locator(".flash-success")).to_be_visible()
    expect(keeper.get_by_role("heading", name="Số đã sửa tay")).to_be_visible()
    check(keeper)
    keeper.goto(f"{both.site}/desk/reports/cut-off/")
    check(keeper)
    keeper.get_by_label("Chốt số liệu vào").select_option(label="ngày 14")
    keeper.get_by_role("button", name="Lưu ngày chốt").click()
    expect(keeper.locator(".flash-success")).to_be_visible()
