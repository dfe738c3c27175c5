"""Signed reports: as they were signed, and against what is counted today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from motcua.indicators.queries.standing import standings
from motcua.indicators.rules import Period
from motcua.kernel.refusals import NotFound
from motcua.organisation.models import Agency
from motcua.organisation.queries import subtree_ids
from motcua.reports.layouts import Layout, layout_of, sums_of
from motcua.reports.models import SignedReport
from motcua.reports.queries.corrections import put_right
from motcua.reports.queries.procedures import one_stop_members
from motcua.reports.rules import (
    Cell,
    Filled,
    Line,
    Members,
    Moved,
    Standing,
    Term,
    concerning,
    differences,
    leaves_of,
    moved_between,
    term_from,
    unpacked,
)
from motcua.reports.states import Kind

# More files than this are not kept one by one with a report.
MOST_MEMBERS: Final = 200_000
_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed report. `replaced_by`: the edition that stands in its place now, if any."""

    row: SignedReport
    layout: Layout
    term: Term
    filled: Filled
    replaced_by: SignedReport | None


@dataclass(frozen=True, slots=True)
class Compared:
    """`now`: the same form counted today; `changed`: (then, now) of the cells that differ."""

    now: Filled
    changed: dict[Cell, tuple[int, int]]


def signed_report(pk: int) -> Signed:
    """With agency, signer and what replaced it. Two statements. Raises NotFound."""
    row = _listed().filter(pk=pk).first()
    if row is None:
        raise NotFound("Không có báo cáo đã ký này.")
    later = _listed().filter(
        agency_id=row.agency_id, kind=row.kind, term=row.term, edition__gt=row.edition
    )
    return Signed(
        row=row,
        layout=layout_of(Kind(row.kind), row.layout),
        term=term_from(row.term),
        filled=Filled(
            row.first,
            row.last,
            tuple(Line(**line) for line in row.rows),
            Line(**row.total) if row.total else None,
        ),
        replaced_by=later.order_by("-edition").first(),
    )


def current_report(agency: Agency, kind: str, term: Term) -> SignedReport | None:
    """The one in force of a form, an agency and a term. One statement."""
    same = _listed().filter(agency=agency, kind=kind, term=term.key)
    return same.order_by("-edition").first()


def signed_reports(agency: Agency | None) -> list[SignedReport]:
    """Of an agency and those below it, the latest first. One statement."""
    rows = _listed()
    if agency is not None:
        rows = rows.filter(agency__path__startswith=agency.path)
    return list(rows.order_by("-signed_at", "-pk")[:_PAGE])


def _listed() -> QuerySet[SignedReport]:
    rows = SignedReport.objects.select_related("agency", "agency__parent", "signed_by")
    return rows.defer("members")


def compared(signed: Signed, at: dt.datetime) -> Compared:
    """Against what is counted at `at`, as people put it right. The statements of `put_right`."""
    days = (signed.row.first, signed.row.last)
    _counted, now, _made = put_right(signed.layout, signed.row.agency, signed.term, days, at)
    return Compared(now, differences(signed.filled, now))


def members_of(
    kind: Kind, agency: Agency, days: tuple[dt.date, dt.date], at: dt.datetime
) -> Members | None:
    """Which file (or procedure) is counted where; None when they are too many. Three statements
    at most.
    """
    first, last = days
    if kind == Kind.ONE_STOP:
        return one_stop_members(agency, last)
    found: dict[str, Standing] = {}
    ids = subtree_ids([agency.path])
    for pk, field, arrival, standing in standings(Period(first, last), at, agencies=ids):
        found[str(pk)] = Standing(field, frozenset([arrival, standing]))
        if len(found) > MOST_MEMBERS:
            return None
    return found


def behind_change(signed: Signed, row: str, column: str, at: dt.datetime) -> list[Moved] | None:
    """Which files (or procedures) make a cell differ today; None when it kept none of them.

    Four statements at most. Raises NotFound for a cell that the form does not have.
    """
    if column not in {one.key for one in signed.layout.columns}:
        raise NotFound(f"Biểu không có ô “{column}”.")
    kept = SignedReport.objects.filter(pk=signed.row.pk).values_list("members", flat=True).get()
    days = (signed.row.first, signed.row.last)
    now = members_of(Kind(signed.row.kind), signed.row.agency, days, at)
    if kept is None or now is None:
        return None
    moved = moved_between(unpacked(bytes(kept)), now)
    return concerning(moved, row, leaves_of(column, sums_of(signed.layout)))


def line_in(filled: Filled, key: str) -> Line | None:
    """The row of this key; None when there is none."""
    return next((line for line in filled.rows if line.key == key), None)
