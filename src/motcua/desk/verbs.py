"""The forms of the verbs on the case page, and their posted fields as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest

from motcua.cases.models import SupplementRequest
from motcua.cases.queries.page import CasePage
from motcua.cases.rules.papers import AskedPaper, chosen_case
from motcua.cases.rules.parties import Party
from motcua.cases.states import Outcome, PaperState, RequestState, ReturnChannel, Verb
from motcua.catalogue.rules.papers import SUBMIT
from motcua.desk.door import Officer
from motcua.desk.intake_form import papers_from, scans
from motcua.files.actions import store_upload
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of
from motcua.organisation.queries import people_of_unit
from motcua.organisation.states import Role


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a verb's form, as desk/verb_form.html draws it."""

    name: str
    label: str
    kind: str = "text"
    need: bool = False
    options: tuple[tuple[str, str], ...] = ()
    help: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One thing that may be done now. Without inputs it is a single button per choice."""

    verb: str
    label: str
    tone: str = "quiet"
    inputs: tuple[Input, ...] = ()
    choices: tuple[tuple[str, str, str, str], ...] = ()  # name, value, label, tone
    note: str = ""
    extra: str = ""  # a template drawn inside: "items", "party", "papers"
    key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


Maker = Callable[[CasePage], VerbForm]
Choices = tuple[tuple[str, str, str, str], ...]
HAND_OUT: Final[Choices] = (("stage", "hand_out", "Đã gửi phiếu cho người nộp", "primary"),)
DECIDE: Final[Choices] = (
    ("stage", "approve", "Duyệt", "primary"),
    ("stage", "decline", "Không duyệt", "grave"),
)
_MISSING: Final = "còn thiếu"
REASON: Final = Input("reason", "Lý do", "textarea", need=True)


def forms_for(page: CasePage, verbs: list[Verb]) -> list[VerbForm]:
    """What may be done now, the step's own verb first."""
    forms = [_MAKERS[verb](page) for verb in verbs if verb in _MAKERS]
    return sorted(forms, key=lambda form: form.tone != "primary")


def _plain(verb: Verb, *, tone: str = "quiet", note: str = "") -> Maker:
    return lambda _page: VerbForm(verb, str(verb.label), tone, note=note)


def _asking(verb: Verb, *inputs: Input, tone: str = "quiet", note: str = "") -> Maker:
    return lambda _page: VerbForm(verb, str(verb.label), tone, inputs, note=note)


def _accept(page: CasePage) -> VerbForm:
    """With what was asked for or is still missing, to be ticked as it comes in."""
    label, request = str(Verb.ACCEPT.label), _in_force(page)
    asked = request.items if request else []
    named = {item["key"] for item in asked} | {paper.key for paper in _live_papers(page)}
    wanted = chosen_case(page.case.version.content, page.case.case_key).papers
    missing = [
        {"key": paper.key, "name": paper.name, "change": _MISSING, "absent": True}
        for paper in wanted
        if paper.kind == SUBMIT and paper.required and paper.key not in named
    ]
    papers = [*asked, *missing]
    return VerbForm(
        Verb.ACCEPT, label, "primary", extra="papers" if papers else "", facts={"papers": papers}
    )


def _complete(page: CasePage) -> VerbForm:
    """One button per outcome of the step, with room for a note."""
    task = next(
        page.graph.task(item.step)
        for item in page.live_items
        if str(page.graph.task(item.step).verb) == Verb.COMPLETE
    )
    tones = {"success": "primary", "danger": "grave"}
    choices = tuple(
        ("outcome", outcome.key, outcome.name, tones.get(outcome.tone, "quiet"))
        for outcome in task.outcomes
    ) or (("outcome", "", task.name, "primary"),)
    note = Input("note", "Ghi chú, ý kiến", "textarea")
    return VerbForm(Verb.COMPLETE, task.name, "primary", (note,), choices)


def _reassign(page: CasePage) -> VerbForm:
    item = page.live_items[0]
    on = day_of(page.case.touched_at)
    people = people_of_unit(item.unit_id, on=on)
    options = tuple((p.username, p.name) for p in people if Role(item.role) in p.roles)
    who = Input("username", "Giao cho", "select", need=True, options=options)
    return VerbForm(Verb.REASSIGN, str(Verb.REASSIGN.label), inputs=(who, Input("reason", "Lý do")))


