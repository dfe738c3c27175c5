"""The forms of the table of steps: a new step, one step, one gate, and the ways out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.desk.rooms.draft_rows import RowForm, Rows
from motcua.desk.rooms.flow import GATE_WORDS
from motcua.desk.rooms.processes import VERB_WORDS
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import fold, normalise
from motcua.organisation.states import Role, UnitKind
from motcua.process.rules.budgets import BadBudget, parse_budget
from motcua.process.rules.editing import BLOCKS
from motcua.process.rules.graph import (
    CHILD_OUTCOMES,
    Gate,
    GateKind,
    Graph,
    Node,
    TaskNode,
    TimerKind,
)
from motcua.ui.said import said

_BLOCK_WORDS: Final = {
    "step": gettext_lazy("một bước"),
    "choice": gettext_lazy("nút chọn với hai nhánh"),
    "parallel": gettext_lazy("hai nhánh song song"),
}
_TONES: Final = (
    ("", gettext_lazy("thường")),
    ("success", gettext_lazy("thuận")),
    ("danger", gettext_lazy("nghịch")),
)


def _said_choices(choices: Sequence[Any]) -> list[tuple[str, str]]:
    return [(one.value, said(one.label)) for one in choices]


def target_choices(graph: Graph) -> list[tuple[str, str]]:
    """Every node as a place to go on to."""
    return [("", "—"), *((key, _label(node)) for key, node in graph.nodes.items())]


def _label(node: Node) -> str:
    if isinstance(node, Gate):
        kind = said(GATE_WORDS[node.kind])
        return f"{said(node.name)} ({kind})" if node.name else f"{kind} ({node.key})"
    return said(node.name)


class PlaceForm(forms.Form):
    """Who does a step."""

    name = forms.CharField(label=gettext_lazy("Tên bước"), max_length=190)
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"))
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = _said_choices(list(Role))  # type: ignore[attr-defined]
        self.fields["unit"].choices = _said_choices(list(UnitKind))  # type: ignore[attr-defined]


class AddForm(PlaceForm):
    """A new step, or a block of two ways, behind a node."""

    block = forms.ChoiceField(
        label=gettext_lazy("Thêm"), choices=[(block, _BLOCK_WORDS[block]) for block in BLOCKS]
    )
    after = forms.ChoiceField(label=gettext_lazy("Sau"))

    field_order = ("block", "after", "name", "role", "unit")

    def __init__(self, *args: Any, graph: Graph, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (key, label)
            for key, label in target_choices(graph)
            if key and not _is_end(graph.nodes[key])
        ]
        self.fields["role"].initial = Role.SPECIALIST.value
        self.fields["unit"].initial = UnitKind.HANDLING.value


def _is_end(node: Node) -> bool:
    return isinstance(node, Gate) and node.kind is GateKind.END


class SpanField(forms.CharField):
    """Working time: empty, or as a budget is written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=30, **options)

    def clean(self, value: Any) -> str:
        """Raises ValidationError with the three ways to write it."""
        text = str(super().clean(value)).strip()
        try:
            if text:
                parse_budget(text)
        except BadBudget as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text


