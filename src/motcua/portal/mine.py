"""The citizen's own place: files, drafts, and one file with what can be done about it from home."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts.actions import keep_contact
from motcua.cases.actions.filing import bring_online, take_back_online
from motcua.cases.models import Case
from motcua.cases.queries.letters import letters_of
from motcua.cases.queries.page import CasePage, page_of_case
from motcua.cases.queries.usual import usual_working_days
from motcua.cases.rules.papers import AskedPaper, PaperIn, asked_papers
from motcua.cases.states import PaperForm, PaperState, RequestState, State
from motcua.files.actions import join_papers, take_upload
from motcua.files.models import StoredFile
from motcua.files.queries import download_headers, open_stored
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.online.queries.own import held_on, my_case, my_drafts, my_files, names_of, result_for
from motcua.portal.account import Citizen, citizen_view
from motcua.portal.door import SECRET, show
from motcua.portal.opinion import rating_context
from motcua.portal.standing import clock_words, standing_of
from motcua.portal.tracking import OWN_SLIPS, quoted
from motcua.slips.forms import FormKind
from motcua.slips.queries import available, slip
from motcua.ui.said import moment_words, said
from motcua.workcalendar.queries import calendar_for


@require_safe
@citizen_view
def mine(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Files and drafts, what needs the citizen first."""
    files = my_files(citizen.account.pk)
    drafts = my_drafts(citizen.account.pk)
    names = names_of([draft.procedure_code for draft in drafts]) if drafts else {}
    rows = [_row(case, citizen) for case in files]
    context = {
        "person": citizen.account.full_name,
        "number": citizen.account.personal_number or "",
        "waiting": [row for row in rows if row["waits"]],
        "files": [row for row in rows if not row["waits"]],
        "drafts": [(draft, names.get(draft.procedure_code, "")) for draft in drafts],
    }
    return show(request, citizen, "portal/mine.html", context, area="mine", keep=SECRET)


def _row(case: Case, citizen: Citizen) -> dict[str, Any]:
    calendar = calendar_for(case.agency_id) if case.due_at and not case.finished_at else None
    state, word = clock_words(case, calendar, citizen.at)
    return {
        "number": case.number,
        "name": case.version.name,
        "agency": case.agency.short_name,
        "state": said(State(case.state).label),
        "clock": state,
        "word": word if case.received_at and not case.is_closed else "",
        "at": case.submitted_at,
        "due": case.due_at if case.received_at and not case.is_closed else None,
        "waits": case.state == State.SUPPLEMENT and case.answer_by is None,
    }


@require_safe
@citizen_view
def my_file(request: HttpRequest, citizen: Citizen, number: str) -> HttpResponse:
    """One file: where it stands, what is asked, what was given and what came of it."""
    return _file_page(request, citizen, my_case(number, citizen.account.pk))


@require_POST
@citizen_view
def bring(request: HttpRequest, citizen: Citizen, number: str) -> HttpResponse:
    """The papers a request asked for; a refused upload comes back at its paper."""
    case = my_case(number, citizen.account.pk)
    try:
        bring_online(number, papers=_brought(request, citizen), actor=citizen.actor, at=citizen.at)
    except Refused as fault:
        return _file_page(request, citizen, case, fault)
    messages.success(request, _("Đã gửi giấy tờ bổ sung. Cơ quan sẽ xem và trả lời."))
    return redirect("portal_my_file", number=number)


@require_POST
@citizen_view
def take_back(request: HttpRequest, citizen: Citizen, number: str) -> HttpResponse:
    """Take back a file that was not accepted yet."""
    try:
        take_back_online(
            number, reason=request.POST.get("reason", ""), actor=citizen.actor, at=citizen.at
        )
    except NotFound:
        raise
    except Refused as fault:
        messages.error(request, quoted(fault.text))
    else:
        messages.success(request, _("Đã rút hồ sơ."))
    return redirect("portal_my_file", number=number)


