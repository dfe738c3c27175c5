"""What reception hands to the applicant: receipt, request for papers, refusal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from motcua.cases.models import CasePaper
from motcua.cases.queries.page import CasePage
from motcua.cases.states import Money, Verb
from motcua.catalogue.states import ClockPolicy
from motcua.kernel.codes import format_secret
from motcua.kernel.limits import parse_limit
from motcua.kernel.worktime import VIETNAM
from motcua.slips.queries.issuer import Issuer, desk_signer
from motcua.slips.queries.story import Dossier, printed
from motcua.slips.rules import numbers, told
from motcua.slips.rules.due_note import due_note
from motcua.slips.values import (
    Fee,
    Paper,
    Receipt,
    Refusal,
    Signer,
    SupplementItem,
    SupplementRequest,
)
from motcua.slips.wording import limit_in_words
from motcua.workcalendar.queries import calendar_for

_PAID = {Money.PAID: "đã nộp", Money.EXEMPT: "được miễn"}
_UNITS = {"page": "trang", "copy": "bản"}
_CLOCK_NOTES = {
    ClockPolicy.RESTART: "Thời gian giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ.",
    ClockPolicy.PAUSE: "Thời gian chờ bổ sung hồ sơ không tính vào thời hạn giải quyết.",
}
_NOT_ACCEPTED_YET = (
    "Thời hạn giải quyết bắt đầu tính khi hồ sơ đã đầy đủ, hợp lệ và được tiếp nhận."
)


def receipt(dossier: Dossier, issuer: Issuer, day: dt.date) -> Receipt:
    """Form 01 as it was promised: later pauses and extensions do not change it.

    One statement more, for the calendar that explains the date.
    """
    case = dossier.case
    assert case.code
    assert case.received_at
    nth = max(case.receipt_number, 1)
    made = told.last_receipt(dossier.story)
    due = told.due_after(dossier.story, made) if made else case.due_original_at
    before = numbers.paper_number(case.code, numbers.RECEIPT, nth - 1) if nth > 1 else ""
    return Receipt(
        head=issuer.head(day, numbers.paper_number(case.code, numbers.RECEIPT, nth)),
        code=case.code,
        secret=format_secret(case.secret),
        link=issuer.link(case),
        submitter=dossier.applicant,
        owner=dossier.owner,
        procedure=dossier.procedure,
        papers=printed(_papers(dossier)),
        sets=case.copies,
        limit=limit_in_words(case.limit) if case.limit else "",
        received_at=case.received_at.astimezone(VIETNAM),
        due=numbers.shown_due(due),
        due_note=_why(dossier, due),
        fees=_fees(case.fee),
        fee_collection=_fee_words(dossier),
        return_at=dossier.returned_at(issuer),
        # Line 6 names the address already, and a slip is one sheet.
        contact=replace(issuer.contact, address=""),
        book=numbers.book_of(case.code),
        receiver=Signer(
            title="Người tiếp nhận hồ sơ",
            name=made.who if made else str(case.received_by or ""),
        ),
        instead_of=before,
    )


def _papers(dossier: Dossier) -> list[CasePaper]:
    papers = dossier.page.papers
    made = told.last_receipt(dossier.story)
    return [papers[at] for at in told.papers_until(dossier.story, made, len(papers))]


def _why(dossier: Dossier, due: dt.datetime | None) -> str:
    """Only for the first promise: what moved later is told by other slips."""
    case = dossier.case
    if due is None or due != case.due_original_at or not case.limit or case.clock_from is None:
        return ""
    return due_note(
        calendar_for(case.agency_id),
        received_at=case.clock_from,
        limit=parse_limit(case.limit),
        due_at=due,
        day0_shift=case.version.day0_shift,
    )


def _fees(fee: dict[str, Any] | None) -> tuple[Fee, ...]:
    lines = (fee or {}).get("lines", ())
    return tuple(Fee(name=_fee_name(line), amount=line["amount"]) for line in lines)


def _fee_name(line: dict[str, Any]) -> str:
    unit, quantity = _UNITS.get(line.get("per", "")), line.get("quantity", 1)
    return f"{line['name']} ({quantity} {unit})" if unit and quantity else str(line["name"])


def _fee_words(dossier: Dossier) -> str:
    """What is known of paying. A procedure nobody has edited yet promises no free service."""
    case = dossier.case
    if case.fee:
        return _PAID.get(Money(case.money), "")
    return "" if case.version.edited else "theo quy định của thủ tục"


def supplement(dossier: Dossier, issuer: Issuer, day: dt.date, number: int) -> SupplementRequest:
    """Form 02: the one consolidated request, each paper with what to change."""
    case = dossier.case
    request = next(one for one in dossier.page.requests if one.number == number)
    handed = told.handed_out(dossier.story, number)
    policy = ClockPolicy(case.version.clock_policy)
    handed_at = request.handed_at or request.requested_at
    on_the_clock = case.received_at is not None and handed_at >= case.received_at
    return SupplementRequest(
        head=issuer.head(day, numbers.paper_number(case.number, numbers.SUPPLEMENT, number)),
        code=case.number,
        link=issuer.link(case),
        submitter=dossier.applicant,
        owner=dossier.owner,
        procedure=dossier.procedure,
        items=tuple(_item(dossier.page, line) for line in request.items),
        reason=request.reason,
        deadline=request.limit_at.astimezone(VIETNAM).date() if request.limit_at else None,
        clock_note=_CLOCK_NOTES[policy] if on_the_clock else _NOT_ACCEPTED_YET,
        contact=issuer.contact,
        guide=Signer(
            title="Người hướng dẫn", name=handed.who if handed else str(request.requested_by)
        ),
    )


def _item(page: CasePage, line: dict[str, str]) -> SupplementItem:
    """How many are asked for is known from the paper that is to be changed."""
    same = printed([paper for paper in page.papers if line["key"] and paper.key == line["key"]])
    first = same[0] if same else Paper(name=line["name"])
    return SupplementItem(
        name=line["name"], form=first.form, quantity=first.quantity, problem=line["change"]
    )


def refusal(dossier: Dossier, issuer: Issuer, day: dt.date) -> Refusal:
    """Form 03: the desk's head signs beside reception (NĐ 118/2025). One statement more."""
    case = dossier.case
    refused = told.last_of(dossier.story, Verb.REFUSE)
    body = refused.body if refused else {}
    ground = str(body.get("ground") or "")
    return Refusal(
        head=issuer.head(day, numbers.paper_number(case.number, numbers.REFUSAL)),
        code=case.number,
        submitter=dossier.applicant,
        owner=dossier.owner,
        procedure=dossier.procedure,
        reasons=(str(body.get("note") or ""),),
        legal_basis=(ground,) if ground else (),
        contact=issuer.contact,
        receiver=Signer(title="Người tiếp nhận hồ sơ", name=refused.who if refused else ""),
        head_of_desk=desk_signer(case, day),
    )
