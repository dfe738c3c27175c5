"""`motcua import_cases`: all of a file or nothing, known again the second time."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from motcua.cases.models import Case
from motcua.cases.queries.integrity import loose_ends
from motcua.cases.states import State, Verb
from motcua.history.models import Batch
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.journal.states import Subject
from motcua.organisation.models import Agency
from tests.history.test_rows import GOOD
from tests.office import MARRIAGE, NOW, Clock, Office

HERE = {"agency_code": "H29.101", "procedure_code": MARRIAGE}


def table(path: Path, *rows: dict[str, Any]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*GOOD])
        writer.writeheader()
        writer.writerows({**GOOD, **HERE, **row} for row in rows)
    return path


def said(path: Path, *options: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_cases", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def file(office: Office, clock: Clock, tmp_path: Path) -> Path:
    return tmp_path / "cu.csv"


def test_files_come_in_under_one_entry_of_the_journal(file: Path) -> None:
    out, _err = said(table(file, {"code": "A-1"}, {"code": "A-2", "outcome": "rejected"}))
    assert out.startswith("Nạp xong: 2 hồ sơ mới, 0 đã có từ trước, 0 dòng sai")
    first = Case.objects.get(code="A-1")
    assert (first.state, first.outcome, first.paid_online) == (State.RETURNED, "granted", True)
    assert first.applicant["name"] == "Nguyễn Thị Hoa"
    (entry,) = Entry.objects.filter(subject=Subject.IMPORT)
    assert bytes(first.journal_head) == bytes(entry.hash)
    batch = Batch.objects.get()
    assert (batch.first, batch.files, batch.seq) == (first.pk, 2, entry.seq)


def test_the_journal_vouches_for_what_came_in_and_for_what_is_done_to_it_here(
    office: Office, file: Path
) -> None:
    still_open = {"finished_at": "", "returned_at": "", "outcome": ""}
    said(table(file, {"code": "A-1"}, {"code": "A-2", **still_open}))
    office.act(Case.objects.get(code="A-2"), Verb.WITHDRAW, by="tiepnhan", at=NOW)
    assert list(faults()) == []
    assert list(loose_ends()) == []
    Case.objects.filter(code="A-1").update(journal_head=b"x" * 32)
    assert [end.number for end in loose_ends()] == ["A-1"]


def test_the_same_file_twice_changes_nothing(file: Path) -> None:
    table(file, {"code": "A-1"}, {"code": "A-2"})
    said(file)
    before = list(Case.objects.order_by("pk").values()), Entry.objects.count()
    out, _err = said(file)
    assert "0 hồ sơ mới, 2 đã có từ trước" in out
    assert (list(Case.objects.order_by("pk").values()), Entry.objects.count()) == before


def test_an_import_that_was_stopped_goes_on_under_its_entry(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from motcua.history import checking
    from motcua.management.commands import import_cases

    monkeypatch.setattr(checking, "BATCH", 1)
    table(file, {"code": "A-1"}, {"code": "A-2"}, {"code": "A-3"})
    store, stored = import_cases.store_batch, []

    def power_cut(**batch: Any) -> None:
        if len(stored) == 2:
            raise KeyboardInterrupt
        stored.append(batch)
        store(**batch)

    monkeypatch.setattr(import_cases, "store_batch", power_cut)
    with pytest.raises(KeyboardInterrupt):
        said(file)
    monkeypatch.setattr(import_cases, "store_batch", store)
    out, _err = said(file)
    assert "1 hồ sơ mới, 2 đã có từ trước" in out
    assert Case.objects.count() == 3
    assert Entry.objects.filter(subject=Subject.IMPORT).count() == 1


def test_bad_rows_are_named_by_line_and_column_and_nothing_is_stored(file: Path) -> None:
    table(
        file,
        {"code": "A-1"},
        {"code": "A-2", "channel": "fax", "rating": "5"},
        {"code": "A-1"},
        {"code": "A-3", "agency_code": "H29.999"},
        {"code": "A-4", "procedure_code": "9.999999"},
    )
    with pytest.raises(CommandError) as refusal:
        said(file)
    heading, *lines = str(refusal.value).splitlines()
    assert heading == "Không nạp gì cả."
    assert [line.partition(": ")[0] for line in lines] == [
        "Dòng 3, cột channel",
        "Dòng 3, cột rating",
        "Dòng 4, cột code",
        "Dòng 5, cột agency_code",
        "Dòng 6, cột procedure_code",
    ]
    assert "mã đã có ở dòng 2" in lines[2]
    assert not Case.objects.exists()
    assert not Entry.objects.filter(subject=Subject.IMPORT).exists()


def test_bad_rows_can_be_passed_over_into_a_file_of_their_own(file: Path) -> None:
    table(file, {"code": "A-1"}, {"code": "A-2", "channel": "fax"})
    out, err = said(file, "--skip-bad")
    assert "1 hồ sơ mới, 0 đã có từ trước, 1 dòng sai" in out
    assert "Dòng 3, cột channel" in err
    bad = file.with_name("cu.loi.csv")
    (row,) = csv.DictReader(io.StringIO(bad.read_text(encoding="utf-8-sig")))
    assert (row["code"], row["channel"], row["line"]) == ("A-2", "fax", "3")
    assert row["reason"].startswith("channel: “fax” không phải")
    # Mended, it is a history file itself.
    bad.write_text(bad.read_text(encoding="utf-8-sig").replace("fax", "postal", 1), "utf-8")
    assert "1 hồ sơ mới" in said(bad)[0]


def test_a_code_that_came_with_other_contents_is_a_bad_row(file: Path) -> None:
    said(table(file, {"code": "A-1"}))
    with pytest.raises(CommandError, match="Dòng 2, cột code: đã có hồ sơ mang mã này"):
        said(table(file, {"code": "A-1", "outcome": "rejected"}))


def test_a_dry_run_stores_nothing(file: Path) -> None:
    out, _err = said(
        table(file, {"code": "A-1", "agency_code": "H30.1Z"}), "--dry-run", "--create-missing"
    )
    assert out.startswith("Kiểm tra xong, chưa nạp gì: 1 hồ sơ mới")
    assert not Case.objects.exists()
    assert not Agency.objects.filter(code="H30.1Z").exists()


def test_missing_agencies_and_procedures_are_made_bare(file: Path) -> None:
    row = {"agency_code": "H29.101.77", "procedure_code": "9.999999"}
    said(table(file, {"code": "A-1", **row}), "--create-missing")
    case = Case.objects.select_related("agency__parent", "version__procedure__field").get()
    assert case.agency.parent is not None
    assert (case.agency.code, case.agency.parent.code) == ("H29.101.77", "H29.101")
    assert case.version.procedure.field.name == "Chưa phân lĩnh vực"


def test_a_refused_file_is_neither_received_nor_finished(file: Path) -> None:
    said(table(file, {"code": "A-1", "outcome": "refused", "due_at": "", "returned_at": ""}))
    case = Case.objects.get()
    assert (case.state, case.received_at, case.finished_at) == (State.NOT_ACCEPTED, None, None)


def test_a_spreadsheet_is_read_too(file: Path) -> None:
    sheet_file = file.with_suffix(".xlsx")
    with xlsxwriter.Workbook(str(sheet_file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(GOOD))
        sheet.write_row(1, 0, [str(value) for value in {**GOOD, **HERE}.values()])
    assert "1 hồ sơ mới" in said(sheet_file)[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.csv", None, "Không đọc được tệp"),
        ("empty.csv", b"", "không có dòng nào"),
        ("latin.csv", "mã,ổ".encode("utf-16"), "không phải văn bản UTF-8"),
        ("bad.xlsx", b"PK no", "Không đọc được bảng tính"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(
    office: Office, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=words):
        said(tmp_path / name)
