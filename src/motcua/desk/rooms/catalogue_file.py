"""The whole catalogue as a file: out, and in with every fault at its place."""

from __future__ import annotations

import json
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.catalogue import actions
from motcua.catalogue.access import check_can_import
from motcua.catalogue.queries import export_catalogue
from motcua.catalogue.rules.faults import BadCatalogue, Fault
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.catalogue import AREA
from motcua.desk.rooms.sheet import JsonField, done, today_of

LARGEST: Final = 20 * 1024 * 1024
SHOWN: Final = 200


class FileForm(forms.Form):
    """A file of format motcua-catalogue/1."""

    file = JsonField(
        largest=LARGEST,
        label=gettext_lazy("Tệp danh mục (JSON)"),
        help_text=gettext_lazy("Định dạng motcua-catalogue/1, tối đa 20 MB."),
        error_messages={
            "empty": gettext_lazy("Tệp rỗng; hãy chọn lại tệp."),
            "required": gettext_lazy("Chọn tệp danh mục."),
        },
    )


@require_GET
@officer_view
def catalogue_export(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The whole catalogue; loading it again changes nothing."""
    check_can_import(officer.actor)
    text = json.dumps(export_catalogue(), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"danh-muc-thu-tuc-{today_of(officer).isoformat()}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@officer_view
def catalogue_import(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Load a file: all of it, or nothing and the list of its faults."""
    check_can_import(officer.actor)
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    faults: tuple[Fault, ...] = ()
    if sent and form.is_valid():
        try:
            report = actions.import_catalogue(
                data=form.cleaned_data["file"], actor=officer.actor, at=officer.at
            )
        except BadCatalogue as bad:
            faults = bad.faults
            form.add_error("file", _("Tệp có %d lỗi; chưa có gì được lưu.") % len(faults))
        else:
            return done(request, _told(report), "desk_catalogue")
    context = {
        "title": _("Nạp danh mục từ tệp"),
        "trail": [(_("Thủ tục hành chính"), reverse("desk_catalogue")), (_("Nạp từ tệp"), "")],
        "form": form,
        "faults": faults[:SHOWN],
        "more": max(len(faults) - SHOWN, 0),
    }
    status = 422 if sent else 200
    return show(
        request, officer, "desk/rooms/catalogue_import.html", context, area=AREA, status=status
    )


def _told(report: actions.ImportReport) -> str:
    if report.is_empty:
        return _("Tệp không có gì mới.")
    text = _(
        "Đã nạp: %(procedures)d thủ tục, %(versions)d bản, %(decisions)d quyết định,"
        " %(offers)d lượt tiếp nhận mới hoặc thay đổi."
    )
    return text % {
        "procedures": report.procedures,
        "versions": report.versions,
        "decisions": report.decisions,
        "offers": report.offers,
    }
