"""Where a file stands, as its applicant reads it: a ticket, one sentence, the date and why.

Units are named, officers never.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.cases.actions.act import clock_of
from motcua.cases.models import Case, Extension, SupplementRequest
from motcua.cases.queries.page import CasePage
from motcua.cases.states import Money, Outcome, RequestState, ReturnChannel, State
from motcua.catalogue.states import ClockPolicy
from motcua.kernel.explain import Step
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, WorkCalendar, day_of
from motcua.portal.answers import usual_words
from motcua.portal.story import events_of, reasons_of
from motcua.process.rules.bpmn.layout import reading_order
from motcua.process.rules.graph import TaskNode
from motcua.process.states import ItemState
from motcua.ui.said import date_words, moment_words, money, said
from motcua.workcalendar.queries import calendar_for

RUNNING: Final = (State.RECEIVED, State.PROCESSING)
SUPPLEMENTED: Final = {
    ClockPolicy.RESTART: gettext_lazy(
        "hồ sơ phải bổ sung giấy tờ, thời hạn tính lại từ ngày nộp đủ"
    ),
    ClockPolicy.PAUSE: gettext_lazy(
        "hồ sơ phải bổ sung giấy tờ, thời gian chờ không tính vào thời hạn"
    ),
}
HOW_TO_GET: Final = {
    ReturnChannel.COUNTER: gettext_lazy("Nhận tại quầy, mang theo giấy hẹn và giấy tờ tùy thân."),
    ReturnChannel.POSTAL: gettext_lazy("Bưu chính công ích mang đến địa chỉ ông/bà đã đăng ký."),
    ReturnChannel.ONLINE: gettext_lazy("Bản điện tử, gửi theo cách ông/bà đã đăng ký."),
}


def standing_of(page: CasePage, *, usual: int | None, at: dt.datetime) -> dict[str, Any]:
    """Everything portal/tracked.html shows. One statement, for the calendar."""
    case = page.case
    calendar = _calendar(case)
    state, word = clock_words(case, calendar, at)
    extension = _in_force(page.extensions)
    asked = next((r for r in page.requests if r.state == RequestState.IN_FORCE), None)
    return {
        "case": case,
        "code": case.number,
        "ticket": _ticket(case, state, word),
        "sentence": _sentence(page, state, word),
        "where": _where(page),
        "closing": reasons_of(page),
        "why": list(why_steps(case, calendar)),
        "rule": _rule(case),
        "due": day_of(case.due_at) if case.due_at and case.state != State.SUPPLEMENT else None,
        "moved": _moved(case, page.requests, extension),
        "request_open": _request(asked) if asked else None,
        "result": _result(page),
        "fee": _fee(case),
        "events": events_of(page, at=at),
        "way": way_of(page),
        "usual": usual_words(usual) if usual is not None and not case.finished_at else "",
        "procedure_code": case.version.procedure.code,
        "office_note": case.agency.desk_name or case.agency.name,
    }


def way_of(page: CasePage) -> list[dict[str, str]]:
    """The steps of the process in plain words: behind, here, ahead. Empty before acceptance.

    Steps said in the same words are one line; a branch that was not taken is not told.
    """
    if not page.items:
        return []
    flows = [(flow.source, flow.target) for flow in page.graph.flows]
    others = [key for key in page.graph.nodes if key != page.graph.start]
    here = {item.step for item in page.live_items}
    behind = {item.step for item in page.items if item.state == ItemState.DONE}
    over = page.case.is_closed and not here
    told: dict[str, str] = {}
    for key in reading_order([page.graph.start, *others], flows):
        task = page.graph.nodes[key]
        if isinstance(task, TaskNode):
            state = "now" if key in here else "done" if key in behind else "ahead"
            words = said(task.plain or task.name)
            if (state != "ahead" or not over) and told.get(words) != "now":
                told[words] = state
    return [{"what": words, "status": state} for words, state in told.items()]


def clock_words(case: Case, calendar: WorkCalendar | None, at: dt.datetime) -> tuple[str, str]:
    """The state of the clock and its words: ("late", "quá hạn 2 ngày làm việc")."""
    if case.due_at is None or case.received_at is None:
        return "none", _("chưa có ngày hẹn")
    if case.state == State.SUPPLEMENT:
        return "paused", _("đang chờ ông/bà bổ sung giấy tờ")
    due = day_of(case.due_at)
    if case.finished_at is not None:
        ended = day_of(case.finished_at)
        if ended < due:
            return "early", _("xong trước hạn")
        return ("on_time", _("xong đúng hạn")) if ended == due else ("late", _("xong quá hạn"))
    if case.due_at < at:
        days = _days(calendar, due, day_of(at))
        late = ngettext("quá hạn %(n)d ngày làm việc", "quá hạn %(n)d ngày làm việc", days)
        return "late", late % {"n": days} if days else _("quá hạn")
    days = _days(calendar, day_of(at), due)
    if day_of(at) == due:
        return "today", _("đến hạn hôm nay")
    left = ngettext("còn %(n)d ngày làm việc", "còn %(n)d ngày làm việc", days) % {"n": days}
    return ("soon" if days <= 1 else "running"), left if days else _("đúng tiến độ")


def _days(calendar: WorkCalendar | None, start: dt.date, end: dt.date) -> int:
    try:
        return calendar.working_days_between(start, end) if calendar else 0
    except BeyondHorizon:
        return 0


def _calendar(case: Case) -> WorkCalendar | None:
    try:
        return calendar_for(case.agency_id)
    except Refused:
        return None


def _ticket(case: Case, state: str, word: str) -> dict[str, Any]:
    running = case.state in (*RUNNING, State.SUPPLEMENT) and case.due_at is not None
    moved = _is_moved(case)
    return {
        "code": case.number,
        "kind": "" if case.received_at else _("Hồ sơ chưa được tiếp nhận"),
        "state": state if running else str(int(case.state)),
        "state_word": _capital(word) if running else "",
        "procedure": case.version.name,
        "person": masked_name(case.applicant_name, case.applicant.get("kind", "person")),
        "due": day_of(case.due_at) if case.due_at else None,
        "due_note": _due_note(case),
        "due_original": day_of(case.due_original_at) if moved and case.due_original_at else None,
        "received": case.received_at,
        "stub_note": case.agency.short_name,
    }


def masked_name(name: str, kind: str) -> str:
    """As in “N. T. Hoa”: enough to know one's own file, too little for a finder of the receipt."""
    words = name.split()
    if kind != "person" or len(words) < 2:
        return name
    return " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]])


