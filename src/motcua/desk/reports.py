"""Official reports filled from the figures: as a page, PDF and spreadsheet; each number opens."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
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
from motcua.reports.layouts import Column
from motcua.reports.paper import Framing, as_pdf, days_words, numbers_of
from motcua.reports.queries import Report, procedures_behind, report_of
from motcua.reports.rules import MOST_CUT_OFF, Line, newest_over, terms_of
from motcua.reports.spreadsheet import as_xlsx
from motcua.reports.states import Kind

AREA = "reports"
_YEARS = 3


def _asked(request: HttpRequest, officer: Officer) -> dict[str, str]:
    """From the address; else II.06a of one's own agency for the month that ended last."""
    today = officer.at.astimezone(VIETNAM).date()
    first = {
        "kind": Kind.HANDLING.value,
        "agency": officer.seat.agency_code,
        "term": newest_over(today, None).key,
        "cut_off": "",
    }
    return {name: request.GET.get(name, "").strip() or other for name, other in first.items()}


def _report(ask: dict[str, str], at: dt.datetime) -> Report:
    return report_of(ask["kind"], ask["agency"], ask["term"], ask["cut_off"], at=at)


@require_GET
@officer_view
def report(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A form for an agency and a term, in its official layout."""
    ask = _asked(request, officer)
    found, fault = None, None
    try:
        found = _report(ask, officer.at)
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
        **(_drawn(found, ask) if found else {}),
    }
    return show(
        request, officer, "desk/report.html", context, area=AREA, status=422 if fault else 200
    )


def _years(this: int) -> range:
    return range(this, this - _YEARS, -1)


def _drawn(found: Report, ask: dict[str, str]) -> dict[str, Any]:
    query = urlencode(ask)
    return {
        "report": found,
        "days": days_words(found.filled),
        "numbers": numbers_of(found.layout),
        "lines": [
            {
                "label": line.label,
                "total": line is found.filled.total,
                "cells": [_cell(column, line, found) for column in found.layout.columns],
            }
            for line in found.filled.rows
        ],
        "pdf": f"{reverse('desk_report_file', kwargs={'kind': 'pdf'})}?{query}",
        "xlsx": f"{reverse('desk_report_file', kwargs={'kind': 'xlsx'})}?{query}",
    }


def _cell(column: Column, line: Line, found: Report) -> dict[str, Any]:
    """A number; it leads to the files or the procedures it counts unless there are none."""
    number = line.cells[column.key]
    return {
        "value": format_number(number),
        "name": column.name,
        "href": _behind(column.key, line, found) if number else "",
        "late": bool(number) and column.key in LATE,
    }


def _behind(name: str, line: Line, found: Report) -> str:
    if found.layout.kind == Kind.ONE_STOP:
        query = {"cell": name, "agency": found.agency.code, "on": found.filled.last.isoformat()}
        return f"{reverse('desk_report_procedures')}?{urlencode(query)}"
    query = {
        "figure": name,
        "from": found.filled.first.isoformat(),
        "to": found.filled.last.isoformat(),
        "agency": found.agency.code,
    }
    if line is not found.filled.total:
        query |= {"by": "field", "key": line.key}
    return f"{reverse('desk_figure_files')}?{urlencode(query)}"


@require_GET
@officer_view
def report_file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The same form: "pdf" or "xlsx"."""
    if kind not in ("pdf", "xlsx"):
        raise Http404
    found = _report(_asked(request, officer), officer.at)
    name = f"bieu-{found.layout.kind}-{found.agency.slug}-{found.term.key}.{kind}"
    if kind == "xlsx":
        body, mime = as_xlsx(found), XLSX
    else:
        framing = Framing(
            agency=found.agency,
            term=found.term.words,
            day=officer.at.astimezone(VIETNAM).date(),
            maker=officer.actor.name,
        )
        body, mime = as_pdf(found.layout, found.filled, framing), "application/pdf"
    return download(body, mime, name)


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
