"""Whether a run may go on under another version of its process, and where it stands there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from motcua.kernel.refusals import Refused
from motcua.process.rules.graph import Graph, TaskNode
from motcua.process.rules.soundness import Marking


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a run stands: live steps, tokens at joins, and the steps it has behind it."""

    live: tuple[str, ...]
    tokens: Mapping[str, int]
    behind: frozenset[str]


def moved(
    old: Graph, new: Graph, stand: Stand, mapping: Mapping[str, str], reachable: Collection[Marking]
) -> tuple[dict[str, str], dict[str, int]]:
    """Live step → step of the new version, and the tokens there. Raises Refused with the reason.

    A step keeps its key unless `mapping` says another. The people must stay the same, what lies
    behind must have its words in the new version, and the place must be one that the new
    version can come to by itself: only so is the run sure to end.
    """
    steps = {key: mapping.get(key) or key for key in stand.live}
    for key, target in steps.items():
        _check_same_people(old.task(key), new, target)
    gone = sorted(old.label(key) for key in stand.behind if key not in new.nodes)
    if gone:
        raise Refused(f"Bước đã qua “{gone[0]}” không còn trong bản mới.")
    tokens = {_renamed(name, mapping): count for name, count in stand.tokens.items()}
    if Marking(frozenset(steps.values()), frozenset(tokens)) not in reachable:
        names = ", ".join(f"“{new.label(key)}”" for key in steps.values())
        raise Refused(f"Bản mới không bao giờ đứng ở {names} như vậy; hãy chọn bước khác.")
    return steps, tokens


def _check_same_people(task: TaskNode, new: Graph, target: str) -> None:
    node = new.nodes.get(target)
    if not isinstance(node, TaskNode):
        raise Refused(f"Bước “{task.name}” không có trong bản mới; hãy chọn bước thay thế.")
    if (node.role, node.unit) != (task.role, task.unit):
        raise Refused(f"“{node.name}” do vai trò hoặc bộ phận khác với “{task.name}” làm.")
    if (node.child is None) != (task.child is None):
        raise Refused(f"“{task.name}” và “{node.name}” không cùng là bước liên thông.")


def _renamed(name: str, mapping: Mapping[str, str]) -> str:
    source, _, join = name.partition(">")
    return f"{mapping.get(source) or source}>{mapping.get(join) or join}"
