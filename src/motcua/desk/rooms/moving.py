"""Open files of an older version of a process moved to a newer one: tried first, then done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.cases.actions.moving import Moving, files_on, move_files
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.processes import AREA, definition_of, trail_to
from motcua.desk.rooms.sheet import done, place, posted
from motcua.kernel.refusals import NotFound, Refused
from motcua.process.models import Definition, WorkItem
from motcua.process.queries import graph_of
from motcua.process.rules.graph import Graph
from motcua.process.states import LIVE_ITEMS, DefinitionState
from motcua.ui.said import said


class MappingForm(forms.Form):
    """For each step where files stand: which step of the new version goes on."""

    def __init__(self, data: Any, *, old: Graph, new: Graph, steps: list[str]) -> None:
        super().__init__(data)
        choices = [("", _("— giữ nguyên mã bước —"))]
        choices += [(task.key, said(task.name)) for task in new.tasks]
        for step in steps:
            self.fields[step] = forms.ChoiceField(
                label=said(old.label(step)), choices=choices, required=False
            )


@require_http_methods(["GET", "POST"])
@officer_view
def process_move(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """From this version to the newest published one of its process."""
    found = definition_of(officer, definition)
    target = _newest(found)
    files = files_on(found, officer.actor)
    live = WorkItem.objects.filter(run_id__in=files.values("pk"), state__in=LIVE_ITEMS)
    steps = sorted(set(live.values_list("step", flat=True)))
    old, new = graph_of(found.pk), graph_of(target.pk)
    form = MappingForm(posted(request), old=old, new=new, steps=steps)
    report, dry_run = None, request.POST.get("do") != "move"
    if form.is_bound and form.is_valid():
        try:
            report = move_files(
                source=found,
                target=target,
                mapping={key: value for key, value in form.cleaned_data.items() if value},
                actor=officer.actor,
                at=officer.at,
                dry_run=dry_run,
            )
        except Refused as refusal:
            place(form, refusal)
    if report is not None and not dry_run:
        return done(request, _moved_words(report), "desk_process", definition=target.pk)
    context = {
        "title": _("Chuyển hồ sơ đang chạy: %s") % found.name,
        "trail": trail_to(_("Chuyển hồ sơ"), found),
        "definition": found,
        "target": target,
        "form": form,
        "count": files.count(),
        "report": report,
    }
    status = 422 if form.errors else 200
    return show(request, officer, "desk/rooms/process_move.html", context, area=AREA, status=status)


def _newest(found: Definition) -> Definition:
    newer = Definition.objects.filter(key=found.key, state=DefinitionState.PUBLISHED)
    target = newer.filter(number__gt=found.number).order_by("-number").first()
    if target is None or found.state != DefinitionState.PUBLISHED:
        raise NotFound(_("Quy trình này chưa có bản mới hơn đã ban hành."))
    return target


def _moved_words(report: Moving) -> str:
    words = _("Đã chuyển %(moved)d hồ sơ; %(kept)d hồ sơ giữ bản cũ.")
    return words % {"moved": len(report.moved), "kept": len(report.kept)}
