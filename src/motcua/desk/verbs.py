"""The forms of the verbs on the case page, and their posted fields as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from motcua.cases.access.possible import workable
from motcua.cases.models import SupplementRequest
from motcua.cases.queries.page import CasePage
from motcua.cases.rules.clock import check_extension
from motcua.cases.rules.linked import outcome_of
from motcua.cases.rules.papers import chosen_case
from motcua.cases.states import Outcome, PaperState, RequestState, ReturnChannel, Verb
from motcua.catalogue.rules.papers import SUBMIT
from motcua.desk.intake_form import FORMS
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import day_of
from motcua.organisation.queries import people_of_unit
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.process.rules.graph import TaskNode
from motcua.ui.said import said


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
    step: str = ""  # which of several open steps is meant
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def wide(self) -> bool:
        """Whether the form needs more room than the column: it opens as a box."""
        return self.extra in ("items", "papers", "party")


Maker = Callable[[CasePage], VerbForm]
Choices = tuple[tuple[str, str, str, str], ...]
HAND_OUT: Final[Choices] = (
    ("stage", "hand_out", gettext_noop("Đã gửi phiếu cho người nộp"), "primary"),
)
DECIDE: Final[Choices] = (
    ("stage", "approve", gettext_noop("Duyệt"), "primary"),
    ("stage", "decline", gettext_noop("Không duyệt"), "grave"),
)
_MISSING: Final = gettext_noop("còn thiếu")
REASON: Final = Input("reason", gettext_noop("Lý do"), "textarea", need=True)


def forms_for(
    page: CasePage, verbs: list[Verb], *, actor: Actor, at: dt.datetime
) -> list[VerbForm]:
    """What may be done now, the step's own verb first; claiming leads only when nothing else does.

    An extension that would be refused for its date or for being the second is not offered.
    """
    offered = [
        v
        for v in verbs
        if v in (*_MAKERS, Verb.COMPLETE) and (v != Verb.EXTEND or _may_extend(page, at))
    ]
    forms = []
    for verb in offered:
        forms += _completes(page, actor) if verb == Verb.COMPLETE else [_MAKERS[verb](page)]
    if sum(form.tone == "primary" for form in forms) > 1:
        forms = [replace(f, tone="quiet") if f.verb == Verb.CLAIM else f for f in forms]
    return sorted(forms, key=lambda form: _RANK[form.tone])


_RANK: Final = {"primary": 0, "quiet": 1, "grave": 2}


def _may_extend(page: CasePage, at: dt.datetime) -> bool:
    case = page.case
    if any(e.state == RequestState.PROPOSED for e in page.extensions):
        return True
    if case.due_at is None:
        return False
    later = case.due_at + dt.timedelta(days=1)
    try:
        check_extension(
            at=at, due_at=case.due_at, new_due_at=later, extended=case.extended_to is not None
        )
    except Refused:
        return False
    return True


def _plain(verb: Verb, *, tone: str = "quiet", note: str = "") -> Maker:
    return lambda _page: VerbForm(verb, said(verb.label), tone, note=note)


def _asking(verb: Verb, *inputs: Input, tone: str = "quiet", note: str = "") -> Maker:
    return lambda _page: VerbForm(verb, said(verb.label), tone, inputs, note=note)


def _accept(page: CasePage) -> VerbForm:
    """With what was asked for or is still missing, to be ticked as it comes in."""
    label, request = pgettext("việc", "Tiếp nhận"), _in_force(page)
    asked = request.items if request else []
    named = {item["key"] for item in asked} | {paper.key for paper in _live_papers(page)}
    wanted = chosen_case(page.case.version.content, page.case.case_key).papers
    missing = [
        {"key": paper.key, "name": paper.name, "change": _MISSING, "absent": True}
        for paper in wanted
        if paper.kind == SUBMIT and paper.required and paper.key not in named
    ]
    if not asked and not missing:
        return VerbForm(Verb.ACCEPT, label, "primary")
    facts = _to_tick(page, [*asked, *missing])
    return VerbForm(Verb.ACCEPT, label, "primary", extra="papers", facts=facts)


def _to_tick(page: CasePage, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Papers that may come in now, for ui/paper_ticks.html; those off the list as free lines."""
    there = {paper.key: paper for paper in _live_papers(page)}
    papers = [
        {
            "key": item["key"],
            "name": item["name"],
            "note": said(item["change"]),
            "ticked": not item.get("absent"),
            "form": there[item["key"]].form if item["key"] in there else "",
            "quantity": there[item["key"]].quantity if item["key"] in there else 1,
        }
        for item in items
        if item["key"]
    ]
    others = "\n".join(item["name"] for item in items if not item["key"])
    return {"papers": papers, "others": others, "forms": FORMS}


