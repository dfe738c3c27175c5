"""The table of places: found by words, and a row corrected after a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.sheet import DayField, Sheet, done, form_page, posted, today_of
from motcua.places.access import check_can_correct_places
from motcua.places.actions import SHIPPED, correct_place
from motcua.places.models import Place
from motcua.places.queries import codes_now, find_places, lies_in, place_of

AREA = "organisation"


class PlaceForm(forms.Form):
    """Name, days, what it has become, and the document that says so."""

    name = forms.CharField(label=gettext_lazy("Tên"), max_length=100)
    valid_from = DayField(label=gettext_lazy("Từ ngày"), required=False)
    valid_to = DayField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Để trống khi còn hiệu lực."),
    )
    now = forms.CharField(
        label=gettext_lazy("Nay là (mã xã, phường, cách nhau bằng dấu cách)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Nhiều mã khi bị chia; khi đó cán bộ xác định theo số nhà."),
    )
    document = forms.CharField(
        label=gettext_lazy("Văn bản làm căn cứ"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi văn bản làm căn cứ.")},
    )


@require_GET
@officer_view
def places(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Look a place up, to correct it."""
    check_can_correct_places(officer.actor)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    context = {
        "title": _("Địa danh"),
        "asked": asked,
        "found": find_places(asked, on=today_of(officer)),
    }
    return show(request, officer, "desk/rooms/places.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def place(request: HttpRequest, officer: Officer, place: int) -> HttpResponse:
    """Correct a row."""
    check_can_correct_places(officer.actor)
    found = place_of(place)
    title = _("Sửa địa danh %s") % found.name
    sheet = Sheet(
        title=title,
        area=AREA,
        trail=[(_("Địa danh"), reverse("desk_places")), (title, "")],
        button=_("Lưu địa danh"),
        intro=_("Mã %(code)s, thuộc %(within)s. Địa chỉ trong hồ sơ cũ giữ nguyên như đã ghi.")
        % {"code": found.code, "within": lies_in(found) or _("cả nước")},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        correct_place(
            place,
            name=facts["name"],
            valid_from=facts["valid_from"],
            valid_to=facts["valid_to"],
            now=facts["now"].split(),
            document=facts["document"],
            actor=officer.actor,
            at=officer.at,
        )
        return done(request, _("Đã sửa địa danh."), "desk_places")

    return form_page(
        request, officer, PlaceForm(posted(request), initial=_first(found)), sheet, act
    )


def _first(found: Place) -> dict[str, Any]:
    return {
        "name": found.name,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "now": " ".join(codes_now(found)),
        # A correction rests on a document of its own.
        "document": "" if found.document == SHIPPED else found.document,
    }
