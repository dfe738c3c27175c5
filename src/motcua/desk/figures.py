"""Figures of a period, split as one likes; each opens its rule, its formula and its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from motcua.desk import rows
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.export import MOST_ROWS, as_csv, as_xlsx
from motcua.desk.lists import XLSX
from motcua.indicators.queries import SECRET, Question, files_behind, statistics
from motcua.indicators.rules import FIGURES, Group
from motcua.indicators.wording import COMPOSED, DEFINITIONS, GROUPS
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.vietnamese import format_number
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.ui.said import said
from motcua.ui.svg import Chart
from motcua.ui.taken import Taken, as_file

# The columns beside each group, in few words; the others stand in the spreadsheet.
SHOWN: Final = {
    "carried_over": gettext_lazy("Chuyển sang"),
    "received": pgettext_lazy("số liệu", "Tiếp nhận"),
    "received_online": gettext_lazy("Trực tuyến"),
    "finished": gettext_lazy("Đã giải quyết"),
    "early": gettext_lazy("Trước hạn"),
    "on_time": gettext_lazy("Đúng hạn"),
    "late": gettext_lazy("Quá hạn"),
    "in_progress": gettext_lazy("Đang giải quyết"),
    "in_progress_overdue": gettext_lazy("Đang quá hạn"),
    "on_time_rate": gettext_lazy("Trước và đúng hạn"),
}
_OPENED: Final = {**DEFINITIONS, **COMPOSED}
_CODED: Final = (Group.AGENCY, Group.PROCEDURE)
LATE: Final = ("late", "in_progress_overdue")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `fault` when a day cannot be read."""

    question: Question
    fault: Refused | None = None


def asked(get: QueryDict, today: dt.date) -> Asked:
    """From the address. Without days: this year until today."""
    days, fault = [dt.date(today.year, 1, 1), today], None
    for place, name in enumerate(("from", "to")):
        text = get.get(name, "").strip()
        try:
            days[place] = dt.date.fromisoformat(text) if text else days[place]
        except ValueError:
            fault = Refused(f"Ngày “{text}” không đúng; chọn trên lịch.", field=name)
    words = {name: get.get(name, "").strip() for name in ("figure", "agency", "by", "key")}
    question = Question(
        words["figure"],
        days[0],
        days[1],
        agency=words["agency"] or None,
        by=words["by"] or None,
        key=words["key"],
    )
    return Asked(question, fault)


