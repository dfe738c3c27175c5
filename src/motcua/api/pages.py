"""One file in full: people, clock, papers, steps, requests, journal, and what may be done now."""

from __future__ import annotations

import json
from typing import Any, Literal

from typing_extensions import TypedDict

from motcua.api.asking import iso
from motcua.api.intake import StepOut, receipt_url, steps_of
from motcua.api.words import StateName, state_name
from motcua.cases.access.possible import verbs_now
from motcua.cases.actions.act import clock_of
from motcua.cases.models import Case, CasePaper, Extension, Result, SupplementRequest
from motcua.cases.queries.page import CasePage, who_did
from motcua.journal.models import Entry
from motcua.kernel.identity import mask_number, mask_phone
from motcua.kernel.worktime import WorkCalendar
from motcua.organisation.rules import Actor
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS


class PartyOut(TypedDict):
    """Numbers, mail and address are masked or empty unless `personal` was asked for."""

    kind: Literal["person", "firm"]
    name: str
    id_number: str
    phone: str
    email: str
    address: str
    acting_as: str
    authorisation: str


class UnitOut(TypedDict):
    """A unit of the agency."""

    code: str
    name: str


class PaperOut(TypedDict):
    """A paper as handed in; `file_url` when a file of it is stored."""

    id: int
    key: str
    name: str
    form: Literal["original", "certified_copy", "copy", "electronic"]
    quantity: int
    state: Literal["submitted", "to_change", "replaced", "given_back"]
    remark: str
    file_url: str | None


class WalkedStep(TypedDict):
    """A step that was or is to be done; `live` ones are work of somebody."""

    step: str
    name: str
    unit: str
    who: str
    outcome: str
    opened_at: str
    due_at: str | None
    done_at: str | None
    live: bool


class RequestOut(TypedDict):
    """A request for papers."""

    number: int
    state: Literal["proposed", "approved", "in_force", "done", "declined"]
    items: list[dict[str, str]]
    reason: str
    again_because: str
    requested_by: str
    requested_at: str
    approved_by: str | None
    handed_at: str | None
    limit_at: str | None
    taken_at: str | None


class ExtensionOut(TypedDict):
    """An apology with a new date."""

    state: Literal["proposed", "approved", "in_force", "done", "declined"]
    reason: str
    due_before: str
    due_after: str
    proposed_by: str
    proposed_at: str
    approved_by: str | None


class ResultOut(TypedDict):
    """What was issued."""

    number: str
    date: str
    name: str
    issued_by: str
    handed_to: str


class EntryOut(TypedDict):
    """One line of the journal."""

    seq: int
    at: str
    verb: str
    who: str | None
    note: str | None


class CaseFacts(TypedDict):
    """The file itself: what it is about, whose it is, how long it takes."""

    number: str
    code: str | None
    provisional: str | None
    procedure_code: str
    procedure_name: str
    field: str
    agency_code: str
    agency_name: str
    handling_unit: UnitOut | None
    channel: Literal["counter", "online", "postal"]
    service_level: Literal["information", "partial", "full"]
    state: StateName
    public_code: int
    outcome: Literal["", "granted", "rejected", "refused", "withdrawn", "stopped"]
    money: Literal["none", "due", "paid", "exempt"]
    delivery: Literal["none", "ready", "sent", "delivered"]
    applicant: PartyOut
    owner: PartyOut | None
    case_key: str
    summary: str
    copies: int
    data: dict[str, Any]
    fee: dict[str, Any] | None
    return_channel: Literal["counter", "online", "postal"]
    submitted_at: str
    received_at: str | None
    due_at: str | None
    due_original_at: str | None
    due_explanation: list[StepOut]
    finished_at: str | None
    returned_at: str | None
    supplement_requests: int
    receipt_url: str | None


class CaseOut(CaseFacts):
    """A file in full; `allowed` are the verbs the caller could do now, `seen` goes with them."""

    papers: list[PaperOut]
    steps: list[WalkedStep]
    requests: list[RequestOut]
    extensions: list[ExtensionOut]
    result: ResultOut | None
    journal: list[EntryOut]
    allowed: list[str]
    seen: int


def case_out(page: CasePage, actor: Actor, calendar: WorkCalendar, *, personal: bool) -> CaseOut:
    """The page as JSON."""
    case = page.case
    return {
        **_facts(case, calendar, personal=personal),
        "papers": [_paper(case, paper) for paper in page.papers],
        "steps": [_step(page, item) for item in page.items],
        "requests": [_request(request) for request in page.requests],
        "extensions": [_extension(extension) for extension in page.extensions],
        "result": _result(page.result) if page.result else None,
        "journal": [_entry(entry) for entry in page.entries],
        "allowed": [verb.value for verb in verbs_now(page, actor)],
        "seen": case.journal_seq,
    }


