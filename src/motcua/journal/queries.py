"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.journal.models import Entry
from motcua.journal.rules import ActKey
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


def all_links() -> Iterator[tuple[tuple[int, int], chain.Link]]:
    """Every stored entry as the chain sees it, chain by chain, streamed."""
    rows = Entry.objects.order_by("subject", "subject_id", "seq").iterator(
        chunk_size=2000
    )
    for entry in rows:
        yield (
            (entry.subject, entry.subject_id),
            chain.Link(
                header=header_of(entry),
                body=entry.body.encode(),
                salt=bytes(entry.salt),
                hash=bytes(entry.hash),
                seq=entry.seq,
            ),
        )


def header_of(entry: Entry) -> bytes:
    """The scalar columns in the fixed byte layout that is hashed."""
    return chain.header(
        subject=entry.subject,
        subject_id=entry.subject_id,
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        verb=entry.verb,
    )
