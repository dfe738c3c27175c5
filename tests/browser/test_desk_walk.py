"""One file from the counter to its result, on the screens of all who touch it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from motcua.cases.models import Case, CasePaper
from motcua.cases.states import PaperForm, State
from tests.browser.desks import CARD, Desks, check, follow
from tests.files.corpus.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choose(page: Page, words: str, name: str) -> None:
    """Type into the procedure's box and take the first match."""
    box = page.get_by_role("combobox", name="Thủ tục")
    box.press_sequentially(words)
    expect(page.get_by_role("option").first).to_contain_text(name)
    box.press("Enter")


def take_in(page: Page, site: str) -> Case:
    page.goto(f"{site}/desk/intake/")
    check(page)
    choose(page, "ket hon", "Thủ tục đăng ký kết hôn")
    expect(page.locator("#paper-to_khai")).to_be_visible()
    expect(page.locator("#intake-due")).to_contain_text("Thứ Hai, 09/03/2026")
    page.locator("#card").fill(CARD)
    expect(page.locator("#applicant_name")).to_have_value("Trần Thị Đào")
    expect(page.locator("#applicant_id_number")).to_have_value("079188012345")
    expect(page.locator("#applicant_phone")).to_be_focused()
    page.locator("#applicant_phone").fill("0901234567")
    page.locator("#paper-to_khai").check()
    page.locator("#paper-xac_nhan-file").set_input_files(
        {"name": "xac-nhan.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    expect(page.get_by_text("xac-nhan.png")).to_be_visible()
    expect(page.locator("#paper-xac_nhan")).to_be_checked()
    check(page)
    page.get_by_role("button", name=re.compile("Tiếp nhận và in")).click()
    page.wait_for_url("**/accepted/")
    case = Case.objects.get()
    expect(page.get_by_text(f"{case.secret[:4]}-{case.secret[4:]}")).to_be_visible()
    expect(page.get_by_role("link", name="In giấy hẹn")).to_be_focused()
    check(page)
    return case


def supplement(desks: Desks, case: Case) -> None:
    """Asked for by the specialist, approved, handed out, taken in."""
    page = desks.open("thuly", case)
    page.get_by_role("button", name="Yêu cầu bổ sung…").click()
    expect(page.get_by_role("dialog", name="Yêu cầu bổ sung")).to_be_visible()
    check(page)
    page.get_by_label("Tờ khai đăng ký kết hôn").fill("Ký và ghi ngày vào trang 2")
    page.get_by_role("textbox", name="Lý do").fill("Tờ khai chưa ký")
    desks.press(page, "Yêu cầu bổ sung")
    expect(page.locator(".next")).to_contain_text("Chờ lãnh đạo duyệt yêu cầu bổ sung")
    check(page)
    page = desks.open("lanhdao", case)
    check(page)
    desks.press(page, "Duyệt")
    page = desks.open("tiepnhan", case)
    expect(page.locator(".next")).to_contain_text("gửi phiếu yêu cầu bổ sung")
    desks.press(page, "Đã gửi phiếu cho người nộp")
    expect(page.locator(".next")).to_contain_text("Chờ người nộp bổ sung giấy tờ")
    expect(page.get_by_role("link", name="Phiếu yêu cầu bổ sung")).to_be_visible()
    page.get_by_role("button", name="Nhận bổ sung…").click()
    expect(page.get_by_role("dialog", name="Nhận bổ sung")).to_be_visible()
    page.get_by_label("Loại bản: Tờ khai đăng ký kết hôn").select_option("copy")
    check(page)
    desks.press(page, "Nhận bổ sung")
    newest = CasePaper.objects.filter(key="to_khai").latest("id")
    assert newest.form == PaperForm.COPY


def decide(desks: Desks, case: Case) -> None:
    """Proposed, sent back once, proposed again, and signed."""
    desks.press(desks.open("thuly", case), "Đề nghị giải quyết")
    page = desks.open("truongphong", case)
    page.get_by_text("Trả lại bước trước…").click()
    check(page)
    page.get_by_role("textbox", name="Lý do").fill("Bổ sung căn cứ vào dự thảo")
    desks.press(page, "Trả lại bước trước")
    page = desks.open("thuly", case)
    expect(page.get_by_text("Bổ sung căn cứ vào dự thảo")).to_be_visible()
    desks.press(page, "Đề nghị giải quyết")
    desks.press(desks.open("truongphong", case), "Lãnh đạo phòng xem xét, trình ký")
    desks.press(desks.open("lanhdao", case), "Lãnh đạo cơ quan ký duyệt")


def issue_and_return(desks: Desks, case: Case) -> None:
    page = desks.open("vanthu", case)
    check(page)
    page.get_by_label("Số kết quả").fill("12/UBND")
    desks.press(page, "Ban hành kết quả")
    expect(page.locator(".next")).to_contain_text("Đã có kết quả")
    page = desks.open("tiepnhan", case)
    check(page)
    expect(page.get_by_label("Người nhận")).to_have_value("Trần Thị Đào")
    desks.press(page, "Trả kết quả")
    expect(page.locator(".next")).to_contain_text("Đã trả kết quả lúc")
    check(page)


def track(desks: Desks, case: Case) -> None:
    page = desks.visitor()
    page.goto(f"{desks.site}/tra-cuu/")
    page.get_by_label("Mã hồ sơ").fill(case.number)
    page.get_by_label("Mã bí mật").fill(case.secret)
    page.get_by_role("button", name="Xem hồ sơ").click()
    expect(page.get_by_text("Đã trả kết quả").first).to_be_visible()
    expect(page.get_by_text("12/UBND").first).to_be_visible()


def test_from_the_counter_to_the_result(both: Desks) -> None:
    page = both.of("tiepnhan")
    case = take_in(page, both.site)
    follow(page.get_by_role("link", name="Mở hồ sơ"))
    check(page)
    both.press(page, "Chuyển xử lý")
    supplement(both, case)
    decide(both, case)
    issue_and_return(both, case)
    case.refresh_from_db()
    assert case.state == State.RETURNED
    track(both, case)
