"""Where to go: the agencies, their hours, and what each of them takes; ended ones too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.catalogue.queries import fields_in_force
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import fold
from motcua.kernel.worktime import BeyondHorizon
from motcua.organisation.models import Agency
from motcua.organisation.queries import (
    agencies_on,
    agency_by_slug,
    ended_agencies,
    front_agency,
    successors_of,
)
from motcua.organisation.states import Level
from motcua.portal.door import Visit, public_view, show
from motcua.ui.said import said, weekday_words
from motcua.workcalendar.queries import calendar_for
from motcua.workcalendar.states import HoursKind

DAYS_AHEAD = 7


@require_safe
@public_view
def agencies(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All agencies in force by level, and those that have ended."""
    rows = agencies_on(on=visit.today)
    levels = [
        {"title": said(level.label), "rows": [row for row in rows if row.level == level]}
        for level in Level
    ]
    context = {
        "levels": [level for level in levels if level["rows"]],
        "ended": ended_agencies(on=visit.today),
    }
    front = rows[0] if rows else None
    return show(request, visit, "portal/agencies.html", context, area="agencies", agency=front)


@require_safe
@public_view
def agency(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """One agency: where, when, by phone, and the procedures it takes, by field."""
    row = agency_by_slug(slug)
    ended = row.valid_to is not None and row.valid_to < visit.today
    # Who answers for it now: its successors, else whoever stands above all.
    heirs = successors_of(row.pk, on=visit.today) if ended else []
    asked = (heirs[0] if heirs else front_agency(on=visit.today)) if ended else row
    fields = [] if ended else fields_in_force(visit.today, agency_id=row.pk)
    fields.sort(key=lambda field: fold(field[1]))
    context = {
        "agency": row,
        "ended": ended,
        "asked": asked,
        "heirs": heirs,
        "level": said(Level(row.level).label),
        "fields": fields,
        "count": sum(count for _code, _name, count in fields),
        "week": [] if ended else reception_days(row, visit.today),
    }
    return show(request, visit, "portal/agency.html", context, area="agencies", agency=asked)


def reception_days(agency: Agency, today: dt.date) -> list[dict[str, Any]]:
    """The coming week at the desk by the reception calendar: sessions, or why it is shut."""
    try:
        calendar = calendar_for(agency.pk, HoursKind.RECEPTION)
        days = [today + dt.timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
        return [
            {
                "weekday": weekday_words(day),
                "date": day,
                "sessions": [
                    f"{_clock(session[0])}–{_clock(session[1])}"
                    for session in calendar.sessions(day)
                ],
                "off": said(calendar.why_off(day)),
                "today": day == today,
            }
            for day in days
        ]
    except (Refused, BeyondHorizon):
        return []


def saturday_note(agency: Agency | None, today: dt.date) -> dict[str, Any] | None:
    """The coming Saturday's reception; None when the desk is shut then or nothing is declared."""
    if agency is None:
        return None
    week = reception_days(agency, today)
    return next((day for day in week if day["date"].weekday() == 5 and day["sessions"]), None)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
