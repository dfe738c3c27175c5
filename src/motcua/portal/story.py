"""The journal of a file as its applicant may read it: what was done, by which unit, when.

Work inside the office (who took a step, proposals not yet approved) is not told; what binds the
applicant is. Notes of officers stay inside unless the law wants their reason told.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.cases.queries.page import CasePage
from motcua.cases.states import RequestState, State, Verb
from motcua.journal.models import Entry
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM, day_of
from motcua.ui.said import date_words, said

PROMISING: Final = (State.RECEIVED, State.PROCESSING)


def events_of(page: CasePage, *, at: dt.datetime) -> list[dict[str, Any]]:
    """For ui/timeline.html, oldest first; what is promised stands at the end."""
    units = {item.unit_id: item.unit.name for item in page.items}
    told = [(entry, _told(entry, page, units)) for entry in page.entries]
    events = [
        {"what": words[0], "note": words[1], "when": entry.at, "status": "done"}
        for entry, words in told
        if words
    ]
    if events and not page.case.is_closed:
        events[-1]["status"] = "now"
    if not page.case.is_closed and page.case.due_at and page.case.state in PROMISING:
        promised = _("Hẹn trả kết quả %(day)s") % {"day": date_words(day_of(page.case.due_at))}
        events.append({"what": promised, "note": "", "when": None, "status": "ahead"})
    return events


def reasons_of(page: CasePage) -> dict[str, str] | None:
    """Why a file was refused or stopped, with the ground of law; None when it was not."""
    if page.case.state not in (State.NOT_ACCEPTED, State.STOPPED):
        return None
    verbs = (Verb.REFUSE, Verb.STOP)
    entry = next((entry for entry in reversed(page.entries) if entry.verb in verbs), None)
    body = json.loads(entry.body) if entry else {}
    return {"reason": body.get("note", ""), "ground": body.get("ground", "")}


def _told(entry: Entry, page: CasePage, units: Mapping[int, str]) -> tuple[str, str] | None:
    body = json.loads(entry.body)
    if entry.verb in (Verb.REQUEST_SUPPLEMENT, Verb.EXTEND):
        return _binding(entry.verb, body, page)
    words = _PLAIN.get(Verb(entry.verb))
    if words is not None:
        return str(words), _note(entry.verb, body)
    if entry.verb == Verb.FORWARD:
        names = [units[unit] for _step, unit in body.get("to", ()) if unit in units]
        return _("Đã chuyển đến %(unit)s") % {"unit": ", ".join(names)}, ""
    if entry.verb in (Verb.HAND_OVER, Verb.LINK):
        return _linked(body)
    if entry.verb == Verb.COMPLETE:
        step = said(page.graph.task(body["step"]).name)
        unit = units.get(body.get("unit", 0), "")
        return _("Xong bước “%(step)s”") % {"step": step}, unit
    if entry.verb == Verb.EXPIRE:
        step = said(page.graph.task(body["step"]).name)
        return _("Hết thời hạn chờ ở bước “%(step)s”, hồ sơ đi tiếp") % {"step": step}, ""
    return None


def _linked(body: Mapping[str, Any]) -> tuple[str, str]:
    """What another agency does for this file: the citizen follows all of it on one page."""
    words = _LINKED[Verb(body["what"]) if "what" in body else Verb.HAND_OVER]
    told = str(words) % {"agency": body.get("agency", ""), "result": body.get("result", "")}
    asked = "; ".join(body.get("items", ()))
    due = _("Hẹn trả %(day)s") % {"day": _day(body["due_at"])} if body.get("due_at") else ""
    return told, _joined(asked, body.get("reason"), due, _dates(body))


_LINKED: Final = {
    Verb.HAND_OVER: gettext_lazy("Đã chuyển liên thông đến %(agency)s"),
    Verb.ACCEPT: gettext_lazy("%(agency)s đã nhận hồ sơ liên thông"),
    Verb.REFUSE: gettext_lazy("%(agency)s không tiếp nhận hồ sơ liên thông"),
    Verb.REQUEST_SUPPLEMENT: gettext_lazy("%(agency)s yêu cầu bổ sung giấy tờ"),
    Verb.TAKE_SUPPLEMENT: gettext_lazy("%(agency)s đã nhận giấy tờ bổ sung"),
    Verb.WITHDRAW: gettext_lazy("Rút hồ sơ liên thông ở %(agency)s"),
    Verb.STOP: gettext_lazy("%(agency)s dừng giải quyết hồ sơ liên thông"),
    Verb.ISSUE: gettext_lazy("%(agency)s đã có kết quả số %(result)s"),
}


def _binding(verb: str, body: Mapping[str, Any], page: CasePage) -> tuple[str, str] | None:
    """Requests and new dates once they are approved and handed out, never their proposals."""
    if body.get("stage") != RequestState.IN_FORCE:
        return None
    if verb == Verb.EXTEND:
        return _("Xin lỗi và hẹn lại ngày trả kết quả"), _joined(body.get("note"), _dates(body))
    request = next((r for r in page.requests if r.number == body.get("request")), None)
    names = "; ".join(line["name"] for line in request.items) if request else ""
    return _("Yêu cầu bổ sung giấy tờ"), names


_PLAIN: Final = {
    Verb.REGISTER: gettext_lazy("Đã ghi nhận hồ sơ, chờ kiểm tra giấy tờ"),
    Verb.ACCEPT: gettext_lazy("Đã tiếp nhận hồ sơ, giấy tờ đầy đủ"),
    Verb.REFUSE: gettext_lazy("Không tiếp nhận hồ sơ"),
    Verb.TAKE_SUPPLEMENT: gettext_lazy("Đã nhận giấy tờ bổ sung"),
    Verb.STOP: gettext_lazy("Dừng giải quyết hồ sơ"),
    Verb.WITHDRAW: gettext_lazy("Rút hồ sơ theo đề nghị của người nộp"),
    Verb.ISSUE: gettext_lazy("Đã ký và vào sổ kết quả"),
    Verb.RETURN_RESULT: gettext_lazy("Đã trả kết quả"),
    Verb.SEND_BACK: gettext_lazy("Được xem lại ở bước trước"),
    Verb.CORRECT: gettext_lazy("Đã sửa thông tin trên giấy hẹn"),
    Verb.TRANSFER: gettext_lazy("Hồ sơ được bàn giao sang cơ quan mới; mã và ngày hẹn giữ nguyên"),
    Verb.RECLOCK: gettext_lazy("Tính lại ngày hẹn theo lịch làm việc"),
}


def _note(verb: str, body: Mapping[str, Any]) -> str:
    """What may stand below: dates and the number of the result."""
    if verb == Verb.ACCEPT and body.get("due"):
        return _("Hẹn trả %(day)s") % {"day": _day(body["due"])}
    if verb == Verb.TRANSFER:
        return f"{body.get('source', '')} → {body.get('target', '')} ({body.get('document', '')})"
    if verb == Verb.ISSUE:
        return _("Số %(number)s") % {"number": body.get("result", "")}
    return _dates(body)


def _dates(body: Mapping[str, Any]) -> str:
    due = body.get("due")
    if not isinstance(due, list) or not due[1]:
        return ""
    before, after = due
    if not before:
        return _("Hẹn trả %(day)s") % {"day": _day(after)}
    return _("Ngày hẹn đổi từ %(before)s sang %(after)s") % {
        "before": _day(before),
        "after": _day(after),
    }


def _day(text: str) -> str:
    return short_date(dt.datetime.fromisoformat(text).astimezone(VIETNAM).date())


def _joined(*parts: str | None) -> str:
    return ". ".join(part for part in parts if part)
