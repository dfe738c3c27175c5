"""The apology with a new date (form 04): proposed by the specialist, approved by a leader.

NĐ 61/2018 art. 19(9): at least one day before the due date, and once only.
"""

from __future__ import annotations

import datetime as dt

from motcua.cases import access
from motcua.cases.actions.act import Act
from motcua.cases.models import Extension
from motcua.cases.rules.clock import check_extension
from motcua.cases.states import RequestState
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import day_of, end_of_day

PROPOSE, APPROVE, DECLINE = "propose", "approve", "decline"


def extend(act: Act, *, stage: str = "", new_due: dt.date | None = None, reason: str = "") -> None:
    """Propose a new date, or approve or decline the one proposed. `due_original_at` stays."""
    proposal = act.case.extensions.filter(state=RequestState.PROPOSED).first()
    stage = stage or (APPROVE if proposal else PROPOSE)
    if stage == PROPOSE:
        if proposal is not None:
            raise Refused("Đã có đề nghị gia hạn đang chờ duyệt.")
        _propose(act, new_due, reason)
    elif stage not in (APPROVE, DECLINE):
        raise Refused("Bước phải là propose, approve hoặc decline.", field="stage")
    elif proposal is None:
        raise Refused("Chưa có đề nghị gia hạn nào để duyệt.")
    elif stage == APPROVE:
        _approve(act, proposal)
    else:
        access.check_can_lead(act.actor, act.case)
        _settle(act, proposal, RequestState.DECLINED)


def _propose(act: Act, new_due: dt.date | None, reason: str) -> None:
    access.check_can_handle(act.actor, act.case)
    reason = normalise(reason)
    if not reason:
        raise Refused("Hãy ghi lý do chậm để xin lỗi người nộp.", field="reason")
    if new_due is None:
        raise Refused("Hãy chọn ngày hẹn mới.", field="new_due")
    due_after = end_of_day(act.calendar.roll_forward(new_due))
    _check(act, due_after)
    assert act.case.due_at is not None  # _check refuses a file without a due date
    Extension.objects.create(
        case=act.case,
        state=RequestState.PROPOSED,
        reason=reason,
        due_before=act.case.due_at,
        due_after=due_after,
        proposed_by_id=act.actor.account_id,
        proposed_at=act.at,
    )
    act.say(stage=str(RequestState.PROPOSED), new_due=due_after.isoformat(), note=reason)


def _approve(act: Act, proposal: Extension) -> None:
    access.check_can_lead(act.actor, act.case, proposed_by=proposal.proposed_by_id)
    _check(act, proposal.due_after)
    _settle(act, proposal, RequestState.IN_FORCE)
    act.say(note=proposal.reason, new_due=day_of(proposal.due_after).isoformat())
    act.set(extended_to=proposal.due_after)
    act.reclock()


def _check(act: Act, due_after: dt.datetime) -> None:
    check_extension(
        at=act.at,
        due_at=act.case.due_at,
        new_due_at=due_after,
        extended=act.case.extended_to is not None,
    )


def _settle(act: Act, proposal: Extension, state: RequestState) -> None:
    Extension.objects.filter(id=proposal.id).update(
        state=state, approved_by_id=act.actor.account_id, approved_at=act.at
    )
    act.say(stage=str(state))
