"""The app on a telephone: seen last without a network, nothing of one's own after signing out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from motcua.accounts.models import Account
from motcua.cases.models import Case
from tests.browser.desks import Desks, check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ready(page: Page) -> None:
    """The worker serves this page."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_own_files_are_there_without_a_network_and_gone_after_signing_out(desks: Desks) -> None:
    person = Account.objects.create(
        username="hoa", full_name="Nguyễn Thị Hoa", kind="citizen", personal_number="079301012345"
    )
    case: Case = desks.office.take_in()
    desks.width = 360
    page = desks.visitor(cookie=desks.session_of(person), worker=True)
    page.goto(f"{desks.site}/")
    ready(page)
    page.goto(f"{desks.site}/cua-toi/")
    page.goto(f"{desks.site}/cua-toi/ho-so/{case.number}/")
    page.context.set_offline(True)
    page.goto(f"{desks.site}/cua-toi/")
    expect(page.get_by_text("Không có mạng: trang này như lúc")).to_be_visible()
    expect(page.get_by_text(case.number).first).to_be_visible()
    check(page)
    page.goto(f"{desks.site}/cua-toi/ho-so/{case.number}/")
    expect(page.get_by_text("Không có mạng: trang này như lúc")).to_be_visible()
    page.goto(f"{desks.site}/thu-tuc/khong-co/")
    expect(page.get_by_role("heading", name="Không có mạng")).to_be_visible()
    check(page)
    page.context.set_offline(False)
    page.goto(f"{desks.site}/cua-toi/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(f"{desks.site}/")
    ready(page)
    page.context.set_offline(True)
    page.goto(f"{desks.site}/cua-toi/ho-so/{case.number}/")
    expect(page.get_by_role("heading", name="Không có mạng")).to_be_visible()
    expect(page.get_by_text(case.number)).to_have_count(0)
