"""Decisions that publish procedures: counted per year, and each on its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.catalogue.models import Decision, DecisionItem, ProcedureVersion
from motcua.catalogue.queries import decision as decision_by_number
from motcua.catalogue.queries import decisions as all_decisions
from motcua.catalogue.queries import decisions_count
from motcua.catalogue.states import Act, VersionState
from motcua.portal.door import Visit, public_view, show
from motcua.ui.said import said


@require_safe
@public_view
def decisions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All decisions, those of one year counted: how many were issued, amended, abolished."""
    rows = list(all_decisions())
    years = sorted({_day(row).year for row in rows if _day(row)} | {visit.today.year}, reverse=True)
    wish = request.GET.get("year", "")
    year = next((year for year in years if str(year) == wish), visit.today.year)
    counted = decisions_count(dt.date(year, 1, 1), dt.date(year, 12, 31))
    context = {
        "year": year,
        "years": years,
        "stats": [
            {"value": str(counted[act]), "label": _("thủ tục %(act)s") % {"act": word}}
            for act, word in (
                (Act.ISSUE, _("ban hành mới")),
                (Act.AMEND, _("sửa đổi, bổ sung")),
                (Act.REPLACE, _("thay thế")),
                (Act.ABOLISH, _("bãi bỏ")),
            )
        ],
        "of_year": [_row(row) for row in rows if _day(row) and _day(row).year == year],
        "undated": [_row(row) for row in rows if not _day(row)],
    }
    return show(request, visit, "portal/decisions.html", context, area="decisions")


@require_safe
@public_view
def decision(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """One decision with its procedures, in parts A, B, C of the form."""
    row = decision_by_number(number)
    items = list(row.items.all())
    parts = [
        {"title": said(act.label), "rows": [_item(item) for item in items if item.act == act]}
        for act in Act
    ]
    context = {
        "row": row,
        "day": _day(row),
        "parts": [part for part in parts if part["rows"]],
        "count": len(items),
    }
    return show(request, visit, "portal/decision.html", context, area="decisions")


def _day(row: Decision) -> Any:
    return row.date or row.effective_date


def _row(row: Any) -> dict[str, Any]:
    counts = [
        (row.issued, _("ban hành mới")),
        (row.amended, _("sửa đổi")),
        (row.replaced, _("thay thế")),
        (row.abolished, _("bãi bỏ")),
    ]
    return {
        "number": row.number,
        "href": reverse("portal_decision", kwargs={"number": row.number}),
        "title": row.title,
        "issuer": row.issuer,
        "day": row.date,
        "effective": row.effective_date,
        "counts": ", ".join(f"{count} {word}" for count, word in counts if count),
        "unsure": row.confidence != "found",
    }


def _item(item: DecisionItem) -> dict[str, Any]:
    versions = [
        version
        for version in item.procedure.versions.all()
        if version.state == VersionState.PUBLISHED
    ]
    newest: ProcedureVersion | None = max(versions, key=lambda one: one.number, default=None)
    return {
        "code": item.procedure.code,
        "name": newest.name if newest else _("Chưa công bố nội dung"),
        "href": reverse("portal_procedure", kwargs={"code": item.procedure.code}) if newest else "",
        "replaces": item.replaces.code if item.replaces else "",
    }
