"""The calendars of all agencies as one value.

An agency without hours of its own has the country's; a day marked by an agency stands over the
same day marked for the country.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import Mark, MarkKind, Sessions, WorkCalendar, parse_sessions
from motcua.workcalendar.states import DayKind, HoursKind

Week = tuple[Sessions, ...]

_ONE_DAY = dt.timedelta(days=1)
_REST: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class Hours:
    """Sessions per weekday from a day to a day; `agency_id` None is the country."""

    agency_id: int | None
    kind: HoursKind
    week: Week
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A marked day; `agency_id` None is the country. `replaces` is the other half of a swap."""

    agency_id: int | None
    date: dt.date
    kind: DayKind
    name: str
    replaces: dt.date | None = None

    @property
    def mark(self) -> Mark:
        """What the explanation of a due date says: reads on after the date."""
        other = short_date(self.replaces) if self.replaces else ""
        texts = {
            DayKind.HOLIDAY: f"nghỉ {self.name}",
            DayKind.COMPENSATION_OFF: f"nghỉ bù {self.name}",
            DayKind.SWAPPED_OFF: f"nghỉ hoán đổi {self.name}",
            DayKind.SWAPPED_WORKING: f"làm bù cho ngày {other}" if other else "làm bù",
        }
        return Mark(MarkKind(self.kind.value), texts[self.kind], self.replaces)


@dataclass(frozen=True)
class Calendars:
    """Everything that is declared. `of` builds an agency's calendar once and keeps it."""

    number: int
    declared_until: dt.date
    hours: tuple[Hours, ...]
    days: tuple[Day, ...]
    _built: dict[tuple[int | None, HoursKind], WorkCalendar] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, agency_id: int | None, kind: HoursKind = HoursKind.DEADLINE) -> WorkCalendar:
        """The calendar of an agency, or of the country. Raises Refused before any hours are set."""
        own = any(row.agency_id == agency_id for row in self.hours) or any(
            day.agency_id == agency_id for day in self.days
        )
        # Agencies with nothing of their own share one calendar: thousands of them cost nothing.
        key = (agency_id if own else None, kind)
        if key not in self._built:
            self._built[key] = self._build(*key)
        return self._built[key]

    @property
    def first_day(self) -> dt.date:
        """The first day on which the country has hours. Raises Refused when there are none."""
        starts = [row.valid_from for row in self.hours if row.agency_id is None]
        if not starts:
            raise Refused("Chưa cài đặt giờ làm việc; quản trị hãy khai báo lịch làm việc trước.")
        return min(starts)

    def day(self, agency_id: int | None, date: dt.date) -> Day | None:
        """The mark of exactly this owner on this date."""
        return next((d for d in self.days if d.agency_id == agency_id and d.date == date), None)

    def _build(self, agency_id: int | None, kind: HoursKind) -> WorkCalendar:
        weeks = self._weeks(agency_id, kind)
        marks = {day.date: day.mark for day in self.days if day.agency_id is None}
        if agency_id is not None:
            marks |= {day.date: day.mark for day in self.days if day.agency_id == agency_id}
        first, *later = weeks
        return WorkCalendar(
            week=first[1],
            first_day=first[0],
            last_day=self.declared_until,
            marks=marks,
            later_weeks=tuple(later),
        )

    def _weeks(self, agency_id: int | None, kind: HoursKind) -> list[tuple[dt.date, Week]]:
        """From which day which week holds, in order, beginning with the first day of all."""
        rows = [row for row in self.hours if row.kind == kind]
        country = [row for row in rows if row.agency_id is None]
        own = [row for row in rows if row.agency_id == agency_id] if agency_id is not None else []
        starts = {self.first_day}
        for row in (*country, *own):
            starts.add(max(row.valid_from, self.first_day))
            if row.valid_to is not None:
                starts.add(max(row.valid_to + _ONE_DAY, self.first_day))
        weeks: list[tuple[dt.date, Week]] = []
        for start in sorted(starts):
            week = _in_force(own, start) or _in_force(country, start) or _REST
            if not weeks or weeks[-1][1] != week:
                weeks.append((start, week))
        return weeks


def read_week(sessions: Mapping[str, Sequence[Sequence[str]]]) -> Week:
    """The stored form of a week as the kernel's. Raises Refused, saying what to write."""
    if unknown := set(sessions) - {str(n) for n in range(7)}:
        raise Refused(f"Không có ngày thứ “{min(unknown)}” trong tuần.", field="sessions")
    try:
        week = tuple(
            parse_sessions(", ".join("-".join(pair) for pair in sessions.get(str(n), ())))
            for n in range(7)
        )
    except ValueError as problem:
        raise Refused(str(problem), field="sessions") from problem
    if not any(week):
        raise Refused("Tuần làm việc phải có ít nhất một buổi.", field="sessions")
    return week


def stored_week(week: Week) -> dict[str, list[list[str]]]:
    """A week in the form that is stored: {"0": [["07:30", "11:30"], …], …}."""
    return {
        str(n): [[_clock(opens), _clock(closes)] for opens, closes in sessions]
        for n, sessions in enumerate(week)
    }


def _in_force(rows: Sequence[Hours], day: dt.date) -> Week | None:
    found = [
        row
        for row in rows
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]
    return max(found, key=lambda row: row.valid_from).week if found else None


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
