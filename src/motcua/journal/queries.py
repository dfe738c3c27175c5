"""Reads of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from motcua.journal.models import Entry
from motcua.journal.rules import ActKey, hashed_text, header_of, is_plain
from motcua.journal.states import Subject
from motcua.kernel import chain
from motcua.kernel.refusals import Refused


class KeyReused(Refused):
    """The same Idempotency-Key came with another request (answered 422)."""


def entry_for(key: ActKey | None) -> Entry | None:
    """The act already done under this key. Raises KeyReused when it asked something else."""
    if key is None:
        return None
    entry = Entry.objects.filter(act_key=key.key).first()
    if entry is not None and bytes(entry.act_body or b"") != key.body:
        raise KeyReused("Khóa chống gửi trùng này đã dùng cho một yêu cầu khác.")
    return entry


def entries_of(subject: Subject, subject_id: int) -> list[Entry]:
    """The whole chain of one subject in order, with the names of the people. One query."""
    return list(
        Entry.objects.filter(subject=subject, subject_id=subject_id)
        .select_related("actor")
        .order_by("seq")
    )


def stored_chain() -> Iterator[chain.Entry]:
    """Every stored entry as the chain sees it, subject by subject, streamed.

    A row that cannot be read any more comes as an entry that `chain.verify` names.
    """
    rows = (
        Entry.objects.annotate(moment=Cast("at", TextField()))
        .order_by("subject", "subject_id", "seq")
        .values_list(*_HASHED, "act_key", "act_body")
        .iterator(chunk_size=2000)
    )
    with _broken_text_passes():
        for row in rows:
            yield _entry(row)


_HASHED = ("subject", "subject_id", "seq", "moment", "actor_id", "verb", "body", "salt", "hash")
_UNREADABLE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def _entry(row: tuple[Any, ...]) -> chain.Entry:
    subject, subject_id, seq, moment, actor_id, verb, body, salt, link, key, asked = row
    try:
        header = header_of(
            subject, subject_id, seq, at=_moment(moment), actor_id=actor_id, verb=verb
        )
        act = None if key is None and asked is None else ActKey(bytes(key), bytes(asked))
        said = hashed_text(body, act).encode("utf-8", "surrogateescape")
        salt, link = bytes(salt), bytes(link)
        bound = chain.commitment(salt, header, said)
    except (TypeError, ValueError, AttributeError):
        header = chain.Header(str(subject), str(subject_id), seq, _UNREADABLE, "", str(verb))
        return chain.Entry(header, b"", b"", b"", b"")
    return chain.Entry(header, salt, said, bound if is_plain(body) else b"", link)


def _moment(text: str) -> dt.datetime:
    """A stored moment: without a zone on SQLite, where it is UTC."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


@contextmanager
def _broken_text_passes() -> Iterator[None]:
    """SQLite hands over bytes that are no UTF-8 as lone surrogates, instead of giving up."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    kept, raw.text_factory = raw.text_factory, lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = kept


def faults() -> Iterator[chain.Fault]:
    """The first broken place of every chain; nothing when the journal is whole."""
    return chain.verify(stored_chain())
