"""What must hold before a definition may be published, and what is only worth a look."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from motcua.organisation.states import Role, UnitKind
from motcua.process.rules.budgets import parse_budget
from motcua.process.rules.conditions import BadCondition, check_condition
from motcua.process.rules.graph import (
    CHILD_OUTCOMES,
    Gate,
    GateKind,
    Graph,
    StepVerb,
    TaskNode,
)
from motcua.process.rules.soundness import Fault, token_faults
from motcua.process.rules.timers import timer_faults, timer_warnings

__all__ = ["Fault", "faults", "longest_minutes", "shape_faults", "warnings"]


def faults(
    graph: Graph,
    *,
    limit_minutes: int | None = None,
    roles: Collection[str] = tuple(Role),
    unit_kinds: Collection[str] = tuple(UnitKind),
) -> list[Fault]:
    """Everything that forbids publishing, the shape first; empty when the graph is good.

    `limit_minutes` is the procedure's limit in working time (budgets.working_minutes); None
    checks only that shares of the limit do not exceed the whole. `roles` and `unit_kinds`
    are those that exist where the process will run.
    """
    shape = shape_faults(graph)
    found = [*shape, *_conditions(graph), *_places(graph, roles, unit_kinds), *_companions(graph)]
    found += timer_faults(graph)
    if not shape:
        found += token_faults(graph)
        found += _verbs(graph)
        found += _budgets(graph, limit_minutes)
    return found


# --- The shape: each node has the flows its kind asks for, and lies between start and end --------


def shape_faults(graph: Graph) -> list[Fault]:
    """What can be seen without playing: each one would make the token game meaningless."""
    return [*_flows(graph), *_ways(graph)]


def _flows(graph: Graph) -> Iterator[Fault]:
    for node in graph.nodes.values():
        if isinstance(node, TaskNode):
            yield from _task_flows(graph, node)
        else:
            yield from _gate_flows(graph, node)


def _ways(graph: Graph) -> Iterator[Fault]:
    if not any(_is(node, GateKind.END) for node in graph.nodes.values()):
        yield Fault("", "Quy trình chưa có nút kết thúc.")
        return
    ahead = _reach(graph, {graph.start}, forward=True)
    ends = {key for key, node in graph.nodes.items() if _is(node, GateKind.END)}
    behind = _reach(graph, ends, forward=False)
    for key in graph.nodes:
        if key not in ahead:
            yield Fault(key, f"Không có đường nào từ đầu quy trình đến “{graph.label(key)}”.")
        elif key not in behind:
            yield Fault(key, f"Từ “{graph.label(key)}” không có đường nào đến kết thúc.")
    yield from _circles(graph)


def _task_flows(graph: Graph, node: TaskNode) -> Iterator[Fault]:
    leaving = [flow.outcome for flow in graph.out[node.key]]
    for key in node.outcome_keys:
        what = f"kết quả “{node.outcome_name(key)}”" if key else "bước sau"
        if key not in leaving:
            yield Fault(node.key, f"Bước “{node.name}”: {what} chưa nối đi đâu.")
        elif leaving.count(key) > 1:
            yield Fault(
                node.key,
                f"Bước “{node.name}”: {what} nối đến nhiều nơi; hãy dùng nút tách nhánh.",
            )
    for key in sorted(set(leaving) - set(node.outcome_keys)):
        wrong = f"kết quả “{key}” không có" if key else "đường nối chưa ghi kết quả nào"
        yield Fault(node.key, f"Bước “{node.name}”: {wrong}.")
    if any(flow.when is not None or flow.otherwise for flow in graph.out[node.key]):
        yield Fault(node.key, f"Bước “{node.name}”: điều kiện chỉ đặt sau nút chọn.")


_GATHERING = {GateKind.JOIN: "gộp", GateKind.MERGE: "nhập"}


def _gate_flows(graph: Graph, gate: Gate) -> Iterator[Fault]:
    name, leaving = graph.label(gate.key), graph.out[gate.key]
    targets = {flow.target for flow in leaving}
    if any(flow.outcome for flow in leaving):
        yield Fault(gate.key, f"Nút “{name}” không có kết quả; chỉ bước mới có.")
    if gate.kind is GateKind.END:
        if leaving:
            yield Fault(gate.key, f"Nút kết thúc “{name}” không được nối đi tiếp.")
    elif gate.kind in _GATHERING:
        kind = _GATHERING[gate.kind]
        if len(leaving) != 1:
            yield Fault(gate.key, f"Nút {kind} “{name}” phải có đúng một đường đi tiếp.")
        if len(graph.sources[gate.key]) < 2:
            yield Fault(gate.key, f"Nút {kind} “{name}” phải có từ hai nhánh đến.")
    elif len(targets) < 2 or (len(targets) < len(leaving) and gate.kind is GateKind.FORK):
        kind = "chọn" if gate.kind is GateKind.CHOICE else "tách"
        yield Fault(gate.key, f"Nút {kind} “{name}” phải có từ hai nhánh đến các nơi khác nhau.")
    if gate.kind is GateKind.CHOICE:
        yield from _branches(graph, gate)
    elif any(flow.when is not None or flow.otherwise for flow in leaving):
        yield Fault(gate.key, f"Nút “{name}”: điều kiện chỉ đặt sau nút chọn.")


def _branches(graph: Graph, gate: Gate) -> Iterator[Fault]:
    name, leaving = graph.label(gate.key), graph.out[gate.key]
    if sum(flow.otherwise for flow in leaving) != 1:
        yield Fault(gate.key, f"Nút chọn “{name}” phải có đúng một nhánh còn lại (otherwise).")
    for flow in leaving:
        if flow.otherwise == (flow.when is not None):
            yield Fault(
                gate.key,
                f"Nút chọn “{name}”: nhánh đến “{graph.label(flow.target)}” phải có điều kiện,"
                " hoặc là nhánh còn lại.",
            )


def _circles(graph: Graph) -> Iterator[Fault]:
    """Gates that lead back to themselves without a step between."""
    gates = {key for key, node in graph.nodes.items() if isinstance(node, Gate)}
    while gates:
        last = {key for key in gates if not any(flow.target in gates for flow in graph.out[key])}
        if not last:
            key = min(gates)
            yield Fault(key, f"Nút “{graph.label(key)}” chạy vòng mà không qua bước nào.")
            return
        gates -= last


def _reach(graph: Graph, keys: set[str], *, forward: bool) -> set[str]:
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            if forward:
                waiting += [flow.target for flow in graph.out[key]]
            else:
                waiting += graph.sources[key]
    return seen


def _is(node: TaskNode | Gate, kind: GateKind) -> bool:
    return isinstance(node, Gate) and node.kind is kind


# --- What stands in the nodes ---------------------------------------------------------------------


def _conditions(graph: Graph) -> Iterator[Fault]:
    for flow in graph.flows:
        if flow.when is not None:
            try:
                check_condition(flow.when)
            except BadCondition as error:
                yield Fault(flow.source, f"Nút “{graph.label(flow.source)}”: {error}")


def _places(graph: Graph, roles: Collection[str], unit_kinds: Collection[str]) -> Iterator[Fault]:
    for node in graph.tasks:
        if node.role not in roles:
            yield Fault(node.key, f"Bước “{node.name}”: không ai giữ vai trò {node.role.label}.")
        if node.unit not in unit_kinds:
            yield Fault(node.key, f"Bước “{node.name}”: không có bộ phận {node.unit.label}.")


def _companions(graph: Graph) -> Iterator[Fault]:
    """What a step says of other steps: who may not do it, which child's result it wants."""
    keys = {node.key for node in graph.tasks}
    for node in graph.tasks:
        name = node.name
        if node.other_than and (node.other_than not in keys or node.other_than == node.key):
            yield Fault(node.key, f"Bước “{name}”: không có bước khác mang mã “{node.other_than}”.")
        if node.child is None:
            continue
        if set(node.outcome_keys) != set(CHILD_OUTCOMES):
            text = f"Bước liên thông “{name}” phải có đúng hai kết quả granted và rejected."
            yield Fault(node.key, text)
        if node.verb is not StepVerb.COMPLETE:
            yield Fault(node.key, f"Bước liên thông “{name}” phải kết thúc bằng hoàn thành bước.")
        for paper, source in node.child.papers:
            if (
                source.startswith("@")
                and getattr(graph.nodes.get(source[1:]), "child", None) is None
            ):
                text = f"Bước “{name}”: “{paper}” lấy kết quả của “{source[1:]}”, không liên thông."
                yield Fault(node.key, text)


