"""The forms of an act of reorganisation: a file, a merger drawn up in the page, a plan as text."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.desk.rooms.sheet import DayField, JsonField
from motcua.kernel.worktime import day_of
from motcua.organisation.queries import agencies_on
from motcua.reorganisation.queries import units_on
from motcua.reorganisation.rules import merger_data

LARGEST: Final = 1024**2
NEW: Final = "+"


class PlanFile(forms.Form):
    """A file of format motcua-reorganisation/1."""

    file = JsonField(
        largest=LARGEST,
        label=gettext_lazy("Tệp phương án (JSON)"),
        help_text=gettext_lazy("Định dạng motcua-reorganisation/1; xem tài liệu quản trị."),
        error_messages={
            "empty": gettext_lazy("Tệp rỗng; hãy chọn lại tệp."),
            "required": gettext_lazy("Chọn tệp phương án."),
        },
    )


class PlanText(forms.Form):
    """A plan that was previewed, carried to the next page."""

    plan = forms.JSONField(label=gettext_lazy("Phương án"), widget=forms.HiddenInput)


class MergerForm(forms.Form):
    """Several agencies into one, new or there already."""

    document = forms.CharField(
        label=gettext_lazy("Văn bản (số, ngày, cơ quan ban hành)"), max_length=200
    )
    effective = DayField(label=gettext_lazy("Ngày có hiệu lực"))
    ground = forms.CharField(
        label=gettext_lazy("Lý do lùi ngày"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Chỉ khi ngày có hiệu lực đã qua."),
    )
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Cơ quan kết thúc"), widget=forms.CheckboxSelectMultiple
    )
    target = forms.ChoiceField(label=gettext_lazy("Cơ quan tiếp nhận"))
    new_code = forms.CharField(label=gettext_lazy("Mã cơ quan mới"), max_length=35, required=False)
    new_name = forms.CharField(
        label=gettext_lazy("Tên cơ quan mới"), max_length=200, required=False
    )
    new_short = forms.CharField(
        label=gettext_lazy("Tên ngắn"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Ví dụ “Phường An Lạc”."),
    )

    def __init__(self, data: QueryDict | None, *, at: dt.datetime) -> None:
        super().__init__(data)
        self.agencies = {one.code: one for one in agencies_on(on=day_of(at))}
        choices = [(one.code, f"{one.short_name} ({one.code})") for one in self.agencies.values()]
        sources, target = self.fields["sources"], self.fields["target"]
        assert isinstance(sources, forms.ChoiceField)
        assert isinstance(target, forms.ChoiceField)
        roots = {one.code for one in self.agencies.values() if one.parent_id is None}
        sources.choices = [pair for pair in choices if pair[0] not in roots]
        target.choices = [(NEW, _("cơ quan mới, thành lập ngày đó")), *choices]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("target") == NEW:
            for name in ("new_code", "new_name", "new_short"):
                if not given.get(name):
                    self.add_error(name, _("Cơ quan mới cần mục này."))
        return given

    def plan(self) -> dict[str, Any]:
        """The plan as a file says it. A new agency stands where the first that ends stood."""
        given = self.cleaned_data
        codes, on = given["sources"], given["effective"] - dt.timedelta(days=1)
        sources = units_on(codes, on=on)
        new = None
        target, there = given["target"], set()
        if target == NEW:
            first = self.agencies[codes[0]]
            target = given["new_code"]
            parents = {one.pk: one.code for one in self.agencies.values()}
            new = {
                "name": given["new_name"],
                "short_name": given["new_short"],
                "level": first.level,
                "parent": parents.get(first.parent_id or 0, ""),
            }
        else:
            there = {unit.code for unit in units_on([target], on=on)[target]}
        return merger_data(
            document=given["document"],
            effective=given["effective"],
            ground=given["ground"],
            sources=sources,
            target=target,
            new=new,
            there=there,
        )
