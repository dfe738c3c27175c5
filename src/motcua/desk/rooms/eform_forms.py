"""The builder's forms: a form's head, a section, a question; what they read and what they write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.desk.rooms.sheet import LinesField
from motcua.forms.rules.shape import NO, YES
from motcua.forms.states import Kind
from motcua.kernel.refusals import Refused


class HeadForm(forms.Form):
    """Name, paper and source of a form."""

    name = forms.CharField(label=_("Tên tờ khai"), max_length=200)
    paper = forms.CharField(
        label=_("Thay cho giấy tờ"),
        max_length=60,
        required=False,
        help_text=_("Mã giấy tờ trong thành phần hồ sơ, ví dụ to-khai. Để trống nếu không thay."),
    )
    source = forms.CharField(
        label=_("Nguồn, mức độ chắc chắn"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NewForm(HeadForm):
    """A form that is not there yet."""

    procedure = forms.CharField(label=_("Mã thủ tục"), max_length=40)
    key = forms.CharField(label=_("Mã tờ khai"), max_length=40, initial="to_khai")
    section = forms.CharField(label=_("Tên mục đầu tiên"), max_length=120)
    question = forms.CharField(label=_("Câu hỏi đầu tiên"), max_length=200)
    field_order = ("procedure", "key", "name", "paper", "section", "question", "source")


class ImportForm(forms.Form):
    """A form from a file."""

    file = forms.FileField(label=_("Tệp JSON (motcua-form/1)"))


class SectionForm(forms.Form):
    """One page of the form."""

    key = forms.CharField(label=_("Mã mục"), max_length=40)
    title = forms.CharField(label=_("Tên mục"), max_length=120)
    help = forms.CharField(label=_("Hướng dẫn"), max_length=500, required=False)


class FieldForm(forms.Form):
    """One question."""

    key = forms.CharField(
        label=_("Mã câu hỏi"),
        max_length=40,
        help_text=_("Chữ thường không dấu, số, gạch dưới; quy trình và hệ thống khác đọc mã này."),
    )
    label = forms.CharField(label=_("Câu hỏi"), max_length=200)
    kind = forms.ChoiceField(label=_("Loại câu trả lời"), choices=Kind.choices)
    required = forms.BooleanField(label=_("Bắt buộc trả lời"), required=False)
    help = forms.CharField(label=_("Hướng dẫn"), max_length=500, required=False)
    choices = LinesField(
        label=_("Các lựa chọn"),
        help_text=_("Chỉ với “Chọn một”: mỗi dòng một lựa chọn, viết mã = nhãn."),
    )
    most = forms.IntegerField(
        label=_("Giới hạn"),
        required=False,
        min_value=0,
        help_text=_("Số ký tự, số lớn nhất, hoặc số dòng của nhóm."),
    )
    source = forms.ChoiceField(
        label=_("Điền sẵn từ"),
        required=False,
        choices=(
            ("", _("không điền sẵn")),
            ("applicant.name", _("họ tên người nộp")),
            ("applicant.id_number", _("số định danh người nộp")),
            ("applicant.phone", _("số điện thoại người nộp")),
            ("applicant.email", _("thư điện tử người nộp")),
        ),
    )
    when = forms.ChoiceField(label=_("Chỉ hỏi khi"), required=False)
    rows = LinesField(
        label=_("Các cột của nhóm"),
        help_text=_("Chỉ với nhóm lặp lại: mỗi dòng một cột, viết mã = nhãn = loại (* bắt buộc)."),
    )

    def __init__(self, *args: Any, deciding: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*args, **named)
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.choices = [("", _("luôn hỏi")), *deciding]

    def written(self) -> dict[str, Any]:
        """The field as a layout writes it. Raises Refused at the line that cannot be read."""
        given = self.cleaned_data
        field: dict[str, Any] = {
            "key": given["key"],
            "label": given["label"],
            "kind": given["kind"],
        }
        if given["required"]:
            field["required"] = True
        optional = {"help": given["help"], "from": given["source"], "most": given["most"]}
        field |= {name: value for name, value in optional.items() if value}
        if given["kind"] == Kind.CHOICE:
            field["choices"] = [_pair(line) for line in given["choices"]]
        if given["kind"] == Kind.GROUP:
            field["fields"] = [_column(line) for line in given["rows"]]
        if given["when"]:
            of, _dot, answer = given["when"].partition("=")
            field["when"] = {"field": of, "is": [answer]}
        return field


def initial_of(field: dict[str, Any]) -> dict[str, Any]:
    """A written field as the form shows it. A condition on several answers shows its first."""
    when = field.get("when")
    return {
        **{name: field.get(name, "") for name in ("key", "label", "kind", "help", "most")},
        "required": field.get("required", False),
        "source": field.get("from", ""),
        "choices": [f"{value} = {label}" for value, label in field.get("choices", ())],
        "when": f"{when['field']}={when['is'][0]}" if when else "",
        "rows": [
            f"{one['key']} = {one['label']} = {one['kind']}{' *' if one.get('required') else ''}"
            for one in field.get("fields", ())
        ],
    }


def deciding_of(layout: dict[str, Any], but: str) -> list[tuple[str, str]]:
    """Every answer on which a question may depend, as choices; not the answers of `but` itself."""
    found: list[tuple[str, str]] = []
    for section in layout.get("sections", ()):
        for field in section["fields"]:
            if field["key"] == but:
                return found
            pairs = {
                Kind.CHOICE: field.get("choices", ()),
                Kind.YES_NO: ((YES, "có"), (NO, "không")),
            }.get(field["kind"], ())
            found += [
                (f"{field['key']}={value}", f"{field['label']}: {label}") for value, label in pairs
            ]
    return found


def _pair(line: str) -> list[str]:
    value, equals, label = line.partition("=")
    if not equals or not value.strip() or not label.strip():
        raise Refused(f"Dòng “{line}”: viết mã = nhãn.", field="choices")
    return [value.strip(), label.strip()]


def _column(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.removesuffix("*").split("=")]
    if len(parts) != 3 or not all(parts):
        raise Refused(f"Dòng “{line}”: viết mã = nhãn = loại.", field="rows")
    column: dict[str, Any] = dict(zip(("key", "label", "kind"), parts, strict=True))
    if line.endswith("*"):
        column["required"] = True
    return column
