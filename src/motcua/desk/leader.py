"""The leader's page: what is late, where, whose, and what to chase today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET

from motcua.cases.queries.lists import Moments, Row, WorkList, counts, page_of
from motcua.cases.queries.pressure import Pile, piles
from motcua.cases.queries.visible import SUBTREE_VIEWERS
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.figures import LATE, handed_out, written
from motcua.desk.figures import SHOWN as SHORT
from motcua.desk.rows import step_name
from motcua.indicators.queries import Question, statistics
from motcua.kernel.refusals import Forbidden
from motcua.kernel.vietnamese import format_number
from motcua.kernel.worktime import day_of
from motcua.organisation.states import Role
from motcua.ui.svg import Chart, Series, line_chart
from motcua.ui.taken import Taken

MAY_ENTER = (*SUBTREE_VIEWERS, Role.UNIT_LEADER)


@require_GET
@officer_view
def leader(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Four numbers that open their lists, then work by unit and person."""
    if not officer.actor.seats_as(*MAY_ENTER):
        raise Forbidden(_("Trang này dành cho lãnh đạo, kiểm soát thủ tục và thanh tra."))
    moments = officer.moments
    numbers = counts(officer.actor, moments)
    found = piles(officer.actor, moments)
    trend = _trend(officer)
    context = {
        "stats": [_stat(name, numbers) for name in SHOWN if name in numbers],
        "people": [_person(pile) for pile in found],
        "months": _month_rows(trend, officer.seat.agency_code),
        "chart": _chart(trend),
        "place": officer.seat.place,
        "latest": _latest(officer, moments) if numbers.get(WorkList.OVERDUE) else [],
        "units": _by_unit(found),
    }
    return show(request, officer, "desk/leader.html", context, area="leader")


SHOWN = (WorkList.OVERDUE, WorkList.DUE_SOON, WorkList.UNTOUCHED, WorkList.WAITING)
_LABELS = {
    WorkList.OVERDUE: gettext_noop("Hồ sơ quá hạn"),
    WorkList.DUE_SOON: gettext_noop("Đến hạn trong ngày làm việc tới"),
    WorkList.UNTOUCHED: gettext_noop("Một ngày chưa ai xử lý"),
    WorkList.WAITING: gettext_noop("Chờ người nộp bổ sung"),
}


def _stat(name: WorkList, numbers: dict[WorkList, int]) -> dict[str, str]:
    return {
        "value": str(numbers[name]),
        "label": _(_LABELS[name]),
        "href": reverse("desk_list", kwargs={"name": name.value}),
    }


def _latest(officer: Officer, moments: Moments) -> list[dict[str, object]]:
    """The ten files that are late the longest, each with what holds it up now."""
    page = page_of(WorkList.OVERDUE, officer.actor, moments, most=10)
    return [
        {
            "number": row.number,
            "procedure": row.procedure,
            "step": step_name(row),
            "holder": row.holder,
            "due": row.due_at,
            "why": _why_late(row, officer),
        }
        for row in page.rows
    ]


def _why_late(row: Row, officer: Officer) -> str:
    """What the rows themselves say: a step over its own time, nobody at it, or not moved on."""
    still = officer.calendar.working_days_between(day_of(row.touched_at), day_of(officer.at))
    parts = []
    if row.step_due_at and row.step_due_at < officer.at:
        over = officer.calendar.working_days_between(day_of(row.step_due_at), day_of(officer.at))
        late = ngettext(
            "bước này quá %(n)d ngày làm việc", "bước này quá %(n)d ngày làm việc", over
        )
        parts.append(late % {"n": over} if over else _("bước này quá hạn hôm nay"))
    if still:
        idle = ngettext("%(n)d ngày không ai động đến", "%(n)d ngày không ai động đến", still)
        parts.append(idle % {"n": still})
    words = ", ".join(parts) or _("các bước trước dùng hết thời hạn")
    return words[0].upper() + words[1:]