@require_safe
@citizen_view
def my_slip(
    request: HttpRequest, citizen: Citizen, number: str, kind: str, nth: int
) -> HttpResponse:
    """A paper the office gave about the file, as PDF."""
    if kind not in OWN_SLIPS:
        raise NotFound(f"Hồ sơ {number} không có phiếu này.")
    page = page_of_case(my_case(number, citizen.account.pk))
    printed = slip(page, FormKind(kind), on=citizen.today, site_url=settings.MOTCUA_URL, number=nth)
    answer = HttpResponse(printed.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{printed.name}"'
    return answer


@require_http_methods(["GET", "HEAD"])
@citizen_view
def my_paper(request: HttpRequest, citizen: Citizen, number: str, file: int) -> HttpResponseBase:
    """A paper of the file, or its result; always as something to save."""
    page = page_of_case(my_case(number, citizen.account.pk))
    found = next((stored for stored in _stored(page) if stored.pk == file), None)
    if found is None:
        raise NotFound("Hồ sơ này không có tệp ấy.")
    answer = FileResponse(open_stored(found))
    for name, value in download_headers(found).items():
        answer.headers[name] = value
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def my_account(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """What the account holds, what may be changed, and everything to take out."""
    account = citizen.account
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial={
            "phone": account.phone,
            "optional_letters": account.optional_letters,
            "by_zalo": account.by_zalo,
        },
    )
    if not settings.MOTCUA_ZALO_URL:
        del form.fields["by_zalo"]
    if request.method == "POST" and form.is_valid():
        try:
            kept = {"by_zalo": account.by_zalo} | form.cleaned_data
            keep_contact(account_id=account.pk, **kept)
        except Refused as fault:
            form.add_error("phone", quoted(fault.text))
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("portal_my_account")
    may_confirm = bool(settings.MOTCUA_SMS_URL and account.phone)
    context = {"form": form, "account": account, "may_confirm": may_confirm}
    status = 422 if request.method == "POST" else 200
    return show(
        request,
        citizen,
        "portal/my_account.html",
        context,
        area="mine",
        status=status,
        keep=SECRET,
    )


@require_safe
@citizen_view
def my_data(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """All data held on the citizen as one JSON file (Luật Bảo vệ dữ liệu cá nhân)."""
    answer = JsonResponse(
        held_on(citizen.account), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return answer


class ContactForm(forms.Form):
    """What a citizen may change about the account."""

    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    optional_letters = forms.BooleanField(
        label=gettext_lazy("Gửi cả những lời nhắn không bắt buộc (đã nhận hồ sơ, mời đánh giá)"),
        required=False,
    )
    by_zalo = forms.BooleanField(
        label=gettext_lazy("Nhận tin nhắn về hồ sơ qua Zalo thay cho SMS"),
        help_text=gettext_lazy("Khi số điện thoại đã được xác nhận."),
        required=False,
    )


def _stored(page: CasePage) -> list[StoredFile]:
    """What of the file its applicant may take out: papers, and a result that is given to them."""
    papers = [paper.file for paper in page.papers if paper.file is not None]
    result = result_for(page)
    return [*papers, *([result] if result else [])]


def _brought(request: HttpRequest, citizen: Citizen) -> list[PaperIn]:
    papers = []
    for field, uploads in request.FILES.lists():
        key = field.removeprefix("paper_")
        pages = [take_upload(one, actor_id=citizen.account.pk, at=citizen.at) for one in uploads]
        one = join_papers(pages, name=f"{key}.pdf", actor_id=citizen.account.pk, at=citizen.at)
        papers.append(PaperIn(key, PaperForm.ELECTRONIC, file_id=one.pk))
    return papers


def _file_page(
    request: HttpRequest, citizen: Citizen, case: Case, fault: Refused | None = None
) -> HttpResponse:
    page = page_of_case(case)
    usual = usual_working_days(case.version.procedure_id, citizen.at)
    context = standing_of(page, usual=usual, at=citizen.at) | {
        "own": True,
        "rating": None if case.code is None else rating_context(case),
        "slips": [
            (sheet, reverse("portal_my_slip", args=[case.number, sheet.kind.value, sheet.number]))
            for sheet in available(page)
            if sheet.kind in OWN_SLIPS
        ],
        "given": _given(page),
        "fault": fault,
        "errors": [{"href": "#bring", "text": fault.text}] if fault else [],
        "asked": _asked(page),
        "brought": any(
            request.state == RequestState.IN_FORCE and request.brought_at
            for request in page.requests
        ),
        "may_take_back": case.received_at is None and not case.is_closed,
        "answer_by": moment_words(case.answer_by.astimezone(VIETNAM)) if case.answer_by else "",
        "result_file": _result_file(page),
        "letters": letters_of(case.pk),
    }
    status = 422 if fault else 200
    return show(
        request,
        citizen,
        "portal/tracked.html",
        context,
        area="mine",
        agency=case.agency,
        status=status,
        keep=SECRET,
    )


def _given(page: CasePage) -> list[dict[str, Any]]:
    """Papers of the file, the replaced ones too: both versions stay."""
    number = page.case.number
    return [
        {
            "name": paper.name,
            "href": reverse("portal_my_paper", args=[number, paper.file.pk]) if paper.file else "",
            "file": paper.file,
            "state": said(PaperState(paper.state).label)
            if paper.state != PaperState.SUBMITTED
            else "",
        }
        for paper in page.papers
    ]


def _asked(page: CasePage) -> list[AskedPaper]:
    """The papers of the open request, each with what to change; empty when nothing is asked."""
    request = next((one for one in page.requests if one.state == RequestState.IN_FORCE), None)
    if request is None or request.brought_at:
        return []
    return asked_papers(request.items)


def _result_file(page: CasePage) -> dict[str, Any] | None:
    stored = result_for(page)
    if stored is None:
        return None
    return {
        "name": stored.name,
        "href": reverse("portal_my_paper", args=[page.case.number, stored.pk]),
    }
