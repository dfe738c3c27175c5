"""Calendars for the clock, kept in the process until their revision changes."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import WorkCalendar
from motcua.prepared import prepared
from motcua.workcalendar.models import CalendarDay, CalendarRevision, WorkingHours
from motcua.workcalendar.rules import Calendars, Change, Day, Hours, changed, read_week
from motcua.workcalendar.states import DayKind, HoursKind

# The newest revision this process has read. Swapped as a whole: threads need no lock, at worst
# two of them read the same rows.
_kept: list[Calendars] = []


def calendar_for(
    agency_id: int | None,
    kind: HoursKind = HoursKind.DEADLINE,
    *,
    revision: int | None = None,
) -> WorkCalendar:
    """The working time of an agency, the country's where it has none of its own (None: country).

    One query for the revision; none when the caller has read it already (`revision`). Three more
    when it has changed since this process last asked. Raises Refused before a calendar is set up.
    """
    return calendars(revision=revision).of(agency_id, kind)


def calendars(*, revision: int | None = None) -> Calendars:
    """The calendars of everybody at this revision, read again only when it has changed."""
    number = revision_number() if revision is None else revision
    if not _kept or _kept[0].number != number:
        _kept[:] = [_read()]
    return _kept[0]


def revision_number() -> int:
    """Which state the calendars are in; 0 before they are set up. One query."""
    return next(iter(_revision()), 0)


@prepared
def _revision() -> QuerySet[CalendarRevision, int]:
    return CalendarRevision.objects.order_by("id").values_list("number", flat=True)[:1]


def preview(change: Change, *, today: dt.date) -> Calendars:
    """The calendars as they would be after a change: `.of(agency_id)` gives each agency's.

    A change of one agency (`change.agency_id`) touches no other; with None it touches all.
    Raises Refused, Conflict or NotFound, as the action will. Three queries, nothing is written.
    """
    return changed(_read(), change, today)


def marked_days(agency_id: int | None, first: dt.date, last: dt.date) -> list[CalendarDay]:
    """Marked days of a period, the country's and the agency's own, for the page that edits them."""
    return list(
        CalendarDay.objects.filter(
            Q(agency__isnull=True) | Q(agency_id=agency_id), date__range=(first, last)
        )
        .select_related("edited_by")
        .order_by("date", "agency_id")
    )


def hours_history(agency_id: int | None) -> list[WorkingHours]:
    """All hours that an agency ever had of its own, newest first (None: the country)."""
    return list(WorkingHours.objects.filter(agency=agency_id).order_by("kind", "-valid_from"))


def declared_until() -> dt.date:
    """The last day for which a due date may be promised. Raises Refused before set-up."""
    last = CalendarRevision.objects.values_list("declared_until", flat=True).first()
    if last is None:
        raise Refused("Chưa cài đặt lịch làm việc.")
    return last


def _read() -> Calendars:
    # The number first: a change that commits between the reads is then seen under an old
    # number, which nobody asks for once the new one is there.
    revision = CalendarRevision.objects.first()
    if revision is None:
        raise Refused("Chưa cài đặt lịch làm việc; quản trị hãy khai báo lịch làm việc trước.")
    hours = WorkingHours.objects.values_list(
        "agency_id", "kind", "sessions", "valid_from", "valid_to"
    )
    days = CalendarDay.objects.values_list("agency_id", "date", "kind", "name", "replaces")
    return Calendars(
        number=revision.number,
        declared_until=revision.declared_until,
        hours=tuple(
            Hours(agency_id, HoursKind(kind), read_week(sessions), start, end)
            for agency_id, kind, sessions, start, end in hours
        ),
        days=tuple(
            Day(agency_id, date, DayKind(kind), name, replaces)
            for agency_id, date, kind, name, replaces in days
        ),
    )
