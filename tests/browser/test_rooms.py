"""The rooms in a real browser: every page at two widths with nothing to complain of, and walks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.catalogue.models import ProcedureVersion
from motcua.notices.actions import enqueue
from motcua.notices.states import Way
from motcua.process.queries import published
from motcua.workcalendar.models import CalendarDay
from tests.browser.desks import Desks, check, follow
from tests.office import MARRIAGE, NOW, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADMINISTRATOR = (
    "calendar/",
    "calendar/?of=vn&year=2027",
    "calendar/day/",
    "calendar/hours/",
    "organisation/",
    "organisation/?on=2024-01-01",
    "organisation/H29.101/",
    "organisation/H29.101/contact/",
    "organisation/H29.101/units/new/",
    "organisation/H29.101/posts/new/",
    "organisation/H29.101/staff/new/",
    "organisation/H29.101/staff/{thuly}/",
    "organisation/H29.101/staff/{thuly}/password/",
    "organisation/H29.101/staff/{thuly}/tokens/new/",
    "delegation/",
    "messages/",
    "messages/sent/",
    "settings/",
    "processes/",
    "processes/{process}/",
    "processes/{process}/copy/",
    "forms/",
)
CONTROLLER = (
    "catalogue/",
    "catalogue/?q=khongcogi",
    "catalogue/{code}/",
    "catalogue/{code}/abolish/",
    "catalogue/{code}/offers/new/",
    "catalogue/decisions/",
    "catalogue/decisions/new/",
    "catalogue/decisions/number/2268/QĐ-BTP/",
    "catalogue/import/",
    "catalogue/new/",
    "catalogue/{code}/draft/",
    "catalogue/{code}/draft/general/",
    "catalogue/{code}/draft/limits/",
    "catalogue/{code}/draft/cases/",
    "catalogue/{code}/draft/papers/chung/",
    "catalogue/{code}/draft/fees/",
    "catalogue/{code}/draft/steps/",
    "catalogue/{code}/draft/facts/",
    "catalogue/{code}/draft/publish/",
)


def look_at(desks: Desks, who: str, addresses: tuple[str, ...], **names: object) -> None:
    page = desks.of(who)
    for address in addresses:
        answer = page.goto(f"{desks.site}/desk/{address.format(**names)}")
        assert answer is not None
        assert answer.status == 200, address
        check(page)


def test_nothing_is_wrong_with_the_rooms_of_administrators(both: Desks, office: Office) -> None:
    for way in (Way.DESK, Way.EMAIL):
        enqueue(
            key=f"a:{way}",
            way=way,
            to="quantri@example.vn",
            subject="Hồ sơ sắp đến hạn",
            body="Xem tại http://127.0.0.1/desk/",
            account_id=office.account("quantri").pk,
            agency_id=office.ward.pk,
            at=NOW,
        )
    process = published("mac-dinh")
    assert process is not None
    names = {"thuly": office.account("thuly").pk, "process": process.pk}
    look_at(both, "quantri", ADMINISTRATOR, **names)


def test_nothing_is_wrong_with_the_rooms_of_controllers(both: Desks) -> None:
    page = both.of("kiemsoat.tphcm")
    page.goto(f"{both.site}/desk/catalogue/{MARRIAGE}/")
    page.get_by_role("button", name="Lập bản mới").click()
    look_at(both, "kiemsoat.tphcm", CONTROLLER, code=MARRIAGE)


def test_a_holiday_is_previewed_and_confirmed(desks: Desks, office: Office) -> None:
    case = office.take_in()
    page = desks.of("quantri")
    page.goto(f"{desks.site}/desk/calendar/")
    page.get_by_role("link", name="Thêm ngày").click()
    page.get_by_role("button", name="Xem hồ sơ đổi ngày hẹn").click()
    expect(page.get_by_role("alert")).to_contain_text("chỗ cần sửa")
    check(page)
    page.get_by_label("Ngày", exact=False).first.fill("2026-03-04")
    page.get_by_label("Tên ngày nghỉ hoặc dịp").fill("Nghỉ bão")
    page.get_by_label("Số, ký hiệu văn bản").fill("Công điện 12/CĐ-UBND")
    page.get_by_role("button", name="Xem hồ sơ đổi ngày hẹn").click()
    expect(page.get_by_role("heading", name="1 hồ sơ đang giải quyết")).to_be_visible()
    expect(page.get_by_role("link", name=case.number)).to_be_visible()
    check(page)
    page.get_by_role("button", name="Ghi ngày này vào lịch").click()
    expect(page.get_by_text("1 hồ sơ được tính lại ngày hẹn")).to_be_visible()
    assert CalendarDay.objects.filter(agency=office.ward).count() == 1


def test_a_colleague_is_taken_on_and_the_password_shown_once(desks: Desks, office: Office) -> None:
    page = desks.of("quantri")
    page.goto(f"{desks.site}/desk/organisation/H29.101/")
    page.get_by_role("link", name="Thêm cán bộ").click()
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Lan")
    page.get_by_label("Tên đăng nhập").fill("lan.anlac")
    page.get_by_role("button", name="Lập tài khoản và giao vị trí").click()
    expect(page.get_by_text("Chỉ hiện lần này")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Đã chép xong").click()
    expect(page.get_by_role("heading", name="Nguyễn Thị Lan")).to_be_visible()
    expect(page.get_by_text("Chỉ hiện lần này")).to_have_count(0)


def test_a_procedure_is_edited_compared_and_published(desks: Desks, office: Office) -> None:
    page = desks.of("kiemsoat.tphcm")
    page.goto(f"{desks.site}/desk/catalogue/{MARRIAGE}/")
    page.get_by_role("button", name="Lập bản mới").click()
    page.get_by_role("link", name="Giấy tờ: Trường hợp chung").click()
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Tên giấy tờ").last.fill("Giấy khám sức khỏe")
    page.get_by_role("button", name="Lưu mục này").click()
    expect(page.get_by_text("Thêm giấy tờ: Giấy khám sức khỏe.")).to_be_visible()
    page.get_by_role("link", name="Công bố").click()
    page.get_by_label("Áp dụng từ ngày").fill("2026-03-10")
    page.get_by_label("Số quyết định công bố").fill("2268/QĐ-BTP")
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Đã công bố bản 2")).to_be_visible()
    newest = ProcedureVersion.objects.get(procedure__code=MARRIAGE, number=2)
    papers = newest.content["cases"][0]["papers"]
    assert papers[-1]["key"] == "giay-kham-suc-khoe"


def test_the_rooms_work_without_script(desks: Desks, office: Office) -> None:
    page = desks.visitor(cookie=desks._session("kiemsoat.tphcm"), script=False)
    page.goto(f"{desks.site}/desk/catalogue/{MARRIAGE}/")
    page.get_by_role("button", name="Lập bản mới").click()
    page.get_by_role("link", name="Trình tự thực hiện").click()
    page.get_by_role("button", name="Thêm dòng").click()
    page.get_by_label("Bước").last.fill("Nhận kết quả")
    page.get_by_role("button", name="Lên 2").click()
    page.get_by_role("button", name="Lưu mục này").click()
    expect(page.get_by_text("Thêm bước: Nhận kết quả.")).to_be_visible()


def test_one_chooses_the_colours_of_the_desk(desks: Desks, office: Office) -> None:
    page = desks.of("thuly")
    page.goto(f"{desks.site}/desk/settings/")
    page.get_by_label("Tối").check()
    page.get_by_role("button", name="Dùng màu này").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    check(page)


def test_a_merger_is_drawn_up_and_confirmed(both: Desks, office: Office) -> None:
    office.walk(office.take_in(), to="thu_ly")
    page = both.of("quantri.tphcm")
    page.goto(f"{both.site}/desk/acts/")
    check(page)
    follow(page.get_by_role("link", name="Phương án từ tệp"))
    check(page)
    page.goto(f"{both.site}/desk/acts/merger/")
    page.get_by_label("Văn bản (số, ngày, cơ quan ban hành)").fill("Nghị quyết 1685/NQ-UBTVQH15")
    page.get_by_label("Ngày có hiệu lực").fill("2026-04-01")
    page.get_by_label("(H29.101)").check()
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("main")).to_contain_text("Cơ quan mới cần mục này")
    check(page)
    page.get_by_label("Cơ quan tiếp nhận").select_option("H29.102")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("main")).to_contain_text("1 hồ sơ đang giải quyết")
    check(page)
    follow(page.get_by_role("button", name="Nhập phương án"))
    check(page)
    address = page.url
    leader = both.of("lanhdao")
    leader.goto(address)
    leader.get_by_role("button", name="Xác nhận phương án").click()
    expect(leader.locator("main")).to_contain_text(office.account("lanhdao").full_name)
    check(leader)
    page.goto(f"{address}cancel/")
    page.get_by_role("button", name="Hủy phương án").click()
    expect(page.locator("main")).to_contain_text("Đã hủy")
