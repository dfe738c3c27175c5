"""Filing from home, one question at a time: is it for me, who am I, which papers, look, send.

Every page is kept as a draft when it is left, works without script, and is found again on another
device.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.cases.actions.filing import answer_by
from motcua.cases.rules.parties import Party, party_from
from motcua.catalogue.queries import procedure_page
from motcua.catalogue.rules.fees import quote
from motcua.catalogue.states import ServiceLevel
from motcua.files.actions import take_upload
from motcua.forms.rules.answers import check_whole, without_hidden
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import BeyondHorizon
from motcua.online.actions.drafts import attach, begin_draft, detach, discard, save_person, send
from motcua.online.queries.own import Filing, answers_of, filing_of, my_draft, slots, told_in
from motcua.online.queries.store import offers_for
from motcua.online.rules import is_needed, missing_papers
from motcua.portal.account import Citizen, citizen_view
from motcua.portal.door import PRIVATE, SECRET, Visit, public_view, show
from motcua.portal.filing_form import PersonForm
from motcua.portal.reading import groups_of
from motcua.portal.tracking import quoted
from motcua.ui.said import moment_words, money
from motcua.workcalendar.queries import calendar_for

STEPS: Final[tuple[tuple[str, Any, str], ...]] = (
    ("person", gettext_lazy("Người nộp"), "portal_draft_person"),
    ("form", gettext_lazy("Tờ khai"), "portal_draft_form"),
    ("papers", gettext_lazy("Giấy tờ"), "portal_draft_papers"),
    ("review", gettext_lazy("Xem lại, gửi"), "portal_draft_review"),
)


@require_safe
@public_view
def begin(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Before anything is typed: is this the right procedure, which case, at which agency."""
    page = procedure_page(code, on=visit.today)
    version = page.version
    if not page.in_force or version.online_level == ServiceLevel.INFORMATION or not page.offers:
        raise NotFound("Thủ tục này hiện chưa nhận hồ sơ trực tuyến.")
    cases = [case for case in page.cases if case.papers]
    chosen = next((one for one in cases if one.key == request.GET.get("case", "")), None)
    chosen = chosen or (cases[0] if cases else None)
    context = {
        "code": code,
        "version": version,
        "partial": version.online_level == ServiceLevel.PARTIAL,
        "partial_reason": version.content.get("partial_reason", ""),
        "asks": version.content.get("eligibility", ()),
        "cases": cases,
        "chosen": chosen,
        "papers": groups_of(chosen) if chosen else [],
        "offers": page.offers,
        "agency": request.GET.get("agency", ""),
        "fault": "",
    }
    return show(request, visit, "portal/begin.html", context, area="procedures", keep=PRIVATE)


