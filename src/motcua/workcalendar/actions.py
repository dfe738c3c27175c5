"""Changing the calendars. Every change makes a new revision and one entry in the journal.

The due dates of open files are counted anew above, in `cases`, in the same transaction.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from django.db import transaction

from motcua.journal.actions import record_on
from motcua.journal.rules import ActKey
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import VIETNAM, office_week
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.workcalendar.access import check_can_change
from motcua.workcalendar.models import CalendarDay, CalendarRevision, WorkingHours
from motcua.workcalendar.queries import preview
from motcua.workcalendar.rules import (
    Change,
    DeclareUntil,
    RemoveDay,
    SetDay,
    SetHours,
    read_week,
    stored_week,
)

# Larger than the number of changes anybody will ever make, small enough for 2^63.
_LONGEST_STEP = 2**40


def install_seed(*, actor: Actor, at: dt.datetime) -> int:
    """The country's hours and days as shipped; what is there already stays. How many days were new.

    Doing it again changes nothing.
    """
    hours, days = _seed("hours.json"), _seed("days.json")["days"]
    with transaction.atomic():
        check_can_change(actor, None)
        revision = CalendarRevision.objects.select_for_update().first()
        known = set(CalendarDay.objects.filter(agency=None).values_list("date", flat=True))
        new_days = [day for day in map(_seeded_day, days) if day.date not in known]
        new_hours = [
            row
            for row in map(_seeded_hours, hours["hours"])
            if not WorkingHours.objects.filter(agency=None, kind=row.kind).exists()
        ]
        if revision is not None and not new_days and not new_hours:
            return 0
        CalendarDay.objects.bulk_create(new_days)
        WorkingHours.objects.bulk_create(new_hours)
        last = dt.date.fromisoformat(hours["declared_until"])
        if revision is not None:
            last = max(last, revision.declared_until)
        body = {
            "days": [day.date for day in new_days],
            "hours": [row.kind for row in new_hours],
            "until": last,
        }
        _close(revision, last, None, "calendar.seed", body, actor=actor, at=at)
    return len(new_days)


def set_day(
    *, actor: Actor, change: SetDay, at: dt.datetime, key: ActKey | None = None
) -> CalendarRevision:
    """Mark a day, or correct its mark. Raises Refused, Conflict, Forbidden, at the field."""

    def write() -> dict[str, object]:
        before = CalendarDay.objects.filter(agency=change.agency_id, date=change.date).first()
        was = _facts(before) if before else None
        day = before or CalendarDay(agency_id=change.agency_id, date=change.date)
        day.kind, day.name = change.kind, normalise(change.name)
        day.replaces, day.document = change.replaces, normalise(change.document)
        day.confidence = "found"
        day.edited_by_id, day.edited_at = actor.account_id or None, at
        day.save()
        return {"was": was, "is": _facts(day), "reason": normalise(change.reason)}

    return _carry_out(change, "calendar.day", write, actor=actor, at=at, key=key)


def remove_day(
    *, actor: Actor, change: RemoveDay, at: dt.datetime, key: ActKey | None = None
) -> CalendarRevision:
    """Take a mark away: the day is what its weekday says. Raises Refused, NotFound, Forbidden.

    The mark itself stays readable in the journal.
    """

    def write() -> dict[str, object]:
        day = CalendarDay.objects.get(agency=change.agency_id, date=change.date)
        was = _facts(day)
        day.delete()
        return {"was": was, "reason": normalise(change.reason)}

    return _carry_out(change, "calendar.day_removed", write, actor=actor, at=at, key=key)


def set_hours(
    *, actor: Actor, change: SetHours, at: dt.datetime, key: ActKey | None = None
) -> CalendarRevision:
    """New hours from a day on; the old ones end the day before.

    Raises Refused, Conflict, Forbidden.
    """

    def write() -> dict[str, object]:
        mine = WorkingHours.objects.filter(agency=change.agency_id, kind=change.kind)
        running = mine.filter(valid_from__lt=change.valid_from).exclude(
            valid_to__lt=change.valid_from
        )
        running.update(valid_to=change.valid_from - dt.timedelta(days=1))
        same_day = mine.filter(valid_from=change.valid_from)
        body: dict[str, object] = {
            "kind": change.kind.value,
            "from": change.valid_from,
            "was": [row.sessions for row in same_day],
            "document": normalise(change.document),
            "reason": normalise(change.reason),
        }
        if change.sessions is None:
            same_day.delete()
            return body | {"is": None}
        sessions = stored_week(read_week(change.sessions))
        facts = {"sessions": sessions, "document": normalise(change.document), "valid_to": None}
        if not same_day.update(**facts):
            WorkingHours.objects.create(
                agency_id=change.agency_id,
                kind=change.kind,
                valid_from=change.valid_from,
                **facts,
            )
        return body | {"is": sessions}

    return _carry_out(change, "calendar.hours", write, actor=actor, at=at, key=key)


def declare_until(
    *, actor: Actor, change: DeclareUntil, at: dt.datetime, key: ActKey | None = None
) -> CalendarRevision:
    """Due dates may be promised up to a later day. Raises Refused, Forbidden."""
    return _carry_out(
        change, "calendar.until", lambda: {"until": change.last_day}, actor=actor, at=at, key=key
    )


def _carry_out(
    change: Change,
    verb: str,
    write: Callable[[], Mapping[str, object]],
    *,
    actor: Actor,
    at: dt.datetime,
    key: ActKey | None,
) -> CalendarRevision:
    """Lock the revision, check who and what, write, count on, journal."""
    with transaction.atomic():
        revision = CalendarRevision.objects.select_for_update().first()
        if revision is None:
            raise Refused("Chưa cài đặt lịch làm việc.")
        check_can_change(actor, _agency(change.agency_id))
        after = preview(change, today=at.astimezone(VIETNAM).date())
        body = write()
        last = after.declared_until
        return _close(revision, last, change.agency_id, verb, body, actor=actor, at=at, key=key)


def _close(
    revision: CalendarRevision | None,
    last: dt.date,
    agency_id: int | None,
    verb: str,
    body: Mapping[str, object],
    *,
    actor: Actor,
    at: dt.datetime,
    key: ActKey | None = None,
) -> CalendarRevision:
    revision = revision or CalendarRevision(id=1, number=0)
    revision.number += 1 + secrets.randbelow(_LONGEST_STEP)
    revision.declared_until, revision.changed_at = last, at
    revision.save()
    record_on(
        Subject.CALENDAR,
        agency_id or 0,
        verb=verb,
        body={"revision": revision.number, **body},
        actor_id=actor.account_id or None,
        at=at,
        key=key,
    )
    return revision


def _agency(agency_id: int | None) -> Agency | None:
    if agency_id is None:
        return None
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise NotFound("Không có cơ quan này.", field="agency")
    return agency


def _facts(day: CalendarDay) -> dict[str, object]:
    return {
        "date": day.date,
        "kind": str(day.kind),
        "name": day.name,
        "replaces": day.replaces,
        "document": day.document,
        "confidence": day.confidence,
    }


def _seed(name: str) -> Any:
    return json.loads(files("motcua.workcalendar").joinpath("seed", name).read_text("utf-8"))


def _seeded_day(row: Mapping[str, str]) -> CalendarDay:
    replaces = row.get("replaces")
    return CalendarDay(
        date=dt.date.fromisoformat(row["date"]),
        kind=row["kind"],
        name=row["name"],
        replaces=dt.date.fromisoformat(replaces) if replaces else None,
        document=row["document"],
        confidence=row["confidence"],
    )


def _seeded_hours(row: Mapping[str, str]) -> WorkingHours:
    return WorkingHours(
        kind=row["kind"],
        sessions=stored_week(office_week(row["week"], row["saturday"])),
        valid_from=dt.date.fromisoformat(row["valid_from"]),
        document=row["document"],
    )
