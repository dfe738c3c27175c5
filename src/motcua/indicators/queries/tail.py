"""What was done since the sums were folded: files whose share is not, or no longer, in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from motcua.cases.models import Case
from motcua.history.models import Batch
from motcua.indicators.models import Folded, Progress
from motcua.indicators.queries.facts import Place, Share, shares
from motcua.indicators.rules import Event
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.prepared import prepared

# More files than this in the tail are counted faster from the files themselves.
MOST: Final = 2_000
Shift = Counter[tuple[Place, Event]]


@dataclass(frozen=True, slots=True)
class Changed:
    """Files with entries after the folded ones: the first number among them, by file."""

    first: dict[int, int]
    last_entry: int


@dataclass(frozen=True, slots=True)
class Until:
    """The last entry of the journal and the last answer that are surely in the sums, and the last
    month with totals.
    """

    entry: int
    rating: int
    totals: dt.date | None


def folded_until() -> Until | None:
    """How far the sums are; None while they cannot be used. One statement."""
    row = next(iter(_progress()), None)
    return None if row is None or row[3] else Until(*row[:3])


@prepared
def _progress() -> QuerySet[Progress, tuple[int, int, dt.date | None, bool]]:
    later = Batch.objects.filter(pk__gt=OuterRef("batch"))
    progress = Progress.objects.filter(counted__isnull=True).annotate(behind=Exists(later))
    return progress.values_list("safe", "rated", "totals", "behind")


def changed_since(entry: int) -> Changed:
    """Files that something was done to after an entry. One statement."""
    return _changed(_entries_after(entry), entry)


def changed_lately(entry: int) -> Changed:
    """The same, of MOST + 1 files at most."""
    return _changed(_few_entries_after(entry), entry)


@prepared
def _few_entries_after(entry: int) -> QuerySet[Entry, tuple[int, int, int]]:
    return _entries_after(entry)[: MOST + 1]


def _entries_after(entry: int) -> QuerySet[Entry, tuple[int, int, int]]:
    entries = Entry.objects.filter(pk__gt=entry, subject=Subject.CASE).order_by()
    grouped: Any = entries.values("subject_id").annotate(first=Min("seq"), last=Max("pk"))
    rows: QuerySet[Entry, tuple[int, int, int]] = grouped.values_list("subject_id", "first", "last")
    return rows


def _changed(found: Iterable[tuple[int, int, int]], entry: int) -> Changed:
    rows = list(found)
    return Changed(
        {subject: first for subject, first, _last in rows},
        max((last for _subject, _first, last in rows), default=entry),
    )


@dataclass(frozen=True, slots=True)
class Move:
    """What adding the changed files anew does to the sums, and their shares from then on."""

    shift: Shift
    now: dict[int, Share]


def move_of(changed: Changed) -> Move:
    """The change in every cell. Four statements at most.

    A file that is over and was folded before has no row in the ledger any more: nothing was done
    to it since but what is folded, unless its chain begins among the new entries.
    """
    ids = list(changed.first)
    before = dict(Folded.objects.filter(pk__in=ids).values_list("case_id", "cells"))
    now = {
        pk: share
        for pk, share in shares(Case.objects.filter(pk__in=ids)).items()
        if pk in before or changed.first[pk] == 1 or share.over_since is None
    }
    shift: Shift = Counter()
    for pk, share in now.items():
        shift.update({(share.place, event): n for event, n in share.events.items()})
        shift.subtract(written_shift(before.get(pk)))
    return Move(Counter({cell: n for cell, n in shift.items() if n}), now)


def as_written(share: Share) -> list[Any]:
    """A share as the ledger keeps it."""
    place = share.place
    events = [[event.day.isoformat(), event.measure, n] for event, n in share.events.items()]
    return [place.agency_id, place.field_id, place.way, events]


def written_shift(cells: list[Any] | None) -> Shift:
    """The share that the ledger keeps."""
    if cells is None:
        return Counter()
    place, events = Place(*cells[:3]), cells[3]
    return Counter(
        {(place, Event(dt.date.fromisoformat(day), measure)): n for day, measure, n in events}
    )


def sum_of_shares(found: Iterable[Share]) -> Shift:
    """What files add together that were in no sum before."""
    shift: Shift = Counter()
    for share in found:
        for event, number in share.events.items():
            shift[share.place, event] += number
    return shift
