"""`motcua verify_journal`: recompute every hash, from the stored bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from motcua.cases.queries.integrity import loose_ends
from motcua.journal.queries import stored_chain
from motcua.journal.states import Subject
from motcua.kernel import chain

# Beyond this many places the number says more than the list.
SHOWN = 50


class Command(BaseCommand):
    """Reads only, and each question is one statement: it may run while the office works."""

    help = "Tính lại mọi mắt xích của nhật ký; thoát với mã 1 và chỉ ra chỗ sai nếu có."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with one line per broken place, 0 with the counts."""
        counted = Counted()
        places = [_place(fault) for fault in chain.verify(counted.entries())]
        places += [f"Hồ sơ {end.number}: {end.reason}." for end in loose_ends()]
        if places:
            more = len(places) - SHOWN
            lines = [*places[:SHOWN], *([f"… và {more} chỗ nữa."] if more > 0 else [])]
            raise CommandError("Nhật ký không nguyên vẹn:\n" + "\n".join(lines))
        self.stdout.write(f"{counted.seen} mục, {counted.chains} chuỗi: nguyên vẹn")


class Counted:
    """The stored chain, counted while it streams by."""

    def __init__(self) -> None:
        self.seen = self.chains = 0

    def entries(self) -> Iterator[chain.Entry]:
        """Every stored entry, in the order that `chain.verify` needs."""
        last = None
        for entry in stored_chain():
            subject = (entry.header.subject_kind, entry.header.subject_id)
            self.seen += 1
            self.chains += subject != last
            last = subject
            yield entry


def _place(fault: chain.Fault) -> str:
    kinds = {str(int(subject)): subject.label for subject in Subject}
    kind = kinds.get(fault.subject_kind, f"Loại {fault.subject_kind}")
    return f"{kind} số {fault.subject_id}, mục {fault.sequence}: {fault.reason}."
