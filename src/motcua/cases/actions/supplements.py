"""Papers asked for once, in full: proposed, approved, handed out by reception, taken in.

NĐ 61/2018 art. 11(2c), 15(3), 17 and NĐ 118/2025 art. 11: one consolidated request only. A
second one needs a reason of its own and the agency's leader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from motcua.cases import access
from motcua.cases.actions.act import Act
from motcua.cases.actions.attached import check_papers
from motcua.cases.models import CasePaper, SupplementRequest
from motcua.cases.rules.clock import closed, opened
from motcua.cases.rules.papers import AskedPaper, PaperIn, checked_items, chosen_case, named
from motcua.cases.states import PaperState, RequestState, State
from motcua.catalogue.rules.papers import Paper
from motcua.kernel.deadline import compute
from motcua.kernel.limits import parse_limit
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import VIETNAM

PROPOSE, APPROVE, DECLINE, HAND_OUT = "propose", "approve", "decline", "hand_out"


def request_supplement(
    act: Act,
    *,
    stage: str = "",
    items: Sequence[AskedPaper] = (),
    reason: str = "",
    again_because: str = "",
) -> None:
    """One stage of asking for papers; the stage follows from what is open and who asks.

    Before acceptance reception asks at once. On the clock the specialist proposes, a leader
    approves or declines, reception hands the notice out: then, and only then, the clock stops.
    """
    if act.case.received_at is None:
        _ask_at_the_counter(act, items, reason, again_because)
        return
    if act.case.state == State.SUPPLEMENT:
        _not_enough(act, items, reason)
        return
    request = _waiting(act)
    stage = stage or _stage_of(request)
    stages = {APPROVE: _approve, DECLINE: _decline, HAND_OUT: _hand_out}
    if stage == PROPOSE:
        if request is not None:
            raise Refused("Đã có một đề nghị bổ sung đang chờ xử lý.")
        access.check_can_handle(act.actor, act.case)
        _propose(act, items, reason, again_because)
    elif stage in stages:
        if request is None:
            raise Refused("Chưa có đề nghị bổ sung nào để xử lý.")
        stages[stage](act, request)
    else:
        raise Refused("Bước phải là propose, approve, decline hoặc hand_out.", field="stage")


def take_supplement(act: Act, *, papers: Sequence[PaperIn] = (), complete: bool = True) -> None:
    """What was asked for came in at the counter: new papers stand beside the old ones.

    The clock goes on, or starts again, by the policy of the procedure's version.
    """
    case = act.case
    access.check_can_receive(act.actor, case.agency_id)
    request = case.supplement_requests.filter(state=RequestState.IN_FORCE).first()
    if request is None or case.received_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận; giấy tờ đủ thì bấm “Tiếp nhận”.")
    if not complete:
        raise Refused("Chỉ nhận bổ sung khi người nộp đã nộp đủ các giấy tờ được yêu cầu.")
    check_papers(papers, act.actor, case_id=case.pk)
    bring_papers(act, named(papers, papers_of_case(act)), remark=f"Bổ sung lần {request.number}")
    act.say(request=request.number)
    # Whoever brought everything online does not wait for the desk to look at it: the clock goes
    # on from that moment (NĐ 61/2018 art. 19(4): from when the file is complete).
    complete_at = request.brought_at.astimezone(VIETNAM) if request.brought_at else act.at
    SupplementRequest.objects.filter(id=request.id).update(
        state=RequestState.DONE, taken_at=complete_at
    )
    act.set(pauses=closed(case.pauses, complete_at), answer_by=None)
    act.reclock()
    act.reclock_steps()
    act.move_to(State.PROCESSING)


def papers_of_case(act: Act) -> tuple[Paper, ...]:
    """The papers the procedure asks for in this file's case."""
    return chosen_case(act.case.version.content, act.case.case_key).papers


def _stage_of(request: SupplementRequest | None) -> str:
    if request is None:
        return PROPOSE
    return APPROVE if request.state == RequestState.PROPOSED else HAND_OUT


def _waiting(act: Act) -> SupplementRequest | None:
    open_states = (RequestState.PROPOSED, RequestState.APPROVED)
    return act.case.supplement_requests.filter(state__in=open_states).first()


def _ask_at_the_counter(
    act: Act, items: Sequence[AskedPaper], reason: str, again_because: str
) -> None:
    access.check_can_receive(act.actor, act.case.agency_id)
    asked_before = act.case.state == State.SUPPLEMENT
    if asked_before:
        _check_reason_again(again_because)
    act.case.supplement_requests.filter(state=RequestState.IN_FORCE).update(
        state=RequestState.DONE, taken_at=act.at
    )
    request = _created(
        act, items, reason, again_because if asked_before else "", RequestState.IN_FORCE
    )
    request.handed_at, request.limit_at = act.at, _limit_at(act)
    request.save(update_fields=["handed_at", "limit_at"])
    _mark_papers(act, request)
    act.set(answer_by=None)
    act.move_to(State.SUPPLEMENT)


