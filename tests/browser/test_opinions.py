"""An unhappy answer from the citizen's phone to its outcome, and a paper slip by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.surveys.models import FollowUp, Rating
from tests.browser.desks import Desks, check, follow
from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ended(office: Office) -> Case:
    return office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm")


def rated_by_phone(desks: Desks, case: Case, words: str, comment: str) -> None:
    """On a phone, with script off."""
    context = desks.browser.new_context(
        locale="vi-VN", viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    page: Page = context.new_page()
    page.goto(f"{desks.site}/h/{case.number}?s={case.secret}")
    page.get_by_label(words, exact=True).check()
    page.get_by_label("Góp ý thêm (không bắt buộc)").fill(comment)
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_text("Cảm ơn ông/bà đã đánh giá.")).to_be_visible()
    expect(page.get_by_text(words, exact=True)).to_be_visible()
    context.close()


def test_an_unhappy_answer_finds_its_outcome(both: Desks, office: Office) -> None:
    case = ended(office)
    rated_by_phone(both, case, "Không hài lòng", "Đi lại hai lần")
    page = both.of("lanhdao")
    page.goto(f"{both.site}/desk/opinions/")
    check(page)
    expect(page.get_by_text("Đi lại hai lần")).to_be_visible()
    page.get_by_role("button", name=f"Nhận xem xét {case.number}").click()
    follow(page.get_by_role("link", name=f"Ghi kết quả {case.number}"))
    check(page)
    page.get_by_label("Đã tìm hiểu gì, đã làm gì với người dân").fill("Đã gọi điện xin lỗi.")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.get_by_role("cell", name="Đã gọi điện xin lỗi.")).to_be_visible()
    check(page)
    assert FollowUp.objects.get().outcome == "Đã gọi điện xin lỗi."


def test_slips_are_typed_without_a_mouse(desks: Desks, office: Office) -> None:
    first, second = ended(office), ended(office)
    page = desks.of("tiepnhan")
    page.goto(f"{desks.site}/desk/paper-ratings/")
    for case, key in ((first, "1"), (second, "4")):
        expect(page.get_by_label("Mã hồ sơ trên phiếu")).to_be_focused()
        page.keyboard.type(case.number)
        page.keyboard.press("Tab")
        page.keyboard.type(key)
        page.keyboard.press("Enter")
        expect(page.get_by_role("rowheader", name=case.number)).to_be_visible()
    check(page)
    page.get_by_role("button", name=f"Bỏ phiếu này {second.number}").click()
    expect(page.get_by_text(f"Đã bỏ phiếu của hồ sơ {second.number}.")).to_be_visible()
    assert Rating.objects.get().case == first
