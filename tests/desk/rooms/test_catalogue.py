"""The catalogue's room: everybody reads, editors prepare, controllers above all wards publish."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.catalogue.actions import import_catalogue
from motcua.catalogue.models import Offer, Procedure, ProcedureVersion
from motcua.catalogue.queries import export_catalogue
from tests.desk.rooms.conftest import As
from tests.office import BUILDING, MARRIAGE, NOW, Office, catalogue_file

PAGE = f"/desk/catalogue/{MARRIAGE}/"
DRAFT = f"{PAGE}draft/"


def draft_of(code: str = MARRIAGE) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=code, state="draft")


def begun(sign_in: As, who: str = "kiemsoat.tphcm", code: str = MARRIAGE) -> Client:
    client = sign_in(who)
    assert client.post(f"/desk/catalogue/{code}/draft/new/").status_code == 302
    return client


def more_procedures(office: Office, count: int) -> None:
    """`count` more procedures in force, with doubtful figures."""
    data = catalogue_file()
    one = data["procedures"][0]
    data["procedures"] = [
        {
            **one,
            "code": f"3.00000{n}",
            "versions": [
                {
                    **one["versions"][0],
                    "name": f"Thủ tục thứ {n}",
                    "edited": False,
                    "facts": {"limit": {"confidence": "recalled", "source": "trí nhớ"}},
                }
            ],
        }
        for n in range(count)
    ]
    data["decisions"], data["offers"] = [], []
    import_catalogue(data=data, actor=None, at=NOW)


@pytest.mark.parametrize("who", ["tiepnhan", "thuly", "quantri", "thanhtra", "kiemsoat.tphcm"])
def test_everybody_reads_the_catalogue(sign_in: As, who: str) -> None:
    client = sign_in(who)
    assert "Thủ tục đăng ký kết hôn" in client.get("/desk/catalogue/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "5 ngày làm việc" in page
    assert "Tờ khai đăng ký kết hôn" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("kiemsoat.tphcm", 302),
        ("quantri.tphcm", 302),
        ("kiemsoat", 403),
        ("quantri", 403),
        ("thuly", 403),
        ("tiepnhan", 403),
    ],
)
def test_only_editors_over_every_offering_ward_begin_a_draft(
    sign_in: As, who: str, status: int
) -> None:
    assert sign_in(who).post(f"{PAGE}draft/new/").status_code == status


def test_a_ward_edits_what_it_alone_offers(sign_in: As) -> None:
    begun(sign_in, "kiemsoat", BUILDING)
    assert draft_of(BUILDING).number == 2


@pytest.mark.parametrize("page", ["", "general/", "fees/", "papers/chung/", "discard/", "publish/"])
def test_no_page_of_a_draft_opens_for_others(sign_in: As, page: str) -> None:
    begun(sign_in)
    for who in ("kiemsoat", "quantri", "thuly"):
        assert sign_in(who).get(DRAFT + page).status_code == 403


def test_an_administrator_prepares_but_does_not_publish(sign_in: As) -> None:
    client = begun(sign_in, "quantri.tphcm")
    assert "Công bố</a>" not in client.get(DRAFT).content.decode()
    assert client.get(f"{DRAFT}publish/").status_code == 403


def test_the_list_is_filtered_by_words_field_and_doubt(sign_in: As, office: Office) -> None:
    more_procedures(office, 2)
    client = sign_in("kiemsoat")

    def listed(**query: str) -> str:
        return client.get("/desk/catalogue/", query).content.decode()

    assert "1 thủ tục" in listed(q=MARRIAGE)
    assert "1 thủ tục" in listed(field="xay-dung")
    assert "2 thủ tục" in listed(only="unedited")
    assert "2 thủ tục" in listed(only="doubtful")
    assert "Không có thủ tục nào khớp" in listed(q="xyz khongco")
    assert "Không có thủ tục nào khớp" in listed(show="drafts")
    begun(sign_in)
    assert "1 thủ tục" in listed(show="drafts")


def test_a_recalled_figure_is_marked(sign_in: As, office: Office) -> None:
    more_procedures(office, 1)
    page = sign_in("kiemsoat").get("/desk/catalogue/3.000000/").content.decode()
    assert "nhớ lại" in page
    assert "Chưa biên soạn" in page


def test_an_edit_is_shown_as_a_difference(sign_in: As) -> None:
    client = begun(sign_in)
    typed = {"limit": "3 ngày làm việc", "clock_policy": "restart"}
    answer = client.post(f"{DRAFT}limits/", typed, follow=True)
    assert "“5 ngày làm việc” đổi thành “3 ngày làm việc”" in answer.content.decode()
    assert draft_of().limit == "3 working_days"


def test_a_limit_that_cannot_be_read_is_refused_at_its_field(sign_in: As) -> None:
    client = begun(sign_in)
    answer = client.post(f"{DRAFT}limits/", {"limit": "vài hôm", "clock_policy": "restart"})
    assert answer.status_code == 422
    assert 'id="id_limit-error"' in answer.content.decode()
    assert draft_of().limit == "5 working_days"


def test_saving_a_section_as_it_is_changes_nothing(sign_in: As) -> None:
    client = begun(sign_in)
    page = client.get(f"{DRAFT}general/").content.decode()
    assert "Thủ tục đăng ký kết hôn" in page
    typed = {
        "name": "Thủ tục đăng ký kết hôn",
        "levels": ["commune"],
        "online_level": "full",
        "copies": "1",
        "summary": "Đăng ký kết hôn giữa công dân Việt Nam cư trú trong nước.",
        "keywords": "cưới\ngiấy kết hôn",
        "edited": "on",
    }
    answer = client.post(f"{DRAFT}general/", typed, follow=True)
    assert "Chưa có gì khác" in answer.content.decode()


def test_rows_are_added_moved_and_removed_without_saving(sign_in: As) -> None:
    client = begun(sign_in)
    where = f"{DRAFT}steps/"
    row = {"rows": "1", "row0-title": "Nộp hồ sơ", "row0-text": "Nộp tại bộ phận một cửa."}
    page = client.post(where, row | {"do": "add"}).content.decode()
    assert page.count("Dòng ") == 2
    two = row | {"rows": "2", "row1-title": "Nhận kết quả", "row1-text": "Ký nhận."}
    page = client.post(where, two | {"do": "up-1"}).content.decode()
    assert page.index("Nhận kết quả") < page.index("Nộp hồ sơ")
    page = client.post(where, two | {"do": "remove-0"}).content.decode()
    assert "Nộp hồ sơ" not in page
    assert [step["title"] for step in draft_of().content["steps"]] == ["Nộp hồ sơ"]
    client.post(where, two | {"do": "save"})
    assert [step["title"] for step in draft_of().content["steps"]] == ["Nộp hồ sơ", "Nhận kết quả"]
    assert client.post(where, two | {"do": "burn-0"}).status_code == 409


def test_a_new_case_gets_a_key_and_then_its_papers(sign_in: As) -> None:
    client = begun(sign_in)
    rows = {
        "rows": "2",
        "row0-key": "chung",
        "row0-name": "Trường hợp chung",
        "row1-name": "Có yếu tố nước ngoài",
        "row1-limit": "15 ngày",
        "do": "save",
    }
    assert client.post(f"{DRAFT}cases/", rows).status_code == 302
    new = draft_of().content["cases"][1]
    assert (new["key"], new["limit"], new["papers"]) == ("co-yeu-to-nuoc-ngoai", "15 days", [])
    papers = {
        "rows": "1",
        "row0-name": "Hộ chiếu",
        "row0-kind": "present",
        "row0-originals": "1",
        "row0-copies": "0",
        "row0-required": "on",
        "do": "save",
    }
    assert client.post(f"{DRAFT}papers/{new['key']}/", papers).status_code == 302
    paper = draft_of().content["cases"][1]["papers"][0]
    assert (paper["key"], paper["kind"]) == ("ho-chieu", "present")
    assert "Thêm giấy tờ: Hộ chiếu" in client.get(DRAFT).content.decode()


def test_fees_carry_tiers_days_and_their_doubts(sign_in: As) -> None:
    client = begun(sign_in)
    fee = {
        "rows": "1",
        "row0-kind": "fee",
        "row0-name": "Phí chứng thực",
        "row0-amount": "2000",
        "row0-per": "page",
        "row0-tiers": "1: 2000; 3: 1000",
        "row0-valid_from": "2026-01-01",
        "row0-confidence": "recalled",
        "do": "save",
    }
    bad = client.post(f"{DRAFT}fees/", fee | {"row0-tiers": "hai nghìn"})
    assert bad.status_code == 422
    assert 'id="id_row0-tiers-error"' in bad.content.decode()
    wrong_order = client.post(f"{DRAFT}fees/", fee | {"row0-tiers": "3: 1000; 1: 2000"})
    assert 'id="id_row0-tiers-error"' in wrong_order.content.decode()
    assert client.post(f"{DRAFT}fees/", fee).status_code == 302
    stored = draft_of().fees.get()
    assert (stored.amount, stored.per, stored.confidence) == (2000, "page", "recalled")
    assert stored.tiers == [{"from_unit": 1, "amount": 2000}, {"from_unit": 3, "amount": 1000}]


def test_a_figure_is_corrected_with_its_source(sign_in: As, office: Office) -> None:
    more_procedures(office, 1)
    client = begun(sign_in, code="3.000000")
    fact = {
        "rows": "1",
        "row0-key": "limit",
        "row0-confidence": "found",
        "row0-source": "Quyết định 2268/QĐ-BTP",
        "do": "save",
    }
    client.post("/desk/catalogue/3.000000/draft/facts/", fact)
    assert draft_of("3.000000").facts["limit"]["confidence"] == "found"
    page = client.get("/desk/catalogue/3.000000/draft/").content.decode()
    assert "Nguồn và độ chắc chắn của số liệu: sửa ở limit" in page


def test_publishing_asks_for_a_decision_that_is_known(sign_in: As) -> None:
    client = begun(sign_in)
    typed = {"valid_from": "2026-03-10", "decision_number": "99/QĐ-BTP"}
    answer = client.post(f"{DRAFT}publish/", typed)
    assert answer.status_code == 422
    assert 'id="id_decision_number-error"' in answer.content.decode()
    decision = {
        "number": "99/QĐ-BTP",
        "date": "2026-02-20",
        "issuer": "Bộ Tư pháp",
        "title": "Công bố thủ tục sửa đổi",
    }
    assert client.post("/desk/catalogue/decisions/new/", decision).status_code == 302
    answer = client.post(f"{DRAFT}publish/", typed, follow=True)
    assert "Đã công bố bản 2, áp dụng từ ngày 10/03/2026" in answer.content.decode()
    first = ProcedureVersion.objects.get(procedure__code=MARRIAGE, number=1)
    assert str(first.valid_to) == "2026-03-09"
    page = client.get("/desk/catalogue/decisions/number/99/QĐ-BTP/").content.decode()
    assert MARRIAGE in page


def test_a_draft_is_thrown_away(sign_in: As) -> None:
    client = begun(sign_in)
    assert client.post(f"{DRAFT}discard/").status_code == 302
    assert not ProcedureVersion.objects.filter(state="draft").exists()
    assert client.get(DRAFT).status_code == 404


def test_a_new_procedure_begins_as_a_draft(sign_in: As) -> None:
    typed = {"code": "1.777777", "field_code": "ho-tich", "name": "Thủ tục mới"}
    client = sign_in("kiemsoat.tphcm")
    assert client.post("/desk/catalogue/new/", typed).status_code == 302
    answer = client.get("/desk/catalogue/1.777777/", follow=True)
    assert "Dự thảo bản 1" in answer.content.decode()
    again = client.post("/desk/catalogue/new/", typed)
    assert 'id="id_code-error"' in again.content.decode()
    assert sign_in("kiemsoat").post("/desk/catalogue/new/", typed).status_code == 403


def test_a_procedure_is_abolished(sign_in: As) -> None:
    client = sign_in("kiemsoat.tphcm")
    typed = {"on": "2026-03-03", "decision_number": "2268/QĐ-BTP", "successor_code": "9.999999"}
    answer = client.post(f"{PAGE}abolish/", typed)
    assert 'id="id_successor_code-error"' in answer.content.decode()
    assert sign_in("kiemsoat").post(f"{PAGE}abolish/", typed).status_code == 403
    client.post(f"{PAGE}abolish/", typed | {"successor_code": ""})
    assert Procedure.objects.get(code=MARRIAGE).status == "repealed"
    assert "Đã bãi bỏ" in client.get(PAGE).content.decode()


def test_a_ward_says_which_of_its_units_handles_files(sign_in: As, office: Office) -> None:
    client = sign_in("kiemsoat")
    page = client.get(f"{PAGE}offers/new/").content.decode()
    assert "Phường An Lạc" in page
    assert "Phường Bình Tân" not in page
    where = f"{PAGE}offers/H29.101/"
    typed = {"unit_id": str(office.units["anlac", "DC"].pk), "valid_from": "2026-03-05"}
    assert client.post(where, typed).status_code == 302
    assert Offer.objects.get(agency=office.ward, valid_from="2026-03-05").unit.code == "DC"
    assert client.post(f"{where}end/", {"last_day": "2026-03-31"}).status_code == 302
    assert client.post(f"{PAGE}offers/H29.102/", typed).status_code == 403
    assert sign_in("thuly").get(f"{PAGE}offers/new/").status_code == 403


def test_the_file_goes_out_and_comes_back_without_a_change(sign_in: As) -> None:
    client = sign_in("kiemsoat.tphcm")
    answer = client.get("/desk/catalogue/export/")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(answer.content) == export_catalogue()
    sent = SimpleUploadedFile("danh-muc.json", answer.content)
    back = client.post("/desk/catalogue/import/", {"file": sent}, follow=True)
    assert "Tệp không có gì mới" in back.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"format": \n oops}', "dòng 2, cột 2"),
        (b'{"format": "motcua-catalogue/1"}', "thiếu mục bắt buộc"),
        (b"[" * 100_000, "quá sâu"),
    ],
)
def test_a_bad_file_is_refused_with_its_faults(sign_in: As, content: bytes, said: str) -> None:
    sent = SimpleUploadedFile("danh-muc.json", content)
    answer = sign_in("kiemsoat.tphcm").post("/desk/catalogue/import/", {"file": sent})
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("who", ["kiemsoat", "quantri", "thuly"])
def test_only_the_root_exchanges_files(sign_in: As, who: str) -> None:
    assert sign_in(who).get("/desk/catalogue/export/").status_code == 403
    assert sign_in(who).get("/desk/catalogue/import/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    sign_in: As, office: Office, count: int, django_assert_num_queries: Any
) -> None:
    more_procedures(office, count)
    client = sign_in("kiemsoat")
    client.get("/desk/catalogue/")
    with django_assert_num_queries(9):
        client.get("/desk/catalogue/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_decisions_ask_the_same_number_of_questions(
    sign_in: As, office: Office, count: int, django_assert_num_queries: Any
) -> None:
    client = sign_in("kiemsoat.tphcm")
    for n in range(count):
        typed = {"number": f"{n}/QĐ", "date": "2026-02-20", "issuer": "UBND", "title": "x"}
        client.post("/desk/catalogue/decisions/new/", typed)
    client.get("/desk/catalogue/decisions/")
    with django_assert_num_queries(6):
        client.get("/desk/catalogue/decisions/")
