"""Reads of reports."""

from motcua.reports.queries.asking import Report, report_of
from motcua.reports.queries.filling import fill
from motcua.reports.queries.procedures import Listed, procedures_behind

__all__ = ["Listed", "Report", "fill", "procedures_behind", "report_of"]
