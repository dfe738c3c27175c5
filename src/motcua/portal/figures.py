"""What the public sees of the work: figures of a year, each with the rule it is counted by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from motcua.indicators.queries import statistics
from motcua.kernel.vietnamese import format_number
from motcua.organisation.models import Agency
from motcua.organisation.queries import agencies_on
from motcua.portal.door import Visit, kept, public_view, show
from motcua.ui.svg import Chart, Series, bar_chart, line_chart
from motcua.ui.taken import Taken, as_file

Figures = Mapping[str, Any]

# key of the figure, its name, and the rule in words
DEFINITIONS: Final = (
    (
        "carried_over",
        gettext_lazy("Kỳ trước chuyển sang"),
        gettext_lazy("Tiếp nhận trước ngày đầu kỳ, đến ngày đó chưa giải quyết xong."),
    ),
    (
        "received",
        gettext_lazy("Tiếp nhận trong kỳ"),
        gettext_lazy("Hồ sơ được tiếp nhận từ ngày đầu đến hết ngày cuối của kỳ."),
    ),
    (
        "received_online",
        gettext_lazy("– trong đó nộp trực tuyến"),
        gettext_lazy("Nộp qua mạng, theo cách nộp ghi khi tiếp nhận."),
    ),
    (
        "received_saturday",
        gettext_lazy("– trong đó tiếp nhận ngày thứ Bảy"),
        gettext_lazy("Ngày tiếp nhận là thứ Bảy."),
    ),
    (
        "finished",
        gettext_lazy("Đã giải quyết"),
        gettext_lazy("Kết thúc trong kỳ, dù kết quả thế nào (kể cả rút hồ sơ, dừng giải quyết)."),
    ),
    (
        "early",
        gettext_lazy("– trước hạn"),
        gettext_lazy("Kết thúc vào một ngày trước ngày hẹn."),
    ),
    ("on_time", gettext_lazy("– đúng hạn"), gettext_lazy("Kết thúc đúng ngày hẹn.")),
    ("late", gettext_lazy("– quá hạn"), gettext_lazy("Kết thúc sau ngày hẹn.")),
    (
        "in_progress",
        gettext_lazy("Đang giải quyết"),
        gettext_lazy("Chuyển sang cộng tiếp nhận, trừ đã giải quyết."),
    ),
    (
        "in_progress_on_time",
        gettext_lazy("– còn trong hạn"),
        gettext_lazy("Chưa đến ngày hẹn, hoặc đang chờ người nộp bổ sung."),
    ),
    (
        "in_progress_overdue",
        gettext_lazy("– đã quá hạn"),
        gettext_lazy("Đã qua ngày hẹn mà chưa xong."),
    ),
    (
        "on_time_rate",
        gettext_lazy("Tỷ lệ trước và đúng hạn"),
        gettext_lazy("(Trước hạn + đúng hạn) chia cho đã giải quyết."),
    ),
    (
        "online_rate",
        gettext_lazy("Tỷ lệ nộp trực tuyến"),
        gettext_lazy("Nộp trực tuyến chia cho tiếp nhận trong kỳ."),
    ),
    (
        "supplement_rate",
        gettext_lazy("Tỷ lệ phải bổ sung"),
        gettext_lazy(
            "Hồ sơ tiếp nhận trong kỳ bị yêu cầu bổ sung ít nhất một lần, chia cho tiếp nhận."
        ),
    ),
    (
        "refused",
        gettext_lazy("Không tiếp nhận"),
        gettext_lazy(
            "Từ chối ngay khi nộp; không tính vào tiếp nhận, không tính vào đã giải quyết."
        ),
    ),
)
COLUMNS: Final = (
    ("received", pgettext_lazy("số liệu", "Tiếp nhận")),
    ("finished", gettext_lazy("Đã giải quyết")),
    ("early", gettext_lazy("Trước hạn")),
    ("on_time", gettext_lazy("Đúng hạn")),
    ("late", gettext_lazy("Quá hạn")),
    ("in_progress", gettext_lazy("Đang giải quyết")),
    ("on_time_rate", gettext_lazy("Trước và đúng hạn")),
)
FIRST_YEAR: Final = 2020
_MOST_BARS: Final = 12


def year_so_far(today: dt.date, *, at: dt.datetime) -> list[dict[str, Any]]:
    """Big numbers of the front page for ui/stats.html."""
    first = dt.date(today.year, 1, 1)
    total = statistics(from_day=first, to_day=today, agency_code=None, by=None, at=at)["total"]
    return [
        {"value": written("received", total), "label": _("hồ sơ đã tiếp nhận")},
        {"value": written("on_time_rate", total), "label": _("giải quyết trước và đúng hạn")},
        {"value": written("in_progress", total), "label": _("hồ sơ đang giải quyết")},
    ]


@require_safe
@public_view
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The year's figures of everything or of one agency: numbers, rules, months, groups."""
    agencies = agencies_on(on=visit.today)
    agency = chosen_agency(request, agencies)
    year = chosen_year(request, visit.today)
    period = {"from_day": dt.date(year, 1, 1), "to_day": min(visit.today, dt.date(year, 12, 31))}
    code = agency.code if agency else None
    by_month, by_agency, by_field = (
        statistics(**period, agency_code=code, by=group, at=visit.at)
        for group in ("month", "agency", "field")
    )
    context = {
        "year": year,
        "years": list(range(visit.today.year, visit.today.year - 5, -1)),
        "agency": agency,
        "agencies": agencies,
        "period": period,
        "stats": _big(by_month["total"]),
        "rows": _rows(by_month["total"]),
        "columns": [str(label) for _key, label in COLUMNS],
        "months": _charts(by_month["groups"])[0],
        "fields": _field_charts(by_field["groups"])[0] if by_field["groups"] else None,
        "groups": [
            {"title": title, "by": by, "rows": _group_rows(found["groups"])}
            for title, by, found in (
                (_("Theo cơ quan"), "agency", by_agency),
                (_("Theo lĩnh vực"), "field", by_field),
            )
            if found["groups"]
        ],
        "query": urlencode({"year": year} | ({"agency": agency.slug} if agency else {})),
    }
    front = agencies[0] if agencies else None
    return show(request, visit, "portal/figures.html", context, area="figures", agency=front)