@require_GET
@officer_view
def leader_file(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """A table of the page as "csv" or "xlsx" (`?table=units`, "people" or "months"); the drawing
    as "svg".
    """
    if not officer.actor.seats_as(*MAY_ENTER):
        raise Forbidden(_("Trang này dành cho lãnh đạo, kiểm soát thủ tục và thanh tra."))
    table = _taken(officer, request.GET.get("table", "units"))
    chart = _chart(_trend(officer)) if kind == "svg" else None
    return handed_out(kind, f"dieu-hanh-{day_of(officer.at)}", table, chart)


def _taken(officer: Officer, table: str) -> Taken:
    if table == "months":
        heads = [_("Tháng"), *(str(SHORT[name]) for name in _TREND)]
        rows = [[row["key"], *(row[name] for name in _TREND)] for row in _trend(officer)]
        return Taken(_("Diễn biến"), heads, rows)
    found = piles(officer.actor, officer.moments)
    late = [_("Đang giữ"), _("Quá hạn"), _("Sắp đến hạn"), _("Một ngày chưa động đến")]
    if table == "people":
        people: list[Line] = [
            [one.holder or _("chưa ai nhận"), one.unit, one.live, one.late, one.soon, one.untouched]
            for one in found
        ]
        return Taken(_("Theo người"), [_("Người giữ"), _("Bộ phận"), *late], people)
    units: list[Line] = [
        [str(one["name"]), str(one["agency"]), *(int(str(one[key])) for key in _COUNTED)]
        for one in _by_unit(found)
    ]
    return Taken(_("Theo bộ phận"), [_("Bộ phận"), _("Cơ quan"), *late], units)


Line = list[str | float | None]
_COUNTED = ("live", "late", "soon", "untouched")
_TREND = ("received", "finished", "late", "in_progress", "in_progress_overdue", "on_time_rate")


def _trend(officer: Officer) -> list[dict[str, Any]]:
    """The figures of the last twelve months of the seat's agency and those below it."""
    today = day_of(officer.at)
    first = dt.date(today.year - 1, today.month, 1) + dt.timedelta(days=31)
    code = officer.seat.agency_code
    found = statistics(
        from_day=first.replace(day=1), to_day=today, agency_code=code, by="month", at=officer.at
    )
    groups: list[dict[str, Any]] = found["groups"]
    return groups


def _chart(trend: list[dict[str, Any]]) -> Chart:
    series = [
        Series(str(SHORT[name]), [row[name] for row in trend])
        for name in ("received", "finished", "late")
    ]
    labels = [f"{row['key'][5:]}/{row['key'][2:4]}" for row in trend]
    title = _("Mười hai tháng qua")
    return line_chart(title, labels, series, write=lambda value: format_number(round(value)))


def _month_rows(trend: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """Newest first; each number opens its files."""
    return [
        {
            "label": f"{row['key'][5:]}/{row['key'][:4]}",
            "cells": [
                {
                    "label": SHORT[name],
                    "value": written(name, row[name]),
                    "href": _files(name, row["key"], code) if row[name] else "",
                    "late": name in LATE and bool(row[name]),
                }
                for name in _TREND
            ],
        }
        for row in reversed(trend)
    ]


def _files(name: str, month: str, code: str) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return f"{reverse('desk_figure_files')}?{Question(name, first, last, agency=code).query}"


def _person(pile: Pile) -> dict[str, Any]:
    """What one person of a unit holds; each number opens the files."""
    place = f"{reverse('desk_all')}?unit={pile.unit_id}&holder={pile.holder_id or 0}"
    return {
        "name": pile.holder,
        "unit": pile.unit,
        "cells": [
            {"label": label, "value": number, "href": f"{place}{tail}", "tone": tone}
            for label, number, tail, tone in (
                (_("Đang giữ"), pile.live, "", ""),
                (_("Quá hạn"), pile.late, "&clock=late", "late"),
                (_("Sắp đến hạn"), pile.soon, "&clock=soon", ""),
                (_("Một ngày chưa động đến"), pile.untouched, "&clock=still", ""),
            )
        ],
    }


def _by_unit(found: list[Pile]) -> list[dict[str, object]]:
    """Sums per unit, the most late first."""
    units: dict[int, dict[str, object]] = {}
    for pile in found:
        unit = units.setdefault(
            pile.unit_id,
            {
                "name": pile.unit,
                "agency": pile.agency,
                "href": f"{reverse('desk_all')}?unit={pile.unit_id}",
                "live": 0,
                "late": 0,
                "soon": 0,
                "untouched": 0,
            },
        )
        for key in _COUNTED:
            unit[key] = int(str(unit[key])) + getattr(pile, key)
    return sorted(units.values(), key=lambda u: (-int(str(u["late"])), -int(str(u["live"]))))
