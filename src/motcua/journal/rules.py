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
    """Digests of (who, key), 15 bytes, and of what was asked, 8; None when no key was sent.

    Fifteen, because with its length that makes an index entry of 24 bytes instead of 32.
    """
    if not key:
        return None
    named = hashlib.sha256(f"{account_id}\x00{key}".encode()).digest()[:15]
    return ActKey(key=named, body=hashlib.sha256(body).digest()[:8])


# Before the body stands the identity of its act, kept by its columns and not a second time.
_ACT: Final = '{"_act":"'


def hashed_text(body: str, key: ActKey | None) -> str:
    """What the chain binds: the stored body, led by the identity of the act where it has one."""
    if key is None:
        return body
    rest = body.removeprefix("{")
    return f'{_ACT}{(key.key + key.body).hex()}"{"" if rest == "}" else ","}{rest}'


def is_plain(body: str) -> bool:
    """No body of ours begins like the identity of an act: there it was moved from its columns."""
    return not body.startswith(_ACT)


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
