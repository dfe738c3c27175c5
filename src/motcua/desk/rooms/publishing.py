"""What makes law visible: decisions, publishing a draft from a day, abolishing, new procedures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.catalogue import actions
from motcua.catalogue.access import can_import, check_can_import, check_can_publish
from motcua.catalogue.models import Decision, Field, Procedure, ProcedureVersion
from motcua.catalogue.queries import decision, decisions, draft_changes, offering_paths
from motcua.catalogue.states import VersionState
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.catalogue import AREA
from motcua.desk.rooms.sheet import DayField, Sheet, Trail, done, form_page, posted, today_of
from motcua.kernel.refusals import NotFound
from motcua.kernel.vietnamese import short_date
from motcua.ui.said import said

_CONFIDENCE = {
    "recalled": gettext_lazy("nhớ lại"),
    "unknown": gettext_lazy("chưa xác nhận"),
}


class PublishForm(forms.Form):
    """From when, and by which decision."""

    valid_from = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định công bố"),
        max_length=60,
        help_text=gettext_lazy("Nhập quyết định vào hệ thống trước, ví dụ: 1872/QĐ-BTP."),
    )


class AbolishForm(forms.Form):
    """From when, by which decision, and what comes in its place."""

    on = DayField(label=gettext_lazy("Không tiếp nhận nữa từ ngày"))
    decision_number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=60)
    successor_code = forms.CharField(
        label=gettext_lazy("Mã thủ tục thay thế"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Để trống khi bãi bỏ hẳn."),
    )


class DecisionForm(forms.Form):
    """A signed decision."""

    number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"), max_length=60, help_text=gettext_lazy("1872/QĐ-BTP")
    )
    date = DayField(label=gettext_lazy("Ngày ký"))
    effective_date = DayField(label=gettext_lazy("Có hiệu lực từ ngày"), required=False)
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=160)
    title = forms.CharField(
        label=gettext_lazy("Trích yếu"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


class ProcedureForm(forms.Form):
    """A procedure that was not in the catalogue."""

    code = forms.CharField(
        label=gettext_lazy("Mã thủ tục"), max_length=30, help_text=gettext_lazy("Ví dụ: 1.004873")
    )
    field_code = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"))
    name = forms.CharField(
        label=gettext_lazy("Tên thủ tục"),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = Field.objects.order_by("name").values_list("code", "name")
        self.fields["field_code"].choices = list(fields)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@officer_view
def publish_page(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Put the draft into force; its changes stand above the button."""
    rows = ProcedureVersion.objects.select_related("procedure", "decision", "definition")
    draft = rows.filter(procedure__code=code, state=VersionState.DRAFT).first()
    if draft is None:
        raise NotFound(_("Thủ tục %s không có bản dự thảo nào.") % code)
    today = today_of(officer)
    check_can_publish(officer.actor, offering_paths(draft.procedure_id, on=today))
    form = PublishForm(posted(request), initial={"valid_from": today})
    sheet = Sheet(
        title=_("Công bố bản %d") % draft.number,
        area=AREA,
        trail=trail_to(code, _("Công bố")),
        button=_("Công bố"),
        intro=_(
            "Bản đang áp dụng kết thúc vào hôm trước. Hồ sơ đã nhận vẫn theo bản của ngày nhận."
            " Bản đã công bố không sửa được."
        ),
        template="desk/rooms/publish.html",
        extra={"changes": draft_changes(draft), "draft": draft},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        facts["decision_number"] = facts["decision_number"].strip()
        made = actions.publish(code=code, actor=officer.actor, at=officer.at, **facts)
        text = _("Đã công bố bản %(number)d, áp dụng từ ngày %(day)s.")
        words = {"number": made.number, "day": short_date(facts["valid_from"])}
        return done(request, text % words, "desk_procedure", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def abolish_page(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """End a procedure, or send people to the one in its place."""
    found = Procedure.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("Không có thủ tục nào mang mã “%s”.") % code)
    today = today_of(officer)
    check_can_publish(officer.actor, offering_paths(found.pk, on=today))
    form = AbolishForm(posted(request), initial={"on": today})
    sheet = Sheet(
        title=_("Bãi bỏ, thay thế thủ tục %s") % code,
        area=AREA,
        trail=trail_to(code, _("Bãi bỏ, thay thế")),
        button=_("Bãi bỏ thủ tục"),
        intro=_("Hồ sơ đã nhận vẫn được giải quyết đến khi có kết quả."),
        grave=True,
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        facts["successor_code"] = facts["successor_code"].strip() or None
        actions.abolish(code=code, actor=officer.actor, at=officer.at, **facts)
        text = _("Thủ tục %s không được tiếp nhận từ ngày đã chọn.") % code
        return done(request, text, "desk_procedure", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def procedure_new(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A procedure that was not in the catalogue, as a draft."""
    check_can_import(officer.actor)
    sheet = Sheet(
        title=_("Thêm thủ tục"),
        area=AREA,
        trail=[(_("Thủ tục hành chính"), reverse("desk_catalogue")), (_("Thêm thủ tục"), "")],
        button=_("Lập dự thảo"),
        intro=_("Thủ tục chỉ hiện ra cho người dân sau khi công bố."),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        facts["code"] = facts["code"].strip()
        actions.create_procedure(actor=officer.actor, at=officer.at, **facts)
        return done(request, _("Đã lập dự thảo."), "desk_draft", code=facts["code"])

    return form_page(request, officer, ProcedureForm(posted(request)), sheet, act)


@require_GET
@officer_view
def decisions_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Decisions of công bố, newest first."""
    rows = [
        {
            "decision": one,
            "mark": _CONFIDENCE.get(one.confidence, ""),
            "acts": ", ".join(f"{words} {n}" for words, n in _acts_of(one) if n),
        }
        for one in decisions()
    ]
    context = {
        "title": _("Quyết định công bố"),
        "trail": [(_("Thủ tục hành chính"), reverse("desk_catalogue")), (_("Quyết định"), "")],
        "rows": rows,
        "may_enter": can_import(officer.actor),
    }
    return show(request, officer, "desk/rooms/decisions.html", context, area=AREA)


@require_GET
@officer_view
def decision_page(request: HttpRequest, officer: Officer, number: str) -> HttpResponse:
    """What one decision issued, amended, replaced, abolished."""
    found: Decision = decision(number)
    items = [
        {
            "act": said(item.get_act_display()),
            "code": item.procedure.code,
            "name": max(item.procedure.versions.all(), key=lambda v: v.number).name,
            "replaces": item.replaces.code if item.replaces else "",
        }
        for item in found.items.all()
    ]
    context = {
        "title": _("Quyết định số %s") % found.number,
        "trail": [
            (_("Thủ tục hành chính"), reverse("desk_catalogue")),
            (_("Quyết định công bố"), reverse("desk_decisions")),
            (found.number, ""),
        ],
        "decision": found,
        "mark": _CONFIDENCE.get(found.confidence, ""),
        "items": sorted(items, key=lambda item: (item["act"], item["code"])),
    }
    return show(request, officer, "desk/rooms/decision.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def decision_new(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Enter a signed decision."""
    check_can_import(officer.actor)
    sheet = Sheet(
        title=_("Nhập quyết định công bố"),
        area=AREA,
        trail=[
            (_("Thủ tục hành chính"), reverse("desk_catalogue")),
            (_("Quyết định công bố"), reverse("desk_decisions")),
            (_("Nhập quyết định"), ""),
        ],
        button=_("Nhập quyết định"),
        intro=_("Quyết định đã nhập không sửa được ở đây; mọi bản công bố dẫn theo số này."),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        made = actions.enter_decision(actor=officer.actor, at=officer.at, **facts)
        return done(request, _("Đã nhập quyết định %s.") % made.number, "desk_decisions")

    return form_page(request, officer, DecisionForm(posted(request)), sheet, act)


def _acts_of(one: Any) -> list[tuple[str, int]]:
    """How many procedures it issued, amended, replaced, abolished, with their words."""
    return [
        (_("ban hành"), one.issued),
        (_("sửa đổi"), one.amended),
        (_("thay thế"), one.replaced),
        (_("bãi bỏ"), one.abolished),
    ]


def trail_to(code: str, last: str) -> Trail:
    """The way back from a page below a procedure."""
    return [
        (_("Thủ tục hành chính"), reverse("desk_catalogue")),
        (code, reverse("desk_procedure", kwargs={"code": code})),
        (last, ""),
    ]
