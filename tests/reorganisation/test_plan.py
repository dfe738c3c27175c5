"""A plan is read from its file; every fault is said with its place before anything is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.kernel.refusals import Refused
from motcua.reorganisation.rules import check_day, check_overlap, plan_from

DAY = dt.date(2026, 7, 1)


def plan(**more: Any) -> dict[str, Any]:
    plain = {
        "format": "motcua-reorganisation/1",
        "key": "hai-phuong",
        "document": "Nghị quyết 1685/NQ-UBTVQH15",
        "effective": DAY.isoformat(),
        "moves": [{"from": "H29.101", "to": "H29.102"}],
    }
    return plain | more


NEW = {
    "code": "H29.201",
    "name": "Ủy ban nhân dân phường Mới",
    "short_name": "Phường Mới",
    "level": "commune",
    "parent": "H29",
    "units": [{"code": "MC", "name": "Một cửa", "kind": "reception"}],
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": "x"}, "format"),
        ({"key": "Hai Phường"}, "key"),
        ({"document": ""}, "document"),
        ({"effective": "01/07/2026"}, "effective"),
        ({"moves": {}}, "moves"),
        ({"moves": []}, "moves"),
        ({"moves": ["x"]}, "moves.0"),
        ({"moves": [{"from": "H29.101"}]}, "moves.0.to"),
        ({"moves": [{"from": "H29.101", "to": "H29.101"}]}, "moves.0"),
        ({"moves": [{"from": "H29.101", "to": "H29.102", "units": []}]}, "moves.0.units"),
        ({"moves": [{"from": "H29.101", "to": "H29.102", "units": {"HT": ""}}]}, "moves.0.units"),
        (
            {"moves": [{"from": "A", "to": "B"}, {"from": "A", "to": "C"}]},
            "moves",
        ),
        (
            {"moves": [{"from": "A", "to": "B"}, {"from": "B", "to": "C"}]},
            "moves.0.to",
        ),
        ({"new": [NEW | {"level": "village"}]}, "new.0"),
        ({"new": [NEW | {"units": []}]}, "new.0.units"),
        ({"new": [NEW]}, "new"),
        ({"renames": [{"code": "H29.101", "name": "x", "short_name": "y"}]}, "renames"),
    ],
)
def test_a_fault_is_said_with_its_place(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        plan_from(plan(**change))
    assert refusal.value.field == field


def test_a_split_names_the_agency_of_each_unit() -> None:
    units = {"HT": "H29.102/HT", "DC": "H29.103/XD", "VT": "VT"}
    read = plan_from(plan(moves=[{"from": "H29.101", "to": "H29.102", "units": units}]))
    (move,) = read.moves
    assert move.units["DC"] == ("H29.103", "XD")
    assert move.units["VT"] == ("H29.102", "VT")
    assert move.targets == ("H29.102", "H29.103")
    assert read.touched == {"H29.101", "H29.102", "H29.103"}


def test_a_day_that_has_passed_needs_a_ground() -> None:
    after = DAY + dt.timedelta(days=1)
    with pytest.raises(Refused, match="đã qua"):
        check_day(plan_from(plan()), after)
    check_day(plan_from(plan(ground="Nghị quyết có hiệu lực từ ngày ký")), after)
    check_day(plan_from(plan()), DAY)


def test_acts_that_share_an_agency_are_one_after_the_other() -> None:
    with pytest.raises(Refused, match="đang thuộc phương án “khac”"):
        check_overlap(plan_from(plan()), {"khac": frozenset({"H29.102"})})
    check_overlap(plan_from(plan()), {"khac": frozenset({"H29.103"})})
    check_overlap(plan_from(plan()), {"hai-phuong": frozenset({"H29.102"})})
