"""From home to the desk and back: a citizen on a phone, with script and without, and the officer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, expect
from pytest_django import Settings

from motcua.accounts.models import Account
from motcua.cases.models import Case
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import State, Verb
from motcua.forms.actions import import_form, publish_form
from motcua.organisation.rules import CONSOLE
from motcua.portal import vneid
from tests.browser.desks import Desks, check, follow
from tests.office import MARRIAGE, NOW, Office
from tests.online.conftest import pdf, photo
from tests.online.test_declaring import LAYOUT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The stand-in provider uses Authlib's older ways.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib.*"),
]


@pytest.fixture
def provider(settings: Settings) -> Iterator[None]:
    """VNeID's stand-in, really running; one click signs in as Hoa."""
    hoa = User(sub="hoa", claims={"SoDinhDanh": "079301012345", "HoVaTen": "Nguyễn Thị Hoa"})
    vneid.provider.cache_clear()
    with run_server_in_thread(user_claims=[hoa], require_nonce=True) as server:
        settings.MOTCUA_OIDC = {
            "url": f"http://localhost:{server.server_port}",
            "client": "motcua",
            "secret": "x",
            "name": "VNeID",
        }
        yield


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, str]:
    """Two photographed pages and a scan."""
    for name, content in (
        ("trang-1.jpg", photo()),
        ("trang-2.jpg", photo("red")),
        ("giay.pdf", pdf()),
        ("rong.pdf", b""),
    ):
        (tmp_path / name).write_bytes(content)
    return {path.name: str(path) for path in tmp_path.iterdir() if path.is_file()}


def signed_in(desks: Desks, *, script: bool) -> Page:
    page = desks.visitor(script=script)
    page.goto(f"{desks.site}/cua-toi/")
    page.get_by_role("link", name="Đăng nhập bằng VNeID").click()
    page.get_by_role("button", name="hoa").click()
    expect(page.get_by_role("heading", name="Hồ sơ của tôi")).to_be_visible()
    return page


def form_of_marriage() -> None:
    document = {
        "format": "motcua-form/1",
        "procedure": MARRIAGE,
        "key": "to_khai",
        "name": "Tờ khai đăng ký kết hôn",
        "paper": "to_khai",
        "layout": LAYOUT,
    }
    draft = import_form(document=document, actor=CONSOLE, at=NOW)
    publish_form(version_id=draft.pk, actor=CONSOLE, at=NOW)


def filed(desks: Desks, page: Page, papers: dict[str, str], *, script: bool) -> Case:
    """From the procedure's page to the provisional number."""

    def looked() -> None:
        if script:
            check(page)

    page.goto(f"{desks.site}/thu-tuc/{MARRIAGE}/")
    follow(page.get_by_role("link", name="Nộp hồ sơ trực tuyến"))
    looked()
    page.get_by_label("Nộp đến").select_option(desks.office.ward.code)
    follow(page.get_by_role("button", name="Bắt đầu nộp hồ sơ"))
    looked()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_text("để cơ quan trả lời").first).to_be_visible()
    looked()
    page.get_by_label("Số điện thoại").fill("0901234567")
    page.get_by_label("Thư điện tử").fill("hoa@example.vn")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_label("Họ tên bên nữ")).to_have_value("Nguyễn Thị Hoa")
    looked()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Có", exact=True).check()
    page.get_by_role("button", name="Hiện các câu theo lựa chọn").click()
    page.get_by_label("Số bản").fill("2")
    looked()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Chọn tệp hoặc chụp ảnh: Giấy xác nhận").set_input_files(papers["rong.pdf"])
    page.get_by_role("button", name="Lưu tệp").click()
    expect(page.get_by_text("Tệp rỗng").first).to_be_visible()
    looked()
    pages = [papers["trang-1.jpg"], papers["trang-2.jpg"]]
    page.get_by_label("Chọn tệp hoặc chụp ảnh: Giấy xác nhận").set_input_files(pages)
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.get_by_text("sẽ ghép thành một tệp PDF")).to_be_visible()
    looked()
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.get_by_text("Cơ quan trả lời trước").first).to_be_visible()
    looked()
    return Case.objects.latest("pk")


