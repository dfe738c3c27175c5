"""The journal of a file as a timeline an officer can read."""

from __future__ import annotations

import json
from typing import Any

from motcua.cases.queries.page import CasePage
from motcua.cases.states import RequestState, State, Verb
from motcua.journal.models import Entry
from motcua.kernel.worktime import VIETNAM
from motcua.process.rules.graph import Graph

CHANGED = {
    "applicant": "người nộp",
    "owner": "chủ hồ sơ",
    "papers": "giấy tờ",
    "return_channel": "cách nhận kết quả",
    "summary": "trích yếu",
}


def events_of(page: CasePage) -> list[dict[str, Any]]:
    """For ui/timeline.html, oldest first; the newest is marked as now while the file is open."""
    events = [_event(entry, page.graph) for entry in page.entries]
    if events and not page.case.is_closed:
        events[-1]["status"] = "now"
    return events


def _event(entry: Entry, graph: Graph) -> dict[str, Any]:
    body = json.loads(entry.body)
    return {
        "what": _what(entry.verb, body, graph),
        "when": entry.at.astimezone(VIETNAM),
        "who": entry.actor.full_name if entry.actor else "Hệ thống",
        "note": _note(body),
        "status": "done",
    }


def _what(verb: str, body: dict[str, Any], graph: Graph) -> str:
    label = str(Verb(verb).label)
    step = body.get("step")
    if verb in (Verb.COMPLETE, Verb.SEND_BACK, Verb.EXPIRE, Verb.LATE_OPINION) and step:
        task = graph.task(step)
        outcome = task.outcome_name(body.get("outcome", ""))
        label = f"{task.name}: {outcome or label.lower()}"
        if verb == Verb.EXPIRE and outcome:
            label = f"{label} (hết hạn, không chờ thêm)"
    if verb in (Verb.REQUEST_SUPPLEMENT, Verb.EXTEND) and body.get("stage"):
        stage = str(RequestState(body["stage"]).label).lower()
        label = f"{label} ({stage})"
    if verb in (Verb.HAND_OVER, Verb.LINK):
        label = linked_words(body)
    if verb == Verb.TRANSFER:
        label = f"{label}: {body.get('source', '')} → {body.get('target', '')}"
    if verb == Verb.ISSUE:
        label = f"{label} số {body.get('result', '')}"
    if "state" in body and verb not in (Verb.ACCEPT, Verb.ISSUE):
        label = f"{label} → {State(body['state'][1]).label}"
    return label


def linked_words(body: dict[str, Any]) -> str:
    """What happened between two agencies, from either side of it."""
    agency, child = body.get("agency", ""), body.get("child", "")
    if "what" not in body:
        return f"Chuyển liên thông đến {agency} (hồ sơ {child})"
    did = {
        Verb.ACCEPT: "đã nhận",
        Verb.REFUSE: "không tiếp nhận",
        Verb.REQUEST_SUPPLEMENT: "yêu cầu bổ sung",
        Verb.TAKE_SUPPLEMENT: "đã nhận bổ sung",
        Verb.WITHDRAW: "ghi nhận người nộp rút hồ sơ",
        Verb.STOP: "dừng giải quyết",
        Verb.ISSUE: f"đã có kết quả số {body.get('result', '')}",
    }[Verb(body["what"])]
    return f"{agency} {did} (hồ sơ liên thông {child})"


def _note(body: dict[str, Any]) -> str:
    parts = [str(body["note"])] if body.get("note") else []
    if body.get("items"):
        parts.append("Giấy tờ: " + "; ".join(body["items"]))
    if body.get("reason"):
        parts.append(f"Lý do: {body['reason']}")
    if body.get("due_at"):
        parts.append(f"Hẹn trả {_day(body['due_at'])}")
    if body.get("ground"):
        parts.append(f"Căn cứ: {body['ground']}")
    if body.get("changed"):
        words = ", ".join(CHANGED.get(name, name) for name in body["changed"])
        parts.append(f"Đã sửa: {words}; phiếu tiếp nhận số {body.get('receipt')}")
    if isinstance(body.get("due"), list):
        before, after = body["due"]
        parts.append(f"Ngày hẹn: {_day(before)} → {_day(after)}")
    if body.get("bill"):
        parts.append(f"Vận đơn {body['bill']}")
    return ". ".join(parts)


def _day(text: str | None) -> str:
    if not text:
        return "chưa có"
    year, month, day = text[:10].split("-")
    return f"{day}/{month}/{year}"
