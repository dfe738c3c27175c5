"""A process of 40 steps, 6 parallel branches and 3 agencies, and who does them.

The ward takes in, thirty steps run in six branches of five, two of them open a file at the city
and at the neighbouring ward, then it is put together, signed, issued and returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from motcua.catalogue import actions as catalogue
from motcua.organisation.actions import appoint, create_unit
from motcua.organisation.rules import CONSOLE
from motcua.organisation.states import Role, UnitKind
from tests.linked import CHILD, put_into_use
from tests.office import COPIES, SETUP, Office
from tests.office_catalogue import SINCE, catalogue_file

BRANCHES: Final = "abcdef"
_BOTH: Final = [{"key": "granted", "name": "Đồng ý"}, {"key": "rejected", "name": "Không"}]
_DESK: Final = {"role": "reception", "unit": "reception", "can_send_back": False}
# Which step opens a file where.
ELSEWHERE: Final = {"a_3": "H29", "d_2": "H29.102"}


def _task(key: str, name: str, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "key": key,
        "kind": "task",
        "name": name,
        "role": "specialist",
        "unit": "handling",
        "budget": "1%",
        "plain": name,
    }
    return plain | more


def _elsewhere(key: str, *, children: bool) -> dict[str, Any]:
    if not children or key not in ELSEWHERE:
        return {"can_send_back": False}
    child = {"procedure": COPIES, "papers": {"ban_chinh": "to_khai"}}
    return {"outcomes": _BOTH, "child": child, "can_send_back": False}


def forty(*, children: bool = True) -> dict[str, Any]:
    """The graph. Without `children` all forty steps are the ward's own."""
    before = [
        _task("tiep_nhan", "Chuyển hồ sơ", verb="forward", **_DESK),
        _task("thu_ly", "Thẩm tra ban đầu"),
    ]
    branches = [
        [
            _task(
                f"{letter}_{n}",
                f"Việc {letter}{n}",
                **_elsewhere(f"{letter}_{n}", children=children),
            )
            for n in range(1, 6)
        ]
        for letter in BRANCHES
    ]
    after = [
        *(_task(f"tong_hop_{n}", f"Tổng hợp lần {n}") for n in range(1, 5)),
        _task("phong", "Lãnh đạo phòng xem", role="unit_leader"),
        _task("ky", "Lãnh đạo ký", role="agency_leader", unit="leadership"),
        _task("van_thu", "Ban hành", role="clerk", unit="clerical", verb="issue"),
        _task("tra", "Trả kết quả", verb="return_result", budget=None, **_DESK),
    ]
    gates = [{"key": "tach", "kind": "fork"}, {"key": "gop", "kind": "join"}]
    end = {"key": "het", "kind": "end"}
    flows = [*_row([*before, gates[0]]), *_row([gates[1], *after, end])]
    for branch in branches:
        flows += _row([gates[0], *branch, gates[1]])
    tasks = [*before, *(task for branch in branches for task in branch), *after]
    return {"version": 1, "start": "tiep_nhan", "nodes": [*tasks, *gates, end], "flows": flows}


def _row(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one, other in pairwise(nodes):
        for way in one.get("outcomes") or [None]:
            yield {
                "from": one["key"],
                "to": other["key"],
                **({"outcome": way["key"]} if way else {}),
            }


def three_agencies(office: Office) -> None:
    """The city gets a desk and a room for copies too; the processes are put into use."""
    city = office.agencies["tphcm"]
    for code, kind in (("MC", UnitKind.RECEPTION), ("HT", UnitKind.HANDLING)):
        office.units["tphcm", code] = create_unit(
            actor=CONSOLE,
            agency_id=city.pk,
            code=code,
            name=f"Phòng {code}",
            kind=kind,
            valid_from=SINCE,
            at=SETUP,
        )
    for who, code, role in (
        ("kiemsoat.tphcm", "MC", Role.RECEPTION),
        ("quantri.tphcm", "HT", Role.SPECIALIST),
    ):
        appoint(
            actor=CONSOLE,
            account_id=office.account(who).pk,
            unit_id=office.units["tphcm", code].pk,
            role=role,
            valid_from=SINCE,
            at=SETUP,
        )
    document = catalogue_file()
    offer = {"procedure": COPIES, "agency": "H29", "unit": "HT", "valid_from": SINCE.isoformat()}
    document["offers"].append(offer)
    root = office.actor("kiemsoat.tphcm", at=SETUP)
    catalogue.import_catalogue(data=document, actor=root, at=SETUP)
    put_into_use(office, "mac-dinh", forty())
    put_into_use(office, "trong-ngay", CHILD)


# Desk and room of the agencies that get a file of their own.
PEOPLE: Final = {
    "H29": ("kiemsoat.tphcm", "quantri.tphcm"),
    "H29.102": ("tiepnhan.binhtan", "thuly.binhtan"),
}