def _verbs(graph: Graph) -> Iterator[Fault]:
    """A file whose result is issued can only be handed over, and only then."""
    verbs = {node.verb for node in graph.tasks}
    if StepVerb.RETURN_RESULT not in verbs:
        yield Fault("", "Quy trình chưa có bước trả kết quả.")
    if StepVerb.ISSUE not in verbs:
        yield Fault("", "Quy trình chưa có bước ban hành kết quả.")
    issuing = {node.key for node in graph.tasks if node.verb is StepVerb.ISSUE}
    after = _reach(graph, {flow.target for key in issuing for flow in graph.out[key]}, forward=True)
    for node in graph.tasks:
        if node.key in after and node.verb is not StepVerb.RETURN_RESULT:
            text = f"Bước “{node.name}” đứng sau khi ban hành; sau đó chỉ còn trả kết quả."
            yield Fault(node.key, text)
    before = _reach_before(graph, issuing)
    for node in graph.tasks:
        if node.key in before and node.verb is StepVerb.RETURN_RESULT:
            text = f"Bước “{node.name}” trả kết quả khi chưa ban hành."
            yield Fault(node.key, text)


def _reach_before(graph: Graph, stops: set[str]) -> set[str]:
    """What can be reached from the start without passing one of `stops`."""
    seen: set[str] = set()
    waiting = [graph.start]
    while waiting:
        key = waiting.pop()
        if key not in seen and key not in stops:
            seen.add(key)
            waiting += [flow.target for flow in graph.out[key]]
    return seen


