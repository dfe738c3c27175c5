"""The officers' door: who stands before it, what time it is, and how refusals are shown.

A view is `def view(request, officer, …)`: it makes one call below and shapes the answer. Rights
are checked below; here only: no session, no seat.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.accounts.models import Account
from motcua.cases.queries.lists import Moments, WorkList, counts, lists_for
from motcua.desk.menu import menu_of
from motcua.journal.rules import ActKey, act_key
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, WorkCalendar, end_of_day
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import Actor, Seat
from motcua.organisation.states import Role
from motcua.ui.said import said
from motcua.workcalendar.queries import calendar_for

POST_IN_USE = "post"
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Officer:
    """The person at the desk for the length of one request."""

    actor: Actor
    at: dt.datetime
    seat: Seat
    calendar: WorkCalendar

    @property
    def moments(self) -> Moments:
        """The edges of the lists: soon is the end of the next working day, stale a day ago."""
        today = self.at.astimezone(VIETNAM).date()
        try:
            soon = end_of_day(self.calendar.add_working_days(today, 1))
        except BeyondHorizon:
            soon = end_of_day(today + dt.timedelta(days=1))
        return Moments(at=self.at, soon=soon, stale=self.at - dt.timedelta(days=1))

    def key_of(self, request: HttpRequest) -> ActKey | None:
        """The hidden key of a form: pressing the button twice acts once."""
        return act_key(self.actor.account_id, request.POST.get("act_key"), _body(request))


def _body(request: HttpRequest) -> bytes:
    """What was asked, for telling a repeat from another request with the same key."""
    pairs = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("act_key", "csrfmiddlewaretoken")
        for value in values
    )
    return f"{request.path}\n{pairs}".encode()


def officer_view(view: Callable[Concatenate[HttpRequest, Officer, ...], HttpResponseBase]) -> View:
    """Let officers with a seat in; show every refusal as a page that says what to do."""

    @wraps(view)
    def door(request: HttpRequest, **path: Any) -> HttpResponseBase:
        account_id = _account_id(request)
        at = timezone.now()
        actor = actor_for_session(account_id, at=at) if account_id else None
        if actor is None:
            return _signed_out(request)
        if not actor.seats:
            return render(request, "desk/no_seat.html", {"name": actor.name}, status=403)
        seat = _seat_in_use(request, actor)
        officer = Officer(actor, at, seat, calendar_for(seat.agency_id))
        try:
            return view(request, officer, **path)
        except NotFound as refusal:
            return _refusal(request, officer, refusal, 404)
        except Forbidden as refusal:
            return _refusal(request, officer, refusal, 403)
        except (Refused, BeyondHorizon) as refusal:
            return _refusal(request, officer, refusal, 409)

    return door


def _signed_out(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; a fragment or a check by script gets a plain 401 instead."""
    if getattr(request, "htmx", False) or request.headers.get("X-Requested-With"):
        return HttpResponse(_("Phiên làm việc đã hết."), status=401, content_type="text/plain")
    # a form cannot be sent again by a redirect: come back to the desk
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/desk/")


def _account_id(request: HttpRequest) -> int | None:
    user = request.user
    return user.pk if isinstance(user, Account) else None


def _seat_in_use(request: HttpRequest, actor: Actor) -> Seat:
    chosen = request.session.get(POST_IN_USE)
    return next((seat for seat in actor.seats if seat.post_id == chosen), actor.seats[0])


def _refusal(
    request: HttpRequest, officer: Officer, refusal: Exception, status: int
) -> HttpResponse:
    """The refusal as a page; for a fragment only the sentence, so that it lands in its place."""
    text = getattr(refusal, "text", str(refusal))
    if getattr(request, "htmx", False):
        return render(request, "desk/refusal_part.html", {"text": text}, status=status)
    return show(request, officer, "desk/refusal.html", {"text": text}, status=status)


def show(
    request: HttpRequest,
    officer: Officer,
    template: str,
    context: dict[str, Any],
    *,
    area: str = "",
    status: int = 200,
) -> HttpResponse:
    """A whole desk page with its bar and menu. One statement: the counts."""
    numbers = counts(officer.actor, officer.moments)
    base = {
        "area": area,
        "office": {"place": officer.seat.place},
        "desk": desk_context(officer, numbers),
        "theme": request.COOKIES.get("theme", "auto"),
    }
    return render(request, template, base | context, status=status)


def desk_context(officer: Officer, numbers: dict[WorkList, int]) -> dict[str, Any]:
    """What the bar and the side menu of desk/base.html show."""
    seat, actor = officer.seat, officer.actor
    return {
        "person": actor.name,
        "post": _post_words(seat),
        "posts": [
            {
                "id": other.post_id,
                "label": other.title or said(other.role.label),
                "unit": other.on_behalf_of and _("thay %(who)s") % {"who": other.on_behalf_of},
                "current": other.post_id == seat.post_id,
            }
            for other in actor.seats
        ],
        "nav": menu_of(actor, lists_for(actor), numbers),
        "may_take_in": bool(actor.seats_as(Role.RECEPTION)),
    }


def _post_words(seat: Seat) -> str:
    words = seat.title or said(seat.role.label)
    if not seat.on_behalf_of:
        return words
    return _("%(post)s (thay %(who)s)") % {"post": words, "who": seat.on_behalf_of}


def focused(officer: Officer) -> Officer:
    """The officer with only the seat in use, where the choice of post decides."""
    return replace(officer, actor=replace(officer.actor, seats=(officer.seat,)))
