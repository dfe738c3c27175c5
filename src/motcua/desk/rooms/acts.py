"""Merging, splitting, renaming agencies: the plan, its effect, who agrees, how far it is."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.act_forms import MergerForm, PlanFile, PlanText
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, posted
from motcua.kernel.refusals import Refused
from motcua.organisation.access import administers_root, check_can_administer_root
from motcua.organisation.states import Role
from motcua.reorganisation.access import check_can_follow_acts, check_can_read_act
from motcua.reorganisation.actions import agree, cancel_act, check_act, plan_act
from motcua.reorganisation.minutes import minutes_of
from motcua.reorganisation.models import Act
from motcua.reorganisation.queries import (
    Preview,
    Sides,
    act_of,
    acts_for,
    handed_over,
    preview,
    sides_of,
)
from motcua.reorganisation.rules import plan_from
from motcua.reorganisation.states import ActState

AREA: Final = "acts"


@require_GET
@officer_view
def acts(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The acts one may read, the latest day first."""
    check_can_follow_acts(officer.actor)
    context = {
        "title": _("Sắp xếp cơ quan"),
        "rows": acts_for(officer.actor),
        "may_enter": administers_root(officer.actor),
    }
    return show(request, officer, "desk/rooms/acts.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def act_from_file(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A plan from a file, shown with what it would do before it is entered."""
    check_can_administer_root(officer.actor)
    sheet = _sheet(
        _("Phương án từ tệp"),
        _("Dùng cho chia tách, đổi tên, hoặc phương án nhiều cơ quan. Chưa ghi gì ở bước này."),
        names={"": "file"},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        return _previewed(request, officer, facts["file"])

    form = PlanFile(posted(request), request.FILES or None)
    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def act_merger(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A merger drawn up in the page: which agencies end, who takes over, by which document."""
    check_can_administer_root(officer.actor)
    sheet = _sheet(
        _("Sáp nhập cơ quan"),
        _("Hồ sơ đang giải quyết, cán bộ và thủ tục chuyển sang cơ quan mới theo từng bộ phận."),
    )
    form = MergerForm(posted(request), at=officer.at)

    def act(_facts: dict[str, Any]) -> HttpResponse:
        return _previewed(request, officer, form.plan())

    return form_page(request, officer, form, sheet, act)


def _previewed(request: HttpRequest, officer: Officer, data: Any) -> HttpResponse:
    """The plan with its numbers and one button. Raises Refused for a plan that cannot be."""
    seen = check_act(data=data, actor=officer.actor, at=officer.at)
    context = {
        "title": _("Xem trước phương án"),
        "trail": _trail(_("Xem trước phương án")),
        "plan": plan_from(data),
        "form": PlanText(initial={"plan": data}),
        **_told(seen),
    }
    return show(request, officer, "desk/rooms/act_preview.html", context, area=AREA)


@require_POST
@officer_view
def act_enter(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Enter the plan that was previewed; the worker carries it out on its day."""
    check_can_administer_root(officer.actor)
    form = PlanText(request.POST)
    sheet = _sheet(_("Nhập phương án"), "")

    def act(facts: dict[str, Any]) -> HttpResponse:
        entered = plan_act(data=facts["plan"], actor=officer.actor, at=officer.at)
        return done(request, _("Đã nhập phương án."), "desk_act_page", key=entered.key)

    return form_page(request, officer, form, sheet, act)


@require_GET
@officer_view
def act_page(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """The plan in words, who has agreed, and how far it has come."""
    found, sides = _readable(officer, key)
    plan = plan_from(found.plan)
    led = officer.actor.agency_ids(Role.AGENCY_LEADER)
    context = {
        "title": found.document,
        "trail": _trail(found.key),
        "act": found,
        "plan": plan,
        "sides": [
            {
                "agency": agency,
                "agreed": sides.agreements.get(agency.pk),
                "may": agency.pk in led and found.state in (ActState.PLANNED, ActState.RUNNING),
            }
            for agency in sides.agencies
        ],
        "may_cancel": administers_root(officer.actor) and found.state == ActState.PLANNED,
        "may_take": administers_root(officer.actor),
        "pairs": _pairs(found),
        **_ahead(found),
    }
    return show(request, officer, "desk/rooms/act.html", context, area=AREA)


def _ahead(act: Act) -> dict[str, Any]:
    """What a planned act would hand over today, or why it cannot any more."""
    if act.state != ActState.PLANNED:
        return {"seen": None, "stopped": ""}
    try:
        seen = preview(plan_from(act.plan))
    except Refused as refusal:
        return {"seen": None, "stopped": refusal.text}
    return _told(seen)


def _told(seen: Preview) -> dict[str, Any]:
    return {"seen": seen, "files": sorted(seen.files.items()), "total": sum(seen.files.values())}


def _pairs(act: Act) -> list[dict[str, Any]]:
    """Who has handed how many files to whom."""
    if act.state not in (ActState.RUNNING, ActState.DONE):
        return []
    rows = handed_over(act)
    names = {one.pk: one for row in rows for one in (row.source, row.target)}
    counted = Counter((row.source_id, row.target_id) for row in rows)
    return [
        {"source": names[source], "target": names[target], "n": number}
        for (source, target), number in counted.items()
    ]


@require_GET
@officer_view
def act_file(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """The plan as the file it is, to be changed and loaded under another key."""
    found, _sides = _readable(officer, key)
    answer = JsonResponse(found.plan, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.key}.json"'
    return answer


@require_GET
@officer_view
def act_minutes(
    request: HttpRequest, officer: Officer, key: str, source: str, target: str
) -> HttpResponse:
    """The minutes between two agencies."""
    found, _sides = _readable(officer, key)
    pdf = minutes_of(found, source, target)
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = f"bien-ban-{source}-{target}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_POST
@officer_view
def act_agree(request: HttpRequest, officer: Officer, key: str, code: str) -> HttpResponse:
    """The leader of an agency confirms the plan."""
    agree(key=key, agency_code=code, actor=officer.actor, at=officer.at)
    return done(request, _("Đã xác nhận phương án."), "desk_act_page", key=key)


@require_http_methods(["GET", "POST"])
@officer_view
def act_cancel(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """Give the act up while nothing of it has happened."""
    check_can_administer_root(officer.actor)
    found = act_of(key)
    back = reverse("desk_act_page", kwargs={"key": key})
    sheet = Sheet(
        title=_("Hủy phương án"),
        area=AREA,
        trail=[*_trail(found.key)[:-1], (found.key, back), (_("Hủy phương án"), "")],
        button=_("Hủy phương án"),
        intro=_("%s. Chưa có hồ sơ nào được bàn giao; muốn làm lại thì nhập tệp với mã khác.")
        % found.document,
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        cancel_act(key=key, actor=officer.actor, at=officer.at)
        return done(request, _("Đã hủy phương án."), "desk_act_page", key=key)

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


def _readable(officer: Officer, key: str) -> tuple[Act, Sides]:
    check_can_follow_acts(officer.actor)
    found = act_of(key)
    sides = sides_of(found)
    check_can_read_act(officer.actor, sides.agencies)
    return found, sides


def _sheet(title: str, intro: str, **more: Any) -> Sheet:
    trail = _trail(title)
    return Sheet(title=title, area=AREA, trail=trail, button=_("Xem trước"), intro=intro, **more)


def _trail(last: str) -> Trail:
    return [(_("Sắp xếp cơ quan"), reverse("desk_acts")), (last, "")]