# --- Time -----------------------------------------------------------------------------------------


def _budgets(graph: Graph, limit_minutes: int | None) -> Iterator[Fault]:
    shares = _longest(graph, {node.key: _share(node) for node in graph.tasks})
    if shares > 100:
        yield Fault("", f"Các bước nối tiếp chiếm {shares}% thời hạn, hơn 100%.")
    elif limit_minutes is not None:
        needed = longest_minutes(graph, limit_minutes)
        if needed > limit_minutes:
            yield Fault(
                "",
                f"Đường dài nhất cần {_hours(needed)} giờ làm việc, thời hạn của thủ tục chỉ có"
                f" {_hours(limit_minutes)} giờ.",
            )


def longest_minutes(graph: Graph, limit_minutes: int) -> int:
    """Working minutes of the longest way through, each step once; parallel ways run together.

    Handing the result over is not counted: the promise ends when the result is ready.
    """
    return _longest(
        graph,
        {
            node.key: parse_budget(node.budget).within(limit_minutes)
            for node in graph.tasks
            if node.budget and node.verb is not StepVerb.RETURN_RESULT
        },
    )


def _share(node: TaskNode) -> int:
    if node.budget is None or node.verb is StepVerb.RETURN_RESULT:
        return 0
    return parse_budget(node.budget).percent


def _longest(graph: Graph, weights: dict[str, int]) -> int:
    """The heaviest way from the start, ways that lead back left out."""
    heaviest: dict[str, int] = {}
    on_the_way: set[str] = set()

    def visit(key: str) -> int:
        if key not in heaviest:
            on_the_way.add(key)
            ahead = [visit(f.target) for f in graph.out[key] if f.target not in on_the_way]
            on_the_way.discard(key)
            heaviest[key] = weights.get(key, 0) + max(ahead, default=0)
        return heaviest[key]

    return visit(graph.start)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".replace(".", ",").removesuffix(",0")


# --- Worth a look ---------------------------------------------------------------------------------


def warnings(graph: Graph) -> list[Fault]:
    """What is unusual but works. Expects a graph without faults."""
    found: list[Fault] = []
    first = graph.nodes[graph.start]
    if not isinstance(first, TaskNode) or first.verb is not StepVerb.FORWARD:
        text = "Quy trình nên bắt đầu bằng bước chuyển hồ sơ của một cửa."
        found.append(Fault(graph.start, text))
    for node in graph.tasks:
        if node.verb is StepVerb.FORWARD and node.key != graph.start:
            text = f"Bước “{node.name}”: chuyển hồ sơ thường chỉ có ở bước đầu."
            found.append(Fault(node.key, text))
        if node.verb is not StepVerb.RETURN_RESULT and node.budget is None:
            found.append(Fault(node.key, f"Bước “{node.name}” chưa có thời gian xử lý."))
        if not node.plain:
            text = f"Bước “{node.name}” chưa có lời giải thích cho người dân."
            found.append(Fault(node.key, text))
        if node.can_send_back and any(
            _is(graph.nodes[source], GateKind.FORK) for source in graph.sources[node.key]
        ):
            text = f"Bước “{node.name}” nằm trên nhánh song song, không trả lại riêng được."
            found.append(Fault(node.key, text))
    return [*found, *timer_warnings(graph)]
