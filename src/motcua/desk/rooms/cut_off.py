"""The day on which an agency's books close for reports, from a month on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.desk.door import Officer, officer_view
from motcua.desk.reports import AREA
from motcua.desk.rooms.sheet import Sheet, done, form_page, posted, today_of
from motcua.organisation.queries import agency_by_code
from motcua.reports.access import check_can_set_cut_off
from motcua.reports.actions import set_cut_off
from motcua.reports.queries import closings_of, cut_offs_of
from motcua.reports.rules import MOST_CUT_OFF


class CutOffForm(forms.Form):
    """From which month, on which day."""

    valid_from = forms.DateField(
        label=gettext_lazy("Từ tháng"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month", "class": "w-short"}, format="%Y-%m"),
        error_messages={
            "required": gettext_lazy("Hãy chọn tháng bắt đầu."),
            "invalid": gettext_lazy("Viết tháng như 2026-07."),
        },
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Chốt số liệu vào"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Kỳ sau bắt đầu từ ngày kế tiếp, nên không ngày nào bị sót."),
    )

    def __init__(self, data: Any, first: dict[str, Any]) -> None:
        super().__init__(data, initial=first)
        days = [(day, _("ngày %(day)s") % {"day": day}) for day in range(1, MOST_CUT_OFF + 1)]
        field = self.fields["day"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("cuối tháng")), *days]


@require_http_methods(["GET", "POST"])
@officer_view
def cut_off_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What holds, what held, and a form for what is to hold."""
    agency = agency_by_code(request.GET.get("agency", "").strip() or officer.seat.agency_code)
    check_can_set_cut_off(officer.actor, agency)
    month = today_of(officer).replace(day=1)
    holds = closings_of(agency).day_of(month)
    title = _("Ngày chốt số liệu")
    sheet = Sheet(
        title=title,
        area=AREA,
        trail=[(_("Báo cáo theo mẫu"), reverse("desk_report")), (title, "")],
        button=_("Lưu ngày chốt"),
        intro=_("%(agency)s đang chốt số liệu vào %(day)s. Báo cáo đã ký giữ nguyên khoảng ngày.")
        % {"agency": agency.short_name, "day": day_words(holds)},
        template="desk/rooms/cut_off.html",
        extra={
            "rows": [
                {"since": f"{one.valid_from:%m/%Y}", "day": day_words(one.day)}
                for one in cut_offs_of(agency)
            ]
        },
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        set_cut_off(
            agency_code=agency.code,
            day=facts["day"],
            valid_from=_first(facts["valid_from"]),
            actor=officer.actor,
            at=officer.at,
        )
        return done(request, _("Đã lưu ngày chốt số liệu."), "desk_report")

    form = CutOffForm(posted(request), {"valid_from": month, "day": holds})
    return form_page(request, officer, form, sheet, act)


def _first(day: dt.date) -> dt.date:
    return day.replace(day=1)


def day_words(day: int | None) -> str:
    """As in a sentence: "ngày 14 hằng tháng"."""
    return _("ngày %(day)s hằng tháng") % {"day": day} if day else _("cuối tháng")
