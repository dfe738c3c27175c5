"""The order of writing, orphans, damage; and the control: Django's own storage fails the same test."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from motcua.files.store import Damage, PaperStore, TooLarge
from motcua.kernel.worktime import VIETNAM

PAPER = b"%PDF-1.7 gi\xe1\xba\xa5y khai sinh" * 1000
HASH = hashlib.sha256(PAPER).hexdigest()
DAY = dt.timedelta(days=1)

Event = tuple[str, Path, Path | None]


def keep(store: PaperStore, data: bytes = PAPER) -> str:
    with store.draft(io.BytesIO(data), limit=1 << 24) as draft:
        store.keep(draft)
        return draft.sha256


class Recorder:
    """What a process did to files, in order: made, synced, renamed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events: list[Event] = []
        real_fsync, real_rename, real_open = os.fsync, os.rename, os.open
        real_path_rename, real_mkdir = Path.rename, os.mkdir

        def fsync(handle: int) -> None:
            self.note("sync", Path(f"/proc/self/fd/{handle}").readlink())
            real_fsync(handle)

        def rename(source: Any, target: Any, **how: Any) -> None:
            self.note("rename", Path(source), Path(target))
            real_rename(source, target, **how)

        def path_rename(source: Path, target: Any) -> Path:
            self.note("rename", source, Path(target))
            return real_path_rename(source, target)

        def opened(path: Any, flags: int, *rest: Any, **how: Any) -> int:
            if flags & os.O_CREAT:
                self.note("create", Path(path))
            return real_open(path, flags, *rest, **how)

        def mkdir(path: Any, *rest: Any, **how: Any) -> None:
            real_mkdir(path, *rest, **how)
            self.note("create", Path(path))

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(os, "rename", rename)
        monkeypatch.setattr(os, "open", opened)
        monkeypatch.setattr(os, "mkdir", mkdir)
        monkeypatch.setattr(Path, "rename", path_rename)

    def note(self, what: str, path: Path, target: Path | None = None) -> None:
        self.events.append((what, path, target))


def faults(events: list[Event], paper: Path) -> list[str]:
    """Why a paper would not survive a power cut right after the last event; empty when it would."""
    moves = [n for n, (what, _, target) in enumerate(events) if (what, target) == ("rename", paper)]
    found = []
    if moves:
        moved = moves[-1]
        draft = events[moved][1]
        if ("sync", draft, None) not in events[:moved]:
            found.append("renamed before its bytes were on the disk")
    else:
        made = [n for n, event in enumerate(events) if event == ("create", paper, None)]
        moved = made[-1] if made else -1
        if ("sync", paper, None) not in events[moved + 1 :]:
            found.append("its bytes are not on the disk")
    if ("sync", paper.parent, None) not in events[moved + 1 :]:
        found.append("its name is not on the disk")
    for number, (what, folder, _) in enumerate(events):
        is_above = what == "create" and folder in paper.parents
        if is_above and ("sync", folder.parent, None) not in events[number:]:
            found.append(f"the folder {folder.name} is not on the disk")
    return found


