"""Intake as posted by the page: what is kept, where a fault stands, what a second press does."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.cases.models import Case, CasePaper
from motcua.cases.states import PaperForm, State
from motcua.files.models import StoredFile
from tests.desk.conftest import As, scan, typed
from tests.office import BUILDING, COPIES, Clock, Office

pytestmark = pytest.mark.django_db
WORD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def page(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def at_field(answer: Any, name: str) -> bool:
    """Whether the summary on top leads to a field that is on the page."""
    text = page(answer)
    return f'href="#{name}"' in text and f'id="{name}"' in text


def test_a_complete_file_is_accepted_and_its_ticket_shown(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    answer = client.post("/desk/intake/", typed())
    case = Case.objects.get()
    assert answer.url == f"/desk/cases/{case.code}/accepted/"
    papers = {p.key: (p.form, p.quantity) for p in CasePaper.objects.all()}
    assert papers == {
        "to_khai": (PaperForm.ORIGINAL, 1),
        "xac_nhan": (PaperForm.CERTIFIED_COPY, 2),
    }
    text = page(client.get(answer.url))
    assert "Thứ Hai, 09/03/2026" in text
    assert "In giấy hẹn" in text
    assert f"/desk/cases/{case.code}/slips/receipt/" in text


def test_pressing_twice_takes_one_file_in(office: Office, sign_in: As) -> None:
    client, form = sign_in("tiepnhan"), typed()
    first = client.post("/desk/intake/", form)
    second = client.post("/desk/intake/", form)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_only_registered_then_accepted_on_its_page(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    answer = client.post("/desk/intake/", typed(accept="no", paper=["to_khai"]))
    case = Case.objects.get()
    assert (case.code, case.state) == (None, State.REGISTERED)
    text = page(client.get(answer.url))
    assert "Chờ bộ phận tiếp nhận kiểm tra giấy tờ và tiếp nhận." in text
    answer = client.post(
        f"/desk/cases/{case.number}/accept/",
        {"seen": case.journal_seq, "act_key": "k" * 32, "paper": ["xac_nhan"]},
    )
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert answer.url == f"/desk/cases/{case.code}/accepted/"


FAULTS = [
    ({"procedure": ""}, "procedure", "Hãy chọn thủ tục."),
    ({"procedure": "9.999999"}, "procedure", "9.999999"),
    ({"applicant_name": " "}, "applicant_name", "Hãy nhập họ và tên"),
    ({"applicant_id_number": "123"}, "applicant_id_number", ""),
    ({"applicant_phone": "12"}, "applicant_phone", ""),
    ({"applicant_email": "hoa"}, "applicant_email", "ten@donvi.vn"),
    ({"paper": ["to_khai"]}, "papers", "Giấy xác nhận tình trạng hôn nhân"),
    ({"paper_xac_nhan_quantity": "hai"}, "paper-xac_nhan", "không phải là số đếm"),
    ({"paper_xac_nhan_quantity": "1000"}, "paper-xac_nhan", "từ 1 đến 999"),
    ({"copies": "0"}, "copies", "từ 1 đến 99"),
    (
        {"return_channel": "postal", "applicant_address": ""},
        "applicant_address",
        "cần địa chỉ nhận",
    ),
    ({"owner_name": "Lê B", "owner_id_number": "7"}, "owner_id_number", ""),
]


@pytest.mark.parametrize(("changes", "field", "says"), FAULTS)
def test_a_fault_stands_at_its_field_and_everything_typed_is_kept(
    office: Office, sign_in: As, changes: dict[str, Any], field: str, says: str
) -> None:
    form = typed(summary="Kết hôn trước Tết") | changes
    answer = sign_in("tiepnhan").post("/desk/intake/", form)
    assert answer.status_code == 422
    assert at_field(answer, field)
    text = page(answer)
    assert says in text
    assert "Lỗi:" in text
    kept = ("applicant_name", "applicant_phone", "applicant_address", "summary", "owner_name")
    for name in kept:
        if form.get(name, "").strip():
            assert f'value="{form[name]}"' in text, name
    if form["procedure"] == typed()["procedure"]:
        for key in ("to_khai", "xac_nhan"):
            ticked = re.search(f'id="paper-{key}"[^>]* checked', text) is not None
            assert ticked == (key in form["paper"]), key
        assert re.search(r'value="certified_copy"[^>]* selected', text)
    assert not Case.objects.exists()


def test_a_missing_paper_is_marked_at_that_paper(office: Office, sign_in: As) -> None:
    text = page(sign_in("tiepnhan").post("/desk/intake/", typed(paper=["to_khai"])))
    assert 'id="paper-xac_nhan-error"' in text
    assert 'id="paper-to_khai-error"' not in text


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("to-khai.pdf", b""), "rỗng"),
        (SimpleUploadedFile("to-khai.pdf", b"MZ" + b"\0" * 400), "to-khai.pdf"),
        (SimpleUploadedFile("to-khai.pdf", WORD), "to-khai.pdf"),
        (SimpleUploadedFile("to-khai.exe", b"MZ" + b"\0" * 400), "to-khai.exe"),
    ],
)
def test_an_empty_or_disguised_scan_is_refused_at_its_paper(
    office: Office, sign_in: As, upload: SimpleUploadedFile, says: str
) -> None:
    answer = sign_in("tiepnhan").post("/desk/intake/", typed(paper_to_khai_file=upload))
    assert answer.status_code == 422
    assert at_field(answer, "paper-to_khai-file")
    text = page(answer)
    assert says in text
    assert 'id="paper-to_khai-error"' in text
    assert not Case.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_scan_is_kept_when_another_field_is_wrong(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    form = typed(applicant_name="", paper_to_khai_file=scan())
    text = page(client.post("/desk/intake/", form))
    kept = StoredFile.objects.get()
    assert f'name="paper_to_khai_stored" value="{kept.pk}"' in text
    assert "to-khai.png" in text
    client.post("/desk/intake/", typed(paper_to_khai_stored=str(kept.pk)))
    assert CasePaper.objects.get(key="to_khai").file_id == kept.pk


def test_nobody_attaches_the_scan_of_a_colleague(office: Office, sign_in: As) -> None:
    sign_in("tiepnhan2").post("/desk/intake/", typed(applicant_name="", paper_to_khai_file=scan()))
    kept = StoredFile.objects.get()
    answer = sign_in("tiepnhan").post("/desk/intake/", typed(paper_to_khai_stored=str(kept.pk)))
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_procedure_of_another_ward_is_refused(office: Office, sign_in: As) -> None:
    form = typed(procedure=BUILDING, case_key="xay_moi", paper=["don", "ban_ve"])
    answer = sign_in("tiepnhan.binhtan").post("/desk/intake/", form)
    assert answer.status_code == 422
    assert at_field(answer, "procedure")


def test_without_script_the_words_find_procedures_to_choose_from(
    office: Office, sign_in: As
) -> None:
    form = typed(procedure="", procedure_text="xay dung", redraw="1")
    text = page(sign_in("tiepnhan").post("/desk/intake/", form))
    assert f'name="procedure" id="match-1" value="{BUILDING}"' in text
    assert "Cấp giấy phép xây dựng nhà ở riêng lẻ" in text


def test_the_due_date_and_fee_follow_what_is_typed(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    part = "/desk/intake/part/?procedure="
    text = page(client.get(part + BUILDING))
    assert "Thứ Hai, 23/03/2026" in text  # the twentieth day is a Sunday
    assert "75.000" in text
    text = page(client.get(f"{part}{COPIES}&fee_copies=2&fee_pages=3"))
    assert "12.000" in text
    assert "Vì sao ngày này?" in text


def test_the_same_day_rule_moves_to_the_next_day_after_three(
    office: Office, sign_in: As, clock: Clock
) -> None:
    part = f"/desk/intake/part/?procedure={COPIES}"
    assert "Thứ Hai, 02/03/2026" in page(sign_in("tiepnhan").get(part))
    clock.forward(hours=7)
    assert "Thứ Ba, 03/03/2026" in page(sign_in("tiepnhan").get(part))


def test_a_date_beyond_the_calendar_is_told_before_and_at_the_procedure(
    office: Office, sign_in: As, clock: Clock
) -> None:
    clock.now = clock.now.replace(year=2090)
    client = sign_in("tiepnhan")
    answer = client.post("/desk/intake/", typed())
    assert answer.status_code in (409, 422)
    assert not Case.objects.exists()


def test_the_card_fills_the_applicant_and_warns(sign_in: As) -> None:
    client = sign_in("tiepnhan")
    text = "079188012345|024123456|Trần Thị Đào|15081989|Nam|12 Kinh Dương Vương|10052021"
    answer = client.post("/desk/intake/card/", {"text": text}).json()
    assert answer["fields"]["applicant_name"] == "Trần Thị Đào"
    assert len(answer["warnings"]) == 2
    answer = client.post("/desk/intake/card/", {"text": "https://example.vn"}).json()
    assert answer["fields"] == {}
    assert "quét lại" in answer["message"]
