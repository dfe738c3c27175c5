"""The tablets at the desks of an agency: set up, seen, taken out of use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.organisation import AREA, agency_of, trail_of
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, posted
from motcua.kernel.refusals import NotFound
from motcua.organisation.models import Agency
from motcua.surveys.actions import revoke_kiosk, set_up_kiosk
from motcua.surveys.models import Kiosk
from motcua.surveys.queries import kiosks_of
from motcua.surveys.rules import NAME_LENGTH, SILENT_AFTER


class KioskForm(forms.Form):
    """Where the tablet stands."""

    name = forms.CharField(
        label=gettext_lazy("Tên máy"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Nơi đặt máy, ví dụ “Quầy 2”."),
        error_messages={"required": gettext_lazy("Hãy đặt tên máy.")},
    )


@require_GET
@officer_view
def kiosks(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """The tablets of an agency: when each was seen last, and what it holds back."""
    agency = agency_of(officer, code)
    context = {
        "title": _("Máy đánh giá tại quầy"),
        "trail": [*trail_of(agency), (_("Máy đánh giá tại quầy"), "")],
        "agency": agency,
        "rows": [_row(one, officer.at) for one in kiosks_of(agency.pk)],
    }
    return show(request, officer, "desk/rooms/kiosks.html", context, area=AREA)


def _row(one: Kiosk, at: dt.datetime) -> dict[str, Any]:
    seen = one.seen_at
    return {
        "pk": one.pk,
        "name": one.name,
        "seen": seen,
        "waiting": one.waiting,
        "revoked": one.revoked_at,
        "silent": one.revoked_at is None and (seen is None or seen < at - SILENT_AFTER),
    }


@require_http_methods(["GET", "POST"])
@officer_view
def kiosk_new(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new tablet; the link that pairs it is shown once."""
    agency = agency_of(officer, code)
    sheet = Sheet(
        title=_("Thêm máy đánh giá"),
        area=AREA,
        trail=_trail(agency, _("Thêm máy đánh giá")),
        button=_("Thêm máy"),
        intro=_(
            "Máy chỉ hỏi mức độ hài lòng về hồ sơ vừa xong của cơ quan, không mở được gì khác."
        ),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        kiosk, token = set_up_kiosk(
            actor=officer.actor, agency_id=agency.pk, at=officer.at, **facts
        )
        link = settings.MOTCUA_URL.rstrip("/") + reverse(
            "portal_kiosk_pair", kwargs={"token": token}
        )
        context = {
            "title": _("Ghép máy %s") % kiosk.name,
            "trail": _trail(agency, kiosk.name),
            "link": link,
            "agency": agency,
        }
        # Not redirected to: the page that shows a secret is kept nowhere.
        return show(request, officer, "desk/rooms/kiosk_link.html", context, area=AREA)

    return form_page(request, officer, KioskForm(posted(request)), sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def kiosk_end(request: HttpRequest, officer: Officer, code: str, kiosk: int) -> HttpResponse:
    """Take a tablet out of use, lost or stolen ones too."""
    agency = agency_of(officer, code)
    found = next((one for one in kiosks_of(agency.pk) if one.pk == kiosk), None)
    if found is None or found.revoked_at is not None:
        raise NotFound(_("Không có máy này, hoặc đã ngừng dùng."))
    sheet = Sheet(
        title=_("Ngừng dùng máy %s") % found.name,
        area=AREA,
        trail=_trail(agency, _("Ngừng dùng máy")),
        button=_("Ngừng dùng máy"),
        intro=_("Máy mất quyền ngay. Đánh giá còn nằm trong máy mà chưa gửi sẽ mất."),
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        revoke_kiosk(actor=officer.actor, kiosk_id=found.pk, at=officer.at)
        return done(request, _("Đã ngừng dùng máy."), "desk_kiosks", code=agency.code)

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


def _trail(agency: Agency, last: str) -> Trail:
    back = reverse("desk_kiosks", kwargs={"code": agency.code})
    return [*trail_of(agency), (_("Máy đánh giá tại quầy"), back), (last, "")]
