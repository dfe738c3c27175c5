"""Following one's file with the code and the secret of the receipt."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import StringConstraints
from typing_extensions import TypedDict

from motcua.api.answers import documented
from motcua.api.asking import Body, answer, iso
from motcua.api.words import StateName, state_name
from motcua.cases.actions.tracking import track
from motcua.cases.models import Case, SupplementRequest
from motcua.cases.queries.public import Standing, standing
from motcua.cases.states import State

router = Router(tags=["Công khai"])

# Whatever is typed is looked for: a text that cannot be a code is answered as an unknown one.
Typed = Annotated[str, StringConstraints(max_length=100)]


class TrackBody(Body):
    """As printed on the receipt; capitals, spaces and kinds of dash do not matter."""

    code: Typed
    secret: Typed


class AskedPaperOut(TypedDict):
    """One paper to bring and what to change about it."""

    name: str
    change: str


class AskedOut(TypedDict):
    """What the office waits for."""

    items: list[AskedPaperOut]
    reason: str
    limit_at: str | None


class TrackOut(TypedDict):
    """Where the file stands; nobody's name or number is in it."""

    code: str
    procedure_code: str
    procedure_name: str
    agency_code: str
    agency_name: str
    hotline: str
    state: StateName
    public_code: int
    state_text: str
    steps: list[str]
    received_at: str | None
    due_at: str | None
    due_original_at: str | None
    finished_at: str | None
    returned_at: str | None
    outcome: Literal["", "granted", "rejected", "refused", "withdrawn", "stopped"]
    return_channel: Literal["counter", "online", "postal"]
    supplement: AskedOut | None


@router.post(
    "/track",
    auth=None,
    operation_id="track_case",
    summary="Tra cứu hồ sơ",
    response=documented(TrackOut, 404, 413, 422, 429, public=True),
)
def track_case(request: HttpRequest, body: TrackBody) -> HttpResponse:
    """Mã sai và mã tra cứu sai được trả lời như nhau; đoán sai nhiều lần thì phải đợi."""
    case = track(code=body.code, secret=body.secret, address=_visitor(request), at=timezone.now())
    return answer(_tracked(case, standing(case)))


def _visitor(request: HttpRequest) -> str:
    """Where guesses are counted: an IPv4 address, or the network a home has in IPv6."""
    text = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return text


def _tracked(case: Case, now: Standing) -> TrackOut:
    return TrackOut(
        code=case.number,
        procedure_code=case.version.procedure.code,
        procedure_name=case.version.name,
        agency_code=case.agency.code,
        agency_name=case.agency.name,
        hotline=case.agency.hotline,
        state=state_name(case.state),
        public_code=int(case.state),
        state_text=str(State(case.state).label),
        steps=now.steps,
        received_at=iso(case.received_at),
        due_at=iso(case.due_at),
        due_original_at=iso(case.due_original_at),
        finished_at=iso(case.finished_at),
        returned_at=iso(case.returned_at),
        outcome=case.outcome,  # type: ignore[typeddict-item]
        return_channel=case.return_channel,  # type: ignore[typeddict-item]
        supplement=_asked(now.request) if now.request else None,
    )


def _asked(request: SupplementRequest) -> AskedOut:
    return AskedOut(
        items=[AskedPaperOut(name=line["name"], change=line["change"]) for line in request.items],
        reason=request.reason,
        limit_at=iso(request.limit_at),
    )
