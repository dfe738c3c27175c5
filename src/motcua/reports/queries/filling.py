"""The official forms filled from the figures, for any agency and days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from motcua.indicators.queries import statistics
from motcua.organisation.models import Agency
from motcua.reports.layouts import Layout
from motcua.reports.queries.procedures import one_stop_cells
from motcua.reports.rules import Cells, Filled, Line, totalled
from motcua.reports.states import Kind


def fill(layout: Layout, agency: Agency, days: tuple[dt.date, dt.date], at: dt.datetime) -> Filled:
    """With what is counted at `at`; nothing is stored.

    II.06a: a row a field, the agencies below included. II.07b: one row, as of the last day.
    Statements: those of `statistics` by field; three for II.07b.
    """
    first, last = days
    if layout.kind == Kind.ONE_STOP:
        line = Line(agency.code, agency.short_name, one_stop_cells(agency, last))
        return Filled(first, last, (line,), None)
    found = statistics(from_day=first, to_day=last, agency_code=agency.code, by="field", at=at)
    lines = tuple(Line(group["key"], group["label"], _handling(group)) for group in found["groups"])
    columns = [column.key for column in layout.columns]
    return Filled(first, last, lines, totalled("Tổng số", lines, columns))


def _handling(figures: dict[str, Any]) -> Cells:
    """The columns of II.06a from the published figures."""
    direct = figures["received_counter"] + figures["received_postal"]
    return {
        "to_handle": figures["carried_over"] + figures["received"],
        "received_online": figures["received_online"],
        "received_direct": direct,
        **{
            name: figures[name]
            for name in (
                *("carried_over", "finished", "early", "on_time", "late"),
                *("in_progress", "in_progress_on_time", "in_progress_overdue"),
            )
        },
    }
