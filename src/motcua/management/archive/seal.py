"""The last member of an archive: the SHA-256 of every byte before it."""

from __future__ import annotations

import hashlib
import io
import tarfile
from typing import BinaryIO, Final

from motcua.management.archive.manifest import BadArchive

SEAL: Final = "sha256"
_CHUNK: Final = 1024 * 1024
_BROKEN: Final = "Tệp sao lưu bị hỏng hoặc bị cắt: mã kiểm SHA-256 không khớp."


def add(archive: tarfile.TarFile, name: str, content: BinaryIO) -> None:
    """A plain file without owner and date: the same content is the same bytes."""
    entry = tarfile.TarInfo(name)
    entry.size = content.seek(0, io.SEEK_END)
    entry.mode = 0o600
    content.seek(0)
    archive.addfile(entry, content)


def close(archive: tarfile.TarFile, file: BinaryIO) -> None:
    """Seal what was added so far."""
    add(archive, SEAL, io.BytesIO(_digest(file, archive.offset)))


def checked(file: BinaryIO) -> list[tarfile.TarInfo]:
    """The members, once every bit of the file is known to be as it was written.

    Raises BadArchive.
    """
    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            members = archive.getmembers()
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as problem:
        raise BadArchive("Không phải tệp sao lưu của Motcua, hoặc tệp đã hỏng.") from problem
    if not members or members[-1].name != SEAL:
        raise BadArchive(_BROKEN)
    start = members[-1].offset
    expected = _tail(_digest(file, start), start)
    file.seek(start)
    if file.read(len(expected) + 1) != expected:
        raise BadArchive(_BROKEN)
    return members[:-1]


def _digest(file: BinaryIO, end: int) -> bytes:
    digest = hashlib.sha256()
    file.seek(0)
    while end and (chunk := file.read(min(_CHUNK, end))):
        digest.update(chunk)
        end -= len(chunk)
    file.seek(0, io.SEEK_END)
    return digest.hexdigest().encode()


def _tail(digest: bytes, start: int) -> bytes:
    """The end of the file from the seal's header on, zeros included."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        add(archive, SEAL, io.BytesIO(digest))
    end = made.getvalue()[: 2 * tarfile.BLOCKSIZE]
    whole = start + len(end) + 2 * tarfile.BLOCKSIZE
    whole += -whole % tarfile.RECORDSIZE
    return end.ljust(whole - start, b"\0")
