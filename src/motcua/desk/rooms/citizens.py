"""Opening an account for a citizen at the counter, who goes home with a one-time link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.accounts.rules import account_link
from motcua.cases.access import check_can_receive
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.sheet import Sheet, form_page, posted
from motcua.online.actions.accounts import open_for_citizen
from motcua.online.queries.own import opened_at_desk
from motcua.ui.qr import qr_svg

AREA = "citizens"


class CitizenForm(forms.Form):
    """What stands on the card, and how to reach the person."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    personal_number = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân"),
        max_length=20,
        help_text=gettext_lazy("Theo thẻ căn cước người dân đưa; cán bộ đã đối chiếu mặt người."),
    )
    phone = forms.CharField(label=gettext_lazy("Số điện thoại"), max_length=20, required=False)
    email = forms.EmailField(label=gettext_lazy("Thư điện tử"), required=False)


@require_http_methods(["GET", "POST"])
@officer_view
def citizen_new(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The form, then the link, which is shown this once."""
    seat = officer.seat
    check_can_receive(officer.actor, seat.agency_id)
    count = opened_at_desk(seat.agency_id, year=officer.at.year)
    sheet = Sheet(
        title=_("Mở tài khoản công dân"),
        area=AREA,
        trail=[(_("Mở tài khoản công dân"), "")],
        button=_("Mở tài khoản"),
        intro=_("Năm nay cơ quan đã mở hộ %(n)d tài khoản.") % {"n": count},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        account, token = open_for_citizen(
            actor=officer.actor, agency_id=seat.agency_id, at=officer.at, **facts
        )
        link = account_link(settings.MOTCUA_URL, token)
        context = {
            "title": _("Giao liên kết cho người dân"),
            "trail": [(_("Mở tài khoản công dân"), "")],
            "person": account,
            "link": link,
            "qr": qr_svg(link),
        }
        # Not redirected to: the page that shows a secret is kept nowhere.
        return show(request, officer, "desk/rooms/citizen_link.html", context, area=AREA)

    return form_page(request, officer, CitizenForm(posted(request)), sheet, act)
