"""Electronic forms: the list, one form's versions, the builder of a draft. Needs no script."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.eform_forms import (
    FieldForm,
    HeadForm,
    ImportForm,
    NewForm,
    SectionForm,
    deciding_of,
)
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, posted
from motcua.forms import actions
from motcua.forms.access import check_can_edit_forms
from motcua.forms.models import FormVersion
from motcua.forms.queries import all_forms, form_of, version_of, view_of
from motcua.forms.rules import editing
from motcua.forms.rules.drawn import drawn
from motcua.forms.states import FormState, Kind
from motcua.kernel.refusals import NotFound, Refused
from motcua.ui.said import said

AREA: Final = "eforms"
LARGEST: Final = 512 * 1024
MOVES: Final = {"up": -1, "down": 1}


@require_GET
@officer_view
def eforms(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every form with its newest version."""
    check_can_edit_forms(officer.actor)
    context = {"title": _("Tờ khai điện tử"), "rows": all_forms()}
    return show(request, officer, "desk/rooms/eforms.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def eform_new(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A new form with its first question; the rest is built on its own page."""
    check_can_edit_forms(officer.actor)
    sheet = _sheet(_("Soạn tờ khai mới"), _("Bắt đầu soạn"))

    def act(facts: dict[str, Any]) -> HttpResponse:
        first = {"key": "cau_1", "label": facts.pop("question"), "kind": "text"}
        section = {"key": "muc_1", "title": facts.pop("section"), "fields": [first]}
        document = {"format": actions.FORMAT, "layout": {"sections": [section]}, **facts}
        draft = actions.import_form(document=document, actor=officer.actor, at=officer.at)
        return done(request, _("Đã tạo bản soạn."), "desk_eform_draft", version=draft.pk)

    return form_page(request, officer, NewForm(posted(request)), sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def eform_import(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A form from a file, as a draft."""
    check_can_edit_forms(officer.actor)
    sheet = _sheet(_("Nạp tờ khai từ tệp"), _("Nạp"), names={"layout": "file", "name": "file"})

    def act(facts: dict[str, Any]) -> HttpResponse:
        document = _document(facts["file"])
        draft = actions.import_form(document=document, actor=officer.actor, at=officer.at)
        return done(request, _("Đã nạp thành bản soạn."), "desk_eform_draft", version=draft.pk)

    form = ImportForm(posted(request), request.FILES or None)
    return form_page(request, officer, form, sheet, act)


def _document(upload: Any) -> dict[str, Any]:
    if upload.size > LARGEST:
        raise Refused("Tệp lớn hơn 512 kB; tờ khai không lớn đến thế.", field="file")
    try:
        document = json.loads(upload.read().decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise Refused("Tệp không phải JSON đúng, mã UTF-8.", field="file") from fault
    if not isinstance(document, dict):
        raise Refused("Tệp phải là một đối tượng JSON.", field="file")
    return document


@require_GET
@officer_view
def eform(request: HttpRequest, officer: Officer, form: int) -> HttpResponse:
    """One form: its versions, each to read and to take out."""
    check_can_edit_forms(officer.actor)
    found, versions = form_of(form)
    context = {
        "title": versions[0].name,
        "trail": _trail(versions[0].name),
        "form": found,
        "versions": versions,
        "draft": next((one for one in versions if one.state == FormState.DRAFT), None),
    }
    return show(request, officer, "desk/rooms/eform.html", context, area=AREA)


@require_POST
@officer_view
def eform_again(request: HttpRequest, officer: Officer, form: int) -> HttpResponse:
    """Begin the next version from the newest."""
    draft = actions.new_draft(form_id=form, actor=officer.actor, at=officer.at)
    return done(request, _("Đang soạn bản mới."), "desk_eform_draft", version=draft.pk)


@require_GET
@officer_view
def eform_file(request: HttpRequest, officer: Officer, version: int) -> HttpResponse:
    """A version as a file for another installation."""
    check_can_edit_forms(officer.actor)
    found = version_of(version)
    answer = JsonResponse(
        actions.exported(found), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    name = f"{found.form.procedure_code}-{found.form.key}-{found.number}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@officer_view
def eform_preview(request: HttpRequest, officer: Officer, version: int) -> HttpResponse:
    """Every section as the citizen will see it before anything is answered."""
    check_can_edit_forms(officer.actor)
    found = version_of(version)
    view = view_of(found)
    context = {
        "title": found.name,
        "trail": _trail(found.name, found.form_id, _("Xem thử")),
        "version": found,
        "sections": [(section, drawn(section, {}, None)) for section in view.sections],
    }
    return show(request, officer, "desk/rooms/eform_preview.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def eform_draft(request: HttpRequest, officer: Officer, version: int) -> HttpResponse:
    """The builder: head, sections, questions in order, each with what can be done to it."""
    draft = _draft(officer, version)
    initial = {"name": draft.name, "paper": draft.paper_key, "source": draft.source}
    head = HeadForm(posted(request), initial=initial)
    if head.is_bound and head.is_valid():
        _save(officer, draft, draft.layout, **head.cleaned_data)
        return done(request, _("Đã lưu."), "desk_eform_draft", version=draft.pk)
    context = {
        "title": draft.name,
        "trail": _trail(draft.name, draft.form_id, _("Soạn")),
        "draft": draft,
        "form": head,
        "sections": [
            {**section, "fields": [_row(field) for field in section["fields"]]}
            for section in draft.layout.get("sections", [])
        ],
    }
    status = 422 if head.is_bound else 200
    return show(request, officer, "desk/rooms/eform_draft.html", context, area=AREA, status=status)


def _row(field: dict[str, Any]) -> dict[str, Any]:
    """A question as the builder lists it: its kind in words."""
    return {**field, "said": said(Kind(field["kind"]).label)}


@require_http_methods(["GET", "POST"])
@officer_view
def eform_section(
    request: HttpRequest, officer: Officer, version: int, section: str = ""
) -> HttpResponse:
    """A section's name and help; without a key a new one."""
    draft = _draft(officer, version)
    known = editing.section_of(draft.layout, section) if section else {}
    sheet = _sheet(known.get("title") or _("Thêm mục"), _("Lưu mục"), draft=draft)

    def act(facts: dict[str, Any]) -> HttpResponse:
        whole = {name: value for name, value in facts.items() if value}
        if not section:
            whole["fields"] = [{"key": f"{whole['key']}_1", "label": "Câu hỏi", "kind": "text"}]
        layout = editing.with_section(draft.layout, section or None, whole)
        _save(officer, draft, layout)
        return done(request, _("Đã lưu mục."), "desk_eform_draft", version=draft.pk)

    form = SectionForm(posted(request), initial=known)
    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def eform_field(
    request: HttpRequest, officer: Officer, version: int, section: str, field: str = ""
) -> HttpResponse:
    """One question; without a key a new one at the end of its section."""
    draft = _draft(officer, version)
    editing.section_of(draft.layout, section)
    known = editing.field_of(draft.layout, section, field) if field else {}
    sheet = _sheet(known.get("label") or _("Thêm câu hỏi"), _("Lưu câu hỏi"), draft=draft)
    form = FieldForm(posted(request), known=known, deciding=deciding_of(draft.layout, field))

    def act(_facts: dict[str, Any]) -> HttpResponse:
        layout = editing.with_field(draft.layout, section, field or None, form.written())
        _save(officer, draft, layout)
        return done(request, _("Đã lưu câu hỏi."), "desk_eform_draft", version=draft.pk)

    return form_page(request, officer, form, sheet, act)


@require_POST
@officer_view
def eform_change(request: HttpRequest, officer: Officer, version: int) -> HttpResponse:
    """Move or remove a section or a question."""
    draft = _draft(officer, version)
    section, field = request.POST.get("section", ""), request.POST.get("field") or None
    what = request.POST.get("what", "")
    if what in MOVES:
        layout = editing.moved(draft.layout, section, field, MOVES[what])
    elif what == "remove" and field:
        layout = editing.without_field(draft.layout, section, field)
    elif what == "remove":
        layout = editing.without_section(draft.layout, section)
    else:
        raise NotFound("Không có việc này.")
    _save(officer, draft, layout)
    return done(request, _("Đã sửa."), "desk_eform_draft", version=draft.pk)


@require_POST
@officer_view
def eform_publish(request: HttpRequest, officer: Officer, version: int) -> HttpResponse:
    """From now on citizens fill this version in."""
    found = actions.publish_form(version_id=version, actor=officer.actor, at=officer.at)
    return done(request, _("Đã công bố tờ khai."), "desk_eform", form=found.form_id)


@require_POST
@officer_view
def eform_discard(request: HttpRequest, officer: Officer, version: int) -> HttpResponse:
    """Throw the draft away."""
    actions.discard_form(version_id=version, actor=officer.actor, at=officer.at)
    return done(request, _("Đã bỏ bản soạn."), "desk_eforms")


def _draft(officer: Officer, version: int) -> FormVersion:
    check_can_edit_forms(officer.actor)
    found = version_of(version)
    if found.state != FormState.DRAFT:
        raise NotFound("Bản này đã công bố; hãy soạn bản mới.")
    return found


def _save(officer: Officer, draft: FormVersion, layout: dict[str, Any], **head: str) -> None:
    document = {
        "name": draft.name,
        "paper": draft.paper_key,
        "source": draft.source,
        **head,
        "layout": layout,
    }
    actions.save_form(version_id=draft.pk, document=document, actor=officer.actor, at=officer.at)


def _sheet(title: str, button: str, *, draft: FormVersion | None = None, **more: Any) -> Sheet:
    trail: Trail = [(_("Tờ khai điện tử"), reverse("desk_eforms"))]
    if draft is not None:
        trail.append((draft.name, reverse("desk_eform_draft", args=[draft.pk])))
    return Sheet(title=title, area=AREA, trail=[*trail, (title, "")], button=button, **more)


def _trail(name: str, form: int | None = None, last: str = "") -> Trail:
    trail: Trail = [(_("Tờ khai điện tử"), reverse("desk_eforms"))]
    if form is None:
        return [*trail, (name, "")]
    return [*trail, (name, reverse("desk_eform", args=[form])), (last, "")]