@require_safe
@public_view
def figures_file(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The same figures to take away: "csv" or "xlsx", one line in all, one per agency or field or
    month; "svg": the drawing of the months or of the fields.
    """
    agencies = agencies_on(on=visit.today)
    agency = chosen_agency(request, agencies)
    year = chosen_year(request, visit.today)
    group = request.GET.get("by", "")
    group = group if group in ("agency", "field", "month") else "agency"
    counted = statistics(
        from_day=dt.date(year, 1, 1),
        to_day=min(visit.today, dt.date(year, 12, 31)),
        agency_code=agency.code if agency else None,
        by=group,
        at=visit.at,
    )
    charts = _charts if group == "month" else _field_charts
    found = as_file(kind, _table(counted), charts(counted["groups"])[0])
    if found is None:
        raise Http404
    body, mime = found
    answer = HttpResponse(body, content_type=mime)
    name = f"so-lieu-{year}-{group}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return kept(request, answer, 300)


def _table(counted: Figures) -> Taken:
    heads = [_("Nhóm"), *(str(label).lstrip("– ") for _key, label, _rule in DEFINITIONS)]
    lines = [(_("Tổng"), counted["total"]), *((row["label"], row) for row in counted["groups"])]
    rows = [[str(label), *(row[key] for key, _label, _rule in DEFINITIONS)] for label, row in lines]
    return Taken(_("Số liệu"), heads, rows)


def chosen_agency(request: HttpRequest, agencies: Sequence[Agency]) -> Agency | None:
    """The agency of `?agency=`; None for all."""
    wish = request.GET.get("agency", "")
    return next((agency for agency in agencies if agency.slug == wish), None)


def chosen_year(request: HttpRequest, today: dt.date) -> int:
    """The year of `?year=`; this one when it cannot be shown."""
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isdecimal() and len(wish) == 4 else today.year
    return year if FIRST_YEAR <= year <= today.year else today.year


def written(key: str, row: Figures) -> str:
    """A figure as it is shown; an en dash when there is nothing to divide by."""
    value = row[key]
    if value is None:
        return "–"
    return percent(value) if key.endswith("_rate") else format_number(int(value))


def percent(rate: float | None) -> str:
    """A fraction of one with one place: “92,4 %”; an en dash when there is nothing to tell."""
    if rate is None:
        return "–"
    text = format_number(Decimal(str(rate)) * 100, places=1)
    return f"{text.removesuffix(',0')}\u00a0%"


def _big(total: Figures) -> list[dict[str, str]]:
    keys = ("received", "on_time_rate", "in_progress", "in_progress_overdue")
    names = {
        "received": _("tiếp nhận"),
        "on_time_rate": _("trước và đúng hạn"),
        "in_progress": _("đang giải quyết"),
        "in_progress_overdue": _("đang quá hạn"),
    }
    return [{"value": written(key, total), "label": names[key]} for key in keys]


def _rows(total: Figures) -> list[dict[str, str]]:
    return [
        {"name": str(name), "value": written(key, total), "rule": str(rule)}
        for key, name, rule in DEFINITIONS
    ]


def _group_rows(groups: Sequence[Figures]) -> list[dict[str, Any]]:
    return [
        {"label": group["label"], "cells": [written(key, group) for key, _label in COLUMNS]}
        for group in groups
    ]


def _charts(months: Sequence[Figures]) -> list[Chart]:
    labels = [f"{_('T')}{int(str(row['key'])[5:])}" for row in months]
    counts = [
        Series(str(name), [row[key] for row in months])
        for key, name in (
            ("received", pgettext("số liệu", "Tiếp nhận")),
            ("finished", _("Đã giải quyết")),
        )
    ]
    return [line_chart(_("Tiếp nhận và giải quyết theo tháng"), labels, counts, write=_whole)]


def _field_charts(groups: Sequence[Figures]) -> list[Chart]:
    """What came in, the largest groups; nothing where nothing came."""
    largest = sorted((row for row in groups if row["received"]), key=lambda row: -row["received"])
    if not largest:
        return [bar_chart(_("Tiếp nhận nhiều nhất"), [], [])]
    shown = largest[:_MOST_BARS]
    return [
        bar_chart(
            _("Tiếp nhận nhiều nhất"),
            [str(row["label"]) for row in shown],
            [row["received"] for row in shown],
            unit=_("hồ sơ"),
            write=_whole,
        )
    ]


def _whole(value: float) -> str:
    return format_number(round(value))
