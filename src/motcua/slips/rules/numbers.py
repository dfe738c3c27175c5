"""Numbers on slips, derived from the file's code: the platform keeps no second counter.

A code is given without a gap and never again (TT 01/2018/TT-VPCP art. 19), so the number of the
day in it also numbers the file's papers, and month, day and number its place in the year's book.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from motcua.kernel.codes import BadCode, parse_case_code
from motcua.kernel.worktime import VIETNAM, day_of
from motcua.slips.values import Book, Timeliness
from motcua.slips.wording import two_digits

RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY = "TNHS", "HDHS", "TCHS", "PXL"
_END_OF_DAY: Final = dt.time(23, 59, 59)


def paper_number(number: str, sign: str, nth: int = 1) -> str:
    """Number and sign of a paper of the file: "05/TNHS", the second of its kind "05-2/TNHS".

    `number` is the file's code, or its provisional number while it has none.
    """
    try:
        head = two_digits(parse_case_code(number).sequence)
    except BadCode:
        head = number
    return f"{head}{f'-{nth}' if nth > 1 else ''}/{sign}" if head else ""


def book_of(code: str) -> Book:
    """Where the file stands in the register: the year, and "0302-0005" (month, day, number).

    Ranks counted from the rows would shift when older files are imported; this never does.
    """
    try:
        parsed = parse_case_code(code)
    except BadCode:
        return Book()
    return Book(volume=str(parsed.day.year), entry=f"{parsed.day:%m%d}-{parsed.number}")


def shown_due(due: dt.datetime | None) -> dt.datetime | dt.date | None:
    """A limit in days ends with its day and prints the day, one in hours prints the hour."""
    if due is None:
        return None
    due = due.astimezone(VIETNAM)
    return due.date() if due.time().replace(microsecond=0) == _END_OF_DAY else due


def by_day(done: dt.datetime, due: dt.datetime | None) -> Timeliness | None:
    """The class of a whole file: closed on a day before, on, or after the due day."""
    if due is None:
        return None
    return _timeliness(day_of(done), day_of(due), late=day_of(done) > day_of(due))


def by_moment(done: dt.datetime, due: dt.datetime | None) -> Timeliness | None:
    """The class of one step, whose budget is in working hours: late is late by a minute."""
    return _timeliness(day_of(done), day_of(due), late=done > due) if due else None


def _timeliness(done: dt.date, due: dt.date, *, late: bool) -> Timeliness:
    if late:
        return Timeliness.LATE
    return Timeliness.EARLY if done < due else Timeliness.ON_TIME
