"""The front page, and the page that explains the others."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.organisation.queries import agencies_on
from motcua.portal.agencies import saturday_note
from motcua.portal.door import PRIVATE, Visit, public_view, show
from motcua.portal.figures import year_so_far
from motcua.portal.tracking import TrackForm

# What people call it → what is searched: events of life in the catalogue's own words.
LIFE_EVENTS: Final = (
    (_("Sinh con"), "sinh con"),
    (_("Kết hôn"), "kết hôn"),
    (_("Mất giấy tờ"), "mất giấy tờ"),
    (_("Làm nhà"), "làm nhà"),
    (_("Mở cửa hàng"), "mở cửa hàng"),
    (_("Người thân qua đời"), "người thân qua đời"),
)


@require_safe
@public_view
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Search, track, and what the office does this year."""
    agencies = agencies_on(on=visit.today)
    front = agencies[0] if agencies else None
    desks = agencies[1:] or agencies
    context = {
        "life_events": LIFE_EVENTS,
        "form": TrackForm(auto_id="home_%s"),
        "desks": desks,
        "saturday": saturday_note(desks[0] if desks else None, visit.today),
        "figures": year_so_far(visit.today, at=visit.at),
        "year": visit.today.year,
    }
    return show(
        request, visit, "portal/home.html", context, area="home", agency=front, keep=PRIVATE
    )


@require_safe
@public_view
def guide(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How to find, hand in, follow and complain, in plain words."""
    return show(request, visit, "portal/help.html", {}, area="help")
