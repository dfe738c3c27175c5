"""Definitions of processes: listed, drawn, copied into a draft, edited as text, published."""

from __future__ import annotations

import json
from typing import Any, Final

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import in_force
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.flow import drawing_of
from motcua.desk.rooms.sheet import (
    Sheet,
    Trail,
    check_room,
    done,
    form_page,
    posted,
    today_of,
)
from motcua.kernel.limits import BadLimit, parse_limit
from motcua.kernel.refusals import NotFound
from motcua.organisation.states import Role, UnitKind
from motcua.process.access import EDITORS
from motcua.process.actions import create_draft, discard_draft, publish_definition, update_draft
from motcua.process.models import Definition
from motcua.process.queries import draft_of, newer_than
from motcua.process.rules.budgets import Budget, parse_budget, working_minutes
from motcua.process.rules.checks import faults, warnings
from motcua.process.rules.graph import StepVerb, TaskNode, TimerKind
from motcua.process.rules.reading import parse_graph
from motcua.process.states import DefinitionState
from motcua.ui.said import said

AREA = "process"
VERB_WORDS: Final = {
    StepVerb.FORWARD: gettext_lazy("chuyển xử lý"),
    StepVerb.COMPLETE: gettext_lazy("hoàn thành bước"),
    StepVerb.ISSUE: gettext_lazy("ban hành kết quả"),
    StepVerb.RETURN_RESULT: gettext_lazy("trả kết quả"),
}


class GraphField(forms.CharField):
    """A graph as JSON text."""

    def __init__(self, **options: Any) -> None:
        attrs = {"rows": 28, "spellcheck": "false", "class": "code-text"}
        super().__init__(widget=forms.Textarea(attrs=attrs), max_length=200_000, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False, indent=2)
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return json.loads(text)
        except json.JSONDecodeError as problem:
            words = _("Không phải JSON: dòng %(line)d, cột %(column)d.")
            where = {"line": problem.lineno, "column": problem.colno}
            raise forms.ValidationError(words % where) from problem
        except RecursionError as problem:
            raise forms.ValidationError(_("Lồng nhau quá sâu.")) from problem


class CopyForm(forms.Form):
    """A draft that begins as a copy."""

    key = forms.SlugField(
        label=gettext_lazy("Khóa quy trình"),
        max_length=60,
        help_text=gettext_lazy("Giữ nguyên để lập bản mới của quy trình này; ghi khác để lập mới."),
    )
    name = forms.CharField(label=gettext_lazy("Tên quy trình"), max_length=200)


class DraftForm(forms.Form):
    """Name and graph."""

    name = forms.CharField(label=gettext_lazy("Tên quy trình"), max_length=200)
    graph = GraphField(
        label=gettext_lazy("Các bước và đường đi (JSON)"),
        help_text=gettext_lazy(
            "nodes là các bước (role, unit, verb, budget) và nút rẽ; flows nối chúng."
        ),
    )


