"""Official reports filled from the figures: as a page, PDF and spreadsheet; each number opens."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.figures import LATE, download
from motcua.desk.lists import XLSX
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import format_number
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code
from motcua.reports.access import can_correct, can_set_cut_off, can_sign
from motcua.reports.layouts import Column, Layout
from motcua.reports.models import Correction
from motcua.reports.paper import Framing, as_pdf, days_words, numbers_of
from motcua.reports.queries import Report, current_report, procedures_behind, report_of
from motcua.reports.rules import MOST_CUT_OFF, Closings, Filled, Line, newest_over, terms_of
from motcua.reports.spreadsheet import as_xlsx
from motcua.reports.states import Kind

AREA = "reports"
_YEARS = 3


def asked_in(get: QueryDict, officer: Officer) -> dict[str, str]:
    """From the address; else II.06a of one's own agency for the month that ended last."""
    today = officer.at.astimezone(VIETNAM).date()
    first = {
        "kind": Kind.HANDLING.value,
        "agency": officer.seat.agency_code,
        "term": newest_over(today, Closings.always(None)).key,
        "cut_off": "",
    }
    return {name: get.get(name, "").strip() or other for name, other in first.items()}


def filled_in(ask: dict[str, str], at: dt.datetime) -> Report:
    """The report that the address asks for."""
    return report_of(ask["kind"], ask["agency"], ask["term"], ask["cut_off"], at=at)


@require_GET
@officer_view
def report(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A form for an agency and a term, in its official layout."""
    ask = asked_in(request.GET, officer)
    found, fault = None, None
    try:
        found = filled_in(ask, officer.at)
    except (Refused, NotFound) as refusal:
        fault = refusal
    today = officer.at.astimezone(VIETNAM).date()
    context: dict[str, Any] = {
        "ask": ask,
        "fault": fault,
        "kinds": Kind.choices,
        "agencies": list(Agency.objects.order_by("path").values_list("code", "short_name")),
        "years": [(year, list(terms_of(year))) for year in _years(today.year)],
        "cut_offs": [str(day) for day in range(1, MOST_CUT_OFF + 1)],
        **(_drawn(found, ask, officer) if found else {}),
    }
    return show(
        request, officer, "desk/report.html", context, area=AREA, status=422 if fault else 200
    )


def _years(this: int) -> range:
    return range(this, this - _YEARS, -1)


def _drawn(found: Report, ask: dict[str, str], officer: Officer) -> dict[str, Any]:
    query = urlencode(ask)
    today = officer.at.astimezone(VIETNAM).date()
    own = can_sign(officer.actor, found.agency.pk)
    return {
        "report": found,
        "days": days_words(found.filled),
        "numbers": numbers_of(found.layout),
        "lines": _with_counted(lines_of(found.layout, found.agency, found.filled), found),
        "corrections": [spoken(one, found.layout, found.filled) for one in found.corrections],
        "correct": f"{reverse('desk_report_correct')}?{query}"
        if can_correct(officer.actor, found.agency.pk) and found.filled.lines
        else "",
        "pdf": f"{reverse('desk_report_file', kwargs={'kind': 'pdf'})}?{query}",
        "xlsx": f"{reverse('desk_report_file', kwargs={'kind': 'xlsx'})}?{query}",
        "closing": f"{reverse('desk_report_cut_off')}?agency={found.agency.code}"
        if can_set_cut_off(officer.actor, found.agency)
        else "",
        "signed": current_report(found.agency, found.layout.kind, found.term),
        "sign": f"{reverse('desk_report_sign')}?{query}"
        if own and found.filled.last < today and not found.faults
        else "",
    }


def _with_counted(lines: list[dict[str, Any]], found: Report) -> list[dict[str, Any]]:
    """Beside each number that was put right the one that was counted."""
    for drawn, line, plain in zip(lines, found.filled.rows, found.counted.rows, strict=True):
        for column, cell in zip(found.layout.columns, drawn["cells"], strict=True):
            if line.cells[column.key] != plain.cells[column.key]:
                cell["counted"] = format_number(plain.cells[column.key])
    return lines


def spoken(one: Correction, layout: Layout, filled: Filled) -> dict[str, Any]:
    """A correction in words."""
    columns = {column.key: column.name for column in layout.columns}
    labels = {line.key: line.label for line in filled.rows}
    return {
        "cell": f"{labels.get(one.row, one.row)} · {columns.get(one.column, one.column)}",
        "counted": one.counted,
        "value": one.value,
        "reason": one.reason,
        "who": one.made_by.full_name,
        "at": one.made_at,
    }


def lines_of(layout: Layout, agency: Agency, filled: Filled) -> list[dict[str, Any]]:
    """The rows for desk/report_table.html."""
    return [
        {
            "label": line.label,
            "total": line is filled.total,
            "cells": [_cell(column, line, layout, agency, filled) for column in layout.columns],
        }
        for line in filled.rows
    ]


def _cell(
    column: Column, line: Line, layout: Layout, agency: Agency, filled: Filled
) -> dict[str, Any]:
    """A number; it leads to the files or the procedures it counts unless there are none."""
    number = line.cells[column.key]
    return {
        "value": format_number(number),
        "name": column.name,
        "href": _behind(column.key, line, layout.kind, agency, filled) if number else "",
        "late": bool(number) and column.key in LATE,
    }


def _behind(name: str, line: Line, kind: Kind, agency: Agency, filled: Filled) -> str:
    if kind == Kind.ONE_STOP:
        query = {"cell": name, "agency": agency.code, "on": filled.last.isoformat()}
        return f"{reverse('desk_report_procedures')}?{urlencode(query)}"
    query = {
        "figure": name,
        "from": filled.first.isoformat(),
        "to": filled.last.isoformat(),
        "agency": agency.code,
    }
    if line is not filled.total:
        query |= {"by": "field", "key": line.key}
    return f"{reverse('desk_figure_files')}?{urlencode(query)}"


@require_GET
@officer_view
def report_file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The same form: "pdf" or "xlsx"."""
    if kind not in ("pdf", "xlsx"):
        raise Http404
    found = filled_in(asked_in(request.GET, officer), officer.at)
    name = f"bieu-{found.layout.kind}-{found.agency.slug}-{found.term.key}.{kind}"
    framing = Framing(
        agency=found.agency,
        term=found.term.words,
        day=officer.at.astimezone(VIETNAM).date(),
        maker=officer.actor.name,
    )
    return taken_away(kind, found.layout, found.filled, framing, name)


def taken_away(
    kind: str, layout: Layout, filled: Filled, framing: Framing, name: str
) -> HttpResponse:
    """A form as a file: "pdf" or "xlsx"."""
    if kind == "xlsx":
        return download(as_xlsx(layout, filled, framing), XLSX, name)
    return download(as_pdf(layout, filled, framing), "application/pdf", name)


@require_GET
@officer_view
def report_procedures(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Which procedures a cell of II.07b counts."""
    code = request.GET.get("agency", "").strip() or officer.seat.agency_code
    text = request.GET.get("on", "").strip()
    try:
        on = dt.date.fromisoformat(text) if text else officer.at.astimezone(VIETNAM).date()
    except ValueError as error:
        raise Refused(_("Ngày “%s” không đúng; chọn trên lịch.") % text, field="on") from error
    agency = agency_by_code(code)
    listed = procedures_behind(request.GET.get("cell", ""), agency, on)
    context = {
        "agency": agency,
        "on": on,
        "listed": listed,
        "counted": sum(times for _one, times in listed),
    }
    return show(request, officer, "desk/report_procedures.html", context, area=AREA)
