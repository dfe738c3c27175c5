"""Where a file stands in the drawing of its process, and how long each step took."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from motcua.cases.queries.page import CasePage
from motcua.desk.brief import calendar_of
from motcua.desk.door import Officer
from motcua.kernel.vietnamese import working_duration
from motcua.kernel.worktime import BeyondHorizon, WorkCalendar
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS
from motcua.ui.said import said


def marks_of(page: CasePage, officer: Officer) -> dict[str, tuple[str, str]]:
    """Step → "now" or "done", with the working time spent on it; a step done twice is summed."""
    calendar = calendar_of(page.case, officer)
    worked: dict[str, list[WorkItem]] = {}
    for item in page.items:
        worked.setdefault(item.step, []).append(item)
    return {step: _mark(items, calendar, officer.at) for step, items in worked.items()}


def _mark(items: list[WorkItem], calendar: WorkCalendar, at: dt.datetime) -> tuple[str, str]:
    live = any(item.state in LIVE_ITEMS for item in items)
    try:
        minutes = sum(
            calendar.working_minutes_between(item.opened_at, item.done_at or at) for item in items
        )
    except BeyondHorizon:
        return ("now", _("đang ở đây")) if live else ("done", _("đã xong"))
    time = said(working_duration(minutes))
    words = _("đang ở đây, %(time)s") if live else _("xong, mất %(time)s")
    return ("now" if live else "done"), words % {"time": time}
