"""The citizens' door: what time it is, whose page it is, how refusals and caches are told.

A view is `def view(request, visit, …)`: it calls below and shapes the answer. No page needs script,
an account or a cookie; only looking a file up opens a session.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import day_of
from motcua.organisation.models import Agency
from motcua.organisation.queries import front_agency

# Seconds a public page may be kept. PRIVATE pages carry a form of this visitor; SECRET ones a file.
KEPT: Final = 300
PRIVATE: Final = 0
SECRET: Final = -1

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody we do not know."""

    at: dt.datetime

    @property
    def today(self) -> dt.date:
        return day_of(self.at)


def public_view(view: Callable[Concatenate[HttpRequest, Visit, ...], HttpResponse]) -> View:
    """Tell the time once; what is not there is a page that says where to look."""

    @wraps(view)
    def door(request: HttpRequest, **path: Any) -> HttpResponse:
        visit = Visit(timezone.now())
        try:
            _check_address(path)
            return view(request, visit, **path)
        except NotFound as refusal:
            context = {"text": refusal.text}
            return show(request, visit, "portal/missing.html", context, status=404, keep=PRIVATE)

    return door


def _check_address(path: dict[str, Any]) -> None:
    """PostgreSQL refuses the character NUL even in a question."""
    if any("\x00" in str(part) for part in path.values()):
        raise NotFound("Địa chỉ này không đúng.")


def show(
    request: HttpRequest,
    visit: Visit,
    template: str,
    context: dict[str, Any],
    *,
    area: str = "",
    agency: Agency | None = None,
    status: int = 200,
    keep: int = KEPT,
) -> HttpResponse:
    """A whole page. One statement, for the agency in the header; none when the caller has it."""
    agency = agency or front_agency(on=visit.today)
    base = {"area": area, "office": office_of(agency)}
    return kept(request, render(request, template, base | context, status=status), keep)


def office_of(agency: Agency | None) -> dict[str, Any]:
    """What header and footer of portal/base.html show."""
    if agency is None:
        return {}
    return {
        "place": agency.short_name,
        "name": agency.desk_name or agency.name,
        "address": agency.address,
        "hotline": agency.hotline,
        "email": agency.email,
        "hours": [line.strip() for line in agency.opening_hours.split(";") if line.strip()],
    }


def kept(request: HttpRequest, answer: HttpResponse, keep: int) -> HttpResponse:
    """Say how long the answer may be kept. The language is in a cookie, so caches look at it."""
    patch_vary_headers(answer, ("Cookie",))
    if keep == SECRET:
        answer.headers["Cache-Control"] = "no-store, private"
    elif keep == PRIVATE:
        answer.headers["Cache-Control"] = "private, no-cache"
    elif settings.SESSION_COOKIE_NAME not in request.COOKIES:
        # With a session the outermost layer forbids keeping at all.
        answer.headers["Cache-Control"] = f"public, max-age={keep}"
    return answer