def _request_supplement(page: CasePage) -> VerbForm:
    waiting = (RequestState.PROPOSED, RequestState.APPROVED)
    request = next((r for r in page.requests if r.state in waiting), None)
    label = str(Verb.REQUEST_SUPPLEMENT.label)
    if request is not None:
        words = {"request": request}
        choices = HAND_OUT if request.state == RequestState.APPROVED else DECIDE
        return VerbForm(
            Verb.REQUEST_SUPPLEMENT, label, "primary", (), choices, extra="request", facts=words
        )
    inputs = [REASON]
    if page.case.supplements or _in_force(page):
        again = "Vì sao không thể yêu cầu ngay từ lần đầu (bắt buộc với lần thứ hai)"
        inputs.append(Input("again_because", again, "textarea", need=True))
    return VerbForm(
        Verb.REQUEST_SUPPLEMENT,
        label,
        inputs=tuple(inputs),
        extra="items",
        facts={"papers": _live_papers(page)},
        note="Chỉ được yêu cầu một lần: nêu đủ mọi giấy tờ và nội dung cần sửa.",
    )


def _live_papers(page: CasePage) -> list[Any]:
    return [paper for paper in page.papers if paper.state != PaperState.REPLACED]


def _in_force(page: CasePage) -> SupplementRequest | None:
    return next((r for r in page.requests if r.state == RequestState.IN_FORCE), None)


def _take_supplement(page: CasePage) -> VerbForm:
    request = _in_force(page)
    return VerbForm(
        Verb.TAKE_SUPPLEMENT,
        str(Verb.TAKE_SUPPLEMENT.label),
        "primary",
        extra="papers",
        facts={"request": request, "papers": request.items if request else []},
    )


def _extend(page: CasePage) -> VerbForm:
    proposal = next((e for e in page.extensions if e.state == RequestState.PROPOSED), None)
    label = str(Verb.EXTEND.label)
    if proposal is not None:
        note = (
            f"{proposal.proposed_by.full_name} đề nghị hẹn lại ngày"
            f" {short_date(day_of(proposal.due_after))}: {proposal.reason}"
        )
        return VerbForm(Verb.EXTEND, label, "primary", (), DECIDE, note=note)
    return VerbForm(
        Verb.EXTEND,
        label,
        inputs=(Input("new_due", "Ngày hẹn mới", "date", need=True), REASON),
        note="Chỉ được hẹn lại một lần và trước ngày hẹn ít nhất một ngày.",
    )


def _issue(page: CasePage) -> VerbForm:
    outcomes = tuple((o.value, str(o.label)) for o in (Outcome.GRANTED, Outcome.REJECTED))
    names = page.case.version.results
    return VerbForm(
        Verb.ISSUE,
        str(Verb.ISSUE.label),
        "primary",
        (
            Input("number", "Số kết quả", need=True),
            Input("date", "Ngày", "date"),
            Input("name", "Tên kết quả", value=names[0]["name"] if names else ""),
            Input("outcome", "Kết quả giải quyết", "select", options=outcomes),
            Input("file", "Bản điện tử của kết quả", "file"),
        ),
    )


def _return_result(page: CasePage) -> VerbForm:
    by_post = page.case.return_channel == ReturnChannel.POSTAL
    inputs = [Input("handed_to", "Người nhận", value=page.case.applicant_name)]
    if by_post:
        inputs.append(Input("post_bill", "Số vận đơn bưu chính", need=True))
    return VerbForm(Verb.RETURN_RESULT, str(Verb.RETURN_RESULT.label), "primary", tuple(inputs))


def _correct(page: CasePage) -> VerbForm:
    options = tuple((channel.value, str(channel.label)) for channel in ReturnChannel)
    return VerbForm(
        Verb.CORRECT,
        str(Verb.CORRECT.label),
        inputs=(
            REASON,
            Input(
                "return_channel",
                "Nhận kết quả",
                "select",
                options=options,
                value=page.case.return_channel,
            ),
            Input("summary", "Nội dung yêu cầu", value=page.case.summary),
        ),
        extra="party",
        facts={"party": page.case.applicant},
        note="Mã hồ sơ và ngày hẹn giữ nguyên; hệ thống cấp phiếu tiếp nhận mới.",
    )


