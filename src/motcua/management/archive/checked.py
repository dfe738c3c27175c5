"""Reading an archive: everything is verified before anything is touched."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from motcua.management.archive import seal
from motcua.management.archive.manifest import (
    MANIFEST,
    BadArchive,
    Manifest,
    Table,
    paper_member,
    read,
)

LARGEST_MANIFEST: Final = 512 * 1024 * 1024
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True)
class Archive:
    """An archive whose every byte was verified."""

    file: BinaryIO
    manifest: Manifest
    members: dict[str, tarfile.TarInfo]

    def lines(self, table: Table) -> Iterator[bytes]:
        """The rows of a table. Raises BadArchive when it unpacks to more than it says."""
        left = table.size
        try:
            with gzip.GzipFile(fileobj=self._content(table.member)) as rows:
                while line := rows.readline(left + 1):
                    left -= len(line)
                    if left < 0:
                        raise BadArchive(f"Bảng {table.name} lớn hơn bản kê.")
                    yield line
        except (OSError, EOFError, zlib.error) as problem:
            raise BadArchive(f"Bảng {table.name} không giải nén được.") from problem

    def paper(self, sha256: str) -> BinaryIO:
        """The bytes of a paper."""
        return self._content(paper_member(sha256))

    def _content(self, name: str) -> BinaryIO:
        member = self.members[name]
        return cast("BinaryIO", _Window(self.file, member.offset_data, member.size))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive, all of it verified. Raises BadArchive, OSError."""
    with path.open("rb") as file:
        found = seal.checked(file)
        if not found or found[0].name != MANIFEST or found[0].size > LARGEST_MANIFEST:
            raise BadArchive("Tệp không có bản kê (manifest.json).")
        first = found[0]
        file.seek(first.offset_data)
        manifest = read(file.read(first.size))
        _check_members(found, manifest)
        archive = Archive(file, manifest, {member.name: member for member in found})
        _check_schema(manifest)
        for table in manifest.tables:
            _check_rows(archive, table)
        for sha256, size in manifest.papers.items():
            _check_paper(archive, sha256, size)
        yield archive


def _check_members(found: list[tarfile.TarInfo], manifest: Manifest) -> None:
    """Exactly the members that the manifest names: nothing else is ever looked at."""
    if [member.name for member in found] != manifest.members:
        raise BadArchive("Nội dung tệp không đúng như bản kê.")
    if not all(member.isreg() for member in found):
        raise BadArchive("Trong tệp có mục không phải tệp thường.")


def _check_schema(manifest: Manifest) -> None:
    known = {name for app, name in MigrationLoader(connection).disk_migrations if app == "motcua"}
    newer = sorted(set(manifest.schema) - known)
    if newer:
        raise BadArchive(
            f"Bản sao lưu thuộc phiên bản mới hơn (có {newer[-1]});"
            " hãy nâng cấp phần mềm rồi khôi phục."
        )


def _check_rows(archive: Archive, table: Table) -> None:
    if sum(1 for _ in archive.lines(table)) != table.rows:
        raise BadArchive(f"Bảng {table.name} thiếu hoặc thừa dòng so với bản kê.")


def _check_paper(archive: Archive, sha256: str, size: int) -> None:
    digest, length = hashlib.sha256(), 0
    paper = archive.paper(sha256)
    while chunk := paper.read(_CHUNK):
        digest.update(chunk)
        length += len(chunk)
    if (digest.hexdigest(), length) != (sha256, size):
        raise BadArchive(f"Giấy tờ {sha256[:12]}… không đúng mã băm.")


class _Window:
    """A part of a file that reads like a file; several may be open on the same one."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._place, self._end = file, start, start + size

    def read(self, size: int = -1, /) -> bytes:
        left = self._end - self._place
        self._file.seek(self._place)
        data = self._file.read(left if size < 0 else min(size, left))
        self._place += len(data)
        return data
