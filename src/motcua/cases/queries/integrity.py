"""Whether each file and the end of its chain in the journal agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from motcua.cases.models import Case
from motcua.journal.models import Entry
from motcua.journal.states import Subject


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A file whose journal ends elsewhere than the file says."""

    case_id: int
    number: str
    reason: str


def loose_ends() -> Iterator[LooseEnd]:
    """Files whose last entries are missing, changed or too many, and chains without their file.

    A chain that lost its tail is still whole in itself: only the file knows where it ended.
    """
    chained = Entry.objects.filter(subject=Subject.CASE, subject_id=OuterRef("pk"))
    # A file brought from another system has no entry of its own yet: its import vouches for it.
    brought = Q(journal_seq=0) & Exists(
        Entry.objects.filter(subject=Subject.IMPORT, hash=OuterRef("journal_head"))
    )
    cut = ~Exists(chained.filter(seq=OuterRef("journal_seq"))) & ~brought
    kept = chained.filter(seq=OuterRef("journal_seq"), hash=OuterRef("journal_head"))
    changed = ~Exists(kept) & ~brought
    longer = Exists(chained.filter(seq__gt=OuterRef("journal_seq")))
    yield from _named(Case.objects.filter(cut), "thiếu các mục cuối của nhật ký")
    yield from _named(Case.objects.filter(~cut & changed), "mục cuối không khớp với hồ sơ")
    yield from _named(Case.objects.filter(longer), "nhật ký có mục mà hồ sơ không biết")
    orphans = (
        Entry.objects.filter(subject=Subject.CASE)
        .filter(~Exists(Case.objects.filter(pk=OuterRef("subject_id"))))
        .values_list("subject_id", flat=True)
        .order_by("subject_id")
        .distinct()
    )
    for case_id in orphans.iterator(chunk_size=2000):
        yield LooseEnd(case_id, f"#{case_id}", "nhật ký còn mà hồ sơ không còn")


def _named(cases: QuerySet[Case], reason: str) -> Iterator[LooseEnd]:
    rows = cases.order_by("pk").values_list("pk", "code", "provisional", F("journal_seq"))
    for case_id, code, provisional, seq in rows.iterator(chunk_size=2000):
        yield LooseEnd(case_id, str(code or provisional), f"{reason} (hồ sơ ghi {seq} mục)")
