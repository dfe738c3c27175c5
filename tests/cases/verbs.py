"""Every verb once: a file it may be done to, by whom, with which fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from motcua.cases.models import Case
from motcua.cases.states import Verb
from tests.cases.story import ASKED, WHY, ask, propose
from tests.linked import link_wards
from tests.office import Office
from tests.timed import expired

Start = Callable[[Office], Case]


def _laid_down(office: Office) -> Case:
    return office.take_in(accept=False)


def _taken(office: Office) -> Case:
    return office.take_in()


def _at(step: str) -> Start:
    return lambda office: office.walk(office.take_in(), to=step)


def _across_wards(office: Office) -> Case:
    link_wards(office)
    return office.walk(office.take_in(), to="ban_sao")


def _passed_on(office: Office) -> Case:
    return office.act(_at("thu_ly")(office), Verb.COMPLETE, by="thuly")


def _asked(office: Office) -> Case:
    return ask(office, _at("thu_ly")(office))


def _approved(office: Office) -> Case:
    case = propose(office, _at("thu_ly")(office))
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong")


def _new_date(office: Office) -> Case:
    day = dt.date(2026, 3, 12)
    case = _at("thu_ly")(office)
    return office.act(case, Verb.EXTEND, by="thuly", new_due=day, reason="Chờ xác minh")


# What it is called, the verb, the file before, who, the fields.
ACTS: Final[dict[str, tuple[Verb, Start, str, dict[str, Any]]]] = {
    "accept": (Verb.ACCEPT, _laid_down, "tiepnhan", {}),
    "refuse": (Verb.REFUSE, _laid_down, "tiepnhan", {"reason": "Sai nơi"}),
    "forward": (Verb.FORWARD, _taken, "tiepnhan", {}),
    "claim": (Verb.CLAIM, _at("thu_ly"), "thuly", {}),
    "complete": (Verb.COMPLETE, _at("thu_ly"), "thuly", {}),
    "send_back": (Verb.SEND_BACK, _at("lanh_dao_phong"), "truongphong", {"reason": "Thiếu"}),
    "send_back to the desk": (Verb.SEND_BACK, _at("thu_ly"), "thuly", {"reason": "Nhầm"}),
    "recall": (Verb.RECALL, _passed_on, "thuly", {}),
    "reassign": (Verb.REASSIGN, _at("thu_ly"), "truongphong", {"username": "thuly2.anlac"}),
    "ask at the counter": (
        Verb.REQUEST_SUPPLEMENT,
        _laid_down,
        "tiepnhan",
        {"items": ASKED, "reason": WHY},
    ),
    "propose": (Verb.REQUEST_SUPPLEMENT, _at("thu_ly"), "thuly", {"items": ASKED, "reason": WHY}),
    "approve": (
        Verb.REQUEST_SUPPLEMENT,
        lambda office: propose(office, _at("thu_ly")(office)),
        "truongphong",
        {},
    ),
    "hand out": (Verb.REQUEST_SUPPLEMENT, _approved, "tiepnhan", {}),
    "take_supplement": (Verb.TAKE_SUPPLEMENT, _asked, "tiepnhan", {}),
    "propose a date": (
        Verb.EXTEND,
        _at("thu_ly"),
        "thuly",
        {"new_due": dt.date(2026, 3, 12), "reason": "Chờ xác minh"},
    ),
    "extend": (Verb.EXTEND, _new_date, "truongphong", {}),
    "stop": (Verb.STOP, _asked, "lanhdao", {"reason": "Quá hạn", "legal_ground": "Điều 5"}),
    "withdraw": (Verb.WITHDRAW, _asked, "tiepnhan", {}),
    "issue": (Verb.ISSUE, _at("van_thu"), "vanthu", {"number": "12/UBND"}),
    "return_result": (Verb.RETURN_RESULT, _at("tra_ket_qua"), "tiepnhan", {}),
    "hand_over": (Verb.HAND_OVER, _across_wards, "thuly", {}),
    "late_opinion": (Verb.LATE_OPINION, expired, "thuly", {"note": "Không đồng ý"}),
    "correct": (Verb.CORRECT, _taken, "tiepnhan", {"reason": "Nhầm", "summary": "Khác"}),
}
