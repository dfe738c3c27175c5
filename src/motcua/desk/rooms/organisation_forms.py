"""Forms of the organisation: agencies, units, posts, people, tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.accounts.states import AccountKind
from motcua.desk.rooms.sheet import DayField
from motcua.organisation.models import Post, Unit
from motcua.organisation.states import Level, Role, UnitKind

_LAST = _("Để trống khi chưa biết ngày kết thúc.")


class ContactForm(forms.Form):
    """What citizens read on slips and pages; names and codes change by law only."""

    desk_name = forms.CharField(
        label=_("Tên bộ phận một cửa"),
        max_length=200,
        required=False,
        help_text=_("In trên giấy tiếp nhận, ví dụ: Trung tâm Phục vụ hành chính công phường…"),
    )
    place = forms.CharField(
        label=_("Địa danh trên văn bản"),
        max_length=80,
        required=False,
        help_text=_("Ví dụ: An Lạc."),
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=250, required=False)
    hotline = forms.CharField(label=_("Đường dây nóng"), max_length=40, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), max_length=254, required=False)
    opening_hours = forms.CharField(
        label=_("Giờ tiếp nhận, in trên niêm yết"), max_length=200, required=False
    )


class AgencyForm(forms.Form):
    """A new agency below another."""

    code = forms.CharField(
        label=_("Mã cơ quan"),
        max_length=35,
        help_text=_("Theo QĐ 20/2020/QĐ-TTg: H29.101.05"),
    )
    legacy_code = forms.CharField(label=_("Mã cũ (QCVN 102:2016)"), max_length=35, required=False)
    name = forms.CharField(label=_("Tên đầy đủ"), max_length=200)
    short_name = forms.CharField(
        label=_("Tên ngắn"), max_length=120, help_text=_("Ví dụ: Phường An Lạc.")
    )
    level = forms.ChoiceField(label=_("Cấp"), choices=Level.choices)
    area = forms.CharField(
        label=_("Mã tỉnh, thành phố"),
        max_length=8,
        required=False,
        help_text=_("Mã thống kê, ví dụ 79: quyết định mức phí của địa phương."),
    )
    valid_from = DayField(label=_("Hoạt động từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"), required=False, help_text=_LAST)
    document = forms.CharField(label=_("Văn bản thành lập"), max_length=200, required=False)


class UnitForm(forms.Form):
    """A new unit of an agency."""

    code = forms.CharField(label=_("Mã đơn vị"), max_length=40, help_text=_("Ví dụ: kthtdt."))
    name = forms.CharField(label=_("Tên đơn vị"), max_length=160)
    kind = forms.ChoiceField(label=_("Làm việc gì"), choices=UnitKind.choices)
    valid_from = DayField(label=_("Hoạt động từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"), required=False, help_text=_LAST)


class LastDayForm(forms.Form):
    """The last day of a unit or of a post."""

    last_day = DayField(label=_("Ngày làm việc cuối cùng"))


class EndPostForm(LastDayForm):
    """The end of a post, with the decision that says so."""

    document = forms.CharField(label=_("Số quyết định"), max_length=200, required=False)


class PostForm(forms.Form):
    """A person in a unit with a role."""

    unit_id = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    role = forms.TypedChoiceField(label=_("Vai trò"), choices=Role.choices, coerce=Role)
    title = forms.CharField(
        label=_("Chức danh"), max_length=120, required=False, help_text=_("Ví dụ: Chuyên viên.")
    )
    valid_from = DayField(label=_("Từ ngày"))
    document = forms.CharField(label=_("Số quyết định"), max_length=200, required=False)

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit_id"].choices = [(unit.pk, unit.name) for unit in units]  # type: ignore[attr-defined]


class AppointForm(PostForm):
    """A post for somebody who has an account."""

    username = forms.CharField(
        label=_("Tên đăng nhập của người được giao"),
        max_length=80,
        help_text=_("Người chưa có tài khoản: dùng “Thêm cán bộ”."),
    )
    valid_to = DayField(label=_("Đến hết ngày"), required=False, help_text=_LAST)
    field_order = ("username", "unit_id", "role", "title", "valid_from", "valid_to", "document")


class StaffForm(PostForm):
    """A new account with its first post."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        help_text=_("Chữ thường không dấu, số, dấu chấm. Ví dụ: lan.nt.anlac"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Thư điện tử"), max_length=254, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    kind = forms.TypedChoiceField(
        label=_("Tài khoản của"),
        choices=[
            (AccountKind.OFFICER, _(str(AccountKind.OFFICER.label))),
            (AccountKind.SYSTEM, _(str(AccountKind.SYSTEM.label))),
        ],
        coerce=AccountKind,
    )
    field_order = ("full_name", "username", "kind", "email", "phone", "unit_id", "role")


class TokenForm(forms.Form):
    """A bearer token of a system or of a person."""

    label = forms.CharField(
        label=_("Dùng để làm gì"),
        max_length=120,
        help_text=_("Ví dụ: Kết nối hệ thống báo cáo của thành phố."),
    )
    last_day = DayField(
        label=_("Dùng được đến hết ngày"),
        required=False,
        help_text=_("Để trống là không hết hạn. Nên đặt hạn không quá một năm."),
    )


class LendForm(forms.Form):
    """A post lent to a colleague for some days."""

    to = forms.TypedChoiceField(label=_("Ủy quyền cho"), coerce=int)
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"), help_text=_("Hôm sau vị trí tự trở về người giữ."))
    reason = forms.CharField(label=_("Lý do"), max_length=250, help_text=_("Ví dụ: Nghỉ phép năm."))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", _("Chọn đồng nghiệp")), *people]  # type: ignore[attr-defined]


def is_over(row: Post | Unit, day: dt.date) -> bool:
    """Whether a dated row has ended before the day."""
    return row.valid_to is not None and row.valid_to < day
