"""A draft of a procedure: made, edited by section, compared, published or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.catalogue import actions
from motcua.catalogue.access import can_publish, check_can_edit
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import draft_changes, offering_paths, version_document, versions_of
from motcua.catalogue.rules.check import check_version
from motcua.catalogue.rules.diff import Change
from motcua.catalogue.rules.faults import BadCatalogue
from motcua.catalogue.states import VersionState
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.catalogue import AREA
from motcua.desk.rooms.catalogue_words import doubts_of
from motcua.desk.rooms.draft_forms import ProcessForm
from motcua.desk.rooms.draft_rows import Rows
from motcua.desk.rooms.draft_sections import (
    SECTIONS,
    FormSection,
    RowSection,
    form_place,
    papers_section,
    row_place,
    section_of,
)
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, place, posted, today_of
from motcua.kernel.refusals import NotFound, Refused
from motcua.process.models import Definition
from motcua.process.states import DefinitionState


@require_POST
@officer_view
def draft_new(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A draft that begins as the version in force."""
    actions.create_draft(code=code, actor=officer.actor, at=officer.at)
    return done(request, _("Đã lập dự thảo từ bản đang áp dụng."), "desk_draft", code=code)


@require_GET
@officer_view
def draft_page(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """What the draft changes, what is still wrong with it, and its sections."""
    draft = _draft(officer, code)
    document = version_document(draft)
    paths = offering_paths(draft.procedure_id, on=today_of(officer))
    context = {
        "title": _("Dự thảo bản %d") % draft.number,
        "trail": _trail(code, _("Dự thảo bản %d") % draft.number),
        "code": code,
        "draft": draft,
        "sections": SECTIONS,
        "cases": document["content"].get("cases", ()),
        "parts": _by_part(draft_changes(draft)),
        "faults": check_version(document),
        "doubts": doubts_of(draft.facts),
        "may_publish": can_publish(officer.actor, paths),
    }
    return show(request, officer, "desk/rooms/draft.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def section_page(request: HttpRequest, officer: Officer, code: str, section: str) -> HttpResponse:
    """One section of the draft."""
    draft = _draft(officer, code)
    document = version_document(draft)
    found = section_of(section)
    if isinstance(found, FormSection):
        return _form_section(request, officer, code, found, document)
    return _row_section(request, officer, code, found, document)


@require_http_methods(["GET", "POST"])
@officer_view
def papers_page(request: HttpRequest, officer: Officer, code: str, case: str) -> HttpResponse:
    """The papers of one case of the draft."""
    draft = _draft(officer, code)
    document = version_document(draft)
    return _row_section(request, officer, code, papers_section(document, case), document)


@require_http_methods(["GET", "POST"])
@officer_view
def draft_discard(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Throw the draft away."""
    draft = _draft(officer, code)
    sheet = Sheet(
        title=_("Bỏ dự thảo bản %d") % draft.number,
        area=AREA,
        trail=[*_trail(code, "")[:-1], _to_draft(code), (_("Bỏ dự thảo"), "")],
        button=_("Bỏ dự thảo"),
        intro=_("Mọi sửa đổi trong dự thảo mất hẳn. Bản đang áp dụng không đổi."),
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        alone = not any(v.state == VersionState.PUBLISHED for v in versions_of(code))
        actions.discard_draft(code=code, actor=officer.actor, at=officer.at)
        if alone:
            return done(request, _("Đã bỏ dự thảo."), "desk_catalogue")
        return done(request, _("Đã bỏ dự thảo."), "desk_procedure", code=code)

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


def _form_section(
    request: HttpRequest,
    officer: Officer,
    code: str,
    section: FormSection,
    document: Mapping[str, Any],
) -> HttpResponse:
    options = {"processes": _processes()} if section.form is ProcessForm else {}
    form = section.form(posted(request), initial=section.form.of(document), **options)
    if form.is_bound and form.is_valid():
        try:
            return _saved(request, officer, code, section.title, form.changes(document))
        except BadCatalogue as bad:
            for fault in bad.faults:
                name = form_place(fault, form)
                form.add_error(name, fault.text if name else str(fault))
        except Refused as refusal:
            place(form, refusal)
    context = {"form": form, "section": section, **_frame(code, section)}
    status = 422 if form.is_bound else 200
    return show(request, officer, "desk/rooms/draft_form.html", context, area=AREA, status=status)


def _row_section(
    request: HttpRequest,
    officer: Officer,
    code: str,
    section: RowSection,
    document: Mapping[str, Any],
) -> HttpResponse:
    cases = [(case["key"], case["name"]) for case in document["content"].get("cases", ())]
    rows = Rows(section.row, {"cases": cases} if section.key == "fees" else {})
    errors: list[str] = []
    refused = False
    if request.method == "POST":
        rows.of_request(request)
        if rows.to_save and rows.is_valid():
            try:
                changes = section.write(document, rows.documents())
                return _saved(request, officer, code, section.title, changes)
            except BadCatalogue as bad:
                errors = _blamed(rows, section, bad)
        refused = rows.to_save
    else:
        rows.of_draft(section.read(document))
    context = {
        "rows": rows,
        "section": section,
        "errors": [{"href": "", "text": text} for text in errors],
        **_frame(code, section),
    }
    status = 422 if refused else 200
    return show(request, officer, "desk/rooms/draft_rows.html", context, area=AREA, status=status)


def _blamed(rows: Rows, section: RowSection, bad: BadCatalogue) -> list[str]:
    """Write each fault at its field; the others are told on top."""
    told = []
    for fault in bad.faults:
        where = row_place(fault, section)
        if where is None or not rows.blame(*where, fault.text):
            told.append(str(fault))
    return told


def _saved(
    request: HttpRequest, officer: Officer, code: str, title: Any, changes: Mapping[str, Any]
) -> HttpResponse:
    actions.edit_draft(code=code, changes=changes, actor=officer.actor, at=officer.at)
    messages.success(request, _("Đã lưu mục “%s”.") % title)
    answer: HttpResponse = redirect("desk_draft", code=code)
    return answer


def _draft(officer: Officer, code: str) -> ProcedureVersion:
    """The draft, for those who may edit it. Raises NotFound, Forbidden."""
    drafts = ProcedureVersion.objects.select_related("procedure", "decision", "definition")
    found = drafts.filter(procedure__code=code, state=VersionState.DRAFT).first()
    if found is None:
        raise NotFound(_("Thủ tục %s không có bản dự thảo nào.") % code)
    check_can_edit(officer.actor, offering_paths(found.procedure_id, on=today_of(officer)))
    return found


def _processes() -> list[tuple[str, str]]:
    rows = Definition.objects.filter(state=DefinitionState.PUBLISHED).order_by("key", "number")
    return list(dict(rows.values_list("key", "name")).items())


def _by_part(changes: list[Change]) -> dict[str, list[Change]]:
    parts: dict[str, list[Change]] = {}
    for change in changes:
        parts.setdefault(change.part, []).append(change)
    return parts


def _frame(code: str, section: FormSection | RowSection) -> dict[str, Any]:
    return {
        "title": section.title,
        "code": code,
        "trail": [*_trail(code, "")[:-1], _to_draft(code), (section.title, "")],
        "back": reverse("desk_draft", kwargs={"code": code}),
    }


def _trail(code: str, last: str) -> Trail:
    return [
        (_("Thủ tục hành chính"), reverse("desk_catalogue")),
        (code, reverse("desk_procedure", kwargs={"code": code})),
        (last, ""),
    ]


def _to_draft(code: str) -> tuple[str, str]:
    return (_("Dự thảo"), reverse("desk_draft", kwargs={"code": code}))
