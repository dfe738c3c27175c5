"""Reads of reports."""

from motcua.reports.queries.asking import Report, report_of, words_of
from motcua.reports.queries.closings import closings_of, cut_offs_of
from motcua.reports.queries.corrections import corrections_of, put_right
from motcua.reports.queries.filling import fill
from motcua.reports.queries.procedures import Listed, procedures_behind
from motcua.reports.queries.reasons import Act, Reason, reasons_for
from motcua.reports.queries.signed import (
    Compared,
    Signed,
    behind_change,
    compared,
    current_report,
    line_in,
    members_of,
    signed_report,
    signed_reports,
)
from motcua.reports.queries.years import MOST_YEARS, Year, years_side_by_side

__all__ = [
    "MOST_YEARS",
    "Act",
    "Compared",
    "Listed",
    "Reason",
    "Report",
    "Signed",
    "Year",
    "behind_change",
    "closings_of",
    "compared",
    "corrections_of",
    "current_report",
    "cut_offs_of",
    "fill",
    "line_in",
    "members_of",
    "procedures_behind",
    "put_right",
    "reasons_for",
    "report_of",
    "signed_report",
    "signed_reports",
    "words_of",
    "years_side_by_side",
]
