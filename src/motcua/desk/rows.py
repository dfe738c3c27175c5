"""How a row of a list is drawn: values from `cases.queries.lists`, dates written once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext, gettext_noop, ngettext

from motcua.cases.queries.lists import Row
from motcua.cases.states import State
from motcua.kernel.identity import mask_number
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM, WorkCalendar
from motcua.process.queries import graph_of
from motcua.ui.rows import Badges, Column, Table, text, two_lines
from motcua.ui.said import said

RUNNING: Final = (State.RECEIVED, State.PROCESSING)
Clocked = Callable[[Row], tuple[str, str]]


def table(*, select: bool) -> Table:
    """The columns of every list of files."""
    return Table(
        columns=(
            Column("code", gettext_noop("Mã hồ sơ"), css="code nowrap"),
            Column("procedure", gettext_noop("Thủ tục"), cell=clamped, css="main"),
            Column("applicant", gettext_noop("Người nộp"), cell=two_lines, css="person"),
            Column("step", gettext_noop("Bước, người giữ"), cell=two_lines, css="step"),
            Column("due", gettext_noop("Hạn trả"), cell=_Due(), css="due nowrap"),
            Column("touched", gettext_noop("Việc cuối"), cell=two_lines, css="touched nowrap"),
        ),
        prefix="/desk/cases/",
        suffix="/",
        select=select,
    )


def clamped(value: object) -> str:
    """A long name on two lines; the whole of it on hover and to a screen reader."""
    name = text(value)
    return f'<span class="clamp" title="{name}">{name}</span>'


def cells(rows: list[Row], clocked: Clocked) -> list[tuple[object, ...]]:
    """Rows for `Table.body`: the key first, then one value per column."""
    steps: dict[tuple[int, str | None, int], str] = {}

    def step(row: Row) -> str:
        place = row.definition_id, row.step, row.state
        name = steps.get(place)
        if name is None:
            name = steps[place] = step_name(row)
        return name

    return [
        (
            row.number,
            row.number,
            row.procedure,
            (row.applicant, mask_number(row.applicant_number) if row.applicant_number else ""),
            (step(row), row.holder or ""),
            (_due(row.due_at), clocked(row)),
            _day_and_hour(row.touched_at),
        )
        for row in rows
    ]


def step_name(row: Row) -> str:
    """The step in words; the public state when nothing is open."""
    if not row.step:
        return said(State(row.state).label)
    return said(graph_of(row.definition_id).task(row.step).name)


def _due(due_at: dt.datetime | None) -> str:
    """The day; the hour only where it is not the end of the day."""
    if due_at is None:
        return ""
    local = due_at.astimezone(VIETNAM)
    hour = "" if (local.hour, local.minute) == (23, 59) else f"{_hour(local)} "
    return f"{hour}{short_date(local)}"


def _day_and_hour(at: dt.datetime) -> tuple[str, str]:
    local = at.astimezone(VIETNAM)
    return short_date(local), _hour(local)


def _hour(local: dt.datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


class _Due:
    """The due date with its badge under it; only the badge where there is no date."""

    def __init__(self) -> None:
        self._badge = Badges()

    def __call__(self, value: object) -> str:
        if not isinstance(value, tuple):
            raise TypeError("a due cell needs (date, badge)")
        day, badge = value
        drawn = self._badge(badge)
        return f'<span class="day">{day}</span>{drawn}' if day else drawn


def answer_words(at: dt.datetime) -> Clocked:
    """The badge of a file that waits at the desk: by when what came in online is answered."""

    def clocked(row: Row) -> tuple[str, str]:
        if row.due_at is None:
            return str(row.state), said(State(row.state).label)
        if row.due_at < at:
            return "late", gettext("Quá hạn trả lời")
        same_day = row.due_at.astimezone(VIETNAM).date() == at.astimezone(VIETNAM).date()
        return ("soon" if same_day else "running"), gettext("Phải trả lời")

    return clocked


def clock_words(calendar: WorkCalendar, at: dt.datetime) -> Clocked:
    """State of the clock and its words for a row: "Còn 2 ngày", "Quá 1 ngày"."""
    today = at.astimezone(VIETNAM).date()
    known: dict[dt.date, tuple[str, str]] = {}

    def clocked(row: Row) -> tuple[str, str]:
        if row.state == State.SUPPLEMENT:
            return "paused", gettext("Chờ bổ sung")
        if row.state not in RUNNING:
            return str(row.state), said(State(row.state).label)
        if row.due_at is None:
            return "none", ""
        if row.due_at < at:
            day = row.due_at.astimezone(VIETNAM).date()
            return "late", _late(calendar.working_days_between(day, today))
        day = row.due_at.astimezone(VIETNAM).date()
        if day not in known:
            known[day] = _ahead(calendar.working_days_between(today, day))
        return known[day]

    return clocked


def _ahead(days: int) -> tuple[str, str]:
    if days <= 0:
        return "today", ""
    words = ngettext("Còn %(n)d ngày", "Còn %(n)d ngày", days) % {"n": days}
    return ("soon" if days == 1 else "running"), words


def _late(days: int) -> str:
    if days <= 0:
        return gettext("Quá hạn")
    return ngettext("Quá hạn %(n)d ngày", "Quá hạn %(n)d ngày", days) % {"n": days}


def caption(title: str, place: str) -> str:
    """What a screen reader says before the table."""
    return escape(f"{title}, {place}")
