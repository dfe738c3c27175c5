"""The sections of a draft as forms; each gives back what the catalogue's file writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.cases.states import PaperForm
from motcua.catalogue.states import ClockPolicy, FeeKind, ServiceLevel
from motcua.desk.rooms.catalogue_words import CONFIDENCE, FACTS, limit_words
from motcua.desk.rooms.draft_rows import RowForm
from motcua.desk.rooms.sheet import DayField, LinesField
from motcua.kernel.limits import BadLimit, format_limit, parse_limit
from motcua.kernel.vietnamese import fold
from motcua.organisation.states import Level

CHANNELS = [
    ("counter", _("Trực tiếp")),
    ("online", _("Trực tuyến")),
    ("postal", _("Bưu chính công ích")),
]
PER = [
    ("file", _("một hồ sơ")),
    ("page", _("một trang")),
    ("copy", _("một bản")),
    ("case", _("một trường hợp")),
    ("person", _("một người")),
]
LINES = _("Mỗi dòng một mục.")


class LimitField(forms.CharField):
    """A time limit as officials write it ("5 ngày làm việc") or as the file does ("5 days")."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, required=options.pop("required", False), **options)

    def prepare_value(self, value: Any) -> Any:
        return limit_words(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return format_limit(parse_limit(text)) if text else None
        except BadLimit as problem:
            raise forms.ValidationError(
                _("Viết như: 5 ngày làm việc, 10 ngày, 3 tháng, 16 giờ làm việc, trong ngày.")
            ) from problem


class GeneralForm(forms.Form):
    """Name, levels, online service, applicants, where, words for search."""

    name = forms.CharField(
        label=_("Tên thủ tục"), max_length=1200, widget=forms.Textarea(attrs={"rows": 2})
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp thực hiện"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    online_level = forms.ChoiceField(
        label=_("Dịch vụ công trực tuyến"), choices=ServiceLevel.choices
    )
    partial_reason = forms.CharField(
        label=_("Lý do chưa toàn trình"), max_length=300, required=False
    )
    on_the_spot = forms.BooleanField(
        label=_("“4 tại chỗ”: tiếp nhận, thẩm định, ký, trả ngay tại quầy"), required=False
    )
    copies = forms.IntegerField(label=_("Số bộ hồ sơ"), min_value=1, max_value=99)
    summary = forms.CharField(
        label=_("Giải thích dễ hiểu"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    where = forms.CharField(
        label=_("Nơi nộp"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    applicants_text = forms.CharField(
        label=_("Đối tượng thực hiện"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keywords = LinesField(
        label=_("Từ người dân hay dùng khi tìm"), help_text=LINES, max_length=20_000
    )
    related = LinesField(label=_("Mã thủ tục liên quan"), help_text=LINES, rows=2, max_length=4000)
    edited = forms.BooleanField(
        label=_("Đã biên soạn đầy đủ, đối chiếu với quyết định công bố"), required=False
    )

    IN_CONTENT: ClassVar = ("summary", "where", "keywords", "related")

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows first."""
        own = {name: document.get(name) for name in cls.base_fields}
        return own | {name: document["content"].get(name) for name in cls.IN_CONTENT}

    def changes(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as parts of the version."""
        facts = dict(self.cleaned_data)
        content = {name: facts.pop(name) for name in self.IN_CONTENT}
        return facts | {"content": with_content(document, content)}


class LimitsForm(forms.Form):
    """How long it takes, per channel, and what a supplement does to the clock."""

    limit = LimitField(
        label=_("Thời hạn giải quyết"),
        help_text=_(
            "Ví dụ: 5 ngày làm việc, 20 ngày, trong ngày. Để trống khi nguồn không ghi thời hạn:"
            " hệ thống sẽ không hẹn ngày."
        ),
    )
    counter = LimitField(label=_("Riêng khi nộp trực tiếp"))
    online = LimitField(label=_("Riêng khi nộp trực tuyến"))
    postal = LimitField(label=_("Riêng khi nộp qua bưu chính"))
    clock_policy = forms.ChoiceField(
        label=_("Khi chờ người nộp bổ sung"),
        choices=ClockPolicy.choices,
        help_text=_("Quy định chung là tính lại từ đầu (NĐ 61/2018/NĐ-CP, Điều 19)."),
    )
    supplement_limit = LimitField(label=_("Người nộp phải bổ sung trong"))
    day0_shift = forms.BooleanField(
        label=_("Hồ sơ nhận sau 15 giờ tính như nhận hôm sau"), required=False
    )

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows first."""
        own = {name: document.get(name) for name in cls.base_fields}
        return own | dict(document["limits_by_channel"])

    def changes(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as parts of the version."""
        facts = dict(self.cleaned_data)
        channels = {key: facts.pop(key) for key, _label in CHANNELS}
        return facts | {"limits_by_channel": {k: v for k, v in channels.items() if v}}


class ConditionsForm(forms.Form):
    """Who may, under which conditions, and what is often got wrong."""

    eligibility = LinesField(label=_("Ai làm được thủ tục này"), help_text=LINES, max_length=40_000)
    conditions = LinesField(
        label=_("Yêu cầu, điều kiện"), help_text=LINES, rows=8, max_length=40_000
    )
    mistakes = LinesField(label=_("Lỗi thường gặp"), help_text=LINES, rows=6, max_length=40_000)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows first."""
        return {name: document["content"].get(name) for name in cls.base_fields}

    def changes(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as parts of the version."""
        return {"content": with_content(document, self.cleaned_data)}


class ProcessForm(forms.Form):
    """Which process the files of this procedure run through."""

    process = forms.ChoiceField(label=_("Quy trình nội bộ"), required=False)

    def __init__(self, *args: Any, processes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Quy trình mặc định")), *processes]
        self.fields["process"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows first."""
        return {"process": document["process"] or ""}

    def changes(self, _document: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as parts of the version."""
        return {"process": self.cleaned_data["process"] or None}


class CaseRow(RowForm):
    """A case (trường hợp) with its own list of papers."""

    wide = ("name", "when")

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Tên trường hợp"), max_length=600)
    when = forms.CharField(label=_("Áp dụng khi"), max_length=2000, required=False)
    limit = LimitField(label=_("Thời hạn riêng"))

    def document(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if value or key == "key"}


class PaperRow(RowForm):
    """A paper of one case."""

    wide = ("name", "template", "accepts", "note")

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Tên giấy tờ"), max_length=600)
    kind = forms.ChoiceField(
        label=_("Cách nộp"), choices=[("submit", _("Nộp")), ("present", _("Xuất trình"))]
    )
    form = forms.ChoiceField(
        label=_("Loại bản"), choices=[("", _("Không quy định")), *PaperForm.choices], required=False
    )
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=99, initial=1)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=99, initial=0)
    required = forms.BooleanField(label=_("Bắt buộc"), required=False, initial=True)
    template = forms.CharField(label=_("Mẫu"), max_length=300, required=False)
    accepts = forms.CharField(
        label=_("Thế nào là đạt"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    satisfied_by = forms.CharField(label=_("Thay bằng dữ liệu"), max_length=120, required=False)

    def document(self) -> dict[str, Any]:
        always = ("key", "name", "kind", "originals", "copies", "required")
        return {key: value for key, value in self.cleaned_data.items() if value or key in always}


class StepRow(RowForm):
    """A step as citizens read it."""

    tells = wide = ("title", "text")
    title = forms.CharField(label=_("Bước"), max_length=300)
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LawRow(RowForm):
    """A document the procedure rests on."""

    tells = ("number", "title")
    wide = ("title",)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=120)
    title = forms.CharField(label=_("Trích yếu"), max_length=1000, required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    date = DayField(label=_("Ngày ban hành"), required=False)

    def document(self) -> dict[str, Any]:
        facts = self.cleaned_data
        day = facts["date"]
        return {
            "number": facts["number"],
            "title": facts["title"] or None,
            "issuer": facts["issuer"] or None,
            "date": day.isoformat() if day else None,
        }


class ResultRow(RowForm):
    """What the applicant gets."""

    name = forms.CharField(label=_("Tên kết quả"), max_length=600)
    code = forms.CharField(label=_("Mã kết quả"), max_length=40, required=False)

    def document(self) -> dict[str, Any]:
        return {"code": self.cleaned_data["code"] or None, "name": self.cleaned_data["name"]}


class FactRow(RowForm):
    """Where a figure was read, and how sure it is."""

    tells = ("key",)
    wide = ("source", "note")
    key = forms.ChoiceField(label=_("Số liệu"), choices=[("", "–"), *FACTS.items()])
    confidence = forms.ChoiceField(label=_("Độ chắc chắn"), choices=list(CONFIDENCE.items()))
    source = forms.CharField(label=_("Nguồn"), max_length=600, required=False)
    as_of = forms.CharField(
        label=_("Tại thời điểm"), max_length=20, required=False, help_text=_("Ví dụ: 2026-07")
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=2000, required=False)

    def document(self) -> dict[str, Any]:
        keep = ("key", "confidence")
        return {key: value for key, value in self.cleaned_data.items() if value or key in keep}


class FeeRow(RowForm):
    """One fee under one condition."""

    tells = ("name", "amount")
    kind = forms.ChoiceField(label=_("Loại"), choices=FeeKind.choices)
    name = forms.CharField(label=_("Tên khoản thu"), max_length=200)
    amount = forms.IntegerField(label=_("Mức thu (đồng)"), min_value=0, max_value=10**12)
    per = forms.ChoiceField(label=_("Tính theo"), choices=PER)
    case = forms.ChoiceField(label=_("Trường hợp"), required=False)
    channel = forms.ChoiceField(
        label=_("Kênh nộp"), choices=[("", _("Mọi kênh")), *CHANNELS], required=False
    )
    applicant_class = forms.CharField(label=_("Nhóm người nộp"), max_length=60, required=False)
    area = forms.CharField(label=_("Mã tỉnh, thành phố"), max_length=60, required=False)
    tiers = forms.CharField(
        label=_("Bậc thu"),
        max_length=400,
        required=False,
        help_text=_("Ví dụ: 1: 2000; 3: 1000"),
    )
    cap = forms.IntegerField(
        label=_("Tối đa (đồng)"), min_value=0, max_value=10**12, required=False
    )
    valid_from = DayField(label=_("Từ ngày"))
    valid_to = DayField(label=_("Đến hết ngày"), required=False)
    legal_basis = forms.CharField(label=_("Căn cứ"), max_length=200, required=False)
    set_locally = forms.BooleanField(label=_("Do địa phương quy định"), required=False)
    confidence = forms.ChoiceField(label=_("Độ chắc chắn"), choices=list(CONFIDENCE.items()))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case"].choices = [("", _("Mọi trường hợp")), *cases]  # type: ignore[attr-defined]

    def clean_tiers(self) -> list[dict[str, int]] | None:
        """What is typed as "1: 2000; 3: 1000", as the file writes it."""
        text = self.cleaned_data["tiers"].strip()
        found = re.findall(r"\s*(\d{1,7})\s*:\s*(\d{1,12})\s*(?:;|$)", text)
        if text and "".join(f"{a}:{b};" for a, b in found) != re.sub(r"\s", "", f"{text};"):
            raise forms.ValidationError(_("Viết như: 1: 2000; 3: 1000 (từ đơn vị thứ: mức thu)."))
        return [{"from_unit": int(a), "amount": int(b)} for a, b in found] or None

    def document(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        for name in ("valid_from", "valid_to"):
            facts[name] = facts[name].isoformat() if facts[name] else None
        return facts


def fee_initial(fee: Mapping[str, Any]) -> dict[str, Any]:
    """A stored fee as its row shows it."""
    tiers = "; ".join(f"{tier['from_unit']}: {tier['amount']}" for tier in fee["tiers"] or ())
    return {**fee, "tiers": tiers}


def keyed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with a key each: a new one gets it from its name, once."""
    made: list[dict[str, Any]] = []
    for row in rows:
        key = row.get("key") or "-".join(re.findall(r"[a-z0-9]+", fold(row["name"])))[:50].strip(
            "-"
        )
        wanted, nth = key or "muc", 1
        while any(other["key"] == wanted for other in made):
            nth += 1
            wanted = f"{key or 'muc'}-{nth}"
        made.append({**row, "key": wanted})
    return made


def with_content(document: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the version with these parts; what is empty and was not there stays away."""
    content = dict(document["content"])
    for name, value in parts.items():
        if value or name in content:
            content[name] = value
    return content
