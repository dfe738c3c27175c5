"""The verbs: one address each, with exactly the fields its action takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field
from typing_extensions import TypedDict

from motcua.api.answers import KEYED, documented
from motcua.api.asking import Body, Code, Day, Line, Note, RowId, Word, answer, asker, iso, key_of
from motcua.api.parties import AskedBody, ChannelName, PaperBody, PartyBody
from motcua.api.words import StateName, state_name
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.states import Verb

router = Router(tags=["Hồ sơ"])


class ActBody(Body):
    """`seen` is the file's journal number when it was read: a later change refuses the act."""

    seen: int | None = Field(None, ge=0, le=2**31 - 1)

    def fields(self) -> dict[str, Any]:
        """What was sent, as the action takes it; what was not sent is the action's to choose."""
        return {name: _value(getattr(self, name)) for name in self.model_fields_set - {"seen"}}


def _value(sent: Any) -> Any:
    if isinstance(sent, list):
        return [_value(item) for item in sent]
    if isinstance(sent, PartyBody | PaperBody | AskedBody):
        return sent.value()
    return sent


class AcceptBody(ActBody):
    """Registered before: now with code and due date; `papers` came in meanwhile."""

    papers: list[PaperBody] = Field(default=[], max_length=200)


class RefuseBody(ActBody):
    """Not accepted; the citizen reads the reason."""

    reason: Note
    legal_ground: Note = ""


class ForwardBody(ActBody):
    """To the unit that handles it."""

    note: Note = ""


class ClaimBody(ActBody):
    """An open step for oneself."""

    step: Word | None = None


class CompleteBody(ActBody):
    """The step one works at; `outcome` is one of the step's, where it has any."""

    outcome: Word = ""
    note: Note = ""
    step: Word | None = None


class SendBackBody(ActBody):
    """To the step before, with the reason."""

    reason: Note
    step: Word | None = None


class RecallBody(ActBody):
    """What one passed on, while nobody has begun with it."""


class ReassignBody(ActBody):
    """To a colleague by sign-in name."""

    username: Line
    reason: Note = ""
    step: Word | None = None


class RequestSupplementBody(ActBody):
    """One stage of asking for papers; without `stage` it follows from where the request stands."""

    stage: Literal["", "propose", "approve", "decline", "hand_out"] = ""
    items: list[AskedBody] = Field(default=[], max_length=100)
    reason: Note = ""
    again_because: Note = ""


class TakeSupplementBody(ActBody):
    """What was asked for came in."""

    papers: list[PaperBody] = Field(default=[], max_length=200)
    complete: bool = True


class ExtendBody(ActBody):
    """A new date, proposed, approved or declined."""

    stage: Literal["", "propose", "approve", "decline"] = ""
    new_due: Day | None = None
    reason: Note = ""


class StopBody(ActBody):
    """On the agency's own motion, on a ground of sector law."""

    reason: Note
    legal_ground: Note


class WithdrawBody(ActBody):
    """At the applicant's request."""

    reason: Note = ""


class IssueBody(ActBody):
    """The result gets its number and date; `file` is a stored file."""

    number: Line
    date: Day | None = None
    name: Line = ""
    file: RowId | None = None
    outcome: Literal["granted", "rejected"] = "granted"
    note: Note = ""

    def fields(self) -> dict[str, Any]:
        sent = super().fields()
        if "file" in sent:
            sent["file_id"] = sent.pop("file")
        return sent


class ReturnResultBody(ActBody):
    """Into the applicant's hand, or by post with its bill."""

    handed_to: Line = ""
    post_bill: Word = ""


class CorrectBody(ActBody):
    """What reception took down wrong; what is not sent stays."""

    reason: Note
    applicant: PartyBody | None = None
    owner: PartyBody | None = None
    papers: list[PaperBody] | None = Field(None, max_length=200)
    return_channel: ChannelName | None = None
    summary: Note | None = None


class HandOverBody(ActBody):
    """A file of its own at another agency; without `agency_code` the nearest that offers it."""

    agency_code: Word = ""
    note: Note = ""
    step: Word | None = None


class LateOpinionBody(ActBody):
    """What the people of a step say after it has expired; the file does not wait for it."""

    note: Note
    step: Word | None = None


class ActOut(TypedDict):
    """The file as it stands after the act; `seen` goes into the next one."""

    number: str
    code: str | None
    provisional: str | None
    state: StateName
    public_code: int
    outcome: Literal["", "granted", "rejected", "refused", "withdrawn", "stopped"]
    received_at: str | None
    due_at: str | None
    finished_at: str | None
    returned_at: str | None
    seen: int


BODIES: Final[dict[Verb, type[ActBody]]] = {
    Verb.ACCEPT: AcceptBody,
    Verb.REFUSE: RefuseBody,
    Verb.FORWARD: ForwardBody,
    Verb.CLAIM: ClaimBody,
    Verb.COMPLETE: CompleteBody,
    Verb.SEND_BACK: SendBackBody,
    Verb.RECALL: RecallBody,
    Verb.REASSIGN: ReassignBody,
    Verb.REQUEST_SUPPLEMENT: RequestSupplementBody,
    Verb.TAKE_SUPPLEMENT: TakeSupplementBody,
    Verb.EXTEND: ExtendBody,
    Verb.STOP: StopBody,
    Verb.WITHDRAW: WithdrawBody,
    Verb.ISSUE: IssueBody,
    Verb.RETURN_RESULT: ReturnResultBody,
    Verb.CORRECT: CorrectBody,
    Verb.HAND_OVER: HandOverBody,
    Verb.LATE_OPINION: LateOpinionBody,
}


def _view(verb: Verb, body_type: type[ActBody]) -> Callable[..., HttpResponse]:
    def act(request: HttpRequest, code: Code, body: ActBody) -> HttpResponse:
        who = asker(request)
        case = act_on(
            code,
            verb,
            actor=who.actor,
            at=who.at,
            key=key_of(request),
            seen=body.seen,
            **body.fields(),
        )
        return answer(_stands(case))

    act.__annotations__ = {
        "request": HttpRequest,
        "code": Code,
        "body": body_type,
        "return": HttpResponse,
    }
    act.__name__, act.__doc__ = f"act_{verb.value}", body_type.__doc__
    return act


for _verb, _body in BODIES.items():
    router.post(
        f"/cases/{{code}}/actions/{_verb.value}",
        operation_id=f"act_{_verb.value}",
        summary=str(_verb.label),
        response=documented(ActOut, 404, 409, 413, 422),
        openapi_extra=KEYED,
    )(_view(_verb, _body))


def _stands(case: Case) -> ActOut:
    return ActOut(
        number=case.number,
        code=case.code,
        provisional=case.provisional,
        state=state_name(case.state),
        public_code=int(case.state),
        outcome=case.outcome,  # type: ignore[typeddict-item]
        received_at=iso(case.received_at),
        due_at=iso(case.due_at),
        finished_at=iso(case.finished_at),
        returned_at=iso(case.returned_at),
        seen=case.journal_seq,
    )
