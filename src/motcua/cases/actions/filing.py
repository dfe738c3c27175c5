"""What citizens do to their files from home: file, bring papers asked for, take a file back.

The desk decides about each: it accepts, asks, or refuses within eight working hours, on its own
list and with that clock. Nothing here accepts a file.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from motcua.accounts.states import AccountKind
from motcua.cases.actions.act import Act, perform
from motcua.cases.actions.attached import check_papers
from motcua.cases.actions.endings import take_back
from motcua.cases.actions.intake import definition_of, new_case, store_papers
from motcua.cases.actions.letters import tell_of
from motcua.cases.actions.supplements import bring_papers
from motcua.cases.models import Case, SupplementRequest
from motcua.cases.queries.repeats import done_before
from motcua.cases.rules.intake import ANSWER_LIMIT, Desk, IntakeForm, checked, search_text
from motcua.cases.rules.papers import (
    PaperIn,
    answering,
    asked_papers,
    case_among,
    check_complete,
    named,
)
from motcua.cases.states import Channel, Occasion, RequestState, State, Verb
from motcua.catalogue.queries.intake import for_intake
from motcua.catalogue.states import ServiceLevel
from motcua.journal.actions import record
from motcua.journal.rules import ActKey, ChainEnd
from motcua.journal.states import Subject
from motcua.kernel.codes import make_secret
from motcua.kernel.deadline import compute
from motcua.kernel.limits import parse_limit
from motcua.kernel.refusals import Forbidden, Refused
from motcua.kernel.worktime import WorkCalendar, day_of
from motcua.organisation.queries import agency_by_code, unit_of_kind
from motcua.organisation.rules import Actor
from motcua.organisation.states import UnitKind
from motcua.prepared import insert_new, together
from motcua.process.actions import open_run
from motcua.workcalendar.queries import calendar_for


def file_online(
    *, form: IntakeForm, actor: Actor, at: dt.datetime, key: ActKey | None = None
) -> Case:
    """A complete file from a citizen's account, under a provisional number.

    Raises Refused at the field that stops it: papers missing, not offered online, another's upload.
    The same `key` again answers with the file it made.
    """
    if actor.kind != AccountKind.CITIZEN:
        raise Forbidden("Nộp trực tuyến cần tài khoản công dân; cán bộ nhận hồ sơ tại quầy.")
    try:
        with transaction.atomic():
            return _filed(checked(form), actor, at, key)
    except (Refused, IntegrityError):
        done = done_before(key)
        if done is None:
            raise
        return done


def bring_online(number: str, *, papers: Sequence[PaperIn], actor: Actor, at: dt.datetime) -> Case:
    """The papers a request asked for, from the citizen; the desk looks at them next."""
    return perform(_bring, number, verb=Verb.BRING, actor=actor, at=at, papers=papers)


def take_back_online(number: str, *, reason: str, actor: Actor, at: dt.datetime) -> Case:
    """The citizen takes back a file that the desk has not accepted yet."""
    return perform(_take_back, number, verb=Verb.WITHDRAW, actor=actor, at=at, reason=reason)


def answer_by(calendar: WorkCalendar, at: dt.datetime) -> dt.datetime | None:
    """Until when the desk answers what came in at `at`."""
    return compute(calendar, received_at=at, limit=parse_limit(ANSWER_LIMIT)).due_at


def _filed(form: IntakeForm, actor: Actor, at: dt.datetime, key: ActKey | None) -> Case:
    desk = _desk_of(form.agency_code, day_of(at))
    version = for_intake(
        procedure_code=form.procedure_code, agency_id=desk.agency_id, on=day_of(at)
    )
    if version.online_level == ServiceLevel.INFORMATION:
        raise Refused("Thủ tục này chưa nhận hồ sơ trực tuyến.", field="procedure_code")
    chosen = case_among(version.cases, form.case_key)
    papers = named(form.papers, chosen.papers)
    check_complete(papers, chosen.papers)
    check_papers(papers, actor)
    case = new_case(form, desk, version, at)
    case.filed_by_id, case.channel, case.state = actor.account_id, Channel.ONLINE, State.REGISTERED
    case.provisional = f"TN-{secrets.token_hex(5).upper()}"
    case.secret = make_secret(secrets.token_bytes)
    case.search = search_text(case.number, form.applicant, form.owner)
    calendar = calendar_for(desk.agency_id, revision=version.calendar_revision)
    case.answer_by = answer_by(calendar, at)
    case.run = open_run(definition_id=definition_of(version))
    reused = [[paper.key, paper.reused_from] for paper in papers if paper.reused_from]
    with together():
        end = record(
            ChainEnd(Subject.CASE, case.pk, 0, b""),
            verb=Verb.REGISTER,
            body={
                "procedure": form.procedure_code,
                "version": version.number,
                "papers": [[paper.key, str(paper.form), paper.quantity] for paper in papers],
                "online": True,
            }
            | ({"reused": reused} if reused else {}),
            actor_id=actor.account_id,
            at=at,
            key=key,
        )
        case.journal_seq, case.journal_head = end.seq, end.head
        insert_new([case])
        store_papers(case, papers)
    tell_of(case, Occasion.FILED, at=at)
    return case


def _desk_of(agency_code: str, on: dt.date) -> Desk:
    """The desk of the agency a citizen files to. Raises NotFound, Refused."""
    agency = agency_by_code(agency_code)
    unit = unit_of_kind(agency.pk, UnitKind.RECEPTION, on=on)
    if unit is None:
        raise Refused("Cơ quan này chưa có bộ phận một cửa.", field="agency_code")
    return Desk(agency.pk, agency.code, unit.pk, agency.area)


def _bring(act: Act, *, papers: Sequence[PaperIn]) -> None:
    _check_theirs(act)
    request = act.case.supplement_requests.filter(state=RequestState.IN_FORCE).first()
    if request is None:
        raise Refused("Hồ sơ không có yêu cầu bổ sung nào đang chờ.")
    if request.brought_at is not None:
        raise Refused("Ông/bà đã nộp bổ sung; cơ quan đang xem.")
    if request.limit_at is not None and act.at > request.limit_at:
        raise Refused("Đã quá hạn bổ sung ghi trên phiếu; hãy liên hệ nơi tiếp nhận.")
    brought = answering(papers, asked_papers(request.items))
    check_papers(brought, act.actor, case_id=act.case.pk)
    bring_papers(act, brought, remark=f"Nộp trực tuyến theo yêu cầu bổ sung lần {request.number}")
    SupplementRequest.objects.filter(pk=request.pk).update(brought_at=act.at)
    act.say(request=request.number)
    act.set(answer_by=answer_by(act.calendar, act.at))


def _take_back(act: Act, *, reason: str) -> None:
    _check_theirs(act)
    if act.case.received_at is not None:
        raise Refused("Hồ sơ đã được tiếp nhận; muốn rút hãy đến hoặc gọi nơi tiếp nhận.")
    take_back(act, reason=reason)


def _check_theirs(act: Act) -> None:
    """The file was found as the citizen's own; an officer has verbs of the desk for this."""
    if act.actor.kind != AccountKind.CITIZEN:
        raise Forbidden("Việc này do chính người nộp làm.")