def _due_note(case: Case) -> str:
    """Limits in hours promise an hour, the others the whole day; a waiting file promises anew."""
    if case.due_at is None:
        return ""
    if case.state == State.SUPPLEMENT:
        return _("tính lại khi hồ sơ đủ giấy tờ")
    end = case.due_at.astimezone(VIETNAM)
    if (end.hour, end.minute) == (23, 59):
        return ""
    return _("trước %(hour)s") % {"hour": f"{end:%H:%M}"}


def _is_moved(case: Case) -> bool:
    first, now = case.due_original_at, case.due_at
    return bool(first and now and day_of(first) != day_of(now))


def _sentence(page: CasePage, state: str, word: str) -> str:
    if page.case.state in RUNNING:
        tasks = [page.graph.task(item.step) for item in page.live_items]
        steps = list(dict.fromkeys(said(task.plain or task.name) for task in tasks))
        doing = "; ".join(steps) or _("Hồ sơ đang được giải quyết")
        pace = {"running": _("đúng tiến độ"), "soon": _("đúng tiến độ, %(word)s")}
        told = pace.get(state, "%(word)s") % {"word": word}
        if state == "none":
            return f"{doing}."
        sorry = _("Chúng tôi xin lỗi ông/bà vì sự chậm trễ này.") if state == "late" else ""
        return f"{doing}, {told}. {sorry}".strip()
    return {
        State.REGISTERED: _("Hồ sơ đã được ghi nhận, đang chờ kiểm tra giấy tờ để tiếp nhận."),
        State.NOT_ACCEPTED: _("Hồ sơ không được tiếp nhận; lý do ghi ngay bên dưới."),
        State.SUPPLEMENT: _("Hồ sơ đang dừng lại chờ ông/bà bổ sung giấy tờ."),
        State.PAYMENT_DUE: _("Hồ sơ đang chờ ông/bà nộp khoản tiền ghi bên dưới."),
        State.WITHDRAWN: _("Hồ sơ đã được rút theo đề nghị của người nộp."),
        State.STOPPED: _("Hồ sơ đã dừng giải quyết; lý do ghi ngay bên dưới."),
        State.DONE: _("Đã có kết quả, mời ông/bà đến nhận."),
        State.RETURNED: _("Kết quả đã được trả."),
    }[State(page.case.state)]