def _completes(page: CasePage, actor: Actor) -> list[VerbForm]:
    """A form for each open step this person may end: of parallel branches there are several."""
    tasks = [page.graph.task(item.step) for item in workable(page, actor, Verb.COMPLETE)]
    return [_complete(page, task, alone=len(tasks) == 1) for task in tasks]


def _complete(page: CasePage, task: TaskNode, *, alone: bool) -> VerbForm:
    """One button per outcome of the step, with room for a note."""
    tones = {"success": "primary", "danger": "grave"}
    choices = tuple(
        ("outcome", outcome.key, outcome.name, tones.get(outcome.tone, "quiet"))
        for outcome in task.outcomes
        if task.child is None or outcome.key == _came_back(page, task)
    ) or (("outcome", "", task.name, "primary"),)
    note = Input("note", gettext_noop("Ghi chú, ý kiến"), "textarea")
    step = "" if alone else task.key
    return VerbForm(Verb.COMPLETE, task.name, "primary", (note,), choices, step=step)


def _came_back(page: CasePage, task: TaskNode) -> str:
    """How the file at the other agency ended, as an outcome of the step."""
    link = next(link for link in reversed(page.children) if link.step == task.key)
    return outcome_of(link.child.outcome)


def _hand_over(page: CasePage) -> VerbForm:
    names = {task.key: task.name for task in page.graph.tasks if task.child}
    waiting = {link.item_id for link in page.children if link.closed_at is None}
    items = [item for item in page.live_items if item.step in names and item.pk not in waiting]
    return VerbForm(
        Verb.HAND_OVER,
        said(Verb.HAND_OVER.label),
        "primary",
        (
            Input(
                "agency_code",
                gettext_noop("Mã cơ quan nhận"),
                help=gettext_noop("Để trống thì chuyển đến cơ quan gần nhất nhận thủ tục này."),
            ),
            Input("note", gettext_noop("Ghi chú, ý kiến"), "textarea"),
        ),
        note="; ".join(names[item.step] for item in items),
        step=items[0].step if items else "",
    )


def _reassign(page: CasePage) -> VerbForm:
    item = page.live_items[0]
    on = day_of(page.case.touched_at)
    people = people_of_unit(item.unit_id, on=on)
    options = tuple((p.username, p.name) for p in people if Role(item.role) in p.roles)
    who = Input("username", gettext_noop("Giao cho"), "select", need=True, options=options)
    return VerbForm(
        Verb.REASSIGN,
        said(Verb.REASSIGN.label),
        inputs=(who, Input("reason", gettext_noop("Lý do"))),
    )


def _request_supplement(page: CasePage) -> VerbForm:
    waiting = (RequestState.PROPOSED, RequestState.APPROVED)
    request = next((r for r in page.requests if r.state in waiting), None)
    label = said(Verb.REQUEST_SUPPLEMENT.label)
    if request is not None:
        words = {"request": request}
        choices = HAND_OUT if request.state == RequestState.APPROVED else DECIDE
        return VerbForm(
            Verb.REQUEST_SUPPLEMENT, label, "primary", (), choices, extra="request", facts=words
        )
    inputs = [REASON]
    if page.case.supplements or _in_force(page):
        again = _("Vì sao không thể yêu cầu ngay từ lần đầu (bắt buộc với lần thứ hai)")
        inputs.append(Input("again_because", again, "textarea", need=True))
    return VerbForm(
        Verb.REQUEST_SUPPLEMENT,
        label,
        inputs=tuple(inputs),
        extra="items",
        facts={"papers": _live_papers(page)},
        note=_("Chỉ được yêu cầu một lần: nêu đủ mọi giấy tờ và nội dung cần sửa."),
    )


def _live_papers(page: CasePage) -> list[Any]:
    return [paper for paper in page.papers if paper.state != PaperState.REPLACED]


def _in_force(page: CasePage) -> SupplementRequest | None:
    return next((r for r in page.requests if r.state == RequestState.IN_FORCE), None)


def _take_supplement(page: CasePage) -> VerbForm:
    request = _in_force(page)
    return VerbForm(
        Verb.TAKE_SUPPLEMENT,
        said(Verb.TAKE_SUPPLEMENT.label),
        "primary",
        extra="papers",
        facts=_to_tick(page, request.items if request else []),
        note=_("Bỏ đánh dấu giấy tờ chưa nộp; thời hạn chạy tiếp ngay khi nhận."),
    )


