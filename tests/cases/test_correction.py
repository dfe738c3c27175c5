"""Mending a wrong reception: a new receipt, the same code and clock, no personal data told."""

from dataclasses import replace

import pytest

from motcua.cases.models import Case, CasePaper
from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import PaperForm, ReturnChannel, State, Verb
from motcua.files.models import StoredFile
from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden, Refused
from tests.cases.story import entries, on, papers, said, stored
from tests.office import NOW, PERSON, Office

RIGHT = replace(PERSON, name="Nguyễn Thị  Hòa", id_number="079301099999")


def correct(office: Office, case: Case, *, by: str = "tiepnhan", **fields: object) -> Case:
    fields = {"reason": "Gõ nhầm"} | fields
    return office.act(case, Verb.CORRECT, by=by, at=on("2026-03-03 08:00"), **fields)


def test_a_new_receipt_with_the_old_code_and_clock(office: Office) -> None:
    before = office.take_in()
    case = stored(correct(office, before, applicant=RIGHT, summary="Kết hôn lần đầu"))
    assert (case.applicant_name, case.applicant_number) == ("Nguyễn Thị Hòa", "079301099999")
    assert case.applicant["name"] == "Nguyễn Thị Hòa"
    assert (case.receipt_number, before.receipt_number) == (2, 1)
    assert (case.code, case.due_at, case.received_at, case.state) == (
        before.code,
        before.due_at,
        before.received_at,
        State.RECEIVED,
    )
    assert "hoa" in case.search
    assert "079301099999" in case.search
    assert "079301012345" not in case.search


def test_the_journal_says_what_changed_and_nothing_personal(office: Office) -> None:
    case = correct(
        office,
        office.take_in(),
        applicant=RIGHT,
        owner=Party("Lê Văn Cường", id_number="079201011111"),
        return_channel=ReturnChannel.ONLINE,
    )
    assert said(case) == {
        "changed": ["applicant", "owner", "return_channel"],
        "note": "Gõ nhầm",
        "receipt": 2,
    }
    told = "".join(entry.body for entry in entries(case))
    for secret in ("Hòa", "Hoa", "0793", "0792", "Cường", "0901234567", "đường số 3"):
        assert secret not in told


def test_nothing_changed_is_no_correction(office: Office) -> None:
    case = office.take_in()
    same = {
        "applicant": PERSON,
        "papers": office.form().papers,
        "return_channel": ReturnChannel.COUNTER,
        "summary": "",
    }
    with pytest.raises(Refused, match="Không có thông tin nào thay đổi"):
        correct(office, case, **same)
    assert stored(case).receipt_number == 1


BAD = {
    "no reason": ({"reason": " ", "summary": "Khác"}, "reason"),
    "no name": ({"applicant": replace(PERSON, name=" ")}, "applicant.name"),
    "a wrong number": ({"owner": Party("Lê An", id_number="12")}, "owner.id_number"),
    "an unknown channel": ({"return_channel": "fax"}, "return_channel"),
    "a paper nobody named": ({"papers": (PaperIn("la"),)}, "papers.0.name"),
    "post without an address": (
        {"applicant": replace(PERSON, address=""), "return_channel": ReturnChannel.POSTAL},
        "applicant.address",
    ),
}


@pytest.mark.parametrize(("fields", "field"), BAD.values(), ids=BAD)
def test_a_correction_is_checked_as_the_intake_was(
    office: Office, fields: dict[str, object], field: str
) -> None:
    case = office.take_in()
    with pytest.raises(Refused) as refusal:
        correct(office, case, **fields)
    assert refusal.value.field == field
    assert Entry.objects.filter(verb="correct").count() == 0


def test_corrected_papers_stand_beside_the_wrong_ones(office: Office) -> None:
    right = (PaperIn("to_khai"), PaperIn("xac_nhan", PaperForm.CERTIFIED_COPY, 2))
    case = correct(office, office.take_in(), papers=right)
    assert papers(case) == [
        ("to_khai", "replaced"),
        ("xac_nhan", "replaced"),
        ("to_khai", "submitted"),
        ("xac_nhan", "submitted"),
    ]
    assert said(case)["changed"] == ["papers"]
    assert said(case)["papers"] == [["to_khai", "original", 1], ["xac_nhan", "certified_copy", 2]]


def scan(office: Office, digit: str) -> StoredFile:
    return StoredFile.objects.create(
        sha256=digit * 64,
        size=10,
        media_type="application/pdf",
        name="quet.pdf",
        stored_by=office.account("tiepnhan"),
        stored_at=NOW,
    )


def test_a_scan_added_to_an_unchanged_paper_is_kept_and_so_are_the_others(office: Office) -> None:
    first, second = scan(office, "a"), scan(office, "b")
    taken = (PaperIn("to_khai", file_id=first.pk), PaperIn("xac_nhan"))
    case = office.take_in(papers=taken)
    more = (PaperIn("to_khai"), PaperIn("xac_nhan", file_id=second.pk))
    case = correct(office, case, papers=more)
    held = CasePaper.objects.filter(case=case, state="submitted").order_by("id")
    assert list(held.values_list("key", "file_id")) == [
        ("to_khai", first.pk),
        ("xac_nhan", second.pk),
    ]


def test_before_acceptance_there_is_no_receipt_to_number(office: Office) -> None:
    case = correct(office, office.take_in(accept=False), summary="Khác")
    assert (case.receipt_number, case.summary) == (0, "Khác")


@pytest.mark.parametrize("who", ["thuly", "lanhdao", "vanthu"])
def test_only_the_desk_corrects(office: Office, who: str) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    with pytest.raises(Forbidden):
        correct(office, case, by=who, summary="Khác")


def test_a_finished_file_is_not_corrected(office: Office) -> None:
    case = office.walk(office.take_in())
    with pytest.raises(Refused, match="Đã trả kết quả"):
        correct(office, case, summary="Khác")
