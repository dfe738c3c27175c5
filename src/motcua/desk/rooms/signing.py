"""Signing reports, reading them as they were signed, and why a number is another today."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.reports import AREA, asked_in, filled_in, lines_of, spoken, taken_away
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, posted
from motcua.kernel.refusals import NotFound
from motcua.kernel.vietnamese import format_number, short_date
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code
from motcua.reports.access import check_can_sign
from motcua.reports.actions import Asked, sign
from motcua.reports.layouts import sums_of
from motcua.reports.models import SignedReport
from motcua.reports.paper import Framing, days_words, numbers_of
from motcua.reports.queries import (
    Compared,
    Report,
    Signed,
    behind_change,
    compared,
    corrections_of,
    current_report,
    line_in,
    reasons_for,
    signed_report,
    signed_reports,
    words_of,
)
from motcua.reports.rules import (
    REASON_LENGTH,
    TEXT_LENGTH,
    Moved,
    Standing,
    fingerprint,
    leaves_of,
    term_from,
)
from motcua.reports.states import Kind
from motcua.slips.values import Signer
from motcua.ui.said import said


class SignForm(forms.Form):
    """What the signer has read, and why a signed report is replaced."""

    seen = forms.CharField(widget=forms.HiddenInput)
    act_key = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=gettext_lazy("Lời báo cáo"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=gettext_lazy("Viết sẵn từ các số ở trên; sửa, thêm bớt tùy ý trước khi ký."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do thay báo cáo đã ký"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Báo cáo đã ký vẫn được giữ; người xem thấy bản nào thay bản nào."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do thay báo cáo đã ký.")},
    )

    def __init__(self, data: Any, first: dict[str, Any], before: SignedReport | None) -> None:
        super().__init__(data, initial=first | {"act_key": uuid.uuid4().hex})
        if before is None:
            del self.fields["reason"]


@require_http_methods(["GET", "POST"])
@officer_view
def sign_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Read the numbers once more, then freeze them under one's name."""
    ask = asked_in(request.GET, officer)
    agency = agency_by_code(ask["agency"])
    check_can_sign(officer.actor, agency.pk)
    report = filled_in(ask, officer.at)
    before = current_report(agency, report.layout.kind, report.term)
    sheet = _sheet(report, before)

    def act(facts: dict[str, Any]) -> HttpResponse:
        signed = sign(
            asked=Asked(ask["kind"], agency.code, ask["term"], ask["cut_off"]),
            seen=facts["seen"],
            text=facts["text"],
            reason=facts.get("reason", ""),
            actor=officer.actor,
            at=officer.at,
            key=officer.key_of(request),
        )
        return done(request, _("Đã ký báo cáo."), "desk_report_signed", pk=signed.pk)

    first = {
        "seen": fingerprint(report.filled),
        "text": words_of(report, ask["cut_off"], at=officer.at),
    }
    return form_page(request, officer, SignForm(posted(request), first, before), sheet, act)


def _sheet(report: Report, before: SignedReport | None) -> Sheet:
    title = _("Ký báo cáo")
    return Sheet(
        title=title,
        area=AREA,
        trail=[*_trail(), (title, "")],
        button=_("Ký và lưu cố định"),
        intro=_("Các số dưới đây được lưu đúng như đang thấy, kèm tên bạn và thời điểm ký.")
        + (" " + _("Bản đã ký không sửa được; có thể ký bản khác thay.")),
        template="desk/rooms/report_sign.html",
        extra={
            "report": report,
            "before": before,
            "days": days_words(report.filled),
            "numbers": numbers_of(report.layout),
            "lines": lines_of(report.layout, report.agency, report.filled),
        },
    )


def _trail() -> Trail:
    return [
        (_("Báo cáo theo mẫu"), reverse("desk_report")),
        (_("Báo cáo đã ký"), reverse("desk_reports_signed")),
    ]


