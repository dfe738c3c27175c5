"""The other ways a file may go, and the desk by keyboard, each on a real screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from motcua.cases.models import Case
from motcua.cases.states import State, Verb
from tests.browser.desks import CARD, Desks, check
from tests.office import BUILDING, COPIES, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def reason(page: Page, words: str) -> None:
    page.get_by_role("textbox", name=re.compile("^Lý do")).fill(words)


def unfold(page: Page, label: str) -> None:
    page.locator("details.verb > summary").filter(has_text=label).click()


def state_of(case: Case) -> State:
    return State(Case.objects.get(pk=case.pk).state)


def test_refusing_a_file_that_was_only_registered(desks: Desks, office: Office) -> None:
    case = office.take_in(accept=False)
    page = desks.open("tiepnhan", case)
    unfold(page, "Từ chối tiếp nhận")
    page.get_by_role("button", name="Từ chối tiếp nhận", exact=True).click()
    expect(page.locator("#refuse-reason-error")).to_be_visible()
    expect(page.get_by_role("alert").first).to_be_focused()
    check(page)
    reason(page, "Không thuộc thẩm quyền của phường")
    desks.press(page, "Từ chối tiếp nhận")
    assert state_of(case) == State.NOT_ACCEPTED
    expect(page.get_by_role("link", name=re.compile("^Phiếu từ chối"))).to_be_visible()
    check(page)


def test_accepting_a_file_that_was_only_registered(desks: Desks, office: Office) -> None:
    case = office.take_in(accept=False)
    page = desks.of("tiepnhan")
    page.goto(f"{desks.site}/desk/lists/to_accept/")
    page.get_by_role("link", name=case.number).click()
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.wait_for_url("**/accepted/")
    assert state_of(case) == State.RECEIVED


def test_withdrawing_and_stopping(desks: Desks, office: Office) -> None:
    first, second = office.take_in(), office.walk(office.take_in(), to="thu_ly")
    page = desks.open("tiepnhan", first)
    unfold(page, "Rút hồ sơ")
    page.get_by_label("Lý do người nộp nêu").fill("Hoãn cưới")
    desks.press(page, "Rút hồ sơ")
    assert state_of(first) == State.WITHDRAWN
    page = desks.open("lanhdao", second)
    unfold(page, "Dừng giải quyết")
    reason(page, "Tòa án yêu cầu")
    page.get_by_label("Căn cứ pháp lý").fill("Điều 9")
    desks.press(page, "Dừng giải quyết")
    assert state_of(second) == State.STOPPED
    check(page)


def test_extending_with_an_apology(desks: Desks, office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    page = desks.open("thuly", case)
    unfold(page, "Xin lỗi, gia hạn")
    page.get_by_label("Ngày hẹn mới").fill("2026-03-05")
    reason(page, "Chờ xác minh")
    page.get_by_role("button", name="Xin lỗi, gia hạn", exact=True).click()
    expect(page.locator("#extend-new_due-error")).to_contain_text("phải sau ngày hẹn cũ")
    check(page)
    page.get_by_label("Ngày hẹn mới").fill("2026-03-12")
    desks.press(page, "Xin lỗi, gia hạn")
    page = desks.open("lanhdao", case)
    expect(page.get_by_text("đề nghị hẹn lại ngày 12/03/2026")).to_be_visible()
    desks.press(page, "Duyệt")
    expect(page.locator(".ticket")).to_contain_text("Thứ Năm, 12/03/2026")
    expect(page.locator(".ticket")).to_contain_text("Ngày hẹn ban đầu: Thứ Hai, 09/03/2026")
    check(page)


def test_correcting_a_wrong_reception(desks: Desks, office: Office) -> None:
    case = office.take_in()
    page = desks.open("tiepnhan", case)
    page.get_by_role("button", name="Sửa thông tin tiếp nhận…").click()
    check(page)
    page.get_by_label("Số định danh").fill("123")
    reason(page, "Gõ sai tên")
    page.get_by_role("button", name="Sửa thông tin tiếp nhận", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#applicant_id_number-error")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Lý do"))).to_have_value("Gõ sai tên")
    check(page)
    page.get_by_label("Số định danh").fill("079301012345")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Hòa")
    desks.press(page, "Sửa thông tin tiếp nhận")
    expect(page.locator(".ticket")).to_contain_text("Nguyễn Thị Hòa")
    expect(page.locator(".timeline")).to_contain_text("phiếu tiếp nhận số 2")


def test_recalling_and_reassigning(desks: Desks, office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    page = desks.open("tiepnhan", case)
    desks.press(page, "Thu hồi")
    desks.press(page, "Chuyển xử lý")
    page = desks.open("truongphong", case)
    unfold(page, "Phân công lại")
    page.get_by_label("Giao cho").select_option("thuly2.anlac")
    desks.press(page, "Phân công lại")
    expect(page.locator(".next")).to_contain_text("Hồ Thụ Lý")


def test_two_officers_at_once_the_second_is_told_who_was_first(
    desks: Desks, office: Office
) -> None:
    case = office.take_in()
    slow, quick = desks.open("tiepnhan", case), desks.open("tiepnhan2", case)
    desks.press(quick, "Chuyển xử lý")
    slow.get_by_role("button", name="Chuyển xử lý", exact=True).click()
    expect(slow.get_by_role("alert")).to_contain_text("Vũ Tiếp Nhận")
    check(slow)


def test_a_session_that_ended_loses_nothing_typed(desks: Desks) -> None:
    page = desks.of("tiepnhan")
    page.goto(f"{desks.site}/desk/intake/?procedure={COPIES}")
    page.locator("#applicant_name").fill("Trần Thị Đào")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="đăng nhập lại ở thẻ mới")).to_be_focused()
    expect(page.locator("#applicant_name")).to_have_value("Trần Thị Đào")
    check(page)


def test_a_common_file_is_taken_in_without_a_mouse(desks: Desks) -> None:
    page = desks.of("tiepnhan")
    page.goto(f"{desks.site}/desk/lists/unit/")
    pressed = 0

    def press(*names: str) -> None:
        nonlocal pressed
        for name in names:
            page.keyboard.press(name)
            pressed += 1

    press("n")
    page.wait_for_url("**/desk/intake/")
    expect(page.locator("#procedure")).to_be_focused()
    page.keyboard.type("ket hon")
    expect(page.get_by_role("option").first).to_contain_text("Thủ tục đăng ký kết hôn")
    press("Enter")
    expect(page.locator("#paper-to_khai")).to_be_visible()
    press("Tab")
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.insert_text(CARD)
    press("Enter")  # scanners end with it
    expect(page.locator("#applicant_phone")).to_be_focused()
    page.keyboard.type("0901234567")
    while page.locator("[data-paper] input[type=checkbox]:focus").count() == 0:
        press("Tab")
        assert pressed < 20, "the papers are too far away"
    press("Space", "ArrowDown", "s", "2")
    expect(page.locator("[name=paper_xac_nhan_form]")).to_have_value("certified_copy")
    expect(page.locator("[name=paper_xac_nhan_quantity]")).to_have_value("2")
    expect(page.locator("#paper-xac_nhan")).to_be_checked()
    press("Control+Enter")
    page.wait_for_url("**/accepted/")
    expect(page.get_by_role("link", name="In giấy hẹn")).to_be_focused()
    assert pressed < 25
    assert Case.objects.get().applicant_name == "Trần Thị Đào"


def test_the_list_by_keyboard(desks: Desks, office: Office) -> None:
    first, second = office.take_in(), office.take_in()
    desks.width = 1680
    page = desks.of("tiepnhan")
    page.goto(f"{desks.site}/desk/lists/unit/")
    page.keyboard.press("j")
    expect(page.locator("#preview")).to_contain_text(first.number)
    check(page)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked-count]")).to_have_text("2")
    check(page)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator(".flash-success")).to_contain_text("Chuyển xử lý: xong 2 hồ sơ.")
    assert {state_of(first), state_of(second)} == {State.PROCESSING}
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(first.number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{first.number}/")


def test_intake_and_a_verb_without_script(desks: Desks) -> None:
    cookie = desks._session("tiepnhan")
    page = desks.visitor(cookie=cookie, script=False)
    page.goto(f"{desks.site}/desk/intake/")
    page.get_by_role("combobox", name="Thủ tục").fill("ket hon")
    page.get_by_role("button", name="Hiện giấy tờ cần nộp").click()
    page.get_by_label(re.compile("^Thủ tục đăng ký kết hôn")).check()
    page.get_by_role("button", name="Hiện giấy tờ cần nộp").click()
    page.get_by_label("Họ và tên").first.fill("Trần Thị Đào")
    page.locator("#paper-to_khai").check()
    page.locator("#paper-xac_nhan").check()
    page.get_by_role("button", name=re.compile("Tiếp nhận và in")).click()
    page.get_by_role("link", name="Mở hồ sơ").click()
    page.get_by_role("button", name="Chuyển xử lý").click()
    expect(page.locator(".flash-success")).to_be_visible()
    assert Case.objects.get().state == State.PROCESSING


def test_every_page_of_the_desk_is_clean_and_fits(both: Desks, office: Office) -> None:
    office.walk(office.take_in())
    late = office.walk(office.take_in(), to="thu_ly")
    building = office.walk(office.take_in(BUILDING), to="thu_ly")
    waiting = office.take_in(accept=False)
    screens = {
        "tiepnhan": (
            *("lists/unit/", "lists/mine/", "lists/to_return/", "all/", "all/?q=khong-co"),
            *("all/?received_from=2026-03-05&received_to=2026-03-01", "register/"),
            *("register/?field=khong-co", f"intake/?procedure={BUILDING}", "leader/"),
            *(f"cases/{waiting.number}/", f"cases/{late.number}/accepted/", "cases/H29-x/"),
        ),
        "diachinh": (f"cases/{building.number}/",),
        "lanhdao": (
            "leader/",
            "lists/overdue/",
            "lists/to_approve/",
            "opinions/patterns/",
            "quality/",
            "quality/own/",
        ),
        "thanhtra": (f"cases/{late.number}/",),
        "quantri": ("", "intake/"),
    }
    for who, paths in screens.items():
        page = both.of(who)
        for path in paths:
            page.goto(f"{both.site}/desk/{path}")
            check(page)
    page = both.visitor()
    page.goto(f"{both.site}/desk/")
    check(page)
    page.get_by_role("button", name="Đăng nhập").click()
    check(page)


def test_on_paper_a_file_stands_without_navigation(desks: Desks, office: Office) -> None:
    page = desks.open("tiepnhan", office.walk(office.take_in(), to="thu_ly"))
    page.emulate_media(media="print")
    for hidden in (".bar", ".side", ".case-acts"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".ticket")).to_be_visible()
    expect(page.locator(".timeline")).to_be_visible()
    page.goto(f"{desks.site}/desk/lists/unit/")
    for hidden in (".bar", ".side", ".keys"):
        expect(page.locator(hidden)).to_be_hidden()


def test_a_second_verb_waits_for_nobody(desks: Desks, office: Office) -> None:
    """A double click on a button of a verb is one act."""
    case = office.take_in()
    page = desks.open("tiepnhan", case)
    page.get_by_role("button", name="Chuyển xử lý", exact=True).dblclick()
    expect(page.locator(".next")).to_contain_text("Tư pháp - Hộ tịch")
    case.refresh_from_db()
    assert case.journal_seq == 2
    assert office.act(case, Verb.CLAIM, by="thuly").journal_seq == 3
