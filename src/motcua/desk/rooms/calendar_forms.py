"""The forms of the calendar: what is typed becomes a change of workcalendar.rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.desk.rooms.sheet import DayField
from motcua.kernel.worktime import Sessions, parse_sessions
from motcua.workcalendar.rules import Change, DeclareUntil, RemoveDay, SetDay, SetHours, stored_week
from motcua.workcalendar.states import DayKind, HoursKind

WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ Nhật"),
)
REASON = _("Bắt buộc khi ngày đã qua: hồ sơ đang giải quyết có thể đổi ngày hẹn.")


class DayForm(forms.Form):
    """A marked day."""

    date = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Là ngày"), choices=DayKind.choices)
    name = forms.CharField(
        label=_("Tên ngày nghỉ hoặc dịp"),
        max_length=120,
        help_text=_("Ví dụ: Quốc khánh 2/9."),
    )
    replaces = DayField(
        label=_("Hoán đổi với ngày"),
        required=False,
        help_text=_("Chỉ ghi khi là ngày nghỉ hoán đổi hoặc làm bù."),
    )
    document = forms.CharField(
        label=_("Số, ký hiệu văn bản"),
        max_length=200,
        help_text=_("Văn bản quyết định ngày này, ví dụ: Thông báo 5015/TB-LĐTBXH."),
    )
    reason = forms.CharField(label=_("Lý do sửa"), max_length=250, required=False, help_text=REASON)
    overwrite = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def change(self, agency_id: int | None) -> Change:
        """What was typed, as a change."""
        facts = self.cleaned_data
        return SetDay(agency_id=agency_id, **{**facts, "kind": DayKind(facts["kind"])})


class RemoveDayForm(forms.Form):
    """Taking a mark away."""

    date = forms.DateField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Lý do bỏ"), max_length=250, required=False, help_text=REASON)

    def change(self, agency_id: int | None) -> Change:
        """What was typed, as a change."""
        return RemoveDay(agency_id=agency_id, **self.cleaned_data)


class SessionsField(forms.CharField):
    """The sessions of one weekday, written 07:30-11:30, 13:00-17:00; empty is a day off."""

    def clean(self, value: Any) -> Sessions:
        text = super().clean(value)
        try:
            return parse_sessions(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem


class HoursForm(forms.Form):
    """Sessions per weekday from a day on. `shared` ends an agency's own hours."""

    kind = forms.ChoiceField(label=_("Dùng để"), choices=HoursKind.choices)
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    document = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=200)
    reason = forms.CharField(label=_("Lý do sửa"), max_length=250, required=False, help_text=REASON)
    shared = forms.BooleanField(
        label=_("Thôi dùng giờ riêng, theo giờ chung của cả nước"), required=False
    )

    field_order = ("kind", "valid_from", *(f"day_{n}" for n in range(7)), "document", "reason")

    def __init__(self, *args: Any, own: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not own:
            del self.fields["shared"]
        for number, label in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = SessionsField(label=label, required=False, max_length=80)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        days = [facts.get(f"day_{number}", ()) for number in range(7)]
        if not self.errors and not facts.get("shared") and not any(days):
            raise forms.ValidationError(_("Tuần làm việc phải có ít nhất một buổi."))
        return facts

    def change(self, agency_id: int | None) -> Change:
        """What was typed, as a change."""
        facts = self.cleaned_data
        week = stored_week(tuple(facts[f"day_{number}"] for number in range(7)))
        return SetHours(
            agency_id=agency_id,
            kind=HoursKind(facts["kind"]),
            sessions=None if facts.get("shared") else week,
            valid_from=facts["valid_from"],
            document=facts["document"],
            reason=facts["reason"],
        )


class UntilForm(forms.Form):
    """Until when due dates may be promised."""

    last_day = DayField(
        label=_("Khai báo đến hết ngày"),
        help_text=_("Hệ thống không hẹn trả sau ngày này. Ghi đủ ngày nghỉ lễ trước khi kéo dài."),
    )

    def change(self, _agency_id: int | None) -> Change:
        """What was typed, as a change."""
        return DeclareUntil(last_day=self.cleaned_data["last_day"])
