"""The paper store: bytes under the name of their SHA-256, on the disk before any row says so.

A module of its own beside the six usual ones: it knows no table. The order is the whole point.
Write into a temporary file of the same file system while hashing, fsync it, rename it to its
name, fsync the folders; only then may the row be committed. A power cut at any moment leaves
either an orphan (harmless, swept after a day) or a paper that is whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 256 * 1024
ORPHAN_AGE = dt.timedelta(days=1)


class Readable(Protocol):
    """An upload, a file, anything that gives bytes in pieces."""

    def read(self, size: int, /) -> bytes: ...


class TooLarge(Exception):
    """The stream gave more bytes than it may."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Bytes received and hashed, not yet a paper; `path` may be looked into."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Damage:
    """A paper that is not what its row says: `missing`, `size` or `hash`."""

    sha256: str
    what: str


class PaperStore:
    """The folder of the papers. Methods raise OSError when the disk does; nothing is retried."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._drafts = root / "drafts"
        self._trash = root / "trash"
        self._durable: set[Path] = set()

    def path_of(self, sha256: str) -> Path:
        """Where a paper lies: ab/cd/abcd…"""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 in lower-case hexadecimal")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    @contextlib.contextmanager
    def draft(self, stream: Readable, *, limit: int) -> Iterator[Draft]:
        """Receive a stream into a temporary file; what is not kept is gone afterwards.

        Raises TooLarge as soon as it gives more than `limit` bytes.
        """
        self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._drafts / secrets.token_hex(16)
        try:
            yield _received(path, stream, limit)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, draft: Draft) -> None:
        """Make a draft durable under its hash. When this returns, the row may be written.

        The same bytes are kept once: what is there already is used again, unless its size is wrong.
        """
        target = self.path_of(draft.sha256)
        if not _used_again(target, draft.size):
            self._make_folder(target.parent)
            handle = os.open(draft.path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            draft.path.rename(target)
        # Also when another process put it there: its rename may not be on the disk yet.
        _sync_folder(target.parent)

    def open(self, sha256: str) -> BinaryIO:
        """A paper to read. Raises FileNotFoundError."""
        try:
            return self.path_of(sha256).open("rb")
        except FileNotFoundError:
            # Taken for an orphan a moment before its row was written.
            return (self._trash / sha256).open("rb")

    def papers(self) -> Iterator[Path]:
        """Every paper in the store, in the order of the hashes."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
            yield from sorted(path for path in folder.iterdir() if len(path.name) == 64)

    def sweep(self, known: Callable[[list[str]], set[str]], *, at: dt.datetime) -> int:
        """Remove what no row names: first into the trash for a day, then for good. How many went.

        `known` tells which of these hashes have a row. Whatever got its row meanwhile comes back.
        """
        before = (at - ORPHAN_AGE).timestamp()
        self._trash.mkdir(mode=0o700, parents=True, exist_ok=True)
        for draft in list(self._drafts.glob("*")) if self._drafts.is_dir() else []:
            if _written_before(draft, before):
                draft.unlink(missing_ok=True)
        gone = self._empty_trash(known, before)
        old = [path for path in self.papers() if _written_before(path, before)]
        for start in range(0, len(old), 500):
            batch = old[start : start + 500]
            rows = known([path.name for path in batch])
            for path in batch:
                if path.name not in rows:
                    self._set_aside(path, at)
        return gone

    def damages(self, rows: Iterable[tuple[str, int]]) -> Iterator[Damage]:
        """Compare papers with what their rows say, reading every byte."""
        for sha256, size in rows:
            try:
                with self.open(sha256) as file:
                    digest, length = _digest(file)
            except FileNotFoundError:
                yield Damage(sha256, "missing")
                continue
            if length != size:
                yield Damage(sha256, "size")
            elif digest != sha256:
                yield Damage(sha256, "hash")

    def _empty_trash(self, known: Callable[[list[str]], set[str]], before: float) -> int:
        waiting = [path for path in self._trash.iterdir() if len(path.name) == 64]
        rows = known([path.name for path in waiting])
        gone = 0
        for path in waiting:
            if path.name in rows:
                target = self.path_of(path.name)
                self._make_folder(target.parent)
                path.rename(target)
                _sync_folder(target.parent)
            elif _written_before(path, before):
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _set_aside(self, path: Path, at: dt.datetime) -> None:
        with contextlib.suppress(FileNotFoundError):
            path.rename(self._trash / path.name)
            os.utime(self._trash / path.name, (at.timestamp(),) * 2)

    def _make_folder(self, folder: Path) -> None:
        """The folder and those above it, each written into the one above, on the disk."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for made in (folder, folder.parent, self.root, self.root.parent):
            # Once per process: another may have made it and died before its fsync.
            if made not in self._durable:
                _sync_folder(made.parent)
                self._durable.add(made)


def _received(path: Path, stream: Readable, limit: int) -> Draft:
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            file.write(chunk)
    return Draft(path, digest.hexdigest(), size)


def _used_again(path: Path, size: int) -> bool:
    """Whether these bytes are here already; if so they are young again, and no sweep takes them."""
    try:
        if path.stat().st_size != size:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(file: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _written_before(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False