def _where(page: CasePage) -> list[str]:
    """Units that hold the file now."""
    if page.case.is_closed:
        return []
    return list(dict.fromkeys(item.unit.name for item in page.live_items))


def why_steps(case: Case, calendar: WorkCalendar | None) -> Iterator[dict[str, Any]]:
    """The count day by day, a run of days off for one reason in one line."""
    clock = clock_of(case)
    if clock is None or calendar is None:
        return
    try:
        due = clock.due(calendar)
    except BeyondHorizon:
        return
    for _key, run in groupby(enumerate(due.steps if due else ()), key=_reason):
        steps = [step for _place, step in run]
        first, last = steps[0], steps[-1]
        span = short_date(first.date)
        if len(steps) > 1:
            span = f"{first.date:%d/%m}–{short_date(last.date)}"
        yield {"date": span, "counted": first.counted, "text": _capital(said(_text(first)))}


def _reason(placed: tuple[int, Step]) -> tuple[str, int]:
    place, step = placed
    return _text(step), place if step.counted else -1


def _text(step: Step) -> str:
    return step.text.partition(": ")[2]


def _rule(case: Case) -> str:
    clock = clock_of(case)
    if clock is None:
        return ""
    if clock.limit is None:
        return _("Nguồn công bố không ghi thời hạn của thủ tục này.")
    return _(
        "Thời hạn %(limit)s, đếm từ sau ngày tiếp nhận (Điều 147, 148 Bộ luật Dân sự 2015)."
    ) % {"limit": said(clock.limit.in_words)}


def _moved(case: Case, requests: Sequence[SupplementRequest], extension: Extension | None) -> str:
    """Why the date is not the first one any more."""
    if not _is_moved(case) or case.due_original_at is None:
        return ""
    reasons = []
    if any(r.handed_at and r.taken_at and case.received_at for r in requests) and case.pauses:
        reasons.append(str(SUPPLEMENTED[ClockPolicy(case.version.clock_policy)]))
    if extension is not None:
        reasons.append(
            _("cơ quan xin lỗi và hẹn lại vì: %(reason)s") % {"reason": extension.reason}
        )
    if not reasons:
        reasons.append(_("lịch làm việc thay đổi"))
    return _("Ngày hẹn ban đầu %(day)s đã đổi vì %(reasons)s.") % {
        "day": date_words(day_of(case.due_original_at)),
        "reasons": "; ".join(reasons),
    }


def _in_force(extensions: Sequence[Extension]) -> Extension | None:
    settled = (RequestState.IN_FORCE, RequestState.DONE)
    return next((one for one in extensions if one.state in settled), None)


def _request(request: SupplementRequest) -> dict[str, Any]:
    return {
        "items_asked": request.items,
        "reason": request.reason,
        "again": request.again_because,
        "asked": request.handed_at or request.requested_at,
        "limit": moment_words(request.limit_at.astimezone(VIETNAM)) if request.limit_at else "",
    }


def _result(page: CasePage) -> dict[str, Any] | None:
    case, result = page.case, page.result
    if result is None:
        return None
    return {
        "name": result.name,
        "number": result.number,
        "date": result.date,
        "granted": case.outcome == Outcome.GRANTED,
        "how": "" if case.returned_at else str(HOW_TO_GET[ReturnChannel(case.return_channel)]),
        "at_counter": case.return_channel == ReturnChannel.COUNTER and not case.returned_at,
        "returned": case.returned_at,
    }


def _fee(case: Case) -> dict[str, Any] | None:
    if not case.fee or not case.fee.get("total") or case.received_at is None:
        return None
    settled = case.is_closed and case.money == Money.DUE
    return {
        "total": money(case.fee["total"]),
        "lines": [(line["name"], money(line["amount"])) for line in case.fee.get("lines", ())],
        "state": "" if settled else said(Money(case.money).label),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