def _facts(case: Case, calendar: WorkCalendar, *, personal: bool) -> CaseFacts:
    version, clock, unit = case.version, clock_of(case), case.handling_unit
    return CaseFacts(
        number=case.number,
        code=case.code,
        provisional=case.provisional,
        procedure_code=version.procedure.code,
        procedure_name=version.name,
        field=version.procedure.field.code,
        agency_code=case.agency.code,
        agency_name=case.agency.name,
        handling_unit=UnitOut(code=unit.code, name=unit.name) if unit else None,
        channel=case.channel,  # type: ignore[typeddict-item]
        service_level=case.service_level,  # type: ignore[typeddict-item]
        state=state_name(case.state),
        public_code=int(case.state),
        outcome=case.outcome,  # type: ignore[typeddict-item]
        money=case.money,  # type: ignore[typeddict-item]
        delivery=case.delivery,  # type: ignore[typeddict-item]
        applicant=_party(case.applicant, personal=personal),
        owner=_party(case.owner, personal=personal) if case.owner else None,
        case_key=case.case_key,
        summary=case.summary,
        copies=case.copies,
        data=case.data if personal else {},
        fee=case.fee,
        return_channel=case.return_channel,  # type: ignore[typeddict-item]
        submitted_at=_moment(case.submitted_at),
        received_at=iso(case.received_at),
        due_at=iso(case.due_at),
        due_original_at=iso(case.due_original_at),
        due_explanation=steps_of(clock.due(calendar) if clock else None),
        finished_at=iso(case.finished_at),
        returned_at=iso(case.returned_at),
        supplement_requests=case.supplements,
        receipt_url=receipt_url(case.code) if case.code else None,
    )


def _party(stored: dict[str, str], *, personal: bool) -> PartyOut:
    number, phone = stored.get("id_number", ""), stored.get("phone", "")
    return PartyOut(
        kind=stored.get("kind", "person"),  # type: ignore[typeddict-item]
        name=stored["name"],
        id_number=number if personal else mask_number(number),
        phone=phone if personal else mask_phone(phone),
        email=stored.get("email", "") if personal else "",
        address=stored.get("address", "") if personal else "",
        acting_as=stored.get("acting_as", "self"),
        authorisation=stored.get("authorisation", ""),
    )


def _paper(case: Case, paper: CasePaper) -> PaperOut:
    url = f"/api/v1/cases/{case.number}/papers/{paper.pk}/file"
    return PaperOut(
        id=paper.pk,
        key=paper.key,
        name=paper.name,
        form=paper.form,  # type: ignore[typeddict-item]
        quantity=paper.quantity,
        state=paper.state,  # type: ignore[typeddict-item]
        remark=paper.remark,
        file_url=url if paper.file_id else None,
    )


def _step(page: CasePage, item: WorkItem) -> WalkedStep:
    return WalkedStep(
        step=item.step,
        name=page.graph.task(item.step).name,
        unit=item.unit.name,
        who=who_did(item),
        outcome=item.outcome,
        opened_at=_moment(item.opened_at),
        due_at=iso(item.due_at),
        done_at=iso(item.done_at),
        live=item.state in LIVE_ITEMS,
    )


def _request(request: SupplementRequest) -> RequestOut:
    return RequestOut(
        number=request.number,
        state=request.state,  # type: ignore[typeddict-item]
        items=request.items,
        reason=request.reason,
        again_because=request.again_because,
        requested_by=request.requested_by.full_name,
        requested_at=_moment(request.requested_at),
        approved_by=request.approved_by.full_name if request.approved_by else None,
        handed_at=iso(request.handed_at),
        limit_at=iso(request.limit_at),
        taken_at=iso(request.taken_at),
    )


def _extension(extension: Extension) -> ExtensionOut:
    return ExtensionOut(
        state=extension.state,  # type: ignore[typeddict-item]
        reason=extension.reason,
        due_before=_moment(extension.due_before),
        due_after=_moment(extension.due_after),
        proposed_by=extension.proposed_by.full_name,
        proposed_at=_moment(extension.proposed_at),
        approved_by=extension.approved_by.full_name if extension.approved_by else None,
    )


def _result(result: Result) -> ResultOut:
    return ResultOut(
        number=result.number,
        date=result.date.isoformat(),
        name=result.name,
        issued_by=result.issued_by.full_name,
        handed_to=result.handed_to,
    )


def _entry(entry: Entry) -> EntryOut:
    return EntryOut(
        seq=entry.seq,
        at=_moment(entry.at),
        verb=entry.verb,
        who=entry.actor.full_name if entry.actor else None,
        note=json.loads(entry.body).get("note"),
    )


def _moment(moment: Any) -> str:
    text = iso(moment)
    assert text is not None
    return text
