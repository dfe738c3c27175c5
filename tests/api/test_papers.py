"""Papers over the API: stored, attached by who stored them, handed out as attachments; slips."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.files.models import StoredFile
from motcua.journal.models import Look
from tests.api.callers import Caller, Calls, fields_of, intake
from tests.files.corpus.portable import pdf
from tests.office import Office

PAPER = pdf()


def upload(caller: Caller, name: str = "don.pdf", data: bytes | None = None) -> int:
    answer = caller.upload(SimpleUploadedFile(name, PAPER if data is None else data))
    assert answer.status_code == 201, answer.content.decode()
    return int(answer.json()["id"])


def attached(office: Office, desk: Caller, stored: int) -> tuple[str, str]:
    papers = [{"key": "to_khai", "file": stored}, {"key": "xac_nhan"}]
    code = desk.post("cases", intake(office, papers=papers)).json()["code"]
    url = desk.get(f"cases/{code}").json()["papers"][0]["file_url"]
    return code, url.removeprefix("/api/v1/")


def test_a_stored_paper_comes_back_as_it_was(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    code, place = attached(office, desk, upload(desk, "Đơn.pdf"))
    answer = call("thuly").get(place)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PAPER
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    look = Look.objects.get()
    assert (look.account, look.what) == (office.account("thuly"), f"paper:{place.split('/')[3]}")
    assert call("tiepnhan.binhtan").get(place).status_code == 404
    assert call("kiemsoat").get(place).status_code == 403
    assert Look.objects.count() == 1
    assert desk.get(f"cases/{code}/papers/999/file").status_code == 404


def test_sending_again_gives_the_same_row(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    assert upload(desk) == upload(desk)
    assert upload(desk, "khac.pdf") != upload(call("tiepnhan2"))
    assert StoredFile.objects.count() == 3


def test_nobody_attaches_what_somebody_else_stored(office: Office, call: Calls) -> None:
    """Else a guessed number would be a way to read a stranger's paper."""
    stored = upload(call("tiepnhan.binhtan"))
    papers = [{"key": "to_khai", "file": stored}, {"key": "xac_nhan"}]
    desk = call("tiepnhan")
    assert fields_of(desk.post("cases", intake(office, papers=papers))) == ["papers.0.file"]
    code = desk.post("cases", intake(office)).json()["code"]
    corrected = desk.act(code, "correct", reason="x", papers=papers)
    assert fields_of(corrected) == ["papers.0.file"]


def test_what_hangs_on_the_file_may_hang_on_by_a_colleague(office: Office, call: Calls) -> None:
    stored = upload(call("tiepnhan"))
    code, _place = attached(office, call("tiepnhan"), stored)
    papers = [{"key": "to_khai", "file": stored, "quantity": 2}, {"key": "xac_nhan"}]
    corrected = call("tiepnhan2").act(code, "correct", reason="Hai bản", papers=papers)
    assert corrected.status_code == 200


def test_a_result_brings_its_file(office: Office, call: Calls) -> None:
    number = office.walk(office.take_in(), to="van_thu").number
    clerk = call("vanthu")
    assert clerk.act(number, "issue", number="12/UBND", file=upload(clerk)).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rong.pdf", b""),
        ("a.exe", b"MZ" + b"\0" * 200),
        ("gia.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 99),
    ],
)
def test_a_bad_paper_is_refused_with_a_sentence(call: Calls, name: str, data: bytes) -> None:
    answer = call("tiepnhan").upload(SimpleUploadedFile(name, data))
    assert answer.status_code == 422
    assert fields_of(answer) == ["file"]
    assert not StoredFile.objects.exists()


def test_a_paper_too_large_is_413(call: Calls, settings: object) -> None:
    settings.MOTCUA_UPLOAD_MB = 1  # type: ignore[attr-defined]
    answer = call("tiepnhan").upload(SimpleUploadedFile("to.pdf", PAPER + b"\n" * 1_100_000))
    assert answer.status_code == 413


def test_without_a_file_the_field_is_named(call: Calls) -> None:
    desk = call("tiepnhan")
    answer = desk.client.post("/api/v1/files", {"x": "1"}, headers=desk.headers)
    assert (answer.status_code, fields_of(answer)) == (422, ["file"])


def test_the_receipt_is_printed(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    told = desk.post("cases", intake(office)).json()
    answer = desk.get(told["receipt_url"].removeprefix("/api/v1/"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert Look.objects.get().what == "slip:receipt"
    assert desk.get(f"cases/{told['code']}/slips/refusal").status_code == 404
    assert desk.get(f"cases/{told['code']}/slips/passport").status_code == 422
    assert call("kiemsoat").get(f"cases/{told['code']}/slips/receipt").status_code == 403
    assert call("thuly.binhtan").get(f"cases/{told['code']}/slips/receipt").status_code == 404