class PublishForm(forms.Form):
    """For which limit the budgets must fit."""

    limit = forms.CharField(
        label=gettext_lazy("Kiểm tra với thời hạn"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Ví dụ: 5 ngày làm việc. Để trống khi dùng cho nhiều thủ tục."),
    )

    def clean_limit(self) -> int | None:
        """Minutes of working time; None when nothing is asked."""
        text = self.cleaned_data["limit"].strip()
        try:
            return working_minutes(parse_limit(text)) if text else None
        except BadLimit as problem:
            raise forms.ValidationError(_("Viết như: 5 ngày làm việc, 20 ngày.")) from problem


@require_GET
@officer_view
def processes_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every version of every process, the newest first, with how many procedures use it."""
    check_room(officer, *EDITORS)
    used = Count("procedure_versions")
    rows = Definition.objects.annotate(used=used).defer("graph").order_by("key", "-number")
    context = {
        "title": _("Quy trình"),
        "rows": rows.select_related("published_by"),
    }
    return show(request, officer, "desk/rooms/processes.html", context, area=AREA)


@require_GET
@officer_view
def process_page(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """One definition: its steps, its drawing, what is wrong with it, who uses it."""
    found = definition_of(officer, definition)
    graph = parse_graph(found.graph)
    wrong = faults(graph)
    context = {
        "title": found.name,
        "trail": trail_to(f"{found.key}/{found.number}"),
        "definition": found,
        "steps": [_step(task) for task in graph.tasks],
        "faults": wrong,
        "warnings": [] if wrong else warnings(graph),
        "drawing": drawing_of(graph, [fault.node for fault in wrong]),
        "procedures": _users(officer, found),
        "draft": draft_of(found.key),
        "newer": newer_than(found),
        "is_draft": found.state == DefinitionState.DRAFT,
    }
    return show(request, officer, "desk/rooms/process.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def process_copy(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """A draft that begins as this version."""
    found = definition_of(officer, definition)
    form = CopyForm(posted(request), initial={"key": found.key, "name": found.name})
    sheet = Sheet(
        title=_("Lập bản mới từ “%s”") % found.name,
        area=AREA,
        trail=trail_to(_("Lập bản mới"), found),
        button=_("Lập dự thảo"),
        intro=_("Hồ sơ đang chạy giữ quy trình của mình; bản mới chỉ dùng cho hồ sơ nhận sau."),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        made = create_draft(graph=found.graph, actor=officer.actor, at=officer.at, **facts)
        return done(request, _("Đã lập dự thảo."), "desk_process", definition=made.pk)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def process_edit(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """The draft as text."""
    found = definition_of(officer, definition)
    form = DraftForm(posted(request), initial={"name": found.name, "graph": found.graph})
    sheet = Sheet(
        title=_("Sửa dự thảo: %s") % found.name,
        area=AREA,
        trail=trail_to(_("Sửa dự thảo"), found),
        button=_("Lưu dự thảo"),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        update_draft(definition=found, actor=officer.actor, at=officer.at, **facts)
        return done(request, _("Đã lưu dự thảo."), "desk_process", definition=found.pk)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def process_publish(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """Put the draft into use."""
    found = definition_of(officer, definition)
    sheet = Sheet(
        title=_("Ban hành quy trình: %s") % found.name,
        area=AREA,
        trail=trail_to(_("Ban hành"), found),
        button=_("Ban hành"),
        intro=_(
            "Bản đã ban hành không sửa được. Thủ tục đang dùng khóa này nhận bản mới khi"
            " công bố lại; quy trình mặc định dùng ngay cho hồ sơ nhận sau."
        ),
        grave=True,
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        publish_definition(
            definition=found,
            actor=officer.actor,
            at=officer.at,
            limit_minutes=facts["limit"],
        )
        return done(request, _("Đã ban hành quy trình."), "desk_process", definition=found.pk)

    return form_page(request, officer, PublishForm(posted(request)), sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def process_discard(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """Throw the draft away."""
    found = definition_of(officer, definition)
    sheet = Sheet(
        title=_("Bỏ dự thảo: %s") % found.name,
        area=AREA,
        trail=trail_to(_("Bỏ dự thảo"), found),
        button=_("Bỏ dự thảo"),
        intro=_("Mọi sửa đổi trong dự thảo mất hẳn. Bản đang áp dụng không đổi."),
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        discard_draft(definition=found, actor=officer.actor, at=officer.at)
        return done(request, _("Đã bỏ dự thảo."), "desk_processes")

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


def definition_of(officer: Officer, pk: int) -> Definition:
    """A definition for who may work in the room. Raises Forbidden, NotFound."""
    check_room(officer, *EDITORS)
    found = Definition.objects.select_related("published_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Không có quy trình này."))
    return found


def _users(officer: Officer, definition: Definition) -> list[ProcedureVersion]:
    """Procedures in force whose files run through this version. One query."""
    rows = in_force(today_of(officer)).filter(definition=definition)
    return list(rows.select_related("procedure").only("name", "procedure__code").order_by("name"))


def _step(task: TaskNode) -> dict[str, Any]:
    return {
        "task": task,
        "role": said(Role(task.role).label),
        "unit": said(UnitKind(task.unit).label),
        "verb": VERB_WORDS[task.verb],
        "budget": budget_words(task.budget),
        "timers": timer_words(task),
        "outcomes": ", ".join(outcome.name for outcome in task.outcomes),
    }


def budget_words(text: str | None) -> str:
    """A step's time as an official says it; "" when it has none."""
    if not text:
        return ""
    budget: Budget = parse_budget(text)
    if budget.percent:
        return _("%d %% thời hạn") % budget.percent
    if budget.minutes % 480 == 0:
        return _("%d ngày làm việc") % (budget.minutes // 480)
    return _("%d giờ làm việc") % (budget.minutes // 60)


TIMER_WORDS: Final = {
    TimerKind.REMIND: gettext_lazy("nhắc sau %s"),
    TimerKind.ESCALATE: gettext_lazy("báo lãnh đạo sau %s"),
    TimerKind.EXPIRE: gettext_lazy("hết hạn sau %s"),
}


def timer_words(task: TaskNode) -> list[str]:
    """The timers of a step as an official says them."""
    words = []
    for timer in task.timers:
        text = str(TIMER_WORDS[timer.kind]) % budget_words(timer.after)
        ends = said(task.outcome_name(timer.outcome))
        words.append(f"{text} → {ends}" if ends else text)
    return words


def trail_to(last: str, definition: Definition | None = None) -> Trail:
    """The way to a page of the room, past the definition when there is one."""
    trail = [(_("Quy trình"), reverse("desk_processes"))]
    if definition is not None:
        here = reverse("desk_process", kwargs={"definition": definition.pk})
        trail.append((f"{definition.key}/{definition.number}", here))
    return [*trail, (last, "")]
