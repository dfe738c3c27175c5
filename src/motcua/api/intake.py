"""Taking a file in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field
from typing_extensions import TypedDict

from motcua.api.asking import Body, FormData, Note, Word, answer, asker, iso, key_of
from motcua.api.parties import ChannelName, PaperBody, PartyBody
from motcua.api.words import StateName, state_name
from motcua.cases.actions.intake import take_in
from motcua.cases.models import Case
from motcua.cases.queries.promises import first_promise
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.states import State
from motcua.kernel.deadline import Due


class IntakeBody(Body):
    """One file over the counter. `accept` false registers it without code and due date."""

    procedure_code: Word
    agency_code: Word
    applicant: PartyBody
    owner: PartyBody | None = Field(None, description="Chủ hồ sơ, khi không phải người nộp")
    channel: ChannelName = "counter"
    case_key: Word = Field("", description="Trường hợp của thủ tục, khi có nhiều trường hợp")
    papers: list[PaperBody] = Field(default=[], max_length=200)
    return_channel: ChannelName = "counter"
    summary: Note = ""
    copies: int = Field(1, ge=1, le=99)
    data: FormData = Field(default={}, description="Dữ liệu tờ khai")
    applicant_class: Word = Field("", description="Đối tượng được miễn, giảm phí")
    fee_copies: int = Field(1, ge=1, le=9999)
    fee_pages: int = Field(1, ge=1, le=9999)
    accept: bool = True

    def form(self) -> IntakeForm:
        return IntakeForm(
            procedure_code=self.procedure_code,
            agency_code=self.agency_code,
            applicant=self.applicant.value(),
            owner=self.owner.value() if self.owner else None,
            channel=self.channel,
            case_key=self.case_key,
            papers=tuple(paper.value() for paper in self.papers),
            return_channel=self.return_channel,
            summary=self.summary,
            copies=self.copies,
            data=self.data,
            applicant_class=self.applicant_class,
            fee_copies=self.fee_copies,
            fee_pages=self.fee_pages,
            accept=self.accept,
        )


class StepOut(TypedDict):
    """One day of the count, in words a citizen can read."""

    date: str
    counted: bool
    text: str


class TakenIn(TypedDict):
    """What stands on the receipt. `code`, `received_at`, `due_at` are null until accepted;

    `due_at` also where the law prints no limit. `secret` is what the applicant tracks with.
    """

    number: str
    code: str | None
    provisional: str | None
    secret: str
    state: StateName
    public_code: int
    received_at: str | None
    due_at: str | None
    due_explanation: list[StepOut]
    fee_total: int
    receipt_url: str | None


def create_case(request: HttpRequest, body: IntakeBody) -> HttpResponse:
    """Tiếp nhận (có mã, hạn trả) hoặc chỉ đăng ký khi `accept` là false.

    Gửi lại cùng Idempotency-Key cho câu trả lời như lần đầu và không tạo hồ sơ thứ hai.
    """
    who = asker(request)
    case = take_in(form=body.form(), actor=who.actor, at=who.at, key=key_of(request))
    if not body.accept:
        return answer(_registered(case), status=201)
    return answer(_accepted(case, first_promise(case)), status=201)


# Both are made of what never changes about a file, so that a repeat is answered like the first.


def _accepted(case: Case, promise: Due | None) -> TakenIn:
    return TakenIn(
        number=case.code or "",
        code=case.code,
        provisional=None,
        secret=case.secret,
        state=state_name(State.RECEIVED),
        public_code=int(State.RECEIVED),
        received_at=iso(case.received_at),
        due_at=iso(case.due_original_at),
        due_explanation=steps_of(promise),
        fee_total=_total(case.fee),
        receipt_url=receipt_url(case.code or ""),
    )


def _registered(case: Case) -> TakenIn:
    return TakenIn(
        number=case.provisional or "",
        code=None,
        provisional=case.provisional,
        secret=case.secret,
        state=state_name(State.REGISTERED),
        public_code=int(State.REGISTERED),
        received_at=None,
        due_at=None,
        due_explanation=[],
        fee_total=_total(case.fee),
        receipt_url=None,
    )


def steps_of(due: Due | None) -> list[StepOut]:
    """The count of a due date, day by day."""
    if due is None:
        return []
    return [
        StepOut(date=step.date.isoformat(), counted=step.counted, text=step.text)
        for step in due.steps
    ]


def receipt_url(code: str) -> str:
    """Where the receipt of an accepted file is printed."""
    return f"/api/v1/cases/{code}/slips/receipt"


def _total(fee: dict[str, Any] | None) -> int:
    return int(fee["total"]) if fee else 0
