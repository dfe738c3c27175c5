"""A draft as a table of steps: added, moved, removed, edited one by one; all without script.

Every change is one `update_draft` over `rules.editing`, so the drawn diagram and this table are
two views of the same draft. `seen` is the stamp of the graph the page showed.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.draft_rows import Rows
from motcua.desk.rooms.flow import GATE_WORDS, drawing_of
from motcua.desk.rooms.processes import AREA, budget_words, definition_of, timer_words, trail_to
from motcua.desk.rooms.sheet import posted
from motcua.desk.rooms.step_forms import (
    AddForm,
    GateForm,
    TaskForm,
    child_flows,
    flow_rows,
    flows_of,
    named_outcome,
    rows_of,
)
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.process.actions import update_draft
from motcua.process.models import Definition
from motcua.process.rules import editing
from motcua.process.rules.checks import faults, warnings
from motcua.process.rules.graph import Flow, Gate, GateKind, Graph, Node, TaskNode
from motcua.process.rules.reading import parse_graph
from motcua.process.states import DefinitionState
from motcua.ui.said import said

_ADD: Final = "add"


@require_http_methods(["GET", "POST"])
@officer_view
def steps_page(request: HttpRequest, officer: Officer, definition: int) -> HttpResponse:
    """The table; a button of it changes the draft and comes back."""
    found = _draft(officer, definition)
    adding = request.POST.get("do") == _ADD
    form = AddForm(request.POST if adding else None, graph=parse_graph(found.graph))
    refusal = None
    if request.method == "POST" and (not adding or form.is_valid()):
        try:
            return _saved(request, officer, found, _changed(found.graph, request, form))
        except Refused as fault:
            refusal = _told(fault)
    status = 422 if request.method == "POST" else 200
    context = _table(found) | {"form": form, "refusal": refusal}
    return show(
        request, officer, "desk/rooms/process_steps.html", context, area=AREA, status=status
    )


def _changed(graph: dict[str, Any], request: HttpRequest, form: AddForm) -> dict[str, Any]:
    """The graph after the button pressed: "add", "remove", "up", "down", or a drop "move"."""
    verb, key = request.POST.get("do", ""), request.POST.get("key", "")
    if verb == _ADD:
        return editing.added(graph, **form.cleaned_data)
    if verb == "remove":
        return editing.removed(graph, key)
    if verb == "move":
        return editing.moved(graph, key, after=request.POST.get("after", ""))
    steps = [node["key"] for node in graph["nodes"] if node["kind"] == "task"]
    if verb not in ("up", "down") or key not in steps:
        raise Refused(_("Không hiểu nút vừa bấm; hãy tải lại trang."))
    place = steps.index(key)
    if verb == "up":
        return editing.moved(graph, key, after=_before(graph, key))
    follower = steps[place + 1] if place + 1 < len(steps) else key
    return editing.moved(graph, key, after=follower)


def _before(graph: dict[str, Any], key: str) -> str:
    """What to put a step behind so that it changes places with the step above; "" for the start."""
    keys = [node["key"] for node in graph["nodes"]]
    place = keys.index(key)
    above = [at for at in range(place) if graph["nodes"][at]["kind"] == "task"]
    return keys[above[-1] - 1] if above and above[-1] > 0 else ""


@require_http_methods(["GET", "POST"])
@officer_view
def step_page(request: HttpRequest, officer: Officer, definition: int, key: str) -> HttpResponse:
    """One node: what it is, how it may end, and where each way leads."""
    found = _draft(officer, definition)
    graph = parse_graph(found.graph)
    node = graph.nodes.get(key)
    if node is None:
        raise NotFound(_("Quy trình không có bước này."))
    form = _form_of(node, posted(request))
    rows = flow_rows(graph, node)
    if request.method == "POST":
        rows.of_request(request)
        if rows.to_save and form.is_valid() and rows.is_valid():
            try:
                return _saved(request, officer, found, _replaced(found.graph, node, form, rows))
            except Refused as fault:
                form.add_error(None, _told(fault).text)
    else:
        rows.of_draft(rows_of(graph, node))
    return _step(request, officer, found, node, form, rows)


def _replaced(
    graph: dict[str, Any], node: Node, form: TaskForm | GateForm, rows: Rows
) -> dict[str, Any]:
    facts = form.facts()
    if facts.get("child"):
        flows = child_flows(rows.documents())
    else:
        flows = flows_of(node, rows.documents())
    if isinstance(node, TaskNode):
        facts["outcomes"] = [flow.pop("as") for flow in flows if "as" in flow]
        named_outcome(facts.get("timers"), facts["outcomes"])
    return editing.replaced(graph, node.key, facts=facts, flows=flows)


def _form_of(node: Node, data: Any) -> TaskForm | GateForm:
    if isinstance(node, TaskNode):
        form = TaskForm(data, initial=TaskForm.of(node))
        if node.child is not None and node.child.papers:
            form.papers = {"papers": dict(node.child.papers)}
        return form
    return GateForm(data, initial={"name": node.name})


def _step(
    request: HttpRequest,
    officer: Officer,
    found: Definition,
    node: Node,
    form: forms.Form,
    rows: Rows,
) -> HttpResponse:
    is_end = isinstance(node, Gate) and node.kind is GateKind.END
    context = {
        "title": node.name or node.key,
        "trail": [*trail_to("", found)[:-1], *_to_table(found), (node.name or node.key, "")],
        "definition": found,
        "form": form,
        "rows": rows,
        "has_flows": not is_end,
        "seen": request.POST.get("seen") or editing.stamp(found.graph),
        "kind": _kind(node),
    }
    status = 422 if request.method == "POST" and rows.to_save else 200
    return show(request, officer, "desk/rooms/process_step.html", context, area=AREA, status=status)


def _to_table(found: Definition) -> list[tuple[str, str]]:
    return [(_("Bảng các bước"), reverse("desk_process_steps", kwargs={"definition": found.pk}))]


def _table(found: Definition) -> dict[str, Any]:
    graph = parse_graph(found.graph)
    wrong = faults(graph)
    steps = [key for key, node in graph.nodes.items() if isinstance(node, TaskNode)]
    return {
        "title": _("Bảng các bước: %s") % found.name,
        "trail": trail_to(_("Bảng các bước"), found),
        "definition": found,
        "seen": editing.stamp(found.graph),
        "rows": [_row(graph, node, wrong, steps) for node in graph.nodes.values()],
        "faults": wrong,
        "warnings": [] if wrong else warnings(graph),
        "drawing": drawing_of(graph, [fault.node for fault in wrong]),
    }


def _row(graph: Graph, node: Node, wrong: list[Any], steps: list[str]) -> dict[str, Any]:
    task = node if isinstance(node, TaskNode) else None
    return {
        "node": node,
        "task": task,
        "kind": _kind(node),
        "role": said(task.role.label) if task else "",
        "unit": said(task.unit.label) if task else "",
        "budget": budget_words(task.budget) if task else "",
        "timers": timer_words(task) if task else [],
        "ways": [_way(graph, flow) for flow in graph.out[node.key]],
        "faults": [fault.text for fault in wrong if fault.node == node.key],
        "first": bool(steps) and node.key == steps[0],
        "last": bool(steps) and node.key == steps[-1],
        "starts": node.key == graph.start,
    }


def _kind(node: Node) -> str:
    return _("bước") if isinstance(node, TaskNode) else said(GATE_WORDS[node.kind])


def _way(graph: Graph, flow: Flow) -> tuple[str, str]:
    """In which case, and to where."""
    node = graph.nodes[flow.source]
    case = flow.when or (_("còn lại") if flow.otherwise else "")
    if isinstance(node, TaskNode) and flow.outcome:
        case = said(node.outcome_name(flow.outcome))
    target = graph.nodes[flow.target]
    return case, said(graph.label(flow.target)) if target.name else _kind(target)


def _draft(officer: Officer, pk: int) -> Definition:
    found = definition_of(officer, pk)
    if found.state != DefinitionState.DRAFT:
        raise Refused(_("Quy trình đã ban hành thì không sửa được; hãy lập bản mới."))
    return found


def _told(refusal: Refused) -> Refused:
    """What the page says by itself. Raises what is no fault of what was typed."""
    if isinstance(refusal, Forbidden | NotFound):
        raise refusal
    return refusal


def _saved(
    request: HttpRequest, officer: Officer, found: Definition, graph: dict[str, Any]
) -> HttpResponse:
    update_draft(
        definition=found,
        name=found.name,
        graph=graph,
        actor=officer.actor,
        at=officer.at,
        seen=request.POST.get("seen", ""),
    )
    answer: HttpResponse = redirect("desk_process_steps", definition=found.pk)
    return answer
