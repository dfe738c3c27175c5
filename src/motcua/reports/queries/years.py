"""The same term of several years side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from motcua.indicators.queries import statistics
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code
from motcua.reports.queries.closings import closings_of
from motcua.reports.rules import Term, same_term, term_from

MOST_YEARS: Final = 6


@dataclass(frozen=True, slots=True)
class Year:
    """A term, its days, both inside, and its figures (design.md section 7)."""

    term: Term
    first: dt.date
    last: dt.date
    figures: dict[str, Any]


def years_side_by_side(
    agency_code: str, term: str, count: str, *, at: dt.datetime
) -> tuple[Agency, list[Year]]:
    """The term and those of the years before it, the oldest first, as the books closed then.

    The statements of `statistics` for each year, two more. Raises Refused (field "term", "years")
    and NotFound (field "agency_code").
    """
    asked = term_from(term)
    if not (count.isascii() and count.isdigit() and 2 <= int(count[:3]) <= MOST_YEARS):
        raise Refused(f"Chọn từ 2 đến {MOST_YEARS} năm.", field="years")
    agency = agency_by_code(agency_code)
    closings = closings_of(agency)
    found = []
    for year in range(asked.year - int(count) + 1, asked.year + 1):
        each = same_term(asked, year)
        first, last = each.days(closings)
        counted = statistics(from_day=first, to_day=last, agency_code=agency.code, by=None, at=at)
        found.append(Year(each, first, last, counted["total"]))
    return agency, found
