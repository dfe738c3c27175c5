"""Values around an entry: what is passed in, what is checked."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Final

from motcua.journal.states import Subject
from motcua.kernel.chain import Header


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where a chain stands: number and hash of its last entry (0 and b"" when empty)."""

    subject: Subject
    subject_id: int
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class ActKey:
    """The identity of an act, from the client's Idempotency-Key."""

    key: bytes
    body: bytes


def act_key(account_id: int, key: str | None, body: bytes) -> ActKey | None:
    """16-byte digests of (who, key) and of what was asked; None when no key was sent."""
    if not key:
        return None
    named = hashlib.sha256(f"{account_id}\x00{key}".encode()).digest()[:16]
    return ActKey(key=named, body=hashlib.sha256(body).digest()[:16])


# The word of a body under which the act's identity is hashed with everything else.
ACT: Final = "_act"


def said_of(key: ActKey) -> str:
    """The identity of an act as the body says it."""
    return (key.key + key.body).hex()


def body_agrees(body: str, key: ActKey | None) -> bool:
    """Whether a stored body says what the columns of the act's identity say.

    In canonical JSON a quotation mark inside a text is escaped, so no note can look like this.
    """
    if key is None:
        return f'"{ACT}":"' not in body
    return f'"{ACT}":"{said_of(key)}"' in body


def not_before(at: dt.datetime, last: dt.datetime | None) -> dt.datetime:
    """`at` never goes back within a file, even when the machine's clock does."""
    return at if last is None else max(at, last)


def header_of(
    subject: int, subject_id: int, seq: int, *, at: dt.datetime, actor_id: int | None, verb: str
) -> Header:
    """The scalar columns of an entry as the chain hashes them."""
    return Header(
        subject_kind=str(int(subject)),
        subject_id=str(subject_id),
        sequence=seq,
        at=at,
        actor_id="" if actor_id is None else str(actor_id),
        verb=str(verb),
    )
