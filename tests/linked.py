"""A request across two wards: An Lạc's marriage opens a certified copy at Bình Tân.

An Lạc runs by PARENT, Bình Tân's copies by CHILD; both are published at the root like any other.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any, Final

from motcua.cases.models import Case, HandOver
from motcua.cases.states import Verb
from motcua.process.actions import create_draft, publish_definition
from tests.office import COPIES, SETUP, Office

STEP: Final = {
    "kind": "task",
    "role": "specialist",
    "unit": "handling",
    "plain": "Đang giải quyết",
}
RETURN: Final = {
    "key": "tra",
    "kind": "task",
    "name": "Trả kết quả",
    "role": "reception",
    "unit": "reception",
    "verb": "return_result",
    "can_send_back": False,
}
FORWARD: Final = {
    **RETURN,
    "key": "tiep_nhan",
    "name": "Chuyển hồ sơ",
    "verb": "forward",
}
END: Final = {"key": "het", "kind": "end"}
_BOTH: Final = [
    {"key": "granted", "name": "Đã có bản sao"},
    {"key": "rejected", "name": "Không có"},
]


def in_line(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Nodes one after another; every outcome leads on."""
    flows = [
        {"from": a["key"], "to": b["key"], **({"outcome": way["key"]} if way else {})}
        for a, b in pairwise(nodes)
        for way in (a.get("outcomes") or [None])
    ]
    return {"version": 1, "start": nodes[0]["key"], "nodes": nodes, "flows": flows}


CHILD: Final = in_line(
    [FORWARD, {**STEP, "key": "cap", "name": "Cấp bản sao", "verb": "issue"}, RETURN, END]
)
PARENT: Final = in_line(
    [
        FORWARD,
        {
            **STEP,
            "key": "ban_sao",
            "name": "Xin bản sao ở phường khác",
            "budget": "2 working_days",
            "outcomes": _BOTH,
            "child": {"procedure": COPIES, "papers": {"ban_chinh": "to_khai"}},
        },
        {**STEP, "key": "ky", "name": "Ký và ban hành", "verb": "issue"},
        RETURN,
        END,
    ]
)


def link_wards(office: Office) -> None:
    """Put both processes into use."""
    put_into_use(office, "mac-dinh", PARENT)
    put_into_use(office, "trong-ngay", CHILD)


def put_into_use(office: Office, key: str, graph: dict[str, Any]) -> None:
    """A new version of a process, drafted and published at the root."""
    root = office.actor("kiemsoat.tphcm", at=SETUP)
    made = create_draft(key=key, name="Thử", graph=graph, actor=root, at=SETUP)
    publish_definition(definition=made, actor=root, at=SETUP)


def handed_over(office: Office, *, at: dt.datetime) -> tuple[Case, Case]:
    """An accepted file, and its child as it lies on Bình Tân's desk."""
    parent = office.take_in(at=at)
    office.act(parent, Verb.FORWARD, by="tiepnhan", at=at)
    parent = office.act(parent, Verb.HAND_OVER, by="thuly", at=at)
    return parent, HandOver.objects.select_related("child__version").get(parent=parent).child


def fresh(case: Case) -> Case:
    return Case.objects.select_related("version", "run", "agency").get(pk=case.pk)
