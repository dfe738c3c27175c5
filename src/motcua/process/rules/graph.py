"""The graph of a process as values: steps and gates, and the flows between them.

A step (`task`) is work for a role in a kind of unit. Gates are passed at once: a `choice`
takes one flow, a `fork` all of them, a `join` waits for every node that leads into it, a
`merge` for none: whoever arrives goes on. Several flows into a step merge by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from motcua.kernel.refusals import Refused
from motcua.organisation.states import Role, UnitKind


class BadGraph(Refused):
    """The written form cannot be read; `node` names the place."""

    def __init__(self, text: str, *, node: str = "") -> None:
        super().__init__(text, field="graph")
        self.node = node


class StepVerb(StrEnum):
    """What finishing a step does to the file; the words are those of the file's verbs."""

    FORWARD = "forward"
    COMPLETE = "complete"
    ISSUE = "issue"
    RETURN_RESULT = "return_result"


class GateKind(StrEnum):
    CHOICE = "choice"
    FORK = "fork"
    JOIN = "join"
    MERGE = "merge"
    END = "end"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a step may end. `tone` colours its button (success, danger, …)."""

    key: str
    name: str
    tone: str = ""


class TimerKind(StrEnum):
    """What happens when a step has been open for a while, in the order of its urgency."""

    REMIND = "remind"
    ESCALATE = "escalate"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Timer:
    """`after`: working time since the step was opened, written like a budget.

    `outcome`: how the step ends when it expires; "" is its only one.
    """

    kind: TimerKind
    after: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ChildFile:
    """A file of its own that a step opens at another agency (một cửa liên thông).

    `papers`: key of the other procedure's paper → where it comes from: a paper of this file by
    its key, or the result of the child of another step as "@step". Papers of the same key come
    along by themselves.
    """

    procedure: str
    papers: tuple[tuple[str, str], ...] = ()


# How a step with a child file ends: by what became of the child.
CHILD_OUTCOMES = ("granted", "rejected")


@dataclass(frozen=True, slots=True)
class TaskNode:
    """One step. `budget`: "4 working_hours", "1 working_days", "10%" of the limit, or None.

    Without `outcomes` the step ends in the single outcome "". `plain` are the words for
    the citizen while the step is open. `other_than`: a step whose doer may not do this one
    (four eyes). `child`: the file that this step opens elsewhere and waits for. `timers`: at
    most one of each kind.
    """

    key: str
    name: str
    role: Role
    unit: UnitKind
    verb: StepVerb = StepVerb.COMPLETE
    budget: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    can_send_back: bool = True
    plain: str = ""
    other_than: str = ""
    child: ChildFile | None = None
    timers: tuple[Timer, ...] = ()

    @property
    def outcome_keys(self) -> tuple[str, ...]:
        """The outcomes it may end in; the default one when none is named."""
        return tuple(outcome.key for outcome in self.outcomes) or ("",)

    def outcome_name(self, key: str) -> str:
        """The words for an outcome; empty for the default one."""
        return next((outcome.name for outcome in self.outcomes if outcome.key == key), "")


@dataclass(frozen=True, slots=True)
class Gate:
    """A node nobody works on."""

    key: str
    kind: GateKind
    name: str = ""


Node = TaskNode | Gate


@dataclass(frozen=True, slots=True)
class Flow:
    """From a node to a node; out of a step per outcome, out of a choice per condition (CEL)."""

    source: str
    target: str
    outcome: str = ""
    when: str | None = None
    otherwise: bool = False


@dataclass(frozen=True)
class Graph:
    """A whole process. Every flow joins two nodes that exist; `checks` says whether it is sound."""

    start: str
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...] = field(default=())
    # Where nodes were drawn in a diagram (upper left corner); says nothing about the run.
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def out(self) -> Mapping[str, tuple[Flow, ...]]:
        """Flows leaving each node, in the order written."""
        return {key: tuple(flow for flow in self.flows if flow.source == key) for key in self.nodes}

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """The distinct nodes that lead into each node, in the order written."""
        return {
            key: tuple(dict.fromkeys(flow.source for flow in self.flows if flow.target == key))
            for key in self.nodes
        }

    @property
    def tasks(self) -> tuple[TaskNode, ...]:
        """The steps, in the order written."""
        return tuple(node for node in self.nodes.values() if isinstance(node, TaskNode))

    def task(self, key: str) -> TaskNode:
        """The step of this key. Raises BadGraph."""
        node = self.nodes.get(key)
        if not isinstance(node, TaskNode):
            raise BadGraph(f"Quy trình không có bước “{key}”.", node=key)
        return node

    def label(self, key: str) -> str:
        """How a person names a node."""
        node = self.nodes.get(key)
        return (node.name if node else "") or key