def asked_again(office: Office, case: Case, why: str) -> None:
    """The desk asks for one paper, for this reason."""
    office.act(
        Case.objects.select_related("version", "run").get(pk=case.pk),
        Verb.REQUEST_SUPPLEMENT,
        by="tiepnhan",
        at=NOW,
        items=[AskedPaper("Giấy xác nhận tình trạng hôn nhân", why, "xac_nhan")],
        reason=why,
        again_because=why,
    )


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_whole_way_from_home(
    desks: Desks, office: Office, provider: None, papers: dict[str, str], script: bool
) -> None:
    desks.width = 360
    form_of_marriage()
    home = signed_in(desks, script=script)
    case = filed(desks, home, papers, script=script)
    assert (case.state, case.channel, case.data["so_ban"]) == (State.REGISTERED, "online", 2)
    desks.width = 1280
    desk = desks.of("tiepnhan")
    desk.goto(f"{desks.site}/desk/lists/to_accept/")
    expect(desk.get_by_text("Phải trả lời")).to_be_visible()
    for turn in ("Mờ", "Thiếu trang"):
        asked_again(office, case, turn)
        home.goto(f"{desks.site}/cua-toi/ho-so/{case.number}/")
        expect(home.get_by_text(turn).first).to_be_visible()
        if script:
            check(home)
        home.get_by_label("Giấy xác nhận tình trạng hôn nhân").set_input_files(papers["giay.pdf"])
        home.get_by_role("button", name="Nộp bổ sung").click()
        expect(home.get_by_text("cơ quan đang xem").first).to_be_visible()
    page = desks.open("tiepnhan", case)
    expect(page.get_by_text("đã nộp bổ sung trực tuyến").first).to_be_visible()
    check(page)
    page.get_by_role("button", name="Tiếp nhận…", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_role("heading", name="Đã tiếp nhận")).to_be_visible()
    home.goto(f"{desks.site}/cua-toi/")
    accepted = Case.objects.get(pk=case.pk)
    expect(home.get_by_text(str(accepted.code))).to_be_visible()
    home.goto(f"{desks.site}/cua-toi/ho-so/{accepted.code}/")
    expect(home.get_by_role("link", name="Giấy tiếp nhận hồ sơ")).to_be_visible()
    if script:
        check(home)


def test_the_pages_around_an_account_are_sound(both: Desks, office: Office, provider: None) -> None:
    page = both.visitor()
    for path in ("dang-nhap/", "tai-khoan/moi/", "tai-khoan/quen-mat-khau/"):
        page.goto(f"{both.site}/{path}")
        check(page)
    home = signed_in(both, script=True)
    for path in ("cua-toi/", "cua-toi/tai-khoan/"):
        home.goto(f"{both.site}/{path}")
        check(home)
    desk = both.of("tiepnhan")
    desk.goto(f"{both.site}/desk/citizens/new/")
    check(desk)
    desk.get_by_label("Họ và tên").fill("Trần Văn Ba")
    desk.get_by_label("Số định danh cá nhân").fill("079084023456")
    desk.get_by_role("button", name="Mở tài khoản").click()
    expect(desk.get_by_text("Chỉ hiện lần này")).to_be_visible()
    check(desk)
    assert Account.objects.filter(personal_number="079084023456").exists()


def test_the_builder_and_the_letters_are_sound(both: Desks, office: Office) -> None:
    form_of_marriage()
    page = both.of("quantri.tphcm")
    page.goto(f"{both.site}/desk/eforms/")
    check(page)
    follow(page.get_by_role("link", name="Tờ khai đăng ký kết hôn"))
    check(page)
    follow(page.get_by_role("button", name="Soạn bản mới"))
    check(page)
    page.get_by_role("link", name=re.compile("Thêm câu hỏi.*Bên nữ")).click()
    page.get_by_label("Mã câu hỏi").fill("nghe")
    page.get_by_label("Câu hỏi", exact=False).nth(1).fill("Nghề nghiệp")
    check(page)
    page.get_by_role("button", name="Lưu câu hỏi").click()
    expect(page.get_by_role("link", name="Nghề nghiệp")).to_be_visible()
    follow(page.get_by_role("link", name="Xem thử"))
    check(page)
    page.goto(f"{both.site}/desk/organisation/H29.101/letters/")
    check(page)
    follow(page.get_by_role("link", name="Sửa Đã tiếp nhận"))
    check(page)