@require_GET
@officer_view
def figures(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The figures of a period, an agency and a split, each a link to its files."""
    ask = asked(request.GET, officer.at.astimezone(VIETNAM).date())
    question = ask.question
    found, fault = None, ask.fault
    try:
        found = None if fault else _statistics(question, officer.at)
    except (Refused, NotFound) as refusal:
        fault = refusal
    context = {
        "question": question,
        "fault": fault,
        "agencies": list(Agency.objects.order_by("path").values_list("code", "short_name")),
        "splits": [(str(group), label) for group, label in GROUPS.items()],
        "split": GROUPS.get(question.by) if question.by else "",  # type: ignore[call-overload]
        "heads": list(SHOWN.values()),
        "groups": _group_rows(found, question) if found else [],
        "rows": _total_rows(found["total"], question) if found else [],
        "export": reverse("desk_figures_export", kwargs={"kind": "xlsx"}),
        "export_csv": reverse("desk_figures_export", kwargs={"kind": "csv"}),
        "query": replace(question, figure="").query,
    }
    status = 422 if fault else 200
    return show(request, officer, "desk/figures.html", context, area="figures", status=status)


@require_GET
@officer_view
def figures_export(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """Every figure of every group as a table: "csv" or "xlsx"."""
    ask = asked(request.GET, officer.at.astimezone(VIETNAM).date())
    if ask.fault is not None:
        raise ask.fault
    found = _statistics(ask.question, officer.at)
    groups = [(said(group["label"]), group) for group in found["groups"]]
    table = Taken(
        _("Số liệu"),
        ["", *(str(DEFINITIONS[name].name) for name in FIGURES)],
        [
            [label, *(figures[name] for name in FIGURES)]
            for label, figures in [*groups, (_("Tổng"), found["total"])]
        ],
    )
    return handed_out(kind, f"so-lieu-{found['from']}-{found['to']}", table)


@require_GET
@officer_view
def figure_files(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The files one figure counts, as far as the person may know of them, with its rule."""
    ask = asked(request.GET, officer.at.astimezone(VIETNAM).date())
    if ask.fault is not None:
        raise ask.fault
    question = ask.question
    after = request.GET.get("after", "")
    behind = files_behind(question, actor=officer.actor, at=officer.at, after=after)
    table = rows.table(select=False)
    clocked = rows.clock_words(officer.calendar, officer.at)
    context = {
        "question": question,
        "definition": _OPENED[question.figure],
        "behind": behind,
        "hidden": behind.counted - behind.visible,
        "of": _of(question, officer.at),
        "heads": table.head(),
        "body": table.body(rows.cells(behind.page.rows, clocked)) if behind.page.rows else "",
        "first": not after,
        "query": question.query,
        "back": f"{reverse('desk_figures')}?{replace(question, figure='').query}",
    }
    return show(request, officer, "desk/figure_files.html", context, area="figures")


@require_GET
@officer_view
def figure_files_export(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The same files as a table: "csv" or "xlsx"."""
    ask = asked(request.GET, officer.at.astimezone(VIETNAM).date())
    if ask.fault is not None:
        raise ask.fault
    behind = files_behind(ask.question, actor=officer.actor, at=officer.at, most=MOST_ROWS)
    title = str(_OPENED[ask.question.figure].name)
    name = f"{ask.question.figure}-{ask.question.from_day}-{ask.question.to_day}.{kind}"
    if kind == "csv":
        return download(as_csv(behind.page.rows), "text/csv; charset=utf-8", name)
    if kind == "xlsx":
        return download(as_xlsx(behind.page.rows, title), XLSX, name)
    raise Http404


def _statistics(question: Question, at: dt.datetime) -> dict[str, Any]:
    return statistics(
        from_day=question.from_day,
        to_day=question.to_day,
        agency_code=question.agency,
        by=question.by,
        at=at,
    )


def _of(question: Question, at: dt.datetime) -> str:
    """Of which agency and group, in words: "Phường An Lạc · Hộ tịch"."""
    parts = []
    if question.agency:
        parts.append(
            Agency.objects.filter(code=question.agency).values_list("short_name", flat=True).first()
            or question.agency
        )
    if question.by:
        groups = _statistics(question, at)["groups"]
        found = next((group["label"] for group in groups if group["key"] == question.key), None)
        parts.append(said(found or question.key or "–"))
    return " · ".join(parts)


def _group_rows(found: Mapping[str, Any], question: Question) -> list[dict[str, Any]]:
    return [
        {
            "label": said(group["label"]),
            # Old and new agencies may bear one name; a procedure is asked for by its code.
            "code": group["key"] if question.by in _CODED else "",
            "cells": [_cell(name, group, replace(question, key=group["key"])) for name in SHOWN],
        }
        for group in found["groups"]
    ]


def _total_rows(total: Mapping[str, Any], question: Question) -> list[dict[str, Any]]:
    whole = replace(question, by=None, key="")
    return [_cell(name, total, whole) | {"definition": DEFINITIONS[name]} for name in FIGURES]


def _cell(name: str, figures: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """A figure in words; a link to its files unless it is nothing."""
    value = figures[name]
    query = replace(question, figure=name).query
    return {
        "label": SHOWN.get(name, ""),
        "value": written(name, value),
        "href": f"{reverse('desk_figure_files')}?{query}" if value and name not in SECRET else "",
        "late": bool(value) and name in LATE,
    }


def written(name: str, value: float | None) -> str:
    """A count, or a rate in per cent to the second place; an en dash where nothing is counted."""
    if value is None:
        return "–"
    if not name.endswith("_rate"):
        return format_number(int(value))
    return f"{format_number(Decimal(str(value)) * 100, places=2)}\u00a0%"


def handed_out(kind: str, name: str, table: Taken, chart: Chart | None = None) -> HttpResponse:
    """A table to take away as "csv" or "xlsx", its chart as "svg"; `name` without an ending."""
    found = as_file(kind, table, chart)
    if found is None:
        raise Http404
    return download(*found, f"{name}.{kind}")


def download(body: bytes, mime: str, name: str) -> HttpResponse:
    """A file to take away, under this name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=mime, headers=headers)
