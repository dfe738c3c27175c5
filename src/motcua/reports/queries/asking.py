"""A report as it is asked for: which form, of whom, for which term, closed on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code
from motcua.reports.layouts import Layout, layout_of, sums_of
from motcua.reports.models import Correction
from motcua.reports.queries.closings import closings_of
from motcua.reports.queries.corrections import put_right
from motcua.reports.queries.filling import fill
from motcua.reports.rules import (
    MOST_CUT_OFF,
    Closings,
    Filled,
    Term,
    faults_of,
    handling_text,
    one_stop_text,
    same_term,
    term_from,
)
from motcua.reports.states import Kind


@dataclass(frozen=True, slots=True)
class Report:
    """A form filled in; `faults` tells what does not add up, in words. `counted`: before people put
    numbers right.
    """

    layout: Layout
    agency: Agency
    term: Term
    filled: Filled
    faults: list[str]
    counted: Filled
    corrections: list[Correction]


def report_of(kind: str, agency_code: str, term: str, cut_off: str, *, at: dt.datetime) -> Report:
    """With what is counted at `at`; nothing is stored. `cut_off`: "" as the agency has set it,
    "end" of the month, or the day from 1 to 28.

    Raises Refused (field "kind", "term" or "cut_off") and NotFound (field "agency_code").
    """
    if kind not in Kind.values:
        raise Refused(f"Không có biểu “{kind}”; chọn 06a hoặc 07b.", field="kind")
    layout = layout_of(Kind(kind))
    asked, chosen = term_from(term), _chosen(cut_off)
    agency = agency_by_code(agency_code)
    days = asked.days(chosen or closings_of(agency))
    counted, filled, made = put_right(layout, agency, asked, days, at)
    numbers = {column.key: column.number for column in layout.columns}
    faults = faults_of(filled, sums_of(layout), layout.balance, numbers)
    return Report(layout, agency, asked, filled, faults, counted, made)


def words_of(report: Report, cut_off: str, *, at: dt.datetime) -> str:
    """The text that goes with a report, from its numbers and those of the year before. The
    statements of `fill`, one more.
    """
    name = report.agency.name
    if report.layout.kind == Kind.ONE_STOP:
        return one_stop_text(name, report.filled)
    earlier = same_term(report.term, report.term.year - 1)
    days = earlier.days(_chosen(cut_off) or closings_of(report.agency))
    before = fill(report.layout, report.agency, days, at)
    return handling_text(report.term, name, report.filled, before)


def _chosen(text: str) -> Closings | None:
    """What the page asks for; None: as the agency has set it."""
    if not text:
        return None
    if text == "end":
        return Closings.always(None)
    if not (
        text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= MOST_CUT_OFF
    ):
        raise Refused(
            f"Ngày chốt số liệu phải từ 1 đến {MOST_CUT_OFF},"
            " hoặc để trống: theo cài đặt của cơ quan.",
            field="cut_off",
        )
    return Closings.always(int(text))
