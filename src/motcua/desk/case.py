"""A file on one page: who, what, clock, papers, steps, journal, and what may be done now."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.cases.access import can_view_personal, check_can_receive
from motcua.cases.access.possible import verbs_now
from motcua.cases.actions.looks import (
    IMPERSONAL_SLIPS,
    look_at_paper,
    look_at_people,
    look_at_slip,
)
from motcua.cases.actions.verbs import act_on
from motcua.cases.queries.page import CasePage, case_page, spans
from motcua.cases.rules.links import tracking_link
from motcua.cases.rules.parties import party_from
from motcua.cases.states import CLOSED, PaperState, Verb
from motcua.desk.brief import brief_of, facts_of
from motcua.desk.course import marks_of
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.posted import fields_of
from motcua.desk.rooms.flow import drawing_of
from motcua.desk.rooms.processes import timer_words
from motcua.desk.story import events_of
from motcua.desk.verbs import forms_for
from motcua.files.queries import download_headers, open_stored
from motcua.kernel.codes import format_secret
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.worktime import day_of
from motcua.online.queries.own import told_by
from motcua.slips.forms import FormKind
from motcua.slips.queries import available, slip
from motcua.ui.qr import qr_svg
from motcua.ui.said import said


@require_GET
@officer_view
def case(request: HttpRequest, officer: Officer, number: str) -> HttpResponse:
    """The page. Seeing a whole identity number is a look, and kept."""
    return _page(request, officer, number)


def _page(
    request: HttpRequest,
    officer: Officer,
    number: str,
    fault: Refused | None = None,
    verb: str = "",
) -> HttpResponse:
    page = case_page(number, officer.actor)
    context = brief_of(page, officer) | _whole(page, officer, fault, verb)
    if fault is not None:
        context["typed"] = request.POST
    status = 200 if fault is None else 409 if isinstance(fault, Conflict) else 422
    return show(request, officer, "desk/case.html", context, area="case", status=status)


def _whole(page: CasePage, officer: Officer, fault: Refused | None, verb: str) -> dict[str, Any]:
    found = page.case
    full = can_view_personal(officer.actor, found)
    if full:
        look_at_people(found, actor=officer.actor, at=officer.at)
    forms = forms_for(page, verbs_now(page, officer.actor), actor=officer.actor, at=officer.at)
    return {
        "applicant": facts_of(party_from(found.applicant), full=full),
        "owner": facts_of(party_from(found.owner), full=full) if found.owner else [],
        "papers": [p for p in page.papers if p.state != PaperState.REPLACED],
        "replaced": [p for p in page.papers if p.state == PaperState.REPLACED],
        "requests": page.requests,
        "extensions": page.extensions,
        "result": page.result,
        "events": events_of(page),
        "spans": [(span, timer_words(span.task) if span.live else []) for span in spans(page)],
        "drawing": drawing_of(page.graph, marks=marks_of(page, officer)) if page.items else None,
        "children": page.children,
        "opened_by": page.opened_by,
        "slips": [s for s in available(page) if full or s.kind in IMPERSONAL_SLIPS],
        "forms": forms,
        "fault_shown": any(form.verb == verb for form in forms),
        "fault": fault,
        "fault_verb": verb,
        "act_key": uuid.uuid4().hex,
        "closed": found.state in CLOSED,
        "fee": found.fee,
        "declared": told_by(found, on=day_of(officer.at)) if full else [],
        "secret": format_secret(found.secret) if found.code and full else "",
    }


@require_POST
@officer_view
def act(request: HttpRequest, officer: Officer, number: str, verb: str) -> HttpResponse:
    """Do one verb; a refusal comes back on the page, at the form it belongs to."""
    try:
        wanted = Verb(verb)
    except ValueError as error:
        raise Http404 from error
    seen = request.POST.get("seen", "")
    try:
        done = act_on(
            number,
            wanted,
            actor=officer.actor,
            at=officer.at,
            key=officer.key_of(request),
            seen=int(seen) if seen.isdecimal() else None,
            **fields_of(wanted, request, officer),
        )
    except NotFound:
        raise
    except Refused as fault:
        return _page(request, officer, number, fault, verb)
    messages.success(request, _("%(verb)s: đã thực hiện.") % {"verb": said(wanted.label)})
    if wanted == Verb.ACCEPT:
        return redirect("desk_accepted", number=done.number)
    return redirect("desk_case", number=done.number)


@require_GET
@officer_view
def accepted(request: HttpRequest, officer: Officer, number: str) -> HttpResponse:
    """After acceptance: the ticket, the secret, the receipt to print, and on to the next file."""
    page = case_page(number, officer.actor)
    found = page.case
    if not found.code:
        raise NotFound(f"Hồ sơ {number} chưa được tiếp nhận.")
    # The secret stands on it, as on the slip that goes into the applicant's hand.
    check_can_receive(officer.actor, found.agency_id)
    brief = brief_of(page, officer)
    ticket = brief["ticket"] | {
        "secret": format_secret(found.secret),
        "qr": qr_svg(tracking_link(settings.MOTCUA_URL, found.code, found.secret)),
    }
    return show(request, officer, "desk/accepted.html", brief | {"ticket": ticket}, area="intake")


@require_GET
@officer_view
def slip_pdf(
    request: HttpRequest, officer: Officer, number: str, kind: str, nth: int = 0
) -> HttpResponse:
    """One printed form of a file."""
    try:
        wanted = FormKind(kind)
    except ValueError as error:
        raise Http404 from error
    page = case_page(number, officer.actor)
    printed = slip(page, wanted, on=day_of(officer.at), number=nth, site_url=settings.MOTCUA_URL)
    look_at_slip(page.case, kind, actor=officer.actor, at=officer.at)
    return HttpResponse(
        printed.pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{printed.name}"'},
    )


@require_GET
@officer_view
def paper_file(request: HttpRequest, officer: Officer, number: str, paper: int) -> HttpResponseBase:
    """A stored paper of a file one may see; always as an attachment, never run by the browser."""
    found = look_at_paper(number, paper, actor=officer.actor, at=officer.at)
    assert found.file is not None  # look_at_paper refuses a paper without a file
    response = FileResponse(open_stored(found.file))
    # Afterwards: it makes a disposition of its own, inline and under the name in the store.
    for name, value in download_headers(found.file).items():
        response.headers[name] = value
    return response
