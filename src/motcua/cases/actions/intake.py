"""Taking a file in: registered only, or accepted at once with code, clock and receipt."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from motcua.cases.access import check_can_receive
from motcua.cases.actions.act import Act, where_of
from motcua.cases.actions.attached import check_papers
from motcua.cases.actions.letters import tell
from motcua.cases.actions.numbering import next_number
from motcua.cases.actions.supplements import bring_papers
from motcua.cases.models import Case, CasePaper
from motcua.cases.queries.repeats import done_before
from motcua.cases.rules.clock import Clock, promised_limit
from motcua.cases.rules.intake import Desk, IntakeForm, checked, search_text
from motcua.cases.rules.papers import PaperIn, case_among, check_complete, named
from motcua.cases.rules.parties import party_from
from motcua.cases.states import Money, PaperState, RequestState, State, Verb
from motcua.catalogue.queries.intake import IntakeVersion, for_intake
from motcua.catalogue.rules.fees import COPY, PAGE, quote
from motcua.catalogue.rules.papers import PaperCase
from motcua.journal.actions import record
from motcua.journal.rules import ActKey, ChainEnd
from motcua.journal.states import Subject
from motcua.kernel.codes import make_case_code, make_secret
from motcua.kernel.limits import parse_limit
from motcua.kernel.refusals import Forbidden, Refused
from motcua.kernel.worktime import day_of
from motcua.organisation.rules import Actor, Seat
from motcua.organisation.states import Role
from motcua.prepared import insert_new, together
from motcua.process.actions import begin_run, open_run
from motcua.workcalendar.queries import calendar_for


def take_in(*, form: IntakeForm, actor: Actor, at: dt.datetime, key: ActKey | None = None) -> Case:
    """A new file at the actor's desk. Raises Refused at the field that stops it.

    With `form.accept` the papers must be complete: code, due date and the first work item are
    given in the same transaction. Otherwise the file is only registered under a provisional
    number: to check, to ask for papers, or to refuse.
    """
    try:
        with transaction.atomic():
            return _taken_in(checked(form), actor, at, key)
    except (Refused, IntegrityError):
        done = done_before(key)
        if done is None:
            raise
        return done


def accept(act: Act, *, papers: Sequence[PaperIn] = ()) -> None:
    """Give a registered file its code and its clock, once its papers are complete.

    `papers` were handed in since it was registered, asked for or not.
    """
    case = act.case
    check_can_receive(act.actor, case.agency_id)
    if case.received_at is not None:
        raise Refused("Hồ sơ đã được tiếp nhận; hãy dùng “Nhận bổ sung”.")
    seat = _desk(act.actor, case.agency.code)
    version = for_intake(
        procedure_code=case.version.procedure.code, agency_id=case.agency_id, on=day_of(act.at)
    )
    chosen = case_among(version.cases, case.case_key)
    brought = named(papers, chosen.papers)
    check_papers(brought, act.actor, case_id=case.pk)
    held = case.papers.exclude(state=PaperState.REPLACED)
    check_complete([*brought, *(PaperIn(paper.key) for paper in held)], chosen.papers)
    if brought or case.state == State.SUPPLEMENT:
        bring_papers(act, brought, remark="Bổ sung trước khi tiếp nhận")
    case.supplement_requests.filter(state=RequestState.IN_FORCE).update(
        state=RequestState.DONE, taken_at=act.at
    )
    case.answer_by = None
    case.version_id = version.version_id
    case.handling_unit_id = version.unit_id
    case.received_by_id = act.actor.account_id
    _promise(case, version, chosen, seat, act.at)
    case.search = search_text(
        case.number, party_from(case.applicant), party_from(case.owner) if case.owner else None
    )
    act.move_to(State.RECEIVED)
    act.set(**{name: getattr(case, name) for name in _PROMISED})
    act.say(**_promised(case))


# The columns that acceptance fills in.
_PROMISED = (
    "answer_by",
    "version_id",
    "handling_unit_id",
    "received_by_id",
    "limit",
    "received_at",
    "clock_from",
    "due_at",
    "due_original_at",
    "code",
    "search",
    "receipt_number",
)


def _taken_in(form: IntakeForm, actor: Actor, at: dt.datetime, key: ActKey | None) -> Case:
    seat = _desk(actor, form.agency_code)
    version = for_intake(
        procedure_code=form.procedure_code, agency_id=seat.agency_id, on=day_of(at)
    )
    chosen = case_among(version.cases, form.case_key)
    papers = named(form.papers, chosen.papers)
    check_papers(papers, actor)
    case = new_case(form, seat, version, at)
    case.received_by_id = actor.account_id
    case.run = open_run(definition_id=definition_of(version))
    body: dict[str, Any] = {
        "procedure": form.procedure_code,
        "version": version.number,
        "papers": [[paper.key, str(paper.form), paper.quantity] for paper in papers],
    }
    with together():
        if form.accept:
            check_complete(papers, chosen.papers)
            _promise(case, version, chosen, seat, at)
            body |= _promised(case)
        else:
            case.provisional = f"TN-{secrets.token_hex(5).upper()}"
        case.search = search_text(case.number, form.applicant, form.owner)
        end = record(
            ChainEnd(Subject.CASE, case.pk, 0, b""),
            verb=Verb.ACCEPT if form.accept else Verb.REGISTER,
            body=body,
            actor_id=actor.account_id,
            at=at,
            key=key,
        )
        case.journal_seq, case.journal_head = end.seq, end.head
        insert_new([case])
        store_papers(case, papers)
    if form.accept:
        tell(case, Verb.ACCEPT, body, at=at)
    return case


def definition_of(version: IntakeVersion) -> int:
    """The process files of this version run through. Raises Refused when there is none."""
    if version.definition_id is None:
        raise Refused("Cơ quan chưa ban hành quy trình nào; hãy báo quản trị.")
    return version.definition_id


def _desk(actor: Actor, agency_code: str) -> Seat:
    seat = actor.seat_in(agency_code, Role.RECEPTION)
    if seat is None:
        raise Forbidden(
            f"Bạn không ngồi ở bộ phận tiếp nhận của cơ quan mang mã “{agency_code}”.",
            field="agency_code",
        )
    return seat


def new_case(form: IntakeForm, desk: Seat | Desk, version: IntakeVersion, at: dt.datetime) -> Case:
    """The row as it comes in, not written yet; number, journal and process are the caller's."""
    owner = form.owner
    fee = quote(
        version.fees,
        day=day_of(at),
        case_key=form.case_key,
        applicant_class=form.applicant_class,
        channel=form.channel,
        area=desk.area,
        units={COPY: form.fee_copies, PAGE: form.fee_pages},
    )
    return Case(
        secret=make_secret(secrets.token_bytes),
        agency_id=desk.agency_id,
        reception_unit_id=desk.unit_id,
        handling_unit_id=version.unit_id,
        version_id=version.version_id,
        channel=form.channel,
        service_level=version.online_level,
        state=State.RECEIVED if form.accept else State.REGISTERED,
        applicant=form.applicant.as_json(),
        owner=owner.as_json() if owner else None,
        applicant_name=form.applicant.name,
        applicant_number=form.applicant.id_number,
        case_key=form.case_key,
        summary=form.summary,
        copies=form.copies,
        data=dict(form.data),
        fee=fee.as_data() if fee.lines else None,
        money=Money.DUE if fee.total else Money.NONE,
        return_channel=form.return_channel,
        submitted_at=at,
        touched_at=at,
    )


