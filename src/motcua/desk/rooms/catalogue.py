"""The catalogue as officials read it: the list with its doubts, and one procedure's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.catalogue.access import EDITORS, can_edit, can_import, can_offer, can_publish
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.queries import (
    fields_in_force,
    offering_paths,
    procedure_page,
    search_procedures,
    versions_of,
)
from motcua.catalogue.rules.finding import ranked
from motcua.catalogue.states import VersionState
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.catalogue_words import doubts_of, facts_of, limit_words
from motcua.desk.rooms.sheet import today_of
from motcua.ui.pagination import Page
from motcua.ui.rows import Column, Table, text, two_lines
from motcua.ui.said import said

AREA = "catalogue"
SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure in the list."""

    code: str
    name: str
    search: str
    field: str
    field_name: str
    limit: str | None
    edited: bool
    doubts: int
    draft: bool


@require_GET
@officer_view
def catalogue_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The list: by words, field, state; unfinished or doubtful ones alone."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "field", "show", "only")}
    today = today_of(officer)
    rows = _filtered(_rows(asked["show"], today), asked)
    page = _page(rows, request.GET.get("after", ""))
    context = {
        "title": _("Thủ tục hành chính"),
        "asked": asked,
        "found": len(rows),
        "fields": fields_in_force(today),
        "page": page,
        "query": urlencode({key: value for key, value in asked.items() if value}),
        "may_import": can_import(officer.actor),
        **_drawn(page),
    }
    return show(request, officer, "desk/rooms/catalogue.html", context, area=AREA)


@require_GET
@officer_view
def procedure_view(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """One procedure: the version in force or the one asked for, its doubts, its history."""
    today = today_of(officer)
    versions = versions_of(code)
    draft = next((one for one in versions if one.state == VersionState.DRAFT), None)
    if draft is not None and len(versions) == 1:
        return redirect("desk_draft", code=code)
    number = request.GET.get("version", "")
    page = procedure_page(code, on=today, number=int(number) if number.isdecimal() else None)
    paths = offering_paths(page.procedure.pk, on=today)
    facts = facts_of(page.version.facts)
    context = {
        "title": page.version.name,
        "page": page,
        "version": page.version,
        "versions": versions,
        "draft": draft,
        "facts": facts,
        "marks": {fact.key: fact.mark for fact in facts},
        "limits": limits_of(page.version),
        "may_edit": can_edit(officer.actor, paths),
        "may_publish": can_publish(officer.actor, paths),
        "offers": [
            {"offer": offer, "may": can_offer(officer.actor, offer.agency.path)}
            for offer in page.offers
        ],
        "may_offer": bool(officer.actor.seats_as(*EDITORS)),
    }
    return show(request, officer, "desk/rooms/procedure.html", context, area=AREA)


def limits_of(version: ProcedureVersion) -> list[tuple[str, str]]:
    """The general limit, then those of channels and cases that differ."""
    rows = [(_("Thời hạn giải quyết"), limit_words(version.limit) or _("nguồn không ghi"))]
    names = {
        "counter": _("Nộp trực tiếp"),
        "online": _("Nộp trực tuyến"),
        "postal": _("Qua bưu chính"),
    }
    for channel, limit in version.limits_by_channel.items():
        if limit != version.limit:
            rows.append((names.get(channel, channel), limit_words(limit)))
    rows += [
        (case["name"], limit_words(case["limit"]))
        for case in version.content.get("cases", ())
        if case.get("limit")
    ]
    rows.append((_("Khi chờ bổ sung"), said(version.get_clock_policy_display())))
    if version.supplement_limit:
        rows.append((_("Người nộp bổ sung trong"), limit_words(version.supplement_limit)))
    return rows


def _rows(shown: str, today: dt.date) -> list[Row]:
    """What the list is drawn from. Three statements at most."""
    drafts = set(
        ProcedureVersion.objects.filter(state=VersionState.DRAFT).values_list(
            "procedure__code", flat=True
        )
    )
    if shown == "drafts":
        versions = ProcedureVersion.objects.filter(state=VersionState.DRAFT)
        return [_row(one, drafts) for one in _whole(versions)]
    found = search_procedures(on=today)
    if shown == "ended":
        living = {one.code for one in found}
        published = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
        newest: dict[int, ProcedureVersion] = {}
        for version in _whole(published.exclude(procedure__code__in=living)):
            newest[version.procedure_id] = version
        return [_row(one, drafts) for one in newest.values()]
    ids = [one.version_id for one in found]
    facts = dict(ProcedureVersion.objects.filter(pk__in=ids).values_list("pk", "facts"))
    return [
        Row(
            code=one.code,
            name=one.name,
            search=one.search,
            field=one.field,
            field_name=one.field_name,
            limit=one.limit,
            edited=one.edited,
            doubts=len(doubts_of(facts.get(one.version_id, {}))),
            draft=one.code in drafts,
        )
        for one in found
    ]


def _whole(versions: Any) -> Iterable[ProcedureVersion]:
    found: Iterable[ProcedureVersion] = (
        versions.select_related("procedure__field").defer("content").order_by("name", "number")
    )
    return found


def _row(version: ProcedureVersion, drafts: set[str]) -> Row:
    procedure: Procedure = version.procedure
    return Row(
        code=procedure.code,
        name=version.name,
        search=version.search,
        field=procedure.field.code,
        field_name=procedure.field.name,
        limit=version.limit,
        edited=version.edited,
        doubts=len(doubts_of(version.facts)),
        draft=procedure.code in drafts,
    )


def _filtered(rows: list[Row], asked: dict[str, str]) -> list[Row]:
    if asked["field"]:
        rows = [row for row in rows if row.field == asked["field"]]
    if asked["only"] == "unedited":
        rows = [row for row in rows if not row.edited]
    if asked["only"] == "doubtful":
        rows = [row for row in rows if row.doubts]
    return ranked(rows, asked["q"], {row: (row.code, row.name, row.search) for row in rows})


def _page(rows: list[Row], after: str) -> Page[Row]:
    """Pages of a list that is sorted in memory: the cursor is a place in it."""
    start = min(int(after), len(rows)) if after.isdecimal() else 0
    end = start + SIZE
    following = str(end) if end < len(rows) else ""
    return Page(rows=rows[start:end], size=SIZE, next=following, first=start == 0)


def _drawn(page: Page[Row]) -> dict[str, Any]:
    table = Table(
        columns=(
            Column("code", _("Mã"), css="code"),
            Column("name", _("Thủ tục"), cell=two_lines),
            Column("limit", _("Thời hạn"), css="nowrap"),
            Column("state", _("Biên soạn"), cell=two_lines, css="nowrap"),
            Column("doubts", _("Số liệu chưa chắc"), cell=text),
        ),
        prefix="/desk/catalogue/",
        suffix="/",
    )
    cells = [
        (
            row.code,
            row.code,
            (row.name, row.field_name),
            limit_words(row.limit) or "–",
            _state(row),
            _("%d mục") % row.doubts if row.doubts else "",
        )
        for row in page.rows
    ]
    return {"heads": table.head(), "body": table.body(cells)}


def _state(row: Row) -> tuple[str, str]:
    words = _("đã biên soạn") if row.edited else _("chưa biên soạn")
    return words, _("đang có dự thảo") if row.draft else ""
