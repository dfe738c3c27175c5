"""Following one's file: code and secret open it once, then a clean address shows it.

The secret travels in a form, or in the QR's link, which is exchanged at once: it is checked, what
it opens is kept in the session for a while, and the visitor is sent on to an address without it.
A wrong code and a wrong secret are one answer.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.cases.actions.tracking import track
from motcua.cases.models import Case
from motcua.cases.queries.page import page_of_case
from motcua.cases.queries.tracking import (
    TOO_MANY,
    WINDOW,
    TooManyTries,
    followed_case,
    number_of,
)
from motcua.cases.queries.usual import usual_working_days
from motcua.kernel.codes import BadCode, normalise_secret
from motcua.kernel.refusals import NotFound
from motcua.portal.door import SECRET, Visit, kept, public_view, show
from motcua.portal.opinion import rating_context
from motcua.portal.standing import standing_of
from motcua.slips.forms import FormKind
from motcua.slips.queries import available, slip
from motcua.ui.said import is_foreign

FOLLOWED: Final = "followed"
# How long a browser may look again without the secret, and at how many files.
OPEN_FOR: Final = dt.timedelta(hours=2)
MOST_FILES: Final = 10
# Papers the applicant was given; the control slip names officers and stays inside.
OWN_SLIPS: Final = (
    FormKind.RECEIPT,
    FormKind.SUPPLEMENT,
    FormKind.REFUSAL,
    FormKind.APOLOGY,
    FormKind.STOP,
    FormKind.STOP_BY_AGENCY,
)


def quoted(refusal: str) -> str:
    """A refusal of the rules, marked as Vietnamese on a page in another language."""
    return format_html('<span lang="vi">{}</span>', refusal) if is_foreign() else refusal


class TrackForm(forms.Form):
    """Code and secret as people type them. What cannot be one is told at the field."""

    code = forms.CharField(
        label=_("Mã hồ sơ"),
        max_length=60,
        help_text=_("In ở đầu giấy hẹn, ví dụ H29.101.01-260225-0001."),
        error_messages={"required": _("Hãy nhập mã hồ sơ.")},
    )
    secret = forms.CharField(
        label=_("Mã bí mật"),
        max_length=20,
        help_text=_("Tám chữ và số in cạnh mã QR trên giấy hẹn."),
        error_messages={"required": _("Hãy nhập mã bí mật.")},
    )

    def clean_code(self) -> str:
        try:
            return number_of(self.cleaned_data["code"])
        except BadCode as fault:
            raise forms.ValidationError(quoted(str(fault))) from fault

    def clean_secret(self) -> str:
        try:
            return normalise_secret(self.cleaned_data["secret"])
        except BadCode as fault:
            raise forms.ValidationError(quoted(str(fault))) from fault


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def track_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; a right pair leads to the file's clean address."""
    if request.method != "POST":
        return _form_page(request, visit, TrackForm(initial={"code": request.GET.get("code", "")}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _form_page(request, visit, form, status=422)
    given = form.cleaned_data
    try:
        return _opened(request, visit, given["code"], given["secret"])
    except TooManyTries as refusal:
        return _too_many(request, visit, refusal.text)
    except NotFound as refusal:
        form.add_error(None, quoted(refusal.text))
        return _form_page(request, visit, form, status=422)


@require_safe
@public_view
def exchange(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The QR's link: the secret leaves the address at once, right or wrong."""
    try:
        answer = _opened(request, visit, code[:60], request.GET.get("s", "")[:60])
    except TooManyTries:
        answer = redirect("portal_wait")
    except NotFound as refusal:
        messages.error(request, quoted(refusal.text))
        answer = redirect("portal_track")
    # Only here is a secret in the address; elsewhere "same-origin" stays, for without an origin
    # browsers send forms that Django refuses.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return kept(request, answer, SECRET)


@require_safe
@public_view
def wait(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where the QR's link leads after too many guesses: the secret must not stay in an address."""
    return _too_many(request, visit, TOO_MANY)


@require_safe
@public_view
def tracked(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """The file itself, for a browser that has shown the secret lately."""
    case_id = still_open(request, visit, code)
    if case_id is None:
        return kept(request, redirect(f"{form_address()}?code={code}"), SECRET)
    case = followed_case(case_id)
    usual = usual_working_days(case.version.procedure_id, visit.at)
    page = page_of_case(case)
    context = standing_of(page, usual=usual, at=visit.at)
    context["rating"] = rating_context(case)
    context["slips"] = [
        (sheet, reverse("portal_slip", args=[case.number, sheet.kind.value, sheet.number]))
        for sheet in available(page)
        if sheet.kind in OWN_SLIPS
    ]
    return show(
        request,
        visit,
        "portal/tracked.html",
        context,
        area="track",
        agency=case.agency,
        keep=SECRET,
    )


@require_safe
@public_view
def slip_of_case(
    request: HttpRequest, visit: Visit, code: str, kind: str, number: int
) -> HttpResponse:
    """A paper the applicant was given, again as PDF; for a browser that has shown the secret."""
    case_id = still_open(request, visit, code)
    if case_id is None:
        return kept(request, redirect(f"{form_address()}?code={code}"), SECRET)
    if kind not in OWN_SLIPS:
        raise NotFound(f"Hồ sơ {code} không có phiếu này.")
    printed = slip(
        page_of_case(followed_case(case_id)),
        FormKind(kind),
        on=visit.today,
        site_url=settings.MOTCUA_URL,
        number=number,
    )
    answer = HttpResponse(printed.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{printed.name}"'
    return kept(request, answer, SECRET)


@require_POST
@public_view
def close(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Forget what was looked up in this browser: for the computers many people use."""
    request.session.pop(FOLLOWED, None)
    answer = kept(request, redirect("portal_track"), SECRET)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _opened(request: HttpRequest, visit: Visit, code: str, secret: str) -> HttpResponse:
    address = str(request.META.get("REMOTE_ADDR", ""))
    case = track(code=code, secret=secret, address=address, at=visit.at)
    _remember(request, visit, case)
    return kept(request, redirect("portal_tracked", code=case.number), SECRET)


def _remember(request: HttpRequest, visit: Visit, case: Case) -> None:
    opened: dict[str, Any] = request.session.get(FOLLOWED, {})
    opened = {**opened, case.number: [case.pk, visit.at.isoformat()]}
    request.session[FOLLOWED] = dict(list(opened.items())[-MOST_FILES:])
    if not request.user.is_authenticated:
        request.session.set_expiry(0)


def still_open(request: HttpRequest, visit: Visit, code: str) -> int | None:
    """The file this browser has shown the secret of lately; None when it has not."""
    entry = request.session.get(FOLLOWED, {}).get(code)
    if entry is None or dt.datetime.fromisoformat(entry[1]) < visit.at - OPEN_FOR:
        return None
    return int(entry[0])


def form_address() -> str:
    """Where one gives code and secret."""
    return redirect("portal_track").url


def _form_page(
    request: HttpRequest, visit: Visit, form: TrackForm, *, status: int = 200
) -> HttpResponse:
    opened = request.session.get(FOLLOWED, {})
    context = {
        "form": form,
        "opened": [code for code in opened if still_open(request, visit, code)],
    }
    return show(
        request,
        visit,
        "portal/track.html",
        context,
        area="track",
        status=status,
        keep=SECRET,
    )


def _too_many(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    context = {"text": text}
    answer = show(
        request, visit, "portal/too_many.html", context, area="track", status=429, keep=SECRET
    )
    answer.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return answer
