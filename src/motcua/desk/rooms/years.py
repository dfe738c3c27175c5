"""The same term of several years side by side; each number opens its files."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.figures import LATE, download, handed_out, written
from motcua.desk.reports import AREA
from motcua.desk.rooms.sheet import today_of
from motcua.indicators.queries import SECRET, Question
from motcua.indicators.rules import FIGURES
from motcua.indicators.wording import DEFINITIONS
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import format_number
from motcua.organisation.models import Agency
from motcua.reports.paper import years_pdf
from motcua.reports.queries import MOST_YEARS, Year, years_side_by_side
from motcua.reports.rules import Closings, newest_over, terms_of
from motcua.reports.states import Span
from motcua.ui.svg import Chart, Series, line_chart
from motcua.ui.taken import Taken

_USUAL: Final = "3"


def _asked(get: QueryDict, officer: Officer) -> dict[str, str]:
    """From the address; else one's own agency, the year that ended last, three years."""
    usual = newest_over(today_of(officer), Closings.always(None), Span.YEAR).key
    first = {"agency": officer.seat.agency_code, "term": usual, "years": _USUAL}
    return {name: get.get(name, "").strip() or other for name, other in first.items()}


@require_GET
@officer_view
def years(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A table with a column for each year, and what came and went as a drawing."""
    ask = _asked(request.GET, officer)
    context: dict[str, Any] = {"fault": None}
    try:
        agency, found = years_side_by_side(ask["agency"], ask["term"], ask["years"], at=officer.at)
    except (Refused, NotFound) as refusal:
        context["fault"] = refusal
    else:
        context |= {
            "agency": agency,
            "heads": [year.term.words for year in found],
            "rows": [_row(name, agency, found) for name in FIGURES],
            "chart": _chart(found),
            "query": urlencode(ask),
        }
    this = today_of(officer).year
    context |= {
        "title": _("Nhiều năm cạnh nhau"),
        "trail": [(_("Báo cáo theo mẫu"), reverse("desk_report")), (_("Nhiều năm cạnh nhau"), "")],
        "ask": ask,
        "agencies": list(Agency.objects.order_by("path").values_list("code", "short_name")),
        "terms": [(year, list(terms_of(year))) for year in range(this, this - 3, -1)],
        "counts": [str(number) for number in range(2, MOST_YEARS + 1)],
    }
    status = 422 if context["fault"] else 200
    return show(request, officer, "desk/rooms/report_years.html", context, area=AREA, status=status)


@require_GET
@officer_view
def years_file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The same as "csv", "xlsx" or "pdf"; the drawing as "svg"."""
    ask = _asked(request.GET, officer)
    agency, found = years_side_by_side(ask["agency"], ask["term"], ask["years"], at=officer.at)
    name = f"nhieu-nam-{agency.slug}-{ask['term']}"
    if kind == "pdf":
        return download(_pdf(agency, found, officer), "application/pdf", f"{name}.pdf")
    table = Taken(
        _("Nhiều năm cạnh nhau"),
        [_("Chỉ tiêu"), *(year.term.words for year in found)],
        [
            [str(DEFINITIONS[figure].name), *(year.figures[figure] for year in found)]
            for figure in FIGURES
        ],
    )
    return handed_out(kind, name, table, _chart(found))


def _pdf(agency: Agency, found: Sequence[Year], officer: Officer) -> bytes:
    rows = [
        [
            str(DEFINITIONS[name].name),
            *(written(name, year.figures[name]) for year in found),
            _change(name, found[-2].figures[name], found[-1].figures[name]),
        ]
        for name in FIGURES
    ]
    heads = [_("Chỉ tiêu"), *(year.term.words for year in found), _("So với năm trước")]
    return years_pdf(agency, found[-1].term.words, heads, rows, today_of(officer))


def _row(name: str, agency: Agency, found: Sequence[Year]) -> dict[str, Any]:
    return {
        "definition": DEFINITIONS[name],
        "cells": [_cell(name, agency, year) for year in found],
        "change": _change(name, found[-2].figures[name], found[-1].figures[name]),
    }


def _cell(name: str, agency: Agency, year: Year) -> dict[str, Any]:
    value = year.figures[name]
    query = Question(name, year.first, year.last, agency=agency.code).query
    return {
        "value": written(name, value),
        "year": year.term.words,
        "href": f"{reverse('desk_figure_files')}?{query}" if value and name not in SECRET else "",
        "late": bool(value) and name in LATE,
    }


def _change(name: str, before: float | None, after: float | None) -> str:
    """From the year before to the last: files and per cent, or points of a rate."""
    if before is None or after is None:
        return "–"
    if name.endswith("_rate"):
        points = (Decimal(str(after)) - Decimal(str(before))) * 100
        return _("%s điểm") % _signed(points, places=2)
    words = _signed(Decimal(after) - Decimal(before))
    if not before:
        return words
    part = (Decimal(after) - Decimal(before)) * 100 / Decimal(before)
    return f"{words} ({_signed(part, places=1)}\u00a0%)"


def _signed(number: Decimal, places: int = 0) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{format_number(abs(number), places=places)}"


def _chart(found: Sequence[Year]) -> Chart:
    series = [
        Series(label, [year.figures[name] for year in found])
        for name, label in (
            ("received", pgettext("số liệu", "Tiếp nhận")),
            ("finished", _("Đã giải quyết")),
            ("late", _("Quá hạn")),
        )
    ]
    labels = [str(year.term.year) for year in found]
    title = _("Tiếp nhận, giải quyết, quá hạn qua các năm")
    return line_chart(title, labels, series, write=lambda value: format_number(round(value)))
