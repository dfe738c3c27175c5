"""Changes to a draft as a table of steps: written graphs in, written graphs out.

A step's *main way* is its first flow: a step put behind it goes between it and there; what had
led to a removed step leads to where its main way led. Every other flow keeps its target, so an
outcome that leads back still leads back. The input is not changed.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Sequence
from typing import Any, Final

from motcua.kernel.canonical import canonical_bytes
from motcua.kernel.refusals import Refused
from motcua.process.rules.graph import BadGraph, GateKind
from motcua.process.rules.reading import parse_graph

Written = dict[str, Any]

# What can be put behind a step: one step, or a block that is sound as it stands.
STEP: Final = "step"
BLOCKS: Final = (STEP, "choice", "parallel")


def stamp(graph: Written) -> str:
    """Twenty letters that change when the graph does: what a page has seen."""
    return hashlib.sha256(canonical_bytes(graph)).hexdigest()[:20]


def added(graph: Written, *, after: str, block: str, name: str, role: str, unit: str) -> Written:
    """A new step, or a block of two ways, behind the node `after`. Raises BadGraph, Refused."""
    found = copy.deepcopy(graph)
    _node(found, after)
    keys = _Keys(found)
    if block == STEP:
        new = [_task(keys.of("buoc"), name, role, unit)]
        inner: list[Written] = []
        first, last = new[0]["key"], new[0]["key"]
    elif block in BLOCKS:
        new, inner = _two_ways(keys, block, name, role, unit)
        first, last = new[0]["key"], new[-1]["key"]
    else:
        raise Refused("Chọn thêm một bước, một nút chọn hoặc nhánh song song.", field="block")
    _put_between(found, after, first, last)
    place = _index(found, after) + 1
    found["nodes"][place:place] = new
    found["flows"] += inner
    return _checked(found)


def removed(graph: Written, key: str) -> Written:
    """Without a node: what led to it leads on along its main way. Raises BadGraph, Refused."""
    found = copy.deepcopy(graph)
    node = _node(found, key)
    if sum(one["kind"] != "end" for one in found["nodes"]) == 1 and node["kind"] != "end":
        raise Refused("Quy trình phải còn ít nhất một bước.")
    _take_out(found, key)
    found["nodes"].remove(node)
    found.get("places", {}).pop(key, None)
    return _checked(found)


def moved(graph: Written, key: str, *, after: str) -> Written:
    """A step between `after` and what followed it; after "" it is the first. Raises BadGraph."""
    found = copy.deepcopy(graph)
    node = _node(found, key)
    if node["kind"] != "task":
        raise Refused("Chỉ chuyển chỗ được bước; nút rẽ thì sửa đường nối.")
    if after == key:
        return found
    kept = [
        flow
        for flow in found["flows"]
        if flow["from"] == key and flow["to"] not in (key, _main(found, key))
    ]
    ways = [flow for flow in found["flows"] if flow["from"] == key and flow not in kept]
    _take_out(found, key)
    found["nodes"].remove(node)
    found["flows"] += kept
    if after:
        _node(found, after)
        target = _put_between(found, after, key, "")
        found["nodes"].insert(_index(found, after) + 1, node)
    else:
        target, found["start"] = found["start"], key
        found["nodes"].insert(0, node)
    found["flows"] += [{**way, "to": key if way["to"] == key else target} for way in ways]
    found.pop("places", None)
    return _checked(found)


def replaced(
    graph: Written, key: str, *, facts: Written, flows: Sequence[Written], start: bool = False
) -> Written:
    """A node with these facts, and exactly these flows leaving it. Raises BadGraph."""
    found = copy.deepcopy(graph)
    node = _node(found, key)
    node.update(facts)
    for name in [name for name, value in node.items() if value is None]:
        del node[name]
    mine = [position for position, flow in enumerate(found["flows"]) if flow["from"] == key]
    place = mine[0] if mine else len(found["flows"])
    rest = [flow for flow in found["flows"] if flow["from"] != key]
    found["flows"] = [*rest[:place], *({"from": key, **flow} for flow in flows), *rest[place:]]
    if start:
        found["start"] = key
    return _checked(found)


def _checked(found: Written) -> Written:
    parse_graph(found)
    return found


def _node(graph: Written, key: str) -> Written:
    for node in graph["nodes"]:
        if node["key"] == key:
            return node  # type: ignore[no-any-return]
    raise BadGraph(f"Quy trình không có bước “{key}”.", node=key)


def _index(graph: Written, key: str) -> int:
    return graph["nodes"].index(_node(graph, key))  # type: ignore[no-any-return]


def _main(graph: Written, key: str) -> str:
    """Where the first flow of a node leads; "" when it has none."""
    return next((flow["to"] for flow in graph["flows"] if flow["from"] == key), "")


def _put_between(graph: Written, after: str, first: str, last: str) -> str:
    """Lead `after`'s main way to `first`, and `last` on; returns where the way had led."""
    target = _main(graph, after)
    if not target:
        raise Refused(f"Sau “{after}” không có đường đi tiếp; không thêm vào đây được.")
    for flow in graph["flows"]:
        if flow["from"] == after and flow["to"] == target:
            flow["to"] = first
    if last:
        graph["flows"].append({"from": last, "to": target})
    return target


def _take_out(graph: Written, key: str) -> None:
    """Lead what came to a node on to its main target, and drop what left it."""
    target = _main(graph, key)
    leading = [flow for flow in graph["flows"] if flow["to"] == key and flow["from"] != key]
    if (leading or graph["start"] == key) and target in ("", key):
        raise Refused("Không bỏ được: phía trước còn đường dẫn vào mà phía sau không có nút nào.")
    for flow in leading:
        flow["to"] = target
    if graph["start"] == key:
        graph["start"] = target
    graph["flows"] = [flow for flow in graph["flows"] if flow["from"] != key]


class _Keys:
    """Keys that are not taken yet."""

    def __init__(self, graph: Written) -> None:
        self._taken = {node["key"] for node in graph["nodes"]}

    def of(self, stem: str) -> str:
        number = 1
        while f"{stem}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{stem}_{number}")
        return f"{stem}_{number}"


def _task(key: str, name: str, role: str, unit: str) -> Written:
    return {
        "key": key,
        "kind": "task",
        "name": name,
        "role": role,
        "unit": unit,
        "verb": "complete",
        "outcomes": [],
        "can_send_back": True,
        "plain": "",
    }


def _two_ways(
    keys: _Keys, block: str, name: str, role: str, unit: str
) -> tuple[list[Written], list[Written]]:
    """A gate, a step on each way, and the gate where they meet."""
    parallel = block == "parallel"
    opening = {
        "key": keys.of("tach" if parallel else "chon"),
        "kind": (GateKind.FORK if parallel else GateKind.CHOICE).value,
        "name": name,
    }
    closing = {
        "key": keys.of("gop"),
        "kind": (GateKind.JOIN if parallel else GateKind.MERGE).value,
        "name": "",
    }
    steps = [_task(keys.of("buoc"), f"{name} {number}", role, unit) for number in (1, 2)]
    ways: list[Written] = (
        [{}, {}] if parallel else [{"when": "data.x == true"}, {"otherwise": True}]
    )
    if parallel:
        steps = [{**step, "can_send_back": False} for step in steps]
    flows = [
        {"from": opening["key"], "to": step["key"], **way}
        for step, way in zip(steps, ways, strict=True)
    ]
    flows += [{"from": step["key"], "to": closing["key"]} for step in steps]
    return [opening, *steps, closing], flows
