"""Taking a paper in: row after bytes, limits, settings, headers, a child that is shut in."""

import datetime as dt
import errno
import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from motcua.files import actions, queries
from motcua.files.examine import examine
from motcua.files.models import StoredFile
from motcua.files.rules.faults import Fault, NotStored, PaperRefused
from motcua.files.rules.kinds import Kind
from motcua.files.rules.names import clean_name, extension_of, named_as
from motcua.files.store import Damage, PaperStore
from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import VIETNAM
from tests.files.corpus import MEGABYTE
from tests.files.corpus.pictures import picture
from tests.files.corpus.portable import pdf
from tests.organisation import builders

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)


def upload(data: bytes, name: str = "đơn.pdf", size: int | None = None) -> StoredFile:
    return actions.store_upload(
        name=name, stream=io.BytesIO(data), size=size, actor_id=None, at=NOW
    )


# Rows


def test_row_says_what_lies_in_the_store(
    db: None, store: PaperStore, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hoa = builders.account("hoa")
    data = pdf(pages=3)
    with django_assert_num_queries(2):
        stored = actions.store_upload(
            name="Đơn đề nghị.pdf",
            stream=io.BytesIO(data),
            size=len(data),
            actor_id=hoa.pk,
            at=NOW,
        )
    assert (stored.name, stored.pages, stored.size) == ("Đơn đề nghị.pdf", 3, len(data))
    assert (stored.media_type, stored.stored_at, stored.stored_by) == ("application/pdf", NOW, hoa)
    with queries.open_stored(stored) as file:
        assert file.read() == data


def test_row_comes_after_the_bytes_never_before(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails there is no row, and the person is told to try again."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotStored, match="thử lại"):
        upload(pdf())
    assert not StoredFile.objects.exists()


def test_two_uploads_of_the_same_bytes_are_two_rows_over_one_paper(
    db: None, store: PaperStore
) -> None:
    data = pdf()
    upload(data, "a.pdf"), upload(data, "b.pdf")
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["a.pdf", "b.pdf"]
    assert len(list(store.papers())) == 1


def test_preparing_asks_the_database_nothing(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Looking into a paper takes long: no transaction waits for it."""
    with django_assert_num_queries(0):
        ready = actions.prepare_upload(name="a.pdf", stream=io.BytesIO(pdf()))
    with django_assert_num_queries(1):
        actions.record_file(ready, actor_id=None, at=NOW)


def test_paper_whose_row_was_rolled_back_is_swept_later(db: None, store: PaperStore) -> None:
    with transaction.atomic():
        upload(pdf())
        transaction.set_rollback(True)
    kept = upload(picture("PNG"), "a.png")
    for path in store.papers():
        os.utime(path, (0, 0))
    for days in (0, 2, 4):
        actions.sweep(at=NOW + dt.timedelta(days=days))
    assert [path.name for path in store.papers()] == [kept.sha256]


def test_missing_paper_is_said_and_found_by_the_check(db: None, store: PaperStore) -> None:
    stored, whole = upload(pdf()), upload(picture("PNG"), "a.png")
    assert list(queries.damaged_papers()) == []
    store.path_of(stored.sha256).unlink()
    with pytest.raises(NotFound, match=r"đơn\.pdf"):
        queries.open_stored(stored)
    assert list(queries.damaged_papers()) == [Damage(stored.sha256, "missing")]
    queries.open_stored(whole).close()


# Limits and settings


def padded(size: int) -> bytes:
    whole = picture("JPEG")
    return whole + bytes(size - len(whole))


@pytest.mark.parametrize(
    ("extra", "said", "taken"),
    [(0, True, True), (1, True, False), (0, False, True), (1, False, False)],
)
def test_limit_holds_to_the_byte_whatever_the_upload_says(
    db: None, settings: Settings, extra: int, said: bool, taken: bool
) -> None:
    settings.MOTCUA_UPLOAD_MB = 1
    data = padded(MEGABYTE + extra)
    size = len(data) if said else None
    if taken:
        assert upload(data, "a.jpg", size).size == MEGABYTE
    else:
        with pytest.raises(PaperRefused, match="lớn hơn 1 MB"):
            upload(data, "a.jpg", size)


def test_upload_that_broke_off_is_not_taken(db: None, store: PaperStore) -> None:
    data = pdf()
    with pytest.raises(PaperRefused) as refusal:
        upload(data, size=len(data) + 10)
    assert refusal.value.fault == Fault.BROKEN_UPLOAD
    assert list(store.papers()) == []


def test_office_decides_which_kinds_it_takes(db: None, settings: Settings) -> None:
    settings.MOTCUA_UPLOAD_KINDS = ["pdf", "jpeg"]
    upload(pdf())
    with pytest.raises(PaperRefused, match="Đây là ảnh PNG.*chỉ nhận tệp PDF, ảnh JPEG"):
        upload(picture("PNG"), "a.png")


# Names


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Đơn   đề nghị .pdf ", "Đơn đề nghị .pdf"),
        ("a\u200bb\ufeff.pdf", "ab.pdf"),
        ("\u2066anh\u2069.pdf", "anh.pdf"),
        ("com1", "_com1"),
        ("LPT9.txt", "_LPT9.txt"),
        ("console.pdf", "console.pdf"),
        ("\ue000.pdf", "pdf"),
        ("\x7f", "giay-to"),
    ],
)
def test_name_is_cleaned(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean
    assert clean_name(clean) == clean


def test_extension_is_what_follows_the_last_dot() -> None:
    assert extension_of("a.tar.GZ") == "gz"
    assert extension_of("Mục 1. Đơn đề nghị") == ""
    assert named_as("Mục 1. Đơn đề nghị", Kind.PDF) == "Mục 1. Đơn đề nghị.pdf"


# Offering a paper again


def test_paper_is_offered_to_save_and_never_to_run(db: None) -> None:
    stored = upload(pdf(), 'Đơn "x".pdf')
    headers = queries.download_headers(stored)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    disposition = headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="__n _x_.pdf"')
    assert disposition.endswith("filename*=UTF-8''%C4%90%C6%A1n%20_x_.pdf")
    assert all("\n" not in value for value in headers.values())


# The child that looks


def child(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    shut_in = "from motcua.files import examine; examine._shut_in(); import sys, os;"
    return subprocess.run(
        [sys.executable, "-I", "-c", shut_in + code, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("bytes(2 ** 30)", "MemoryError"),
        ("os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b'x')", "File too large"),
        ("[open('/dev/null') for _ in range(99)]", "Too many open files"),
    ],
)
def test_child_has_little_memory_and_writes_nothing(tmp_path: Path, code: str, error: str) -> None:
    done = child(
        f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); {code}", tmp_path / "x"
    )
    assert done.returncode != 0
    assert error in done.stderr


def test_child_that_hangs_or_dies_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(pdf())
    started = time.monotonic()
    with pytest.raises(PaperRefused) as refusal:
        examine(paper, Kind.PDF, allowed="", seconds=0.001)
    assert refusal.value.fault == Fault.TOO_COMPLEX
    assert time.monotonic() - started < 10
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PaperRefused):
        examine(paper, Kind.PDF, allowed="")


def test_child_knows_no_secret_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **how: Any) -> None:
        seen.update(how)
        raise subprocess.SubprocessError

    monkeypatch.setenv("DATABASE_URL", "postgresql://secret@host/db")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(PaperRefused):
        examine(tmp_path / "a", Kind.PDF, allowed="")
    assert set(seen["env"]) == {"LANG", "PYTHONDONTWRITEBYTECODE"}
