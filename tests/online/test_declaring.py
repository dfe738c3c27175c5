"""The declaration filled in at home: pages, what is missing, the printed form, what the desk reads."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from motcua.cases.models import Case
from motcua.forms import actions
from motcua.forms.rules.schema import schema_of
from motcua.online.models import Draft
from motcua.organisation.rules import CONSOLE
from motcua.places.models import Place
from tests.office import MARRIAGE, NOW
from tests.online.conftest import Home, pdf
from tests.online.test_pages import PERSON, begun, file_of
from tests.portal.conftest import text_of

pytestmark = pytest.mark.django_db

LAYOUT: dict[str, Any] = {
    "sections": [
        {
            "key": "nu",
            "title": "Bên nữ",
            "fields": [
                {
                    "key": "nu_ten",
                    "label": "Họ tên bên nữ",
                    "kind": "text",
                    "required": True,
                    "from": "applicant.name",
                },
                {"key": "nu_lan", "label": "Kết hôn lần thứ", "kind": "number"},
            ],
        },
        {
            "key": "them",
            "title": "Đề nghị thêm",
            "fields": [
                {"key": "ban_sao", "label": "Cấp bản sao", "kind": "yes_no", "required": True},
                {
                    "key": "so_ban",
                    "label": "Số bản",
                    "kind": "number",
                    "required": True,
                    "when": {"field": "ban_sao", "is": ["yes"]},
                },
            ],
        },
    ]
}


DOCUMENT: dict[str, Any] = {
    "format": "motcua-form/1",
    "procedure": MARRIAGE,
    "key": "to_khai",
    "name": "Tờ khai đăng ký kết hôn",
    "paper": "to_khai",
    "layout": LAYOUT,
}


@pytest.fixture
def draft(hoa: Home) -> Draft:
    made = actions.import_form(document=DOCUMENT, actor=CONSOLE, at=NOW)
    actions.publish_form(version_id=made.pk, actor=CONSOLE, at=NOW)
    browser = hoa.client
    started = begun(browser, hoa)
    browser.post(f"/nop-ho-so/ban/{started.key}/", PERSON)
    return started


def at(draft: Draft, page: str) -> str:
    return f"/nop-ho-so/ban/{draft.key}/{page}"


def filled(hoa: Home, draft: Draft) -> Client:
    browser = hoa.client
    browser.post(at(draft, "to-khai/nu/"), {"nu_ten": "Nguyễn Thị Hoa", "nu_lan": "1"})
    browser.post(at(draft, "to-khai/them/"), {"ban_sao": "yes", "so_ban": "3"})
    browser.post(at(draft, "giay-to/"), {"paper_xac_nhan": file_of("x.pdf", pdf())})
    return browser


def test_the_form_is_filled_in_section_by_section_and_stands_for_its_paper(
    hoa: Home, draft: Draft
) -> None:
    browser = hoa.client
    leads = browser.get(at(draft, "to-khai/"))
    assert leads.headers["Location"] == at(draft, "to-khai/nu/")
    assert 'value="Nguyễn Thị Hoa"' in browser.get(at(draft, "to-khai/nu/")).content.decode()
    on = browser.post(at(draft, "to-khai/nu/"), {"nu_ten": "Nguyễn Thị Hoa", "nu_lan": "1"})
    assert on.headers["Location"] == at(draft, "to-khai/them/")
    on = browser.post(at(draft, "to-khai/them/"), {"ban_sao": "no"})
    assert on.headers["Location"] == at(draft, "giay-to/")
    assert "paper_to_khai" not in browser.get(at(draft, "giay-to/")).content.decode()


def test_the_question_behind_a_choice_comes_up_without_script(hoa: Home, draft: Draft) -> None:
    browser = hoa.client
    page = browser.post(at(draft, "to-khai/them/"), {"ban_sao": "yes", "_again": "1"})
    assert page.status_code == 200
    assert 'name="so_ban"' in page.content.decode()
    assert "Hãy trả lời" not in text_of(page)


def test_a_wrong_answer_stands_at_its_field_and_the_rest_is_kept(hoa: Home, draft: Draft) -> None:
    page = hoa.client.post(at(draft, "to-khai/nu/"), {"nu_ten": "Hoa", "nu_lan": "nhất"})
    assert page.status_code == 422
    assert "phải là số nguyên" in text_of(page)
    assert 'value="nhất"' in page.content.decode()
    draft.refresh_from_db()
    assert draft.data["answers"] == {"nu_ten": "Hoa"}


def test_a_field_the_schema_does_not_know_is_refused_and_nothing_kept(
    hoa: Home, draft: Draft
) -> None:
    page = hoa.client.post(at(draft, "to-khai/nu/"), {"nu_ten": "Hoa", "role": "admin"})
    assert page.status_code in (409, 422)
    assert "không có câu hỏi" in text_of(page)
    draft.refresh_from_db()
    assert draft.data == {}


def test_what_is_not_answered_stops_the_filing_and_says_where(hoa: Home, draft: Draft) -> None:
    browser = hoa.client
    browser.post(at(draft, "giay-to/"), {"paper_xac_nhan": file_of("x.pdf", pdf())})
    review = browser.get(at(draft, "xem-lai/"))
    assert "Hãy trả lời “Cấp bản sao”" in text_of(review)
    assert "Gửi hồ sơ</button>" not in review.content.decode()
    assert browser.post(at(draft, "xem-lai/")).status_code == 422
    assert not Case.objects.exists()


def test_the_printed_declaration_and_the_data_reach_the_desk(hoa: Home, draft: Draft) -> None:
    browser = filled(hoa, draft)
    browser.post(at(draft, "xem-lai/"))
    case = Case.objects.get()
    assert {key: case.data[key] for key in ("nu_ten", "nu_lan", "ban_sao", "so_ban")} == {
        "nu_ten": "Nguyễn Thị Hoa",
        "nu_lan": 1,
        "ban_sao": True,
        "so_ban": 3,
    }
    paper = case.papers.select_related("file").get(key="to_khai")
    taken = browser.get(f"/cua-toi/ho-so/{case.number}/tep/{paper.file_id}/")
    told = PdfReader(io.BytesIO(b"".join(taken))).pages[0].extract_text()
    for part in ("TỜ KHAI ĐĂNG KÝ KẾT HÔN", "Kính gửi", "Nguyễn Thị Hoa", "Số bản: 3"):
        assert part in " ".join(told.split())
    desk = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    desk.force_login(hoa.office.account("tiepnhan"), backend=backend)
    page = text_of(desk.get(f"/desk/cases/{case.number}/"))
    assert "Tờ khai điện tử" in page
    assert "Kết hôn lần thứ 1" in page


def test_a_new_version_does_not_move_a_draft_begun_with_the_old_one(
    hoa: Home, draft: Draft
) -> None:
    browser = filled(hoa, draft)
    draft.refresh_from_db()
    begun_with = draft.data["form"]
    newer = actions.new_draft(
        form_id=actions.FormVersion.objects.get(pk=begun_with).form_id, actor=CONSOLE, at=NOW
    )
    actions.publish_form(version_id=newer.pk, actor=CONSOLE, at=NOW)
    browser.post(at(draft, "xem-lai/"))
    assert Case.objects.get().data["_form"] == begun_with


def test_another_persons_form_does_not_exist(hoa: Home, draft: Draft, stranger: Home) -> None:
    assert stranger.client.get(at(draft, "to-khai/nu/")).status_code == 404
    assert stranger.client.post(at(draft, "to-khai/nu/"), {"nu_ten": "x"}).status_code == 404


def test_the_stored_schema_is_the_one_of_the_layout(hoa: Home, draft: Draft) -> None:
    version = actions.FormVersion.objects.get()
    from motcua.forms.rules.shape import sections_from

    assert version.schema == schema_of(version.name, sections_from(version.layout))


def test_a_commune_is_found_and_chosen_without_script(hoa: Home) -> None:
    layout = {
        "sections": [
            {
                "key": "noi_o",
                "title": "Nơi ở",
                "fields": [{"key": "noi", "label": "Nơi thường trú", "kind": "address"}],
            }
        ]
    }
    version = actions.import_form(document={**DOCUMENT, "layout": layout}, actor=CONSOLE, at=NOW)
    actions.publish_form(version_id=version.pk, actor=CONSOLE, at=NOW)
    place = Place.objects.create(
        level="commune",
        code="27460",
        name="Phường An Lạc",
        search=" phuong an lac thanh pho ho chi minh ",
        within=Place.objects.create(level="province", code="79", name="Thành phố Hồ Chí Minh"),
    )
    browser = hoa.client
    draft = begun(browser, hoa)
    typed = {"noi.detail": "12 đường số 3", "noi.commune": "an lac", "noi.province": ""}
    page = browser.post(at(draft, "to-khai/noi_o/"), {**typed, "_find": "noi"})
    assert f'value="noi|{place.pk}"' in page.content.decode()
    assert "Lỗi:" not in text_of(page)
    page = browser.post(at(draft, "to-khai/noi_o/"), {**typed, "_pick": f"noi|{place.pk}"})
    assert 'value="Phường An Lạc"' in page.content.decode()
    draft.refresh_from_db()
    assert draft.data["answers"]["noi"] == {
        "detail": "12 đường số 3",
        "commune": "Phường An Lạc",
        "province": "Thành phố Hồ Chí Minh",
    }
    nothing = browser.post(at(draft, "to-khai/noi_o/"), {"noi.commune": "zzz", "_find": "noi"})
    assert "Không tìm thấy" in text_of(nothing)
    for odd in ("noi|x", "noi|", "|1"):
        page = browser.post(at(draft, "to-khai/noi_o/"), {**typed, "_pick": odd})
        assert page.status_code in (200, 422)
