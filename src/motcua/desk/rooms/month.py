"""Months of a year as tables of days: what each day is, in a letter and in words."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel.worktime import WorkCalendar
from motcua.ui.said import said
from motcua.workcalendar.models import CalendarDay
from motcua.workcalendar.states import DayKind

LETTERS: Final = {
    DayKind.HOLIDAY: "L",
    DayKind.COMPENSATION_OFF: "B",
    DayKind.SWAPPED_OFF: "H",
    DayKind.SWAPPED_WORKING: "+",
}
# letter and words, for the legend below the months
LEGEND: Final = (
    ("L", gettext_lazy("nghỉ lễ, Tết")),
    ("B", gettext_lazy("nghỉ bù")),
    ("H", gettext_lazy("nghỉ hoán đổi")),
    ("+", gettext_lazy("làm bù")),
    ("?", gettext_lazy("dự báo, chưa có văn bản")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month; `day` 0 is a place before the first or after the last."""

    day: int
    letter: str = ""
    words: str = ""
    css: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    number: int
    year: int
    weeks: tuple[tuple[Cell, ...], ...]


def months_of(
    year: int, of: WorkCalendar, days: Sequence[CalendarDay], link: str | None
) -> Iterator[Month]:
    """The twelve months; `link` + date is where a day is edited (None: it is not)."""
    # An agency's own mark comes after the country's in the list, and stands over it.
    marks = {one.date: one for one in days}
    for number in range(1, 13):
        weeks = calendar.Calendar().monthdatescalendar(year, number)
        yield Month(
            number,
            year,
            tuple(tuple(_cell(day, number, of, marks, link) for day in week) for week in weeks),
        )


def _cell(
    day: dt.date,
    month: int,
    of: WorkCalendar,
    marks: Mapping[dt.date, CalendarDay],
    link: str | None,
) -> Cell:
    if day.month != month:
        return Cell(0)
    mark = marks.get(day)
    href = f"{link}{day.isoformat()}" if link else ""
    if mark is None:
        off = not _works(of, day)
        return Cell(day.day, css="off" if off else "", words=_("nghỉ") if off else "", href=href)
    forecast = mark.confidence == "forecast"
    kind = DayKind(mark.kind)
    words = f"{said(kind.label)}: {said(mark.name)}" + (f" ({_('dự báo')})" if forecast else "")
    css = "made-up" if kind is DayKind.SWAPPED_WORKING else "holiday"
    letter = LETTERS[kind] + ("?" if forecast else "")
    return Cell(day.day, letter, words, f"{css} forecast" if forecast else css, href)


def _works(of: WorkCalendar, day: dt.date) -> bool:
    if of.first_day <= day <= of.last_day:
        return of.is_working(day)
    return day.weekday() < 5