GROUND: Final = Input("legal_ground", "Căn cứ pháp lý", need=True)
_MAKERS: Final[Mapping[Verb, Maker]] = {
    Verb.ACCEPT: _accept,
    Verb.FORWARD: _plain(Verb.FORWARD, tone="primary"),
    Verb.CLAIM: _plain(Verb.CLAIM, tone="primary"),
    Verb.COMPLETE: _complete,
    Verb.ISSUE: _issue,
    Verb.RETURN_RESULT: _return_result,
    Verb.TAKE_SUPPLEMENT: _take_supplement,
    Verb.REQUEST_SUPPLEMENT: _request_supplement,
    Verb.EXTEND: _extend,
    Verb.SEND_BACK: _asking(Verb.SEND_BACK, REASON),
    Verb.RECALL: _plain(Verb.RECALL),
    Verb.REASSIGN: _reassign,
    Verb.CORRECT: _correct,
    Verb.REFUSE: _asking(
        Verb.REFUSE, REASON, Input("legal_ground", "Căn cứ pháp lý"), tone="grave"
    ),
    Verb.WITHDRAW: _asking(
        Verb.WITHDRAW, Input("reason", "Lý do người nộp nêu", "textarea"), tone="grave"
    ),
    Verb.STOP: _asking(Verb.STOP, REASON, GROUND, tone="grave"),
}

TEXTS: Final[Mapping[Verb, tuple[str, ...]]] = {
    Verb.REFUSE: ("reason", "legal_ground"),
    Verb.FORWARD: ("note",),
    Verb.COMPLETE: ("outcome", "note"),
    Verb.SEND_BACK: ("reason",),
    Verb.REASSIGN: ("username", "reason"),
    Verb.REQUEST_SUPPLEMENT: ("stage", "reason", "again_because"),
    Verb.EXTEND: ("stage", "reason"),
    Verb.STOP: ("reason", "legal_ground"),
    Verb.WITHDRAW: ("reason",),
    Verb.ISSUE: ("number", "name", "outcome"),
    Verb.RETURN_RESULT: ("handed_to", "post_bill"),
    Verb.CORRECT: ("reason", "return_channel", "summary"),
}


def fields_of(verb: Verb, request: HttpRequest, officer: Officer) -> dict[str, Any]:
    """The posted form of a verb as its keyword arguments. Raises Refused at the field."""
    post = request.POST
    values: dict[str, Any] = {name: post[name] for name in TEXTS.get(verb, ()) if name in post}
    if verb == Verb.EXTEND:
        values["new_due"] = _day(post.get("new_due", ""), "new_due")
    elif verb == Verb.REQUEST_SUPPLEMENT and not values.get("stage"):
        values["items"] = _asked(request)
    elif verb in (Verb.ACCEPT, Verb.TAKE_SUPPLEMENT):
        values["papers"] = papers_from(post, _stored(request, officer))
    elif verb == Verb.ISSUE:
        values["date"] = _day(post.get("date", ""), "date")
        values["file_id"] = _stored_result(request, officer)
    elif verb == Verb.CORRECT:
        values["applicant"] = _party(request)
    return values


def _day(text: str, name: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(f"Ngày “{text}” không đúng; chọn trên lịch.", field=name) from error


def _asked(request: HttpRequest) -> tuple[AskedPaper, ...]:
    """Each paper with something written beside it; free lines for papers not on the list."""
    post = request.POST
    listed = tuple(
        AskedPaper(post.get(f"item_{key}_name", key), post[f"item_{key}"], key)
        for key in post.getlist("item_key")
        if post.get(f"item_{key}", "").strip()
    )
    name, change = post.get("item_other_name", ""), post.get("item_other", "")
    return (*listed, AskedPaper(name, change)) if name.strip() or change.strip() else listed


def _party(request: HttpRequest) -> Party | None:
    post = request.POST
    if "applicant_name" not in post:
        return None
    names = ("name", "id_number", "phone", "email", "address", "acting_as", "authorisation")
    given = {name: post.get(f"applicant_{name}", "") for name in names}
    return Party(kind=post.get("applicant_kind", "person"), **given)


def _stored(request: HttpRequest, officer: Officer) -> dict[str, int]:
    return {key: _store(upload, officer) for key, upload in scans(request.FILES).items()}


def _stored_result(request: HttpRequest, officer: Officer) -> int | None:
    upload = request.FILES.get("file")
    return _store(upload, officer) if upload else None


def _store(upload: Any, officer: Officer) -> int:
    try:
        row = store_upload(
            name=upload.name or "",
            stream=upload,
            size=upload.size,
            actor_id=officer.actor.account_id,
            at=officer.at,
        )
    except Refused as fault:
        raise Refused(f"{upload.name}: {fault.text}", field="file") from fault
    return row.pk
