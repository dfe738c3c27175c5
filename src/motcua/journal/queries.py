"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.journal.models import Entry
from motcua.journal.rules import ActKey, header_of
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
    """Every stored entry as the chain sees it, subject by subject, streamed."""
    rows = Entry.objects.order_by("subject", "subject_id", "seq").iterator(chunk_size=2000)
    for row in rows:
        header = header_of(
            row.subject, row.subject_id, row.seq, at=row.at, actor_id=row.actor_id, verb=row.verb
        )
        salt, body = bytes(row.salt), row.body.encode()
        bound = chain.commitment(salt, header, body)
        yield chain.Entry(header, salt, body, bound, bytes(row.hash))


def faults() -> Iterator[chain.Fault]:
    """The first broken place of every chain; nothing when the journal is whole."""
    return chain.verify(stored_chain())
