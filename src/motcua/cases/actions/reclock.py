"""A change of the calendar recomputes open due dates and journals each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from motcua.cases.actions.act import after_last, as_written, clock_of, last_entry_at
from motcua.cases.models import Case
from motcua.cases.states import State, Verb
from motcua.journal.actions import record
from motcua.journal.rules import ChainEnd
from motcua.journal.states import Subject
from motcua.kernel.deadline import due_many
from motcua.kernel.limits import parse_limit
from motcua.kernel.worktime import WorkCalendar

BATCH = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """A file whose promise a calendar change moves."""

    case: Case
    due_before: dt.datetime
    due_after: dt.datetime


def moved_by(calendar: WorkCalendar, cases: Iterable[Case]) -> Iterator[Moved]:
    """The open files whose due date differs under `calendar`. Writes nothing.

    Files without pauses and extensions are counted together, which is what makes 100,000 of
    them cheap; the others one by one.
    """
    plain: list[Case] = []
    for case in cases:
        if case.clock_from is None or case.due_at is None or not case.limit:
            continue
        if not (case.pauses or case.extended_to or case.version.day0_shift):
            plain.append(case)
            continue
        clock = clock_of(case)
        due = clock.due(calendar) if clock else None
        if due and due.due_at and due.due_at != case.due_at:
            yield Moved(case, case.due_at, due.due_at)
    limits = [parse_limit(case.limit) for case in plain]
    starts = [case.clock_from for case in plain if case.clock_from]
    for case, due_at in zip(plain, due_many(calendar, limits, starts), strict=True):
        if case.due_at and due_at != case.due_at:
            yield Moved(case, case.due_at, due_at)


def reclock_open_cases(
    *,
    calendars: dict[int, WorkCalendar],
    actor_id: int | None,
    at: dt.datetime,
    because: str,
) -> list[Moved]:
    """Recompute the files of these agencies after a change; one journal entry for each moved.

    In batches of one short transaction each, so officers go on working. Doing it again changes
    nothing. Files that wait for the applicant are recomputed when the papers come in.
    """
    moved: list[Moved] = []
    for agency_id, calendar in calendars.items():
        ids = list(_open(agency_id).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            moved += _batch(ids[start : start + BATCH], calendar, actor_id, at, because)
    return moved


def _open(agency_id: int) -> QuerySet[Case]:
    return Case.objects.filter(
        agency_id=agency_id, state__in=(State.RECEIVED, State.PROCESSING), due_at__isnull=False
    )


def _batch(
    ids: list[int], calendar: WorkCalendar, actor_id: int | None, at: dt.datetime, because: str
) -> list[Moved]:
    with transaction.atomic():
        cases = (
            Case.objects.select_for_update(of=("self",))
            .select_related("version")
            .defer("version__content", "version__facts", "search")
            .annotate(last_at=last_entry_at())
            .filter(pk__in=ids, state__in=(State.RECEIVED, State.PROCESSING))
            .order_by("pk")
        )
        moved = list(moved_by(calendar, cases))
        for one in moved:
            _write(one, actor_id, at, because)
    return moved


def _write(moved: Moved, actor_id: int | None, at: dt.datetime, because: str) -> None:
    case = moved.case
    at = after_last(at, case)
    end = record(
        ChainEnd(Subject.CASE, case.pk, case.journal_seq, bytes(case.journal_head)),
        verb=Verb.RECLOCK,
        body={
            "due": [as_written(moved.due_before), as_written(moved.due_after)],
            "note": because,
        },
        actor_id=actor_id,
        at=at,
    )
    Case.objects.filter(pk=case.pk).update(
        due_at=moved.due_after, journal_seq=end.seq, journal_head=end.head
    )
