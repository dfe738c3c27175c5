"""The builder's forms: a form's head, a section, a question; what they read and what they write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.desk.rooms.sheet import LinesField
from motcua.forms.rules.shape import NO, YES
from motcua.forms.states import Kind
from motcua.kernel.refusals import Refused

# A condition on several answers at once: the builder offers one, and keeps what was imported.
KEPT: Final = "kept"
SOURCES: Final = {
    "": _("không điền sẵn"),
    "applicant.name": _("họ tên người nộp"),
    "applicant.id_number": _("số định danh người nộp"),
    "applicant.phone": _("số điện thoại người nộp"),
    "applicant.email": _("thư điện tử người nộp"),
}

Choices = list[tuple[str, Any]]


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
    source = forms.ChoiceField(label=_("Điền sẵn từ"), required=False)
    when = forms.ChoiceField(label=_("Chỉ hỏi khi"), required=False)
    rows = LinesField(
        label=_("Các cột của nhóm"),
        help_text=_("Chỉ với nhóm lặp lại: mỗi dòng một cột, viết mã = nhãn = loại (* bắt buộc)."),
    )

    def __init__(
        self, data: QueryDict | None, *, known: dict[str, Any], deciding: list[tuple[str, str]]
    ) -> None:
        super().__init__(data, initial=initial_of(known) if known else {"kind": "text"})
        self.known = known
        when, source = self.fields["when"], self.fields["source"]
        assert isinstance(when, forms.ChoiceField)
        assert isinstance(source, forms.ChoiceField)
        when.choices = [("", _("luôn hỏi")), *_kept_condition(known, deciding), *deciding]
        kept = known.get("from", "")
        source.choices = list((SOURCES | {kept: SOURCES.get(kept, kept)}).items())

    def written(self) -> dict[str, Any]:
        """The field as a layout writes it; what this form cannot say of it stays as it was.

        Raises Refused at the line that cannot be read.
        """
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
            field["fields"] = [
                _column(line, self.known.get("fields", ())) for line in given["rows"]
            ]
        if given["when"] == KEPT:
            field["when"] = self.known["when"]
        elif given["when"]:
            of, _dot, answer = given["when"].partition("=")
            field["when"] = {"field": of, "is": [answer]}
        return field


def initial_of(field: dict[str, Any]) -> dict[str, Any]:
    """A written field as the form shows it."""
    when = field.get("when")
    return {
        **{name: field.get(name, "") for name in ("key", "label", "kind", "help", "most")},
        "required": field.get("required", False),
        "source": field.get("from", ""),
        "choices": [f"{value} = {label}" for value, label in field.get("choices", ())],
        "when": _shown_condition(when) if when else "",
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


def _shown_condition(when: dict[str, Any]) -> str:
    return f"{when['field']}={when['is'][0]}" if len(when["is"]) == 1 else KEPT


def _kept_condition(known: dict[str, Any], deciding: list[tuple[str, str]]) -> Choices:
    """The condition on several answers that a question has, in words, as a choice of its own."""
    when = known.get("when")
    if not when or len(when["is"]) == 1:
        return []
    words = dict(deciding)
    answers = [words.get(f"{when['field']}={answer}", answer) for answer in when["is"]]
    return [(KEPT, _(" hoặc ").join(answers))]


def _pair(line: str) -> list[str]:
    value, equals, label = line.partition("=")
    if not equals or not value.strip() or not label.strip():
        raise Refused(f"Dòng “{line}”: viết mã = nhãn.", field="choices")
    return [value.strip(), label.strip()]


def _column(line: str, known: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A line as a column; a column of this key that is there keeps its help, limit and choices."""
    parts = [part.strip() for part in line.removesuffix("*").split("=")]
    if len(parts) != 3 or not all(parts):
        raise Refused(f"Dòng “{line}”: viết mã = nhãn = loại.", field="rows")
    typed: dict[str, Any] = dict(zip(("key", "label", "kind"), parts, strict=True))
    if line.endswith("*"):
        typed["required"] = True
    old = next((one for one in known if one["key"] == typed["key"]), {})
    return {name: value for name, value in old.items() if name != "required"} | typed
