"""Writing the journal: `record` is called by every action, inside its transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import replace

from django.db import connection

from motcua.journal.models import Entry, Look
from motcua.journal.rules import ActKey, ChainEnd, hashed_text, header_of
from motcua.journal.states import Subject
from motcua.kernel import chain
from motcua.kernel.canonical import canonical_json
from motcua.prepared import insert_new


def record(
    end: ChainEnd,
    *,
    verb: str,
    body: Mapping[str, object],
    actor_id: int | None,
    at: dt.datetime,
    key: ActKey | None = None,
) -> ChainEnd:
    """Append one entry after `end` and return the new end. The caller holds the subject's lock.

    Raises IntegrityError when the place is taken (somebody wrote without the lock) or when
    `key` was used before.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a journal entry belongs to the transaction of its act")
    seq = end.seq + 1
    text = canonical_json(body)
    salt = secrets.token_bytes(32)
    header = header_of(end.subject, end.subject_id, seq, at=at, actor_id=actor_id, verb=verb)
    head = chain.link(
        # A file brought from elsewhere keeps the head of its import, but its own chain begins anew.
        end.head if end.seq else chain.GENESIS,
        chain.commitment(salt, header, hashed_text(text, key).encode()),
    )
    entry = Entry(
        subject=end.subject,
        subject_id=end.subject_id,
        seq=seq,
        at=at,
        actor_id=actor_id,
        verb=verb,
        body=text,
        salt=salt,
        hash=head,
        act_key=key.key if key else None,
        act_body=key.body if key else None,
    )
    insert_new([entry])
    return replace(end, seq=seq, head=head)


def record_on(
    subject: Subject,
    subject_id: int,
    *,
    verb: str,
    body: Mapping[str, object],
    actor_id: int | None,
    at: dt.datetime,
    key: ActKey | None = None,
) -> ChainEnd:
    """`record` for subjects without an end of their own (settings, calendars). Two statements."""
    last = (
        Entry.objects.select_for_update()
        .filter(subject=subject, subject_id=subject_id)
        .order_by("-seq")
        .first()
    )
    end = ChainEnd(subject, subject_id, last.seq if last else 0, bytes(last.hash) if last else b"")
    return record(end, verb=verb, body=body, actor_id=actor_id, at=at, key=key)


def note_look(
    *, account_id: int, subject: Subject, subject_id: int, what: str, at: dt.datetime
) -> None:
    """Somebody saw personal data; every look is kept."""
    Look.objects.create(
        account_id=account_id, subject=subject, subject_id=subject_id, what=what, at=at
    )