@require_POST
@citizen_view
def open_draft(request: HttpRequest, citizen: Citizen, code: str) -> HttpResponse:
    """Start a draft with what the account knows of its holder."""
    account = citizen.account
    try:
        draft = begin_draft(
            procedure_code=code,
            agency_code=request.POST.get("agency", ""),
            case_key=request.POST.get("case", ""),
            applicant=Party(
                name=account.full_name,
                id_number=account.personal_number or "",
                phone=account.phone,
                email=account.email,
            ),
            actor=citizen.actor,
            at=citizen.at,
        )
    except NotFound:
        raise
    except Refused as fault:
        messages.error(request, quoted(fault.text))
        return redirect("portal_begin", code=code)
    return redirect("portal_draft_person", key=draft.key)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def person(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """Who files and for whom, how to answer, how the result comes back."""
    filing = _filing(citizen, key)
    proved = citizen.account.personal_number
    form = PersonForm.of(
        filing.draft, request.POST if request.method == "POST" else None, proved=proved
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_person(
                key,
                applicant=form.applicant(citizen.account),
                owner=form.owner(),
                return_channel=form.cleaned_data["return_channel"],
                summary=form.cleaned_data["summary"],
                actor=citizen.actor,
                at=citizen.at,
            )
        except Refused as fault:
            form.refuse(fault, quoted(fault.text))
        else:
            return redirect("portal_draft_form", key=key)
    context = {"form": form, "proved": proved or "", "name": citizen.account.full_name}
    return draft_page(request, citizen, filing, "person", context, bad=request.method == "POST")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def papers(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """Upload the papers; each upload is looked at at once and kept or refused with its reason."""
    filing = _filing(citizen, key)
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = _uploaded(request, citizen, key)
        if not faults:
            then = "portal_draft_review" if "on" in request.POST else "portal_draft_papers"
            return redirect(then, key=key)
        filing = _filing(citizen, key)
    form, draft = filing.form, filing.draft
    offers = offers_for(
        filing.chosen.papers,
        draft.procedure_code,
        citizen.account.pk,
        taken={one.file.sha256 for one in draft.papers.all()},
    )
    rows = [
        {
            "paper": slot.paper,
            "offers": offers.get(slot.paper.key, ()),
            "needed": is_needed(slot.paper),
            "files": slot.files,
            "fault": faults.get(slot.paper.key, ""),
        }
        for slot in slots(draft, filing.chosen.papers)
        # The form that was filled in stands for its paper.
        if form is None or slot.paper.key != form.paper_key
    ]
    errors = [{"href": f"#paper-{of}", "text": text} for of, text in faults.items()]
    context = {"rows": rows, "errors": errors}
    return draft_page(request, citizen, filing, "papers", context, bad=bool(faults))


@require_POST
@citizen_view
def drop(request: HttpRequest, citizen: Citizen, key: str, paper: int) -> HttpResponse:
    """Take one upload out again."""
    detach(key, paper_id=paper, actor=citizen.actor, at=citizen.at)
    return redirect("portal_draft_papers", key=key)


@require_POST
@citizen_view
def throw_away(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """Delete the draft."""
    discard(key, actor=citizen.actor)
    messages.success(request, _("Đã xóa bản nháp."))
    return redirect("portal_mine")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def review(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """Everything once more, what is missing, what it costs and when the office answers; send."""
    draft = my_draft(key, citizen.account.pk)
    if draft.case is not None:
        return redirect("portal_my_file", number=draft.case.number)
    fault = None
    if request.method == "POST":
        try:
            case = send(key, actor=citizen.actor, at=citizen.at)
        except Refused as refusal:
            fault = refusal
        else:
            messages.success(request, _("Đã gửi hồ sơ. Số tạm: %s.") % case.number)
            return redirect("portal_my_file", number=case.number)
    filing = filing_of(draft, on=citizen.today)
    context = _summary(filing, citizen) | {
        "errors": [{"href": "", "text": fault.text}] if fault else [],
    }
    return draft_page(request, citizen, filing, "review", context, bad=bool(fault))


def _summary(filing: Filing, citizen: Citizen) -> dict[str, Any]:
    draft, chosen, form = filing.draft, filing.chosen, filing.form
    given = slots(draft, chosen.papers)
    answers = without_hidden(form, answers_of(draft)) if form else {}
    present = {slot.paper.key for slot in given if slot.files}
    present |= {form.paper_key} if form else set()
    fee = quote(
        filing.version.fees,
        day=citizen.today,
        case_key=chosen.key,
        applicant_class="",
        channel="online",
        area=draft.agency.area,
        units={},
    )
    try:
        answer = answer_by(calendar_for(draft.agency_id), citizen.at)
    except BeyondHorizon:
        answer = None
    reachable = bool(draft.applicant.get("phone") or draft.applicant.get("email"))
    return {
        "applicant": party_from(draft.applicant),
        "owner": party_from(draft.owner) if draft.owner else None,
        "return_channel": draft.get_return_channel_display(),
        "given": [slot for slot in given if slot.files],
        "missing": missing_papers(chosen.papers, present),
        "form": form,
        "told": told_in(form, answers, on=citizen.today) if form else [],
        "unanswered": [
            (form.section(name), lines) for name, lines in check_whole(form, answers).items()
        ]
        if form
        else [],
        "reachable": reachable,
        "fee": [(line.name, money(line.amount)) for line in fee.lines],
        "total": money(fee.total),
        "answer_by": moment_words(answer) if answer else "",
    }


def _uploaded(request: HttpRequest, citizen: Citizen, key: str) -> dict[str, str]:
    """Store and attach what was sent; the refusals by paper. What is good is kept all the same."""
    faults = {}
    for field, uploads in request.FILES.lists():
        paper_key, stored = field.removeprefix("paper_"), []
        for upload in uploads:
            try:
                stored.append(take_upload(upload, actor_id=citizen.account.pk, at=citizen.at))
            except Refused as fault:
                faults[paper_key] = f"{upload.name}: {fault.text}"
        try:
            if stored:
                attach(key, paper_key=paper_key, files=stored, actor=citizen.actor, at=citizen.at)
        except Refused as fault:
            faults[paper_key] = fault.text
    return faults


def _filing(citizen: Citizen, key: str) -> Filing:
    return filing_of(my_draft(key, citizen.account.pk), on=citizen.today)


def draft_page(
    request: HttpRequest,
    citizen: Citizen,
    filing: Filing,
    step: str,
    context: dict[str, Any],
    *,
    bad: bool = False,
) -> HttpResponse:
    """A page of a draft with the steps above it; 422 when what was sent is wrong."""
    steps = [step for step in STEPS if step[0] != "form" or filing.form is not None]
    order = [name for name, _label, _address in steps]
    base = {
        "draft": filing.draft,
        "version": filing.version,
        "chosen": filing.chosen,
        "steps": [
            {"label": label, "address": address, "here": name == step}
            for name, label, address in steps
        ],
        "place": order.index(step) + 1,
        "of": len(order),
    }
    return show(
        request,
        citizen,
        f"portal/draft_{step}.html",
        base | context,
        area="mine",
        agency=filing.draft.agency,
        status=422 if bad else 200,
        keep=SECRET,
    )
