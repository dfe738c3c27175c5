r"""Commitments and links of the journal: each subject's entries form one chain.

Byte layout, version 1. Integers are big-endian; *text* is a 2-byte length and UTF-8 in NFC.

    header      = 0x01 | text subject kind | text subject id | u64 sequence
                | i64 microseconds since 1970-01-01 00:00 UTC | text actor id | text verb
    commitment  = HMAC-SHA-256(key = salt, "motcua entry 1\n" | u32 length of header
                | header | body)
    link        = SHA-256("motcua link 1\n" | previous link | commitment)

The first entry of a subject has sequence 1 and the previous link ``GENESIS``, 32 zero bytes.
``body`` is the stored bytes of the entry, never text that was parsed and written again.

The salt (32 random bytes of the entry's own) keeps the commitment from being guessed: case codes
follow each other and dates are few, so a plain hash of them could be read. Destroying the salt
and the body erases what an entry said; the chain still shows that it was there and in its place.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

GENESIS = bytes(32)
SALT_BYTES = 32

_VERSION = b"\x01"
_ENTRY = b"motcua entry 1\n"
_LINK = b"motcua link 1\n"
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Header:
    """The scalar columns of an entry. ``actor_id`` is empty for the system itself."""

    subject_kind: str
    subject_id: str
    sequence: int
    at: datetime
    actor_id: str
    verb: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored entry. ``salt`` and ``body`` are None together once they have been erased."""

    header: Header
    salt: bytes | None
    body: bytes | None
    commitment: bytes
    link: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a subject's chain does not hold; ``reason`` is for people."""

    subject_kind: str
    subject_id: str
    sequence: int
    reason: str


def header_bytes(header: Header) -> bytes:
    """The header as in the layout above. Raises ``ValueError`` for what does not fit."""
    if header.at.tzinfo is None:
        raise ValueError("a moment needs a zone")
    microseconds = (header.at - _UNIX_EPOCH) // timedelta(microseconds=1)
    try:
        return b"".join(
            (
                _VERSION,
                _text(header.subject_kind),
                _text(header.subject_id),
                struct.pack(">Qq", header.sequence, microseconds),
                _text(header.actor_id),
                _text(header.verb),
            )
        )
    except struct.error as error:
        raise ValueError(f"the header does not fit its layout: {error}") from None


def commitment(salt: bytes, header: Header, body: bytes) -> bytes:
    """The 32 bytes that may be published: they bind the entry without telling it."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    head = header_bytes(header)
    message = b"".join((_ENTRY, struct.pack(">I", len(head)), head, body))
    return hmac.digest(salt, message, "sha256")


def link(previous: bytes, entry_commitment: bytes) -> bytes:
    """The 32 bytes that bind an entry to everything before it in its subject."""
    if len(previous) != 32 or len(entry_commitment) != 32:
        raise ValueError("a link joins two values of 32 bytes")
    return hashlib.sha256(_LINK + previous + entry_commitment).digest()


def append(previous: bytes, *, salt: bytes, header: Header, body: bytes) -> Entry:
    """The entry that follows ``previous``, a link or ``GENESIS``."""
    bound = commitment(salt, header, body)
    return Entry(header, salt, body, bound, link(previous, bound))


def verify(entries: Iterable[Entry]) -> Iterator[Fault]:
    """The first fault of each subject, if any; entries come by subject, then by sequence.

    Nothing is kept but the last link, so a journal of any size can be streamed through.
    """
    subject: tuple[str, str] | None = None
    previous, expected, broken = GENESIS, 1, False
    for entry in entries:
        header = entry.header
        if subject != (header.subject_kind, header.subject_id):
            subject = (header.subject_kind, header.subject_id)
            previous, expected, broken = GENESIS, 1, False
        if broken:
            continue
        reason = _fault(entry, previous, expected)
        if reason:
            broken = True
            # After a gap the first wrong sequence is the missing one, not the one that came.
            place = expected if header.sequence != expected else header.sequence
            yield Fault(*subject, place, reason)
        previous, expected = entry.link, expected + 1


def _fault(entry: Entry, previous: bytes, expected: int) -> str:
    if entry.header.sequence != expected:
        return f"thiếu hoặc sai thứ tự: cần mục {expected}, gặp mục {entry.header.sequence}"
    if (entry.salt is None) != (entry.body is None):
        return "nội dung và muối không còn đủ đôi"
    if entry.salt is not None and entry.body is not None:
        try:
            bound = commitment(entry.salt, entry.header, entry.body)
        except ValueError:
            return "nội dung không đọc được theo khuôn đã công bố"
        if not hmac.compare_digest(bound, entry.commitment):
            return "nội dung đã bị đổi sau khi ghi"
    if len(previous) != 32 or len(entry.commitment) != 32:
        return "mã cam kết không đủ 32 byte"
    if not hmac.compare_digest(link(previous, entry.commitment), entry.link):
        return "mắt xích không nối với mục trước"
    return ""


def _text(value: str) -> bytes:
    encoded = unicodedata.normalize("NFC", value).encode("utf-8")
    return struct.pack(">H", len(encoded)) + encoded
