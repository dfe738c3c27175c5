"""A file in a few words for the desk: ticket, clock, events. Shared by preview and case page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.cases.actions.act import clock_of
from motcua.cases.models import Case
from motcua.cases.queries.page import CasePage
from motcua.cases.rules.parties import Party, party_from
from motcua.cases.states import ON_THE_CLOCK, PaperState, State
from motcua.desk.awaited import next_of
from motcua.desk.door import Officer
from motcua.desk.story import events_of
from motcua.kernel.deadline import Due
from motcua.kernel.identity import mask_number, mask_phone
from motcua.kernel.vietnamese import working_duration
from motcua.kernel.worktime import BeyondHorizon, WorkCalendar, day_of
from motcua.ui.said import said
from motcua.workcalendar.queries import calendar_for


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock bar: amounts in working minutes, and the words beside them."""

    segments: list[tuple[str, float]]
    state: str
    words: str
    used: str = ""
    waiting: str = ""
    left: str = ""
    over: str = ""


def brief_of(page: CasePage, officer: Officer) -> dict[str, Any]:
    """What the preview shows; the case page adds to it."""
    case = page.case
    calendar = calendar_of(case, officer)
    due = due_of(case, calendar)
    clock = clock_view(case, calendar, officer.at)
    return {
        "case": case,
        "number": case.number,
        "ticket": ticket_of(case, clock),
        "clock": clock,
        "why": why_of(due),
        "why_rule": rule_of(case),
        "applicant": facts_of(party_from(case.applicant)),
        "papers": [paper for paper in page.papers if paper.state != PaperState.REPLACED],
        "next": next_of(page),
        "last": events_of(page)[-1:],
    }


def calendar_of(case: Case, officer: Officer) -> WorkCalendar:
    """The deadline calendar of the file's agency; the officer's own when it is the same."""
    if case.agency_id == officer.seat.agency_id:
        return officer.calendar
    return calendar_for(case.agency_id)


def due_of(case: Case, calendar: WorkCalendar) -> Due | None:
    """The promise with its explanation; None before acceptance or past the calendar's end."""
    clock = clock_of(case)
    try:
        return clock.due(calendar) if clock else None
    except BeyondHorizon:
        return None


def why_of(due: Due | None) -> list[Any]:
    """The steps of the explanation, day by day."""
    return list(due.steps) if due else []


def rule_of(case: Case) -> str:
    """The limit and the law in one sentence."""
    clock = clock_of(case)
    if clock is None or clock.limit is None:
        return _("Nguồn công bố không ghi thời hạn của thủ tục này.") if clock else ""
    return _(
        "Thời hạn %(limit)s, tính từ sau ngày tiếp nhận (Điều 147, 148 Bộ luật Dân sự 2015)."
    ) % {"limit": said(clock.limit.in_words)}


def ticket_of(case: Case, clock: ClockView) -> dict[str, Any]:
    """For ui/ticket.html."""
    moved = (
        case.due_original_at and case.due_at and day_of(case.due_original_at) != day_of(case.due_at)
    )
    return {
        "code": case.number,
        "state": clock.state if case.state in ON_THE_CLOCK else str(int(case.state)),
        "state_word": clock.words if case.state in ON_THE_CLOCK else "",
        "procedure": case.version.name,
        "person": case.applicant_name,
        "due": day_of(case.due_at) if case.due_at else None,
        "due_original": day_of(case.due_original_at) if moved and case.due_original_at else None,
        "received": case.received_at,
    }


def clock_view(case: Case, calendar: WorkCalendar, at: dt.datetime) -> ClockView:
    """Time used, waited and left of a file, in working time of its agency."""
    if case.received_at is None or case.due_at is None:
        return ClockView([], "none", _("Chưa tính thời hạn"))
    end = case.finished_at or at
    try:
        waited = sum(_waited(calendar, pair, end) for pair in case.pauses)
        used = max(calendar.working_minutes_between(case.received_at, end) - waited, 0)
        left = calendar.working_minutes_between(end, case.due_at)
    except BeyondHorizon:
        return ClockView([], "none", _("Lịch làm việc chưa khai báo đến ngày này"))
    words = _Words(case, calendar, at, end, left)
    return ClockView(
        segments=[
            ("used", max(used + min(left, 0), 0)),
            ("waiting", waited),
            ("left", max(left, 0)),
            ("over", max(-left, 0)),
        ],
        state=words.state,
        words=words.text,
        used=said(working_duration(used)),
        waiting=said(working_duration(waited)) if waited else "",
        left=said(working_duration(left)) if left > 0 else "",
        over=said(working_duration(-left)) if left < 0 else "",
    )


def _waited(calendar: WorkCalendar, pair: list[str | None], end: dt.datetime) -> int:
    start = dt.datetime.fromisoformat(str(pair[0]))
    stop = dt.datetime.fromisoformat(pair[1]) if pair[1] else end
    return calendar.working_minutes_between(start, stop)


class _Words:
    """State and sentence of a clock."""

    def __init__(
        self, case: Case, calendar: WorkCalendar, at: dt.datetime, end: dt.datetime, left: int
    ) -> None:
        assert case.due_at is not None
        due, ended = day_of(case.due_at), day_of(end)
        if case.finished_at:
            self.state = "early" if ended < due else "on_time" if ended == due else "late"
            self.text = {
                "early": _("Xong trước hạn"),
                "on_time": _("Xong đúng hạn"),
                "late": _("Xong quá hạn"),
            }[self.state]
        elif case.state == State.SUPPLEMENT:
            self.state, self.text = "paused", _("Đang chờ người nộp bổ sung")
        elif case.due_at < at:
            days = calendar.working_days_between(due, ended)
            self.state = "late"
            late = ngettext("Quá hạn %(n)d ngày làm việc", "Quá hạn %(n)d ngày làm việc", days)
            self.text = late % {"n": days} if days else _("Quá hạn")
        else:
            days = calendar.working_days_between(day_of(at), due)
            self.state = "today" if days <= 0 else "soon" if days == 1 else "running"
            left_words = ngettext("Còn %(n)d ngày làm việc", "Còn %(n)d ngày làm việc", days)
            self.text = left_words % {"n": days} if days > 0 else _("Đến hạn hôm nay")


def facts_of(party: Party, *, full: bool = False) -> list[tuple[str, str]]:
    """A party as a definition list; the numbers, mail and address only where they are needed."""
    number, phone = party.id_number, party.phone
    if not full:
        number, phone = mask_number(number) if number else "", mask_phone(phone) if phone else ""
    firm = party.kind == "firm"
    return [
        (_("Tên tổ chức") if firm else _("Họ và tên"), party.name),
        (_("Mã số thuế") if firm else _("Số định danh"), number),
        (_("Điện thoại"), phone),
        *([(_("Thư điện tử"), party.email), (_("Địa chỉ"), party.address)] if full else []),
        *(
            [(_("Theo ủy quyền"), party.authorisation or _("có"))]
            if party.acting_as != "self"
            else []
        ),
    ]
