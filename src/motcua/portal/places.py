"""Which commune was what: a public page to look up names of before and of now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.places.queries import MOST_FOUND, find_places
from motcua.portal.door import Visit, public_view, show

LONGEST = 120


@require_safe
@public_view
def places(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Communes by words: today's, and the former ones with what they have become."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    found = find_places(asked, on=visit.today)
    context = {"asked": asked, "found": found, "full": len(found) == MOST_FOUND}
    return show(request, visit, "portal/places.html", context, area="help")
