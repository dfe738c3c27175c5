"""A change of the calendar together with what it does to promises already made.

First `preview_change` lists the files whose due date would move, then `confirm_change` carries
the change out and moves them, one journal entry each. A run that was stopped half-way is known
by its calendar entry without an entry `calendar.reclocked` after it; `finish_changes` goes on.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from motcua.cases.actions.reclock import Moved, moved_by, reclock_open_cases
from motcua.cases.models import Case
from motcua.cases.states import State
from motcua.journal.actions import record_on
from motcua.journal.models import Entry
from motcua.journal.queries import entry_for
from motcua.journal.rules import ActKey
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.workcalendar import actions as workcalendar
from motcua.workcalendar.access import check_can_change
from motcua.workcalendar.models import CalendarRevision
from motcua.workcalendar.queries import calendars, preview, revision_number
from motcua.workcalendar.rules import (
    Calendars,
    Change,
    DeclareUntil,
    RemoveDay,
    SetDay,
)

RECLOCKED: Final = "calendar.reclocked"
SHOWN: Final = 200
_HEAVY = ("version__content", "version__facts", "search")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would move: how many files, and the first of them, the earliest date first.

    `revision` goes back with the confirmation, so that nobody confirms a list that is out of date.
    """

    files: int
    rows: tuple[Moved, ...]
    revision: int


def preview_change(change: Change, *, actor: Actor, at: dt.datetime) -> Preview:
    """The files whose due date would move. Writes nothing.

    Raises Refused, Conflict, NotFound at the field, and Forbidden, as carrying it out would.
    """
    check_can_change(actor, _agency(change.agency_id))
    revision = revision_number()
    after = preview(change, today=at.astimezone(VIETNAM).date())
    moved = sorted(_moved(change.agency_id, after), key=lambda one: (one.due_after, one.case.pk))
    return Preview(len(moved), tuple(moved[:SHOWN]), revision)


def confirm_change(
    change: Change, *, actor: Actor, at: dt.datetime, seen: int, key: ActKey | None = None
) -> int:
    """Carry the change out and move the due dates it moves; how many files it moved.

    `seen` is the revision of the preview. A repeat under the same `key` changes nothing but goes
    on where a stopped run ended. Raises Conflict when the calendar changed since the preview.
    """
    try:
        if entry_for(key) is None:
            if seen != revision_number():
                raise Conflict("Lịch vừa được người khác sửa; hãy xem lại danh sách hồ sơ.")
            _carry_out(change, actor=actor, at=at, key=key)
    except (Refused, IntegrityError):
        # Pressed twice: the second waited for the first, and then found its change made.
        if entry_for(key) is None:
            raise
    return finish_changes(at=at, owner=change.agency_id or 0)


def unfinished_changes() -> list[Entry]:
    """Changes whose files have not all been counted anew, by calendar. Two statements."""
    last = (
        Entry.objects.filter(subject=Subject.CALENDAR)
        .values("subject_id")
        .annotate(last=Max("seq"))
        .values_list("subject_id", "last")
    )
    ends = dict(last)
    entries = Entry.objects.filter(subject=Subject.CALENDAR, seq__in=set(ends.values()))
    return [
        entry
        for entry in entries.exclude(verb=RECLOCKED).order_by("subject_id")
        if ends[entry.subject_id] == entry.seq
    ]


def finish_changes(*, at: dt.datetime, owner: int | None = None) -> int:
    """Count anew what changes of the calendar have left to count; how many files moved.

    `owner` is one agency's calendar (0: the country's); None is every one. Nothing is left after
    it, and doing it again does nothing.
    """
    moved = 0
    for entry in unfinished_changes():
        if owner is None or entry.subject_id == owner:
            moved += _finish(entry, at)
    return moved


def _finish(entry: Entry, at: dt.datetime) -> int:
    """The files first, in short transactions, then the entry that says it is done."""
    of_all = calendars()
    ids = _agencies_on_the_clock(entry.subject_id or None)
    moved = reclock_open_cases(
        calendars={agency_id: of_all.of(agency_id) for agency_id in ids},
        actor_id=entry.actor_id,
        at=at,
        because=_because(entry.verb, json.loads(entry.body)),
    )
    with transaction.atomic():
        CalendarRevision.objects.select_for_update().first()
        # Another run may have finished it meanwhile, or a later change stands in its place.
        if any(left.pk == entry.pk for left in unfinished_changes()):
            record_on(
                Subject.CALENDAR,
                entry.subject_id,
                verb=RECLOCKED,
                body={"change": entry.seq, "files": len(moved)},
                actor_id=entry.actor_id,
                at=at,
            )
    return len(moved)


def _carry_out(change: Change, *, actor: Actor, at: dt.datetime, key: ActKey | None) -> None:
    if isinstance(change, SetDay):
        workcalendar.set_day(actor=actor, change=change, at=at, key=key)
    elif isinstance(change, RemoveDay):
        workcalendar.remove_day(actor=actor, change=change, at=at, key=key)
    elif isinstance(change, DeclareUntil):
        workcalendar.declare_until(actor=actor, change=change, at=at, key=key)
    else:
        workcalendar.set_hours(actor=actor, change=change, at=at, key=key)


def _moved(agency_id: int | None, after: Calendars) -> Iterator[Moved]:
    for on_clock in _agencies_on_the_clock(agency_id):
        cases = (
            _on_the_clock()
            .filter(agency_id=on_clock)
            .select_related("version", "agency")
            .defer(*_HEAVY)
        )
        yield from moved_by(after.of(on_clock), cases.iterator(chunk_size=2000))


def _on_the_clock() -> QuerySet[Case]:
    return Case.objects.filter(
        state__in=(State.RECEIVED, State.PROCESSING), due_at__isnull=False
    ).order_by("pk")


def _agencies_on_the_clock(agency_id: int | None) -> list[int]:
    """Whose files a change concerns: one agency's, or all that have files on the clock."""
    if agency_id is not None:
        return [agency_id]
    return sorted(_on_the_clock().order_by().values_list("agency_id", flat=True).distinct())


def _agency(agency_id: int | None) -> Agency | None:
    return None if agency_id is None else Agency.objects.get(pk=agency_id)


def _because(verb: str, body: Mapping[str, Any]) -> str:
    """The sentence in the journal of each file that moved."""
    if verb == "calendar.day":
        day, name, document = (body["is"][part] for part in ("date", "name", "document"))
        return f"Lịch làm việc ghi ngày {_short(day)}: {name} ({document})."
    if verb == "calendar.day_removed":
        return f"Lịch làm việc bỏ ngày {_short(body['was']['date'])}: {body['was']['name']}."
    if verb == "calendar.hours":
        return f"Giờ làm việc đổi từ ngày {_short(body['from'])} ({body['document']})."
    return "Lịch làm việc thay đổi."


def _short(text: str) -> str:
    return short_date(dt.date.fromisoformat(text))
