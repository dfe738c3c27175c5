"""Reading the written form of a graph (JSON, version 1), with errors that name the node."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from motcua.organisation.states import Role, UnitKind
from motcua.process.rules.budgets import BadBudget, parse_budget
from motcua.process.rules.graph import (
    BadGraph,
    ChildFile,
    Flow,
    Gate,
    GateKind,
    Graph,
    Node,
    Outcome,
    StepVerb,
    TaskNode,
    Timer,
    TimerKind,
)

VERSION = 1
MOST_NODES = 60
MOST_FLOWS = 150
MOST_PLACE = 100_000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")  # WorkItem.step holds 40 letters
_OUTCOME = re.compile(r"[a-z][a-z0-9_]{0,23}")  # WorkItem.outcome holds 24
_GATE_KEYS = frozenset(("key", "kind", "name"))
_TASK_KEYS = _GATE_KEYS | {
    *("role", "unit", "verb", "budget", "outcomes", "can_send_back", "plain"),
    *("other_than", "child", "timers"),
}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,39}")
_SOURCE = re.compile(r"@?[a-z][a-z0-9_]{0,59}")
_FLOW_KEYS = frozenset(("from", "to", "outcome", "when", "otherwise"))


def parse_graph(raw: object) -> Graph:
    """The graph of `Definition.graph`. Raises BadGraph, naming the node and what to change."""
    whole = _mapping(raw, "Quy trình", "")
    version = whole.get("version")
    if type(version) is not int or version != VERSION:
        raise BadGraph(f"Quy trình phải ghi “version”: {VERSION}.")
    _known(whole, frozenset(("version", "start", "nodes", "flows", "places")), "Quy trình", "")
    nodes: dict[str, Node] = {}
    for entry in _list(whole, "nodes", MOST_NODES):
        node = _node(entry)
        if node.key in nodes:
            raise BadGraph(f"Mã nút “{node.key}” dùng hai lần.", node=node.key)
        nodes[node.key] = node
    start = whole.get("start")
    if not isinstance(start, str) or start not in nodes:
        raise BadGraph(f"Nút bắt đầu “{start}” không có trong danh sách nút.")
    flows = tuple(_flow(entry, nodes) for entry in _list(whole, "flows", MOST_FLOWS))
    return Graph(start=start, nodes=nodes, flows=flows, places=_places(whole.get("places", {})))


def _places(raw: object) -> dict[str, tuple[int, int]]:
    found = {}
    for key, spot in _mapping(raw, "“places”", "").items():
        if not (
            isinstance(spot, list)
            and len(spot) == 2
            and all(type(part) is int and abs(part) <= MOST_PLACE for part in spot)
        ):
            raise BadGraph(f"Vị trí của “{key}” phải là hai số nguyên.", node=key)
        found[key] = (spot[0], spot[1])
    return found


def _node(raw: object) -> Node:
    entry = _mapping(raw, "Mỗi nút", "")
    key = entry.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise BadGraph(
            f"Mã nút “{key}” không hợp lệ: chữ thường không dấu, số và gạch dưới, tối đa 40 ký tự."
        )
    if entry.get("kind") == "task":
        return _task(key, entry)
    if entry.get("kind") not in tuple(GateKind):
        raise BadGraph(
            f"Nút “{key}”: loại “{entry.get('kind')}” không có; chọn task, choice, fork,"
            " join, merge hoặc end.",
            node=key,
        )
    _known(entry, _GATE_KEYS, f"Nút “{key}”", key)
    return Gate(key, GateKind(str(entry["kind"])), _text(entry, "name", key, required=False))


def _task(key: str, entry: Mapping[str, object]) -> TaskNode:
    _known(entry, _TASK_KEYS, f"Bước “{key}”", key)
    budget = entry.get("budget")
    if budget is not None:
        try:
            parse_budget(budget)
        except BadBudget as error:
            raise BadGraph(f"Bước “{key}”: {error}", node=key) from error
    return TaskNode(
        key=key,
        name=_text(entry, "name", key),
        role=Role(_one_of(entry, "role", tuple(Role.values), key)),
        unit=UnitKind(_one_of(entry, "unit", tuple(UnitKind.values), key)),
        verb=StepVerb(_one_of(entry, "verb", tuple(StepVerb), key, StepVerb.COMPLETE)),
        budget=None if budget is None else str(budget),
        outcomes=_outcomes(key, entry.get("outcomes", [])),
        can_send_back=_flag(entry, "can_send_back", key, default=True),
        plain=_text(entry, "plain", key, required=False),
        other_than=_text(entry, "other_than", key, required=False),
        child=_child(key, entry.get("child")),
        timers=_timers(key, entry.get("timers")),
    )


def _child(key: str, raw: object) -> ChildFile | None:
    if raw is None:
        return None
    entry = _mapping(raw, f"Bước “{key}”: “child”", key)
    _known(entry, frozenset(("procedure", "papers")), f"Hồ sơ liên thông của bước “{key}”", key)
    code = entry.get("procedure")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise BadGraph(f"Bước “{key}”: hồ sơ liên thông phải ghi mã thủ tục.", node=key)
    papers = []
    for paper, source in _mapping(entry.get("papers", {}), f"Bước “{key}”: “papers”", key).items():
        if not isinstance(source, str) or not _SOURCE.fullmatch(source) or len(paper) > 60:
            raise BadGraph(
                f"Bước “{key}”: giấy tờ “{paper}” phải lấy từ mã một giấy tờ hoặc “@bước”.",
                node=key,
            )
        papers.append((paper, source))
    return ChildFile(code, tuple(papers))


def _timers(key: str, raw: object) -> tuple[Timer, ...]:
    if raw is None:
        return ()
    entry = _mapping(raw, f"Bước “{key}”: “timers”", key)
    _known(entry, (*TimerKind, "outcome"), f"Hẹn giờ của bước “{key}”", key)
    found = []
    for kind in TimerKind:
        after = entry.get(kind.value)
        if after is None:
            continue
        try:
            parse_budget(after)
        except BadBudget as error:
            raise BadGraph(f"Bước “{key}”: hẹn giờ “{kind.value}”: {error}", node=key) from error
        ends = _text(entry, "outcome", key, required=False) if kind is TimerKind.EXPIRE else ""
        found.append(Timer(kind, str(after), ends))
    return tuple(found)


def _outcomes(key: str, raw: object) -> tuple[Outcome, ...]:
    if not isinstance(raw, list):
        raise BadGraph(f"Bước “{key}”: “outcomes” phải là một danh sách.", node=key)
    found: dict[str, Outcome] = {}
    for item in raw:
        entry = _mapping(item, f"Bước “{key}”: mỗi kết quả", key)
        _known(entry, frozenset(("key", "name", "tone")), f"Kết quả của bước “{key}”", key)
        name = entry.get("key")
        if not isinstance(name, str) or not _OUTCOME.fullmatch(name) or name in found:
            raise BadGraph(
                f"Bước “{key}”: mã kết quả “{name}” không hợp lệ hoặc dùng hai lần.", node=key
            )
        found[name] = Outcome(
            name, _text(entry, "name", key), _text(entry, "tone", key, required=False)
        )
    return tuple(found.values())


def _flow(raw: object, nodes: Mapping[str, Node]) -> Flow:
    entry = _mapping(raw, "Mỗi đường nối", "")
    _known(entry, _FLOW_KEYS, "Đường nối", "")
    ends = [entry.get("from"), entry.get("to")]
    for end in ends:
        if not isinstance(end, str) or end not in nodes:
            raise BadGraph(
                f"Đường nối “{ends[0]}” → “{ends[1]}”: không có nút “{end}”.",
                node=str(ends[0] or ""),
            )
    source = str(ends[0])
    when = entry.get("when")
    if when is not None and not isinstance(when, str):
        raise BadGraph(f"Nút “{source}”: điều kiện phải là chữ.", node=source)
    return Flow(
        source=source,
        target=str(ends[1]),
        outcome=_text(entry, "outcome", source, required=False),
        when=when,
        otherwise=_flag(entry, "otherwise", source, default=False),
    )


def _mapping(raw: object, what: str, node: str) -> Mapping[str, object]:
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
        raise BadGraph(f"{what} phải là một đối tượng JSON.", node=node)
    return raw


def _list(whole: Mapping[str, object], key: str, most: int) -> list[object]:
    found = whole.get(key)
    if not isinstance(found, list):
        raise BadGraph(f"Quy trình phải có danh sách “{key}”.")
    if len(found) > most:
        raise BadGraph(f"Danh sách “{key}” có {len(found)} mục, nhiều hơn {most}.")
    return found


def _known(entry: Mapping[str, object], known: Iterable[str], what: str, node: str) -> None:
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise BadGraph(f"{what} có thuộc tính lạ “{unknown[0]}”.", node=node)


def _text(entry: Mapping[str, object], name: str, node: str, *, required: bool = True) -> str:
    value = entry.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value.strip()) or len(value) > 200:
        raise BadGraph(
            f"Nút “{node}”: “{name}” phải là chữ, không để trống, tối đa 200 ký tự.", node=node
        )
    return value


def _flag(entry: Mapping[str, object], name: str, node: str, *, default: bool) -> bool:
    value = entry.get(name, default)
    if not isinstance(value, bool):
        raise BadGraph(f"Nút “{node}”: “{name}” phải là true hoặc false.", node=node)
    return value


def _one_of(
    entry: Mapping[str, object],
    name: str,
    allowed: tuple[str, ...],
    node: str,
    default: str | None = None,
) -> str:
    value = entry.get(name, default)
    if value not in allowed:
        raise BadGraph(
            f"Bước “{node}”: “{name}” là “{value}”, phải là một trong: {', '.join(allowed)}.",
            node=node,
        )
    return str(value)
