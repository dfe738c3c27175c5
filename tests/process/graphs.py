"""Graphs for tests: a short way to write one, the shipped ones, and random ones."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from hypothesis import strategies as st

from motcua.process.rules.graph import Graph
from motcua.process.rules.reading import parse_graph

SEEDS = (
    *("default", "same_day", "building_permit"),
    *("birth_residence_insurance", "land_with_tax", "household_business"),
)


def seed(name: str) -> dict[str, Any]:
    """The written graph of a shipped process."""
    text = (resources.files("motcua.process") / "seed" / f"{name}.json").read_text("utf-8")
    return json.loads(text)["graph"]


def node(key: str, kind: str = "task", **more: Any) -> dict[str, Any]:
    if kind != "task":
        return {"key": key, "kind": kind, **more}
    given = {
        "key": key,
        "kind": "task",
        "name": f"Bước {key}",
        "role": "specialist",
        "unit": "handling",
        "verb": "complete",
        "plain": "Đang xử lý",
        "budget": "1%",
        **more,
    }
    given["outcomes"] = [
        {"key": item, "name": f"Kết quả {item}"} if isinstance(item, str) else item
        for item in given.get("outcomes", ())
    ]
    return given


KINDS = {"?": "choice", "+": "fork", "&": "join", "~": "merge", "!": "end"}


def raw(*lines: str, nodes: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """A graph from lines such as "a > ?c", "?c > b when data.x > 1", "?c > d otherwise".

    The sign before a key is its kind, without one it is a step; "a:yes > b" is an outcome.
    The first node is the start. `nodes` adds to what the lines say of a node.
    """
    found: dict[str, dict[str, Any]] = {}
    flows = []

    def known(text: str) -> str:
        key = text.lstrip("".join(KINDS))
        kind = KINDS.get(text[0], "task")
        found.setdefault(key, node(key, kind, **(nodes or {}).get(key, {})))
        return key

    for line in lines:
        left, right = (part.strip() for part in line.split(" > ", 1))
        source, _, outcome = left.partition(":")
        target, _, rest = right.partition(" ")
        flow: dict[str, Any] = {"from": known(source), "to": known(target)}
        if outcome:
            flow["outcome"] = outcome
            names = found[flow["from"]]["outcomes"]
            if outcome not in [item["key"] for item in names]:
                names.append({"key": outcome, "name": f"Kết quả {outcome}"})
        if rest == "otherwise":
            flow["otherwise"] = True
        elif rest:
            flow["when"] = rest.removeprefix("when ")
        flows.append(flow)
    start = next(iter(found))
    return {"version": 1, "start": start, "nodes": list(found.values()), "flows": flows}


def graph(*lines: str, nodes: dict[str, dict[str, Any]] | None = None) -> Graph:
    return parse_graph(raw(*lines, nodes=nodes))


# --- Random graphs from blocks --------------------------------------------------------------------

Block = tuple[str, tuple[Any, ...]]
STEP, LOOP, NOTHING = ("step", ()), ("loop", ()), ("nothing", ())


def blocks(most: int = 8) -> st.SearchStrategy[Block]:
    """Sequences, choices and parallel branches of steps, nested."""
    return st.recursive(
        st.sampled_from([STEP, STEP, LOOP]),
        lambda inner: st.one_of(
            st.tuples(st.just("sequence"), st.tuples(inner, inner)),
            st.tuples(st.just("choice"), st.tuples(inner, st.one_of(st.just(NOTHING), inner))),
            st.tuples(st.just("parallel"), st.tuples(inner, inner)),
        ),
        max_leaves=most,
    )


@dataclass
class Writer:
    """Writes a block as nodes and flows. `ends` are the loose ends to be led to the next node."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    flows: list[dict[str, Any]] = field(default_factory=list)
    ends: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, **more: Any) -> str:
        key = f"{kind[0]}{len(self.nodes)}"
        self.nodes.append(node(key, kind, **more))
        for end in self.ends:
            self.flows.append({**end, "to": key})
        self.ends = [{"from": key}]
        return key

    def block(self, block: Block) -> None:
        kind, inner = block
        if kind == "step":
            self.add("task")
        elif kind == "loop":
            key = self.add("task", outcomes=["done", "again"])
            self.flows.append({"from": key, "to": key, "outcome": "again"})
            self.ends = [{"from": key, "outcome": "done"}]
        elif kind == "sequence":
            for part in inner:
                self.block(part)
        elif kind == "choice":
            self.choice(inner)
        elif kind == "parallel":
            self.parallel(inner)

    def choice(self, inner: tuple[Block, ...]) -> None:
        key = self.add("choice")
        ends: list[dict[str, Any]] = []
        ways: list[dict[str, Any]] = [{"when": f"data.{key} == true"}, {"otherwise": True}]
        for part, way in zip(inner, ways, strict=True):
            self.ends = [{"from": key, **way}]
            self.block(part)
            ends += self.ends
        self.ends = ends

    def parallel(self, inner: tuple[Block, ...]) -> None:
        fork = self.add("fork")
        ends = []
        for part in inner:
            self.ends = [{"from": fork}]
            self.block(part)
            if len({end["from"] for end in self.ends}) > 1:
                self.add("merge")
            ends += self.ends
        self.ends = ends
        self.add("join")


def written(block: Block) -> dict[str, Any]:
    writer = Writer()
    writer.block(block)
    writer.add("end")
    start = writer.nodes[0]["key"]
    return {"version": 1, "start": start, "nodes": writer.nodes, "flows": writer.flows}


@st.composite
def mutated(draw: st.DrawFn, most_nodes: int = 8) -> dict[str, Any]:
    """A small graph of blocks in which a gate or two changed its kind or a flow was led elsewhere."""
    wide = blocks(5).filter(lambda block: block[0] in ("choice", "parallel", "sequence"))
    whole = draw(wide.map(written).filter(lambda made: len(made["nodes"]) <= most_nodes))
    keys = [item["key"] for item in whole["nodes"]]
    gates = [item for item in whole["nodes"] if item["kind"] in SWAPS]
    for _ in range(draw(st.integers(1, 3))):
        if gates and draw(st.integers(0, 2)):
            swap(whole, draw(st.sampled_from(gates)))
        else:
            draw(st.sampled_from(whole["flows"]))["to"] = draw(st.sampled_from(keys))
    return whole


SWAPS = {"join": "merge", "merge": "join", "fork": "choice", "choice": "fork"}


def swap(whole: dict[str, Any], gate: dict[str, Any]) -> None:
    """Make a gate the other of its pair, with the conditions its new kind asks for."""
    gate["kind"] = SWAPS[gate["kind"]]
    leaving = [flow for flow in whole["flows"] if flow["from"] == gate["key"]]
    for place, flow in enumerate(leaving):
        flow.pop("when", None)
        flow.pop("otherwise", None)
        if gate["kind"] == "choice":
            flow.update({"when": "data.x == true"} if place else {"otherwise": True})
