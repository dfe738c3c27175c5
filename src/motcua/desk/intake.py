"""Taking files in at the counter: one screen, by keyboard, the identity card fills the person."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.cases.access import check_can_receive
from motcua.cases.actions.intake import take_in
from motcua.cases.states import Channel, ReturnChannel
from motcua.catalogue.queries import for_intake, search_procedures
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.intake_form import chosen, intake_form, place_of, scans
from motcua.files.actions import take_upload
from motcua.kernel.identity import BadIdentity, parse_identity_card
from motcua.kernel.limits import parse_limit
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import BeyondHorizon, day_of
from motcua.ui.said import said


@require_http_methods(["GET", "POST"])
@officer_view
def intake(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The page; a refused file comes back with everything typed and the fault at its field."""
    check_can_receive(officer.actor, officer.seat.agency_id)
    if request.method == "GET":
        return _page(request, officer, request.GET)
    if "redraw" in request.POST:  # without script: show the papers of the chosen procedure
        return _page(request, officer, request.POST)
    key = officer.key_of(request)
    typed = request.POST.copy()
    try:
        files = _stored(request, officer, typed)
        form = intake_form(typed, files, officer)
        case = take_in(form=form, actor=officer.actor, at=officer.at, key=key)
    except Refused as fault:
        return _page(request, officer, typed, fault)
    except BeyondHorizon as beyond:
        return _page(request, officer, typed, Refused(str(beyond), field="procedure_code"))
    if case.code:
        return redirect("desk_accepted", number=case.code)
    return redirect("desk_case", number=case.number)


def _stored(request: HttpRequest, officer: Officer, typed: QueryDict) -> dict[str, int]:
    """Scans go to the paper store first; a row without its bytes must be impossible.

    What was stored is noted in `typed`: a refused form comes back with its scans.
    """
    stored = {}
    for key, upload in scans(request.FILES).items():
        try:
            row = take_upload(upload, actor_id=officer.actor.account_id, at=officer.at)
        except Refused as fault:
            raise Refused(f"{upload.name}: {fault.text}", field=f"paper_{key}_file") from fault
        stored[key] = row.pk
        typed[f"paper_{key}_stored"] = str(row.pk)
        typed[f"paper_{key}_stored_name"] = row.name
    return stored


def _page(
    request: HttpRequest, officer: Officer, typed: QueryDict, fault: Refused | None = None
) -> HttpResponse:
    code = typed.get("procedure", "")
    part, fault = _part(code, typed, officer, fault)
    words = typed.get("procedure_text", "")
    context: dict[str, Any] = {
        "typed": typed,
        "fault": fault,
        "words": part["version"].name if part else words,
        "procedure_error": fault.text if fault and fault.field == "procedure_code" else "",
        "errors": [{"href": f"#{place_of(fault, typed)}", "text": fault.text}] if fault else [],
        "matches": _matches(words, officer) if words and not code else [],
        "channels": [Channel.COUNTER, Channel.POSTAL],
        "return_channels": list(ReturnChannel),
        "account_id": officer.actor.account_id,
        "act_key": typed.get("act_key") or uuid.uuid4().hex,
        **part,
    }
    return show(
        request,
        officer,
        "desk/intake.html",
        context,
        area="intake",
        status=422 if fault else 200,
    )


def _part(
    code: str, typed: QueryDict, officer: Officer, fault: Refused | None
) -> tuple[dict[str, Any], Refused | None]:
    if not code:
        missing = Refused(_("Hãy chọn thủ tục."), field="procedure_code")
        return {}, fault and missing
    try:
        version = for_intake(
            procedure_code=code, agency_id=officer.seat.agency_id, on=day_of(officer.at)
        )
    except Refused as refusal:
        return {}, refusal
    return chosen(version, typed, officer, fault), fault


@require_GET
@officer_view
def intake_part(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Papers, fee and due date of the chosen procedure, redrawn while typing."""
    part, fault = _part(request.GET.get("procedure", ""), request.GET, officer, None)
    context = part | {"fault": fault, "typed": request.GET}
    return render(request, "desk/intake_answer.html", context)


@require_GET
@officer_view
def procedure_options(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the type-ahead offers: procedures this agency takes today."""
    options = _matches(request.GET.get("q", ""), officer)
    context = {"options": options, "id": "procedure"}
    return render(request, "ui/combobox_options.html", context)


def _matches(words: str, officer: Officer) -> list[dict[str, str]]:
    found = search_procedures(q=words, agency_id=officer.seat.agency_id, on=day_of(officer.at))
    return [
        {
            "value": row.code,
            "label": row.name,
            "second": f"{row.code} · {row.field_name} · "
            + (said(parse_limit(row.limit).in_words) if row.limit else _("chưa có thời hạn")),
        }
        for row in found[:12]
    ]


@require_POST
@officer_view
def read_card(request: HttpRequest, officer: Officer) -> JsonResponse:
    """The text of an identity card's QR code as fields of the applicant."""
    try:
        card = parse_identity_card(request.POST.get("text", ""))
    except BadIdentity as fault:
        return JsonResponse({"fields": {}, "message": str(fault), "warnings": []})
    fields = {
        "applicant_kind": "person",
        "applicant_id_number": card.number,
        "applicant_name": card.name,
        "applicant_address": card.residence,
    }
    message = _("Đã đọc thẻ căn cước của %s.") % card.name
    return JsonResponse({"fields": fields, "message": message, "warnings": list(card.warnings)})
