"""What people say of the handling of their file, and what the public sees of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import format_number
from motcua.organisation.queries import agencies_on
from motcua.portal.door import SECRET, Visit, kept, public_view, show
from motcua.portal.figures import chosen_agency, chosen_year, percent
from motcua.portal.tracking import form_address, quoted, still_open
from motcua.surveys.actions import rate
from motcua.surveys.queries import By, Group, answers_by, total_of
from motcua.surveys.rules import FEWEST_SHOWN, Answers


@require_POST
@public_view
def rate_file(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Keep the answer, for a browser that has shown the secret lately."""
    case_id = still_open(request, visit, code)
    if case_id is None:
        return kept(request, redirect(f"{form_address()}?code={code}"), SECRET)
    try:
        rate(
            case_id=case_id,
            value=request.POST.get("value", ""),
            comment=request.POST.get("comment", ""),
            at=visit.at,
        )
    except Refused as refusal:
        messages.error(request, quoted(refusal.text))
    else:
        messages.success(request, _("Cảm ơn ông/bà đã đánh giá."))
    return kept(request, redirect("portal_tracked", code=code), SECRET)


@require_safe
@public_view
def satisfaction(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Answers of a year: how many, the rate and how sure it is, by agency and by field."""
    agencies = agencies_on(on=visit.today)
    agency, year = chosen_agency(request, agencies), chosen_year(request, visit.today)
    period = {"first": dt.date(year, 1, 1), "last": dt.date(year, 12, 31)}
    path = agency.path if agency else None
    by_agency, by_field, by_month = (
        answers_by(by, path=path, **period) for by in (By.AGENCY, By.FIELD, By.MONTH)
    )
    total = total_of(by_agency)
    months = [(f"{_('Tháng')} {int(one.key[5:])}", one.answers) for one in by_month]
    context = {
        "year": year,
        "years": list(range(visit.today.year, visit.today.year - 5, -1)),
        "agency": agency,
        "agencies": agencies,
        "stats": _stats(total) if total.count else [],
        "total": total,
        "groups": [
            {"title": _("Theo cơ quan"), "rows": _rows(_named(by_agency))},
            {"title": _("Theo lĩnh vực"), "rows": _rows(_named(by_field))},
            {"title": _("Theo tháng"), "rows": _rows(months)},
        ],
        "fewest": FEWEST_SHOWN,
    }
    front = agencies[0] if agencies else None
    return show(request, visit, "portal/satisfaction.html", context, area="figures", agency=front)


def _named(groups: Sequence[Group]) -> list[tuple[str, Answers]]:
    return [(group.label, group.answers) for group in groups]


def _stats(total: Answers) -> list[dict[str, str]]:
    return [
        {"value": percent(total.satisfied_rate), "label": _("hài lòng và rất hài lòng")},
        {"value": percent(_part(total.dissatisfied, total)), "label": _("không hài lòng")},
        {"value": format_number(total.count), "label": _("lượt đánh giá")},
    ]


def _rows(named: Sequence[tuple[str, Answers]]) -> list[dict[str, str]]:
    """Few answers are counted and not told: one could guess who gave them."""
    return [
        {
            "label": label,
            "count": format_number(answers.count),
            **(_told(answers) if answers.count >= FEWEST_SHOWN else _UNTOLD),
        }
        for label, answers in named
    ]


_UNTOLD = {"satisfied": "–", "neutral": "–", "dissatisfied": "–", "interval": "–"}


def _told(answers: Answers) -> dict[str, str]:
    low, high = answers.interval or (0.0, 1.0)
    return {
        "satisfied": percent(answers.satisfied_rate),
        "neutral": percent(_part(answers.neutral, answers)),
        "dissatisfied": percent(_part(answers.dissatisfied, answers)),
        "interval": f"{percent(low)} – {percent(high)}",
    }


def _part(count: int, total: Answers) -> float | None:
    return count / total.count if total.count else None
