"""Which agency takes files of a procedure, from when, and which of its units handles them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.catalogue import actions
from motcua.catalogue.access import EDITORS, check_can_offer
from motcua.catalogue.queries import unit_choices
from motcua.desk.door import Officer, officer_view
from motcua.desk.rooms.catalogue import AREA
from motcua.desk.rooms.publishing import trail_to
from motcua.desk.rooms.sheet import DayField, Sheet, check_room, done, form_page, posted, today_of
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code


class AgencyForm(forms.Form):
    """First the agency, for its units are asked next."""

    agency_code = forms.ChoiceField(label=gettext_lazy("Cơ quan tiếp nhận"))

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency_code"].choices = agencies  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """From when, and which unit handles the files."""

    unit_id = forms.TypedChoiceField(
        label=gettext_lazy("Bộ phận giải quyết"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Để trống là phòng chuyên môn đầu tiên của cơ quan."),
    )
    valid_from = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", gettext_lazy("Không chỉ định")), *units]
        self.fields["unit_id"].choices = choices  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    """The last day of an offer."""

    last_day = DayField(label=gettext_lazy("Ngày tiếp nhận cuối cùng"))


@require_http_methods(["GET", "POST"])
@officer_view
def offer_agency(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Choose the agency."""
    check_room(officer, *EDITORS)
    form = AgencyForm(posted(request), agencies=_agencies(officer))
    sheet = Sheet(
        title=_("Đăng ký tiếp nhận thủ tục %s") % code,
        area=AREA,
        trail=trail_to(code, _("Đăng ký tiếp nhận")),
        button=_("Tiếp tục"),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        answer: HttpResponse = redirect("desk_offer", code=code, agency=facts["agency_code"])
        return answer

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def offer_page(request: HttpRequest, officer: Officer, code: str, agency: str) -> HttpResponse:
    """From when, and which unit; offering again changes the unit."""
    taking = agency_by_code(agency)
    check_can_offer(officer.actor, taking.path)
    today = today_of(officer)
    units = unit_choices(taking.pk, on=today)
    form = OfferForm(posted(request), units=units, initial={"valid_from": today})
    sheet = Sheet(
        title=_("%(agency)s tiếp nhận thủ tục %(code)s")
        % {"agency": taking.short_name, "code": code},
        area=AREA,
        trail=trail_to(code, _("Đăng ký tiếp nhận")),
        button=_("Đăng ký tiếp nhận"),
        names={"unit": "unit_id"},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        actions.offer(code=code, agency_code=agency, actor=officer.actor, at=officer.at, **facts)
        text = _("%s tiếp nhận thủ tục này.") % taking.short_name
        return done(request, text, "desk_procedure", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def offer_end(request: HttpRequest, officer: Officer, code: str, agency: str) -> HttpResponse:
    """No more files after a day."""
    taking = agency_by_code(agency)
    check_can_offer(officer.actor, taking.path)
    form = LastDayForm(posted(request), initial={"last_day": today_of(officer)})
    sheet = Sheet(
        title=_("%(agency)s thôi tiếp nhận thủ tục %(code)s")
        % {"agency": taking.short_name, "code": code},
        area=AREA,
        trail=trail_to(code, _("Thôi tiếp nhận")),
        button=_("Thôi tiếp nhận"),
        intro=_("Hồ sơ đã nhận vẫn được giải quyết."),
        grave=True,
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        actions.withdraw_offer(
            code=code, agency_code=agency, actor=officer.actor, at=officer.at, **facts
        )
        text = _("%s thôi tiếp nhận thủ tục này sau ngày đã chọn.") % taking.short_name
        return done(request, text, "desk_procedure", code=code)

    return form_page(request, officer, form, sheet, act)


def _agencies(officer: Officer) -> list[tuple[str, str]]:
    """Agencies in force that the person may speak for. One query."""
    paths = officer.actor.paths(*EDITORS)
    rows = Agency.objects.on(today_of(officer)).order_by("code")
    return [
        (one.code, f"{one.short_name} ({one.code})")
        for one in rows
        if any(one.path.startswith(path) for path in paths)
    ]