def _promise(
    case: Case, version: IntakeVersion, chosen: PaperCase, seat: Seat, at: dt.datetime
) -> None:
    """Moment, due date, process and, last because it holds the counter's lock, the code."""
    calendar = calendar_for(case.agency_id, revision=version.calendar_revision)
    limit = promised_limit(chosen.limit, version.limits_by_channel, case.channel, version.limit)
    if case.parent_id is not None and case.limit:
        limit = parse_limit(case.limit)  # this agency's share of the whole request's time
    case.limit = str(limit) if limit else ""
    case.received_at = case.clock_from = at
    due = Clock(at, limit, version.clock_policy, version.day0_shift).due(calendar)
    case.promise = due
    case.due_at = case.due_original_at = due.due_at if due else None
    begin_run(
        run=case.run,
        data=case.data,
        at=at,
        **where_of(case, limit=limit, calendar=calendar, at=at),
    )
    case.receipt_number = 1
    day = day_of(at)
    case.code = make_case_code(seat.agency_code, day, next_number(seat.agency_id, day))


def _promised(case: Case) -> dict[str, Any]:
    due = case.due_at
    return {"code": case.code, "due": due.isoformat() if due else "", "unit": case.handling_unit_id}


def store_papers(case: Case, papers: Sequence[PaperIn]) -> None:
    """The rows of the papers of a new file. One statement."""
    insert_new(
        [
            CasePaper(
                case=case,
                key=paper.key,
                name=paper.name,
                form=paper.form,
                quantity=paper.quantity,
                remark=paper.remark,
                file_id=paper.file_id,
                reused_from_id=paper.reused_from,
            )
            for paper in papers
        ]
    )