def _not_enough(act: Act, items: Sequence[AskedPaper], reason: str) -> None:
    """What was brought online does not answer the request: the same request stays open.

    It is not asked for a second time (NĐ 61/2018 art. 17), only said again what is still missing.
    """
    request = act.case.supplement_requests.filter(
        state=RequestState.IN_FORCE, brought_at__isnull=False
    ).first()
    if request is None:
        raise Refused("Hồ sơ đang chờ bổ sung theo yêu cầu trước.")
    access.check_can_receive(act.actor, act.case.agency_id)
    reason = normalise(reason)
    if not reason:
        raise Refused("Hãy ghi giấy tờ vừa nộp còn thiếu hay sai gì.", field="reason")
    request.items = checked_items(items) if items else request.items
    request.reason, request.brought_at = reason, None
    request.save(update_fields=["items", "reason", "brought_at"])
    _mark_papers(act, request)
    act.say(request=request.number, stage=str(RequestState.IN_FORCE), note=reason)
    act.set(answer_by=None)


def _propose(act: Act, items: Sequence[AskedPaper], reason: str, again_because: str) -> None:
    if act.case.supplements:
        _check_reason_again(again_because)
    _created(act, items, reason, again_because, RequestState.PROPOSED)


def _check_reason_again(again_because: str) -> None:
    """At the counter as well: NĐ 61/2018 art. 17 guides once, in full. Raises Refused."""
    if not normalise(again_because):
        raise Refused(
            "Hồ sơ đã được yêu cầu bổ sung một lần; lần nữa phải nêu lý do vì sao không thể yêu"
            " cầu ngay từ đầu.",
            field="again_because",
        )


def _created(
    act: Act, items: Sequence[AskedPaper], reason: str, again: str, state: RequestState
) -> SupplementRequest:
    reason = normalise(reason)
    if not reason:
        raise Refused("Hãy ghi lý do yêu cầu bổ sung.", field="reason")
    lines = checked_items(items)
    number = act.case.supplement_requests.count() + 1
    act.say(request=number, stage=str(state), items=[line["name"] for line in lines])
    return SupplementRequest.objects.create(
        case=act.case,
        number=number,
        state=state,
        items=lines,
        reason=reason,
        again_because=normalise(again),
        requested_by_id=act.actor.account_id,
        requested_at=act.at,
    )


def _approve(act: Act, request: SupplementRequest) -> None:
    access.check_can_approve_papers(act.actor, act.case, proposed_by=request.requested_by_id)
    if request.state != RequestState.PROPOSED:
        raise Refused("Đề nghị bổ sung đã được duyệt, đang chờ một cửa gửi.")
    _settle(act, request, RequestState.APPROVED)


def _decline(act: Act, request: SupplementRequest) -> None:
    access.check_can_lead(act.actor, act.case)
    _settle(act, request, RequestState.DECLINED)


def _settle(act: Act, request: SupplementRequest, state: RequestState) -> None:
    SupplementRequest.objects.filter(id=request.id).update(
        state=state, approved_by_id=act.actor.account_id, approved_at=act.at
    )
    act.say(request=request.number, stage=str(state))


def _hand_out(act: Act, request: SupplementRequest) -> None:
    """NĐ 61/2018 art. 19(4): the notice goes out through the one-stop, and the clock stops."""
    access.check_can_receive(act.actor, act.case.agency_id)
    if request.state != RequestState.APPROVED:
        raise Refused("Đề nghị bổ sung chưa được lãnh đạo duyệt.")
    SupplementRequest.objects.filter(id=request.id).update(
        state=RequestState.IN_FORCE, handed_at=act.at, limit_at=_limit_at(act)
    )
    _mark_papers(act, request)
    act.say(request=request.number, stage=str(RequestState.IN_FORCE))
    act.set(supplements=act.case.supplements + 1, pauses=opened(act.case.pauses, act.at))
    act.move_to(State.SUPPLEMENT)


def _limit_at(act: Act) -> dt.datetime | None:
    """Until when the applicant may answer: a fact of the procedure, none by general rule."""
    text = act.case.version.supplement_limit
    if not text:
        return None
    return compute(act.calendar, received_at=act.at, limit=parse_limit(text)).due_at


def _mark_papers(act: Act, request: SupplementRequest) -> None:
    for line in request.items:
        if line["key"]:
            CasePaper.objects.filter(
                case_id=act.case.pk, key=line["key"], state=PaperState.SUBMITTED
            ).update(state=PaperState.TO_CHANGE, remark=line["change"][:400])


def bring_papers(act: Act, papers: Sequence[PaperIn], *, remark: str) -> None:
    """New papers stand beside the ones they replace; what was to be changed is settled."""
    keys = [paper.key for paper in papers]
    act.case.papers.filter(key__in=keys).exclude(state=PaperState.REPLACED).update(
        state=PaperState.REPLACED
    )
    act.case.papers.filter(state=PaperState.TO_CHANGE).update(state=PaperState.SUBMITTED)
    CasePaper.objects.bulk_create(
        CasePaper(
            case_id=act.case.pk,
            key=paper.key,
            name=paper.name,
            form=paper.form,
            quantity=paper.quantity,
            remark=remark,
            file_id=paper.file_id,
        )
        for paper in papers
    )
    act.say(papers=[[paper.key, str(paper.form), paper.quantity] for paper in papers])
