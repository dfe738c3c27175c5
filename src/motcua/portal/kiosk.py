"""The tablet at the desk: which file, how content, thank you, and back to the start by itself.

A tablet is paired once by a link and then known by a cookie that opens nothing else. Every screen
is a page of its own and works without script; with script answers are kept while the line is down.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from motcua.cases.models import Case
from motcua.kernel.codes import BadCode, parse_case_code
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.portal.door import PRIVATE, SECRET, Visit, kept, public_view, show
from motcua.portal.opinion import choices
from motcua.surveys.actions import answer_at_kiosk, note_seen
from motcua.surveys.models import Kiosk
from motcua.surveys.queries import kiosk_of, offered_at_kiosk

COOKIE: Final = "__Host-kiosk" if settings.SESSION_COOKIE_SECURE else "kiosk"
COOKIE_DAYS: Final = 400
# Seconds until the screen goes back to the start: after thanks, and when nobody touches the faces.
AFTER_THANKS: Final = 4
WHEN_IDLE: Final = 25
FRESH: Final = 15


@require_safe
@public_view
def pair(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The link that an administrator opens on the tablet, once: the token leaves the address."""
    kiosk = kiosk_of(token)
    if kiosk is None:
        raise NotFound(_("Liên kết ghép máy không đúng hoặc máy đã ngừng dùng."))
    note_seen(kiosk, waiting=0, at=visit.at)
    answer = redirect("portal_kiosk")
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    return kept(request, answer, SECRET)


@require_safe
@ensure_csrf_cookie
@public_view
def kiosk(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The screen of now: the files to choose from, the faces for one, or thanks."""
    known = _kiosk(request)
    if known is None:
        context: dict[str, Any] = {"screen": "unknown"}
        return show(request, visit, "portal/kiosk.html", context, keep=PRIVATE)
    note_seen(known, waiting=0, at=visit.at)
    offered = [_offer(case) for case in offered_at_kiosk(known.agency_id, at=visit.at)]
    chosen = next((one for one in offered if one["number"] == request.GET.get("file")), None)
    screen = "faces" if chosen else "thanks" if "thanks" in request.GET else "start"
    seconds = {"faces": WHEN_IDLE, "thanks": AFTER_THANKS, "start": FRESH}[screen]
    context = {
        "screen": screen,
        "seconds": seconds,
        "offered": offered,
        "chosen": chosen,
        "choices": choices(),
        "kiosk": known,
        "after_thanks": AFTER_THANKS,
        "when_idle": WHEN_IDLE,
        "fresh": FRESH,
    }
    return show(request, visit, "portal/kiosk.html", context, agency=known.agency, keep=PRIVATE)


@require_safe
@public_view
def kiosk_files(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The files to choose from, as JSON, and the heartbeat: `?waiting=` answers are held back."""
    known = _kiosk(request)
    if known is None:
        return _json(request, {"error": _("Máy này chưa được ghép.")}, 403)
    waiting = request.GET.get("waiting", "")
    note_seen(known, waiting=min(int(waiting), 9999) if waiting.isdecimal() else 0, at=visit.at)
    offered = offered_at_kiosk(known.agency_id, at=visit.at)
    return _json(request, {"files": [_offer(case) for case in offered]}, 200)


@require_POST
@public_view
def kiosk_answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One answer. To a script (`X-Requested-With`) JSON: 200 kept, 409 and 422 never will be."""
    by_script = "X-Requested-With" in request.headers
    known = _kiosk(request)
    if known is None:
        if by_script:
            return _json(request, {"error": _("Máy này chưa được ghép.")}, 403)
        return kept(request, redirect("portal_kiosk"), PRIVATE)
    try:
        answer_at_kiosk(
            known,
            number=request.POST.get("file", "")[:60],
            value=request.POST.get("value", ""),
            told=request.POST.get("at", "")[:40],
            at=visit.at,
        )
    except Refused as refusal:
        if by_script:
            return _json(request, {"error": refusal.text}, 409 if _is_late(refusal) else 422)
        return kept(request, redirect("portal_kiosk"), PRIVATE)
    if by_script:
        return _json(request, {"kept": True}, 200)
    return kept(request, redirect(f"{redirect('portal_kiosk').url}?thanks"), PRIVATE)


def _is_late(refusal: Refused) -> bool:
    return isinstance(refusal, Conflict)


def _kiosk(request: HttpRequest) -> Kiosk | None:
    return kiosk_of(request.COOKIES.get(COOKIE, ""))


def _offer(case: Case) -> dict[str, str]:
    """A file by the end of its number and its day: enough for its owner, not for others."""
    try:
        code = parse_case_code(case.number)
    except BadCode:  # never accepted: a provisional number, which has no day
        return {"number": case.number, "short": case.number[-6:], "day": ""}
    day = _("nhận %s") % f"{code.day:%d/%m}"
    return {"number": case.number, "short": code.number, "day": day}


def _json(request: HttpRequest, body: dict[str, object], status: int) -> HttpResponse:
    return kept(request, JsonResponse(body, status=status), SECRET)
