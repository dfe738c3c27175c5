"""The terms of reports, and the days they run from and to where the books close mid-month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from motcua.kernel.refusals import Refused
from motcua.reports.states import Span

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
_KEY: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|q([1-4])|(6m|9m)))?")
_ROMAN: Final = ("", "I", "II", "III", "IV")
_MONTHS: Final = {
    Span.MONTH: 1,
    Span.QUARTER: 3,
    Span.SIX_MONTHS: 6,
    Span.NINE_MONTHS: 9,
    Span.YEAR: 12,
}
# Every month has this day; a later cut-off would fall on different days.
MOST_CUT_OFF: Final = 28


@dataclass(frozen=True, slots=True)
class Closings:
    """On which day the books of a month close. `changes`: (first day of the month from which,
    day of the month or None for its last), in order. Before the first, months end with the
    calendar.
    """

    changes: tuple[tuple[dt.date, int | None], ...] = ()

    @classmethod
    def always(cls, day: int | None) -> Closings:
        """The same day in every month; None: its last."""
        return cls(((dt.date.min, day),))

    def day_of(self, month: dt.date) -> int | None:
        """The setting in force in a month, given by its first day."""
        return next((day for begins, day in reversed(self.changes) if begins <= month), None)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a year. `number` counts months and quarters from 1; the others have one only."""

    span: Span
    year: int
    number: int = 1

    @property
    def key(self) -> str:
        """As in addresses: "2026-03", "2026-q1", "2026-6m", "2026-9m", "2026"."""
        match self.span:
            case Span.MONTH:
                return f"{self.year}-{self.number:02}"
            case Span.QUARTER:
                return f"{self.year}-q{self.number}"
            case Span.YEAR:
                return f"{self.year}"
            case _:
                return f"{self.year}-{self.span.value}"

    @property
    def words(self) -> str:
        """As the head of a report names it: "Quý I/2026", "9 tháng đầu năm 2026"."""
        match self.span:
            case Span.MONTH:
                return f"Tháng {self.number}/{self.year}"
            case Span.QUARTER:
                return f"Quý {_ROMAN[self.number]}/{self.year}"
            case Span.YEAR:
                return f"Năm {self.year}"
            case _:
                return f"{_MONTHS[self.span]} tháng đầu năm {self.year}"

    def days(self, closings: Closings) -> tuple[dt.date, dt.date]:
        """First and last day. Books that close on the 14th: every month ends on its 14th, the next
        day is the following month's. Terms of one length follow without a gap, also where the
        closing day changes between them.
        """
        months = _MONTHS[self.span]
        last = self.number * months
        return (
            _closing(self.year, last - months, closings) + dt.timedelta(days=1),
            _closing(self.year, last, closings),
        )


def same_term(term: Term, year: int) -> Term:
    """The same months of another year."""
    return replace(term, year=year)


def _closing(year: int, month: int, closings: Closings) -> dt.date:
    """The last day of a month's books; month 0 is December of the year before."""
    if month == 0:
        year, month = year - 1, 12
    day = closings.day_of(dt.date(year, month, 1))
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def term_from(key: str) -> Term:
    """From its key. Raises Refused (field "term")."""
    found = _KEY.fullmatch(key)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise Refused(
            f"Không có kỳ báo cáo “{key}”; viết như 2026-03, 2026-q1, 2026-6m, 2026-9m, 2026.",
            field="term",
        )
    year = int(found[1])
    if found[2]:
        return Term(Span.MONTH, year, int(found[2]))
    if found[3]:
        return Term(Span.QUARTER, year, int(found[3]))
    return Term(Span(found[4]) if found[4] else Span.YEAR, year)


def terms_of(year: int) -> Iterator[Term]:
    """All terms of a year, the longest first."""
    for span in (Span.YEAR, Span.NINE_MONTHS, Span.SIX_MONTHS):
        yield Term(span, year)
    for span in (Span.QUARTER, Span.MONTH):
        for number in range(1, 12 // _MONTHS[span] + 1):
            yield Term(span, year, number)


def newest_over(day: dt.date, closings: Closings, span: Span = Span.MONTH) -> Term:
    """The term of this length that ended last before `day`."""
    over = (
        term
        for year in (day.year + 1, day.year, day.year - 1)
        for term in reversed(list(terms_of(year)))
        if term.span == span and term.days(closings)[1] < day
    )
    return next(over)
