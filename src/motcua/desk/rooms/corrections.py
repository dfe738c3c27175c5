"""Putting a number of a report right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.desk.door import Officer, officer_view
from motcua.desk.reports import AREA, asked_in, filled_in
from motcua.desk.rooms.sheet import Sheet, form_page, posted
from motcua.organisation.queries import agency_by_code
from motcua.reports.access import check_can_correct
from motcua.reports.actions import Asked, correct
from motcua.reports.layouts import sums_of
from motcua.reports.queries import Report
from motcua.reports.rules import MOST_VALUE, REASON_LENGTH


class CorrectionForm(forms.Form):
    """Which number, what it is to be, and why."""

    row = forms.ChoiceField(label=gettext_lazy("Dòng"))
    column = forms.ChoiceField(label=gettext_lazy("Cột"))
    value = forms.IntegerField(
        label=gettext_lazy("Số đúng"),
        min_value=0,
        max_value=MOST_VALUE,
        widget=forms.NumberInput(attrs={"class": "w-short"}),
        error_messages={"required": gettext_lazy("Hãy nhập số đúng.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Vì sao"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Số máy đếm được giữ bên cạnh, kèm tên bạn và lý do này."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )

    def __init__(
        self, data: Any, rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        for name, choices in (("row", rows), ("column", columns)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)


@require_http_methods(["GET", "POST"])
@officer_view
def correction_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One number; sums and the total follow."""
    ask = asked_in(request.GET, officer)
    agency = agency_by_code(ask["agency"])
    check_can_correct(officer.actor, agency.pk)
    report = filled_in(ask, officer.at)
    back = f"{reverse('desk_report')}?{urlencode(ask)}"
    title = _("Sửa một con số")
    words = {"form": report.layout.kind.label, "term": report.term.words}
    sheet = Sheet(
        title=title,
        area=AREA,
        trail=[(_("Báo cáo theo mẫu"), back), (title, "")],
        button=_("Sửa số"),
        intro=_("Biểu %(form)s, %(term)s. Cột tổng và dòng tổng tự cộng lại.") % words,
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        correct(
            asked=Asked(ask["kind"], agency.code, ask["term"], ask["cut_off"]),
            actor=officer.actor,
            at=officer.at,
            **facts,
        )
        messages.success(request, _("Đã sửa số."))
        answer: HttpResponse = redirect(back)
        return answer

    return form_page(request, officer, _form(posted(request), report), sheet, act)


def _form(data: Any, report: Report) -> CorrectionForm:
    sums = sums_of(report.layout)
    return CorrectionForm(
        data,
        [(line.key, line.label) for line in report.filled.lines],
        [(one.key, one.name) for one in report.layout.columns if one.key not in sums],
    )