class TaskForm(PlaceForm):
    """Everything a step says of itself, but where it leads."""

    verb = forms.ChoiceField(label=gettext_lazy("Việc kết thúc bước"))
    budget = SpanField(
        label=gettext_lazy("Thời gian xử lý"),
        help_text=gettext_lazy("Viết “10%” của thời hạn, “4 working_hours” hoặc “1 working_days”."),
    )
    plain = forms.CharField(
        label=gettext_lazy("Lời cho người dân khi hồ sơ ở bước này"), max_length=200, required=False
    )
    can_send_back = forms.BooleanField(
        label=gettext_lazy("Được trả lại bước trước"), required=False
    )

    other_than = forms.CharField(
        label=gettext_lazy("Phải khác người làm bước (mã)"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Bốn mắt: ghi mã bước mà người làm không được làm bước này."),
    )
    child_procedure = forms.CharField(
        label=gettext_lazy("Mở hồ sơ liên thông: mã thủ tục"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Bước chờ cơ quan khác giải quyết thủ tục này, rồi đi tiếp."),
    )

    remind = SpanField(
        label=gettext_lazy("Nhắc người làm sau"),
        help_text=gettext_lazy("Tính theo giờ làm việc từ lúc mở bước; viết như thời gian xử lý."),
    )
    escalate = SpanField(label=gettext_lazy("Báo lãnh đạo sau"))
    expire = SpanField(label=gettext_lazy("Hết hạn, không chờ nữa sau"))
    expire_outcome = forms.CharField(
        label=gettext_lazy("Khi hết hạn thì kết quả là"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Tên một kết quả của bước; để trống khi chỉ có một."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["verb"].choices = [  # type: ignore[attr-defined]
            (verb.value, words) for verb, words in VERB_WORDS.items()
        ]

    @staticmethod
    def of(task: TaskNode) -> dict[str, Any]:
        """What the form begins with."""
        return {
            "name": task.name,
            "role": task.role.value,
            "unit": task.unit.value,
            "verb": task.verb.value,
            "budget": task.budget or "",
            "plain": task.plain,
            "can_send_back": task.can_send_back,
            "other_than": task.other_than,
            "child_procedure": task.child.procedure if task.child else "",
            **{timer.kind.value: timer.after for timer in task.timers},
            "expire_outcome": "".join(task.outcome_name(t.outcome) for t in task.timers),
        }

    def facts(self) -> dict[str, Any]:
        """As the graph writes it; None takes an attribute away."""
        code = str(self.cleaned_data["child_procedure"]).strip()
        apart = ("child_procedure", *TimerKind, "expire_outcome")
        kept = {k: v for k, v in self.cleaned_data.items() if k not in apart}
        return {
            **kept,
            "timers": self.timers() or None,
            "budget": kept["budget"] or None,
            "other_than": str(kept["other_than"]).strip() or None,
            "child": {**(self.papers or {}), "procedure": code} if code else None,
        }

    def timers(self) -> dict[str, str]:
        """As the graph writes them, but the outcome still by its name (see `named_outcome`)."""
        said = {kind.value: str(self.cleaned_data[kind.value]) for kind in TimerKind}
        found = {kind: after for kind, after in said.items() if after}
        if "expire" in found:
            found["outcome"] = normalise(self.cleaned_data["expire_outcome"])
        return found

    # Where the other agency's papers come from is written in the text of the process.
    papers: dict[str, Any] | None = None


class GateForm(forms.Form):
    """The question at a gate."""

    name = forms.CharField(label=gettext_lazy("Tên nút"), max_length=200, required=False)

    def facts(self) -> dict[str, Any]:
        """As the graph writes it."""
        return dict(self.cleaned_data)


def named_outcome(timers: dict[str, str] | None, outcomes: Sequence[dict[str, Any]]) -> None:
    """Put the key of the outcome an expiry names into its timers; by name or key, as typed.

    Raises Refused, telling which there are.
    """
    if timers is None or "expire" not in timers:
        return
    wanted = fold(timers["outcome"])
    if not wanted and not outcomes:
        return
    for outcome in outcomes:
        if wanted in (fold(outcome["name"]), outcome["key"]):
            timers["outcome"] = outcome["key"]
            return
    names = ", ".join(f"“{outcome['name']}”" for outcome in outcomes) or _("chỉ một, để trống")
    raise Refused(_("Khi hết hạn, chọn một kết quả của bước: %s.") % names, field="expire_outcome")


# --- The ways out of a node -----------------------------------------------------------------------


class WayRow(RowForm):
    """A way that is always taken."""

    tells: ClassVar[tuple[str, ...]] = ("to",)
    wide: ClassVar[tuple[str, ...]] = ()

    to = forms.ChoiceField(label=gettext_lazy("Đi tiếp đến"))

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = targets  # type: ignore[attr-defined]


class OutcomeRow(WayRow):
    """A way a person ends the step."""

    tells: ClassVar[tuple[str, ...]] = ("to", "name")

    name = forms.CharField(
        label=gettext_lazy("Kết quả của bước"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Để trống khi bước chỉ có một cách kết thúc."),
    )
    tone = forms.ChoiceField(label=gettext_lazy("Nút bấm"), choices=_TONES, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)

    field_order = ("name", "tone", "to", "key")


class CaseRow(WayRow):
    """A way taken when a condition over the file's data holds."""

    tells: ClassVar[tuple[str, ...]] = ("to", "when")

    when = forms.CharField(
        label=gettext_lazy("Khi"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Ví dụ: data.dien_tich >= 250. Nhánh còn lại thì để trống."),
    )
    otherwise = forms.BooleanField(label=gettext_lazy("Nhánh còn lại"), required=False)

    field_order = ("when", "otherwise", "to")


def flow_rows(graph: Graph, node: Node) -> Rows:
    """The forms for the ways out of this kind of node."""
    kind: type[RowForm] = WayRow
    if isinstance(node, TaskNode):
        kind = OutcomeRow
    elif node.kind is GateKind.CHOICE:
        kind = CaseRow
    return Rows(kind, {"targets": target_choices(graph)})


def rows_of(graph: Graph, node: Node) -> list[dict[str, Any]]:
    """The ways as they are, for the forms."""
    tones = {item.key: item.tone for item in getattr(node, "outcomes", ())}
    return [
        {
            "to": flow.target,
            "name": node.outcome_name(flow.outcome) if isinstance(node, TaskNode) else "",
            "key": flow.outcome,
            "tone": tones.get(flow.outcome, ""),
            "when": flow.when or "",
            "otherwise": flow.otherwise,
        }
        for flow in graph.out[node.key]
    ]


def flows_of(node: Node, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ways as the graph writes them; an outcome comes along under "as". Raises Refused."""
    if isinstance(node, TaskNode):
        return _outcome_flows(rows)
    if node.kind is GateKind.CHOICE:
        return [
            {"to": row["to"], "otherwise": True}
            if row["otherwise"]
            else {"to": row["to"], "when": row["when"].strip()}
            for row in rows
        ]
    return [{"to": row["to"]} for row in rows]


def child_flows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The two ways out of a step that waits for another agency, in the order of the rows."""
    ways = [row for row in rows if row["to"]] or rows
    words = (_("Đã giải quyết"), _("Không giải quyết"))
    flows = []
    for place, key in enumerate(CHILD_OUTCOMES):
        row = ways[min(place, len(ways) - 1)]
        name = row["name"].strip() if place < len(ways) else ""
        outcome = {"key": key, "name": name or words[place]}
        flows.append({"to": row["to"], "outcome": key, "as": outcome})
    return flows


def _outcome_flows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(rows) == 1 and not rows[0]["name"].strip():
        return [{"to": rows[0]["to"]}]
    flows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for row in rows:
        name = row["name"].strip()
        if not name:
            raise Refused(_("Bước có nhiều cách kết thúc: ghi tên từng kết quả."))
        key = row["key"] or re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:24]
        if not key[:1].isalpha() or key in taken:
            key = f"kq_{len(taken) + 1}"
        taken.add(key)
        outcome = {"key": key, "name": name}
        if row["tone"]:
            outcome["tone"] = row["tone"]
        flows.append({"to": row["to"], "outcome": key, "as": outcome})
    return flows
