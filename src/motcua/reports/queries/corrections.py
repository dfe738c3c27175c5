"""Numbers put right, and forms filled with them."""

from __future__ import annotations

import datetime as dt

from motcua.organisation.models import Agency
from motcua.reports.layouts import Layout, sums_of
from motcua.reports.models import Correction
from motcua.reports.queries.filling import fill
from motcua.reports.rules import Filled, Term, corrected, newest


def corrections_of(
    kind: str,
    agency: Agency,
    term: Term,
    days: tuple[dt.date, dt.date],
    *,
    until: dt.datetime | None = None,
) -> list[Correction]:
    """In the order they were made, until a moment. One statement."""
    rows = Correction.objects.filter(
        agency=agency, kind=kind, term=term.key, first=days[0], last=days[1]
    )
    if until is not None:
        rows = rows.filter(made_at__lte=until)
    return list(rows.select_related("made_by").order_by("pk"))


def put_right(
    layout: Layout, agency: Agency, term: Term, days: tuple[dt.date, dt.date], at: dt.datetime
) -> tuple[Filled, Filled, list[Correction]]:
    """As counted, as put right, and what was put right. The statements of `fill` and one."""
    counted = fill(layout, agency, days, at)
    made = corrections_of(layout.kind, agency, term, days)
    values = newest((one.row, one.column, one.value) for one in made)
    return counted, corrected(counted, values, sums_of(layout)), made