@require_GET
@officer_view
def signed_list(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was signed by an agency and those below it, the latest first."""
    code = request.GET.get("agency", "").strip() or officer.seat.agency_code
    agency = agency_by_code(code)
    context = {
        "title": _("Báo cáo đã ký"),
        "trail": [*_trail()[:1], (_("Báo cáo đã ký"), "")],
        "agency": agency,
        "agencies": list(Agency.objects.order_by("path").values_list("code", "short_name")),
        "rows": [_listed(row) for row in signed_reports(agency)],
    }
    return show(request, officer, "desk/rooms/reports_signed.html", context, area=AREA)


def _listed(row: SignedReport) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "kind": Kind(row.kind).label,
        "term": term_from(row.term).words,
        "agency": row.agency.short_name,
        "edition": row.edition,
        "signer": row.signed_by.full_name,
        "at": row.signed_at,
        "reason": row.reason,
    }


@require_GET
@officer_view
def signed_page(request: HttpRequest, officer: Officer, pk: int) -> HttpResponse:
    """The numbers as they were signed; beside each that is another today, today's."""
    signed = signed_report(pk)
    found = compared(signed, officer.at)
    context = {
        "title": _title(signed),
        "trail": [*_trail(), (_title(signed), "")],
        "signed": signed,
        "report": signed,
        "days": days_words(signed.filled),
        "numbers": numbers_of(signed.layout),
        "lines": _lines(signed, found),
        "changed": len(found.changed),
        "corrections": _corrections(signed),
        "mark": _mark(signed),
    }
    return show(request, officer, "desk/rooms/report_signed.html", context, area=AREA)


def _corrections(signed: Signed) -> list[dict[str, Any]]:
    """What people had put right when it was signed."""
    row = signed.row
    days = (row.first, row.last)
    made = corrections_of(row.kind, row.agency, signed.term, days, until=row.signed_at)
    return [spoken(one, signed.layout, signed.filled) for one in made]


def _title(signed: Signed) -> str:
    return f"{signed.layout.kind.label}, {signed.term.words}"


def _lines(signed: Signed, found: Compared) -> list[dict[str, Any]]:
    """Rows as signed, then those that only today's form has."""
    lines = lines_of(signed.layout, signed.row.agency, signed.filled)
    keys = [line.key for line in signed.filled.rows]
    for line in found.now.rows:
        if line.key not in keys:
            empty = {"value": "0", "href": "", "late": False}
            cells = [empty | {"name": column.name} for column in signed.layout.columns]
            lines.append({"label": line.label, "total": False, "cells": cells})
            keys.append(line.key)
    for key, drawn in zip(keys, lines, strict=True):
        for column, cell in zip(signed.layout.columns, drawn["cells"], strict=True):
            pair = found.changed.get((key, column.key))
            if pair is not None:
                cell["now"] = format_number(pair[1])
                cell["more"] = f"{pair[1] - pair[0]:+}".replace("-", "−")
                place = reverse("desk_report_changes", kwargs={"pk": signed.row.pk})
                cell["why"] = f"{place}?row={key}&cell={column.key}"
    return lines


def _mark(signed: Signed) -> str:
    """What this copy is, for the page and for paper."""
    row = signed.row
    local = row.signed_at.astimezone(VIETNAM)
    said_so = f"Bản ký lần {row.edition}, {local:%H:%M} ngày {short_date(local.date())}"
    later = signed.replaced_by
    if later is None:
        return said_so
    day = short_date(later.signed_at.astimezone(VIETNAM).date())
    return f"{said_so}; đã được thay bằng bản ký lần {later.edition} ngày {day}"


@require_GET
@officer_view
def signed_file(request: HttpRequest, officer: Officer, pk: int, kind: str) -> HttpResponse:
    """The frozen form: "pdf" or "xlsx"; the same bytes' numbers for ever."""
    if kind not in ("pdf", "xlsx"):
        raise Http404
    signed = signed_report(pk)
    row = signed.row
    framing = Framing(
        agency=row.agency,
        term=signed.term.words,
        day=row.signed_at.astimezone(VIETNAM).date(),
        maker="",
        mark=f"{_mark(signed)} · mã kiểm tra {row.fingerprint[:16]}",
        hint="(Đã ký duyệt trên hệ thống)",
        text=tuple(part for part in row.text.splitlines() if part),
        signer=Signer(title=row.signer_title, name=row.signed_by.full_name),
    )
    name = f"bieu-{row.kind}-{row.agency.slug}-{row.term}-lan-{row.edition}.{kind}"
    return taken_away(kind, signed.layout, signed.filled, framing, name)


@require_GET
@officer_view
def changes(request: HttpRequest, officer: Officer, pk: int) -> HttpResponse:
    """Why one number differs today: the files counted elsewhere, and what was done to them."""
    signed = signed_report(pk)
    row, column = request.GET.get("row", ""), request.GET.get("cell", "")
    moved = behind_change(signed, row, column, officer.at)
    found = compared(signed, officer.at)
    line = line_in(signed.filled, row) or line_in(found.now, row)
    if line is None:
        raise NotFound(_("Biểu không có dòng này."))
    was, is_now = found.changed.get((row, column), (line.cells[column],) * 2)
    names = {one.key: one.name for one in signed.layout.columns}
    title = _("Vì sao số này thay đổi")
    context = {
        "title": title,
        "trail": [
            *_trail(),
            (_title(signed), reverse("desk_report_signed", kwargs={"pk": pk})),
            (title, ""),
        ],
        "what": f"{line.label} · {names[column]}",
        "was": format_number(was),
        "now": format_number(is_now),
        "signed": signed,
        "kept": moved is not None,
        "corrections": _corrected_since(signed, row, column),
        **_reasons(signed, moved or [], names, officer),
    }
    return show(request, officer, "desk/rooms/report_changes.html", context, area=AREA)


def _corrected_since(signed: Signed, row: str, column: str) -> list[dict[str, Any]]:
    """What people put right in a cell, or in what it adds up, after it was signed."""
    frozen = signed.row
    days = (frozen.first, frozen.last)
    leaves = leaves_of(column, sums_of(signed.layout))
    return [
        spoken(one, signed.layout, signed.filled)
        for one in corrections_of(frozen.kind, frozen.agency, signed.term, days)
        if one.made_at > frozen.signed_at and row in ("", one.row) and one.column in leaves
    ]


def _reasons(
    signed: Signed, moved: list[Moved], names: dict[str, str], officer: Officer
) -> dict[str, Any]:
    if signed.layout.kind == Kind.ONE_STOP:
        rows = [
            {"key": m.key, "then": _where(m.then, names), "now": _where(m.now, names)}
            for m in moved
        ]
        return {"procedures": rows, "files": [], "hidden": 0}
    found = reasons_for(moved, since=signed.row.signed_at, actor=officer.actor)
    files = [
        {
            "number": one.number,
            "procedure": one.procedure,
            "then": _where(one.then, names),
            "now": _where(one.now, names),
            "acts": [
                {"verb": said(act.verb.label), "who": act.who, "at": act.at} for act in one.acts
            ],
        }
        for one in found
    ]
    return {"procedures": [], "files": files, "hidden": len(moved) - len(found)}


def _where(standing: Standing | None, names: dict[str, str]) -> str:
    """In which columns, in the words of the form; nothing when it was not counted."""
    if standing is None:
        return _("chưa được đếm")
    return "; ".join(name for key, name in names.items() if key in standing.cells)