def _extend(page: CasePage) -> VerbForm:
    proposal = next((e for e in page.extensions if e.state == RequestState.PROPOSED), None)
    label = said(Verb.EXTEND.label)
    if proposal is not None:
        note = _("%(who)s đề nghị hẹn lại ngày %(day)s: %(reason)s") % {
            "who": proposal.proposed_by.full_name,
            "day": short_date(day_of(proposal.due_after)),
            "reason": proposal.reason,
        }
        return VerbForm(Verb.EXTEND, label, "primary", (), DECIDE, note=note)
    return VerbForm(
        Verb.EXTEND,
        label,
        inputs=(Input("new_due", gettext_noop("Ngày hẹn mới"), "date", need=True), REASON),
        note=_("Chỉ được hẹn lại một lần và trước ngày hẹn ít nhất một ngày."),
    )


def _issue(page: CasePage) -> VerbForm:
    outcomes = tuple((o.value, said(o.label)) for o in (Outcome.GRANTED, Outcome.REJECTED))
    names = page.case.version.results
    return VerbForm(
        Verb.ISSUE,
        said(Verb.ISSUE.label),
        "primary",
        (
            Input("number", gettext_noop("Số kết quả"), need=True),
            Input("date", gettext_noop("Ngày"), "date"),
            Input("name", gettext_noop("Tên kết quả"), value=names[0]["name"] if names else ""),
            Input("outcome", gettext_noop("Kết quả giải quyết"), "select", options=outcomes),
            Input("file", gettext_noop("Bản điện tử của kết quả"), "file"),
        ),
    )


def _return_result(page: CasePage) -> VerbForm:
    by_post = page.case.return_channel == ReturnChannel.POSTAL
    inputs = [Input("handed_to", gettext_noop("Người nhận"), value=page.case.applicant_name)]
    if by_post:
        inputs.append(Input("post_bill", gettext_noop("Số vận đơn bưu chính"), need=True))
    return VerbForm(Verb.RETURN_RESULT, said(Verb.RETURN_RESULT.label), "primary", tuple(inputs))


def _correct(page: CasePage) -> VerbForm:
    options = tuple((channel.value, said(channel.label)) for channel in ReturnChannel)
    return VerbForm(
        Verb.CORRECT,
        said(Verb.CORRECT.label),
        inputs=(
            REASON,
            Input(
                "return_channel",
                gettext_noop("Nhận kết quả"),
                "select",
                options=options,
                value=page.case.return_channel,
            ),
            Input("summary", gettext_noop("Nội dung yêu cầu"), value=page.case.summary),
        ),
        extra="party",
        facts={"party": page.case.applicant},
        note=_("Mã hồ sơ và ngày hẹn giữ nguyên; hệ thống cấp phiếu tiếp nhận mới."),
    )


GROUND: Final = Input("legal_ground", gettext_noop("Căn cứ pháp lý"), need=True)
_MAKERS: Final[Mapping[Verb, Maker]] = {
    Verb.ACCEPT: _accept,
    Verb.FORWARD: _plain(Verb.FORWARD, tone="primary"),
    Verb.CLAIM: _plain(Verb.CLAIM, tone="primary"),
    Verb.HAND_OVER: _hand_over,
    Verb.ISSUE: _issue,
    Verb.RETURN_RESULT: _return_result,
    Verb.TAKE_SUPPLEMENT: _take_supplement,
    Verb.REQUEST_SUPPLEMENT: _request_supplement,
    Verb.EXTEND: _extend,
    Verb.SEND_BACK: _asking(Verb.SEND_BACK, REASON),
    Verb.RECALL: _plain(Verb.RECALL),
    Verb.LATE_OPINION: _asking(
        Verb.LATE_OPINION,
        Input("note", gettext_noop("Ý kiến"), "textarea", need=True),
        note=gettext_noop("Bước của bạn đã hết hạn; ý kiến được ghi lại, hồ sơ vẫn đi tiếp."),
    ),
    Verb.REASSIGN: _reassign,
    Verb.CORRECT: _correct,
    Verb.REFUSE: _asking(
        Verb.REFUSE, REASON, Input("legal_ground", gettext_noop("Căn cứ pháp lý")), tone="grave"
    ),
    Verb.WITHDRAW: _asking(
        Verb.WITHDRAW,
        Input("reason", gettext_noop("Lý do người nộp nêu"), "textarea"),
        tone="grave",
    ),
    Verb.STOP: _asking(Verb.STOP, REASON, GROUND, tone="grave"),
}
