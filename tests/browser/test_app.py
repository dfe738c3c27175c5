"""The app on a telephone: seen last without a network, nothing of one's own after signing out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.files.models import StoredFile
from motcua.places.models import Place
from tests.browser.desks import Desks, check
from tests.office import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Asked once and told: to ask again and again, Playwright would need eval, which our pages forbid.
SERVED = """() => new Promise((served, late) => {
  const workers = navigator.serviceWorker;
  workers.addEventListener("controllerchange", () => served(), { once: true });
  if (workers.controller) served();
  setTimeout(() => late(new Error("no worker serves this page")), 20000);
})"""


def ready(page: Page) -> None:
    """The worker serves this page; one that signing out was still taking away serves the next."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    if not page.evaluate("Boolean(navigator.serviceWorker.controller)"):
        page.reload()
    page.evaluate(SERVED)


def test_the_pages_of_ones_own_place_fit_a_telephone_and_please_axe(desks: Desks) -> None:
    person = Account.objects.create(
        username="hoa",
        full_name="Nguyễn Thị Hoa",
        kind="citizen",
        personal_number="079301012345",
        phone="0901234567",
    )
    case = desks.office.take_in()
    stored = StoredFile.objects.create(
        sha256="0" * 64, name="giay.pdf", size=1, media_type="application/pdf", stored_at=NOW
    )
    case.papers.filter(key="xac_nhan").update(file=stored)
    Place.objects.create(level="commune", code="1", name="Xã An Lạc", search=" xa an lac ")
    desks.width = 360
    page = desks.visitor(cookie=desks.session_of(person))
    page.goto(f"{desks.site}/cua-toi/kho/")
    expect(page.get_by_text("Ông/bà đã nộp ngày")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Bỏ khỏi kho").click()
    expect(page.get_by_role("button", name="Đưa lại vào kho")).to_be_visible()
    check(page)
    page.goto(f"{desks.site}/dia-danh/")
    page.get_by_label("Tên xã, phường").fill("an lac")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_text("tên hiện nay")).to_be_visible()
    check(page)
    page.goto(f"{desks.site}/cua-toi/so-dien-thoai/")
    check(page)


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
