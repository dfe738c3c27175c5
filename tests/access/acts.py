"""The acts of docs/access.md by their names there: which verb, with which fields."""

from __future__ import annotations

from typing import Any, Final

from motcua.cases.states import Verb
from tests.access.town import DATE
from tests.cases.story import AGAIN, ASKED, WHY

_ASK: Final[dict[str, Any]] = {"items": ASKED, "reason": WHY, "again_because": AGAIN}
_WHY: Final = {"reason": "Có lý do"}
_LAW: Final = {"reason": "Có lý do", "legal_ground": "Điều 5"}

ACTS: Final[dict[str, tuple[Verb, dict[str, Any]]]] = {
    "accept": (Verb.ACCEPT, {}),
    "refuse": (Verb.REFUSE, _WHY),
    "forward": (Verb.FORWARD, {}),
    "claim": (Verb.CLAIM, {}),
    "complete": (Verb.COMPLETE, {}),
    "send_back": (Verb.SEND_BACK, _WHY),
    "recall": (Verb.RECALL, {}),
    "reassign": (Verb.REASSIGN, {}),
    "request_supplement, ask": (Verb.REQUEST_SUPPLEMENT, _ASK),
    "request_supplement, propose": (Verb.REQUEST_SUPPLEMENT, _ASK | {"stage": "propose"}),
    "request_supplement, approve": (Verb.REQUEST_SUPPLEMENT, {"stage": "approve"}),
    "request_supplement, decline": (Verb.REQUEST_SUPPLEMENT, {"stage": "decline"}),
    "request_supplement, hand_out": (Verb.REQUEST_SUPPLEMENT, {"stage": "hand_out"}),
    "take_supplement": (Verb.TAKE_SUPPLEMENT, {}),
    "extend, propose": (Verb.EXTEND, DATE | {"stage": "propose"}),
    "extend, approve": (Verb.EXTEND, {"stage": "approve"}),
    "extend, decline": (Verb.EXTEND, {"stage": "decline"}),
    "stop": (Verb.STOP, _LAW),
    "withdraw": (Verb.WITHDRAW, {}),
    "issue": (Verb.ISSUE, {"number": "12/UBND"}),
    "return_result": (Verb.RETURN_RESULT, {}),
    "hand_over": (Verb.HAND_OVER, {}),
    "late_opinion": (Verb.LATE_OPINION, {"note": "Không đồng ý"}),
    "correct": (Verb.CORRECT, {"reason": "Nhầm", "summary": "Khác"}),
}
# To whom work is given that waits at a step, by the role of the step.
COLLEAGUES: Final = {
    "reception": "tiepnhan",
    "specialist": "thuly2",
    "unit_leader": "truongphong",
    "agency_leader": "lanhdao",
    "clerk": "vanthu",
}
# Declining is a second choice on the form of approving: no button of its own is asked for it.
ON_ANOTHERS_FORM: Final = ("request_supplement, decline", "extend, decline")