def test_paper_and_its_name_are_on_the_disk_before_keep_returns(
    store: PaperStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.root.parent.parent.mkdir(exist_ok=True)
    recorder = Recorder(monkeypatch)
    keep(store)
    assert faults(recorder.events, store.path_of(HASH)) == []


def test_control_djangos_own_storage_fails_the_same_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the test above would be blind."""
    recorder = Recorder(monkeypatch)
    FileSystemStorage(location=tmp_path / "stock").save("ab/paper.pdf", ContentFile(PAPER))
    found = faults(recorder.events, tmp_path / "stock" / "ab" / "paper.pdf")
    assert "its bytes are not on the disk" in found
    assert "its name is not on the disk" in found


@pytest.mark.parametrize("left_out", ["bytes", "name"])
def test_control_each_sync_left_out_is_found(
    store: PaperStore, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    recorder = Recorder(monkeypatch)
    keep(store)
    paper = store.path_of(HASH)
    lost = paper.parent if left_out == "name" else store.root / "drafts"
    events = [e for e in recorder.events if not (e[0] == "sync" and lost in (e[1], e[1].parent))]
    assert faults(events, paper)


def test_same_bytes_again_are_kept_once_and_their_name_is_synced_again(
    store: PaperStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may have renamed it a moment ago and not have synced the folder yet."""
    keep(store)
    inode = store.path_of(HASH).stat().st_ino
    recorder = Recorder(monkeypatch)
    keep(store)
    assert store.path_of(HASH).stat().st_ino == inode
    assert ("sync", store.path_of(HASH).parent, None) in recorder.events
    assert [path.name for path in store.papers()] == [HASH]


def test_new_process_syncs_folders_that_another_made(
    store: PaperStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path_of(HASH).parent.mkdir(parents=True)
    recorder = Recorder(monkeypatch)
    keep(PaperStore(store.root))
    synced = {path for what, path, _ in recorder.events if what == "sync"}
    assert {store.root.parent, store.root, store.path_of(HASH).parent.parent} <= synced


def test_short_paper_of_the_same_name_is_replaced(store: PaperStore) -> None:
    keep(store)
    store.path_of(HASH).write_bytes(PAPER[:10])
    keep(store)
    assert store.path_of(HASH).read_bytes() == PAPER


def test_failed_sync_keeps_nothing_and_is_not_tried_again(
    store: PaperStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def failing(handle: int) -> None:
        calls.append(handle)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="Input/output"):
        keep(store)
    assert len(calls) == 1
    assert list(store.papers()) == []
    assert list((store.root / "drafts").iterdir()) == []


def test_draft_that_is_not_kept_leaves_nothing(store: PaperStore) -> None:
    with store.draft(io.BytesIO(PAPER), limit=1 << 24) as draft:
        assert draft.path.read_bytes() == PAPER
        assert (draft.sha256, draft.size) == (HASH, len(PAPER))
        assert draft.path.stat().st_mode & 0o777 == 0o600
    assert not draft.path.exists()


def test_stream_is_cut_off_at_the_limit(store: PaperStore) -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(TooLarge), store.draft(stream, limit=1_000_000):
        pass
    assert stream.given < 2_000_000
    assert list((store.root / "drafts").iterdir()) == []


@pytest.mark.parametrize("name", ["", "a" * 63, "A" * 64, "../" * 21 + "a", "g" * 64])
def test_only_a_hash_is_a_place(store: PaperStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(name)


def test_sixteen_at_once_keep_one_paper(store: PaperStore) -> None:
    hashes: list[str] = []
    threads = [threading.Thread(target=lambda: hashes.append(keep(store))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert hashes == [HASH] * 16
    assert store.path_of(HASH).read_bytes() == PAPER


# Orphans


def aged(path: Path, at: dt.datetime, age: dt.timedelta) -> None:
    os.utime(path, ((at - age).timestamp(),) * 2)


@pytest.fixture
def at() -> dt.datetime:
    return dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)


def nobody(_: list[str]) -> set[str]:
    return set()


def everybody(hashes: list[str]) -> set[str]:
    return set(hashes)


def test_orphan_goes_in_two_steps_a_day_apart(store: PaperStore, at: dt.datetime) -> None:
    keep(store)
    aged(store.path_of(HASH), at, DAY * 1.1)
    assert store.sweep(nobody, at=at) == 0
    assert list(store.papers()) == []
    assert store.sweep(nobody, at=at + DAY * 0.9) == 0
    assert store.sweep(nobody, at=at + DAY * 1.1) == 1
    with pytest.raises(FileNotFoundError):
        store.open(HASH)


def test_young_orphan_stays_its_row_may_be_on_the_way(store: PaperStore, at: dt.datetime) -> None:
    keep(store)
    aged(store.path_of(HASH), at, DAY * 0.9)
    store.sweep(nobody, at=at)
    assert [path.name for path in store.papers()] == [HASH]


def test_paper_with_a_row_is_never_swept(store: PaperStore, at: dt.datetime) -> None:
    keep(store)
    aged(store.path_of(HASH), at, DAY * 1000)
    store.sweep(everybody, at=at)
    store.sweep(everybody, at=at + DAY * 1000)
    assert store.path_of(HASH).read_bytes() == PAPER


def test_row_written_while_the_sweep_ran_gets_its_paper_back(
    store: PaperStore, at: dt.datetime
) -> None:
    keep(store)
    aged(store.path_of(HASH), at, DAY * 2)
    store.sweep(nobody, at=at)
    with store.open(HASH) as file:
        assert file.read() == PAPER
    store.sweep(everybody, at=at + DAY * 5)
    assert store.path_of(HASH).read_bytes() == PAPER


def test_used_again_an_orphan_is_young(store: PaperStore) -> None:
    keep(store)
    os.utime(store.path_of(HASH), (0, 0))
    keep(store)
    assert store.path_of(HASH).stat().st_mtime > 0


def test_left_over_draft_of_a_killed_upload_is_swept(store: PaperStore, at: dt.datetime) -> None:
    drafts = store.root / "drafts"
    drafts.mkdir(parents=True)
    for name, age in [("old", DAY * 2), ("new", DAY * 0.1)]:
        (drafts / name).write_bytes(b"x")
        aged(drafts / name, at, age)
    store.sweep(nobody, at=at)
    assert [path.name for path in drafts.iterdir()] == ["new"]


# Damage


def rows() -> Iterator[tuple[str, int]]:
    yield HASH, len(PAPER)


@pytest.mark.parametrize(
    ("content", "what"),
    [(PAPER[:-1], "size"), (PAPER[:-1] + b"?", "hash"), (None, "missing"), (PAPER, None)],
)
def test_damage_is_named(store: PaperStore, content: bytes | None, what: str | None) -> None:
    keep(store)
    if content is None:
        store.path_of(HASH).unlink()
    else:
        store.path_of(HASH).write_bytes(content)
    assert list(store.damages(rows())) == ([Damage(HASH, what)] if what else [])
