"""What the agency writes to the applicant: the apology with a new date, the notice of a stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from motcua.cases.models import Extension
from motcua.cases.rules.parties import FIRM
from motcua.cases.states import (
    Money,
    Outcome,
    PaperForm,
    PaperState,
    RequestState,
    ReturnChannel,
    Verb,
)
from motcua.kernel.worktime import VIETNAM
from motcua.process.states import ItemState
from motcua.slips.queries.issuer import Issuer, desk_signer, leader_signer
from motcua.slips.queries.story import Dossier, printed
from motcua.slips.rules import numbers, told
from motcua.slips.values import Apology, Paper, Stop
from motcua.slips.wording import money

_NEXT_STEPS = "Khi có nhu cầu giải quyết tiếp, Ông/Bà nộp hồ sơ mới theo quy định."


def apology(dossier: Dossier, issuer: Issuer, day: dt.date, number: int) -> Apology:
    """Form 04. One statement more, for the title of the leader who signed on that day."""
    case = dossier.case
    extension = _approved(dossier)[number - 1]
    assert case.code
    assert case.received_at
    due, new_due = numbers.shown_due(extension.due_before), numbers.shown_due(extension.due_after)
    assert due
    assert new_due
    at_the_desk = case.return_channel == ReturnChannel.COUNTER
    return Apology(
        head=issuer.head(day, numbers.paper_number(case.code, numbers.APOLOGY, number)),
        addressee=_addressee(dossier),
        code=case.code,
        procedure=dossier.procedure,
        sector=case.version.procedure.field.name,
        received_at=case.received_at.astimezone(VIETNAM),
        due=due,
        new_due=new_due,
        late_agency=case.handling_unit.name if case.handling_unit else "",
        reason=extension.reason,
        return_at=dossier.returned_at(issuer) if at_the_desk else "",
        contact=issuer.contact,
        copies=_copies(dossier),
        signer=leader_signer(case, day, extension.approved_by),
    )


def _approved(dossier: Dossier) -> list[Extension]:
    return [one for one in dossier.page.extensions if one.state == RequestState.IN_FORCE]


def _addressee(dossier: Dossier) -> str:
    name = dossier.case.applicant_name
    return name if dossier.case.applicant.get("kind") == FIRM else f"Ông/Bà {name}"


def _copies(dossier: Dossier) -> tuple[str, ...]:
    unit = dossier.case.handling_unit
    return ("Như trên", *((unit.name,) if unit else ()), "Lưu: VT, hồ sơ")


def stop(dossier: Dossier, issuer: Issuer, day: dt.date, grounds: tuple[str, ...]) -> Stop:
    """Form 05 at the applicant's request, an ordinary notice when the agency stops by itself.

    `grounds` are the form's own; a stop by the agency names the sector law it rests on. One
    statement more.
    """
    case = dossier.case
    by_agency = case.outcome == Outcome.STOPPED
    verb = Verb.STOP if by_agency else Verb.WITHDRAW
    ended = told.last_of(dossier.story, verb)
    body, at = (ended.body if ended else {}), dossier.ended_at(verb).astimezone(VIETNAM)
    ground = str(body.get("ground") or "")
    assert case.code
    assert case.received_at
    return Stop(
        head=issuer.head(day, numbers.paper_number(case.code, issuer.notice_sign)),
        code=case.code,
        link=issuer.link(case),
        submitter=dossier.applicant,
        owner=dossier.owner,
        procedure=dossier.procedure,
        received_at=case.received_at.astimezone(VIETNAM),
        requested_at=None if by_agency else at,
        request_reason=str(body.get("note") or ""),
        stage=_stage(dossier, at),
        stopped_at=at,
        finance=_finance(dossier),
        papers_returned=tuple(_given_back(dossier)),
        legal_basis=(ground,) if ground else grounds,
        next_steps="" if by_agency else _NEXT_STEPS,
        contact=issuer.contact,
        copies=_copies(dossier),
        signer=desk_signer(case, day),
    )


def _stage(dossier: Dossier, at: dt.datetime) -> str:
    """The steps that were open when the file ended."""
    page = dossier.page
    steps = [
        f"bước “{page.graph.task(item.step).name}” tại {item.unit.name}"
        for item in page.items
        if item.state == ItemState.CANCELLED and item.done_at == at
    ]
    return "đang ở " + ", ".join(steps) if steps else ""


def _finance(dossier: Dossier) -> str:
    case = dossier.case
    total = int((case.fee or {}).get("total") or 0)
    match Money(case.money):
        case Money.PAID:
            return f"Đã nộp {money(total)}; việc hoàn trả (nếu có) theo quy định về phí, lệ phí."
        case Money.DUE:
            return f"Chưa nộp {money(total)}."
        case Money.EXEMPT:
            return "Được miễn."
        case _:
            return "Không có khoản phải nộp."


def _given_back(dossier: Dossier) -> Iterator[Paper]:
    """What lies in the file on paper; electronic copies are not handed back."""
    rows = [
        paper
        for paper in dossier.page.papers
        if paper.state != PaperState.REPLACED and paper.form != PaperForm.ELECTRONIC
    ]
    yield from printed(rows)
