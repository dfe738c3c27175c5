"""How a file ends: refused, withdrawn, stopped, or with a result that is issued and returned."""

from __future__ import annotations

import datetime as dt

from motcua.cases import access
from motcua.cases.actions.act import Act
from motcua.cases.actions.attached import check_file
from motcua.cases.actions.linked import close_children
from motcua.cases.actions.movement import check_nothing_waits, finish_step
from motcua.cases.models import Extension, Result, SupplementRequest
from motcua.cases.queries.linked import has_children
from motcua.cases.states import (
    Delivery,
    Outcome,
    PaperState,
    RequestState,
    ReturnChannel,
    State,
    Verb,
)
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of
from motcua.process import actions as process


def refuse(act: Act, *, reason: str, legal_ground: str = "") -> None:
    """Not accepted (form 03): before the clock starts, with the reason the citizen reads."""
    access.check_can_receive(act.actor, act.case.agency_id)
    if act.case.received_at is not None:
        raise Refused(
            "Hồ sơ đã được tiếp nhận nên không từ chối tiếp nhận được nữa; kết quả không đồng ý"
            " giải quyết đi theo quy trình."
        )
    act.say(note=_needed(reason, "Hãy ghi lý do từ chối."), ground=normalise(legal_ground) or None)
    _end(act, State.NOT_ACCEPTED, Outcome.REFUSED)


def withdraw(act: Act, *, reason: str = "") -> None:
    """At the applicant's request, while no result exists (NĐ 118/2025 art. 21, form 05)."""
    access.check_can_receive(act.actor, act.case.agency_id)
    take_back(act, reason=reason)


def take_back(act: Act, *, reason: str) -> None:
    """The applicant wants the file no longer; who may say so, the caller has checked."""
    act.say(note=normalise(reason) or None)
    _end(act, State.WITHDRAWN, Outcome.WITHDRAWN)


def stop(act: Act, *, reason: str, legal_ground: str) -> None:
    """On the agency's own motion, only where a sector law gives the ground."""
    access.check_can_stop(act.actor, act.case)
    if act.case.received_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên không có gì để dừng; hãy từ chối tiếp nhận.")
    act.say(
        note=_needed(reason, "Hãy ghi lý do dừng giải quyết."),
        ground=_needed(
            legal_ground,
            "Dừng giải quyết cần căn cứ của luật chuyên ngành.",
            field="legal_ground",
        ),
    )
    _end(act, State.STOPPED, Outcome.STOPPED)


def issue(
    act: Act,
    *,
    number: str,
    date: dt.date | None = None,
    name: str = "",
    file_id: int | None = None,
    outcome: str = Outcome.GRANTED,
    note: str = "",
) -> None:
    """Give the result its number and date (văn thư). The file counts as finished now."""
    if outcome not in (Outcome.GRANTED, Outcome.REJECTED):
        raise Refused("Kết quả phải là granted hoặc rejected.", field="outcome")
    number = _needed(number, "Hãy ghi số của kết quả.", field="number")
    day = _result_day(act, date)
    check_file(file_id, act.actor, case_id=act.case.pk)
    item = act.item_for(Verb.ISSUE)
    check_nothing_waits(act)
    finish_step(act, item, outcome="", note=note)
    Result.objects.create(
        case=act.case,
        number=number[:60],
        date=day,
        name=normalise(name)[:300] or act.case.version.name[:300],
        file_id=file_id,
        issued_by_id=act.actor.account_id,
        issued_at=act.at,
    )
    act.say(result=number, date=day.isoformat(), ends=outcome, file=file_id)
    _drop_proposed_date(act)
    act.set(outcome=outcome, finished_at=act.at, delivery=Delivery.READY)
    act.move_to(State.DONE)


def _result_day(act: Act, date: dt.date | None) -> dt.date:
    """The day on the result: today unless said, never ahead, never before the file came in."""
    day = date or day_of(act.at)
    if day > day_of(act.at):
        raise Refused("Ngày của kết quả không được ở tương lai.", field="date")
    received_at = act.case.received_at
    if received_at is not None and day < day_of(received_at):
        raise Refused("Ngày của kết quả không được trước ngày tiếp nhận.", field="date")
    return day


def return_result(act: Act, *, handed_to: str = "", post_bill: str = "") -> None:
    """Hand the result over. Collecting late never blocks it.

    By post the postal bill stands in for the signature (TT 03/2025/TT-VPCP, form 06).
    """
    case = act.case
    item = act.item_for(Verb.RETURN_RESULT)
    by_post = case.return_channel == ReturnChannel.POSTAL
    if by_post and not post_bill.strip():
        raise Refused("Trả qua bưu chính cần số vận đơn thay cho ký nhận.", field="post_bill")
    finish_step(act, item, outcome="", note="")
    receiver = normalise(handed_to) or case.applicant_name
    Result.objects.filter(case_id=case.pk).update(handed_to=receiver[:160])
    case.papers.filter(state=PaperState.TO_CHANGE).update(state=PaperState.GIVEN_BACK)
    act.say(bill=post_bill.strip() or None)
    act.set(returned_at=act.at, delivery=Delivery.DELIVERED)
    act.move_to(State.RETURNED)


def _end(act: Act, state: State, outcome: Outcome) -> None:
    process.cancel_run(run=act.case.run, at=act.at)
    if has_children(act.graph):
        close_children(act)
    _settle_requests(act)
    finished = act.at if act.case.received_at else None
    act.set(outcome=outcome, finished_at=finished, answer_by=None)
    act.move_to(state)


def _settle_requests(act: Act) -> None:
    """What nobody answered is moot now, or it would stand in somebody's list for ever."""
    proposed = (RequestState.PROPOSED, RequestState.APPROVED)
    asked = SupplementRequest.objects.filter(case_id=act.case.pk)
    asked.filter(state__in=proposed).update(state=RequestState.DECLINED)
    asked.filter(state=RequestState.IN_FORCE).update(state=RequestState.DONE)
    _drop_proposed_date(act)


def _drop_proposed_date(act: Act) -> None:
    Extension.objects.filter(case_id=act.case.pk, state=RequestState.PROPOSED).update(
        state=RequestState.DECLINED
    )


def _needed(text: str, complaint: str, *, field: str = "reason") -> str:
    text = normalise(text)
    if not text:
        raise Refused(complaint, field=field)
    return text[:1000]
