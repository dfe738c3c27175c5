"""Which sections a draft has, and how each is read from a version and written back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.rules.faults import Fault
from motcua.desk.rooms.draft_forms import (
    CaseRow,
    ConditionsForm,
    FactRow,
    FeeRow,
    GeneralForm,
    LawRow,
    LimitsForm,
    PaperRow,
    ProcessForm,
    ResultRow,
    StepRow,
    fee_initial,
    keyed,
    with_content,
)
from motcua.desk.rooms.draft_rows import RowForm
from motcua.kernel.refusals import NotFound

Document = Mapping[str, Any]
Items = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section with one form."""

    key: str
    title: Any
    form: type[Any]


@dataclass(frozen=True, slots=True)
class RowSection:
    """A section with rows. `path` is where the rows stand in the file: `$.fees`."""

    key: str
    title: Any
    row: type[RowForm]
    path: str
    read: Callable[[Document], Items]
    write: Callable[[Document, Items], dict[str, Any]]
    help: Any = ""


def _cases(document: Document) -> Items:
    return list(document["content"].get("cases", ()))


def _write_cases(document: Document, rows: Items) -> dict[str, Any]:
    papers = {case["key"]: case["papers"] for case in _cases(document)}
    cases = [{**row, "papers": papers.get(row["key"], [])} for row in keyed(rows)]
    return {"content": with_content(document, {"cases": cases})}


def _facts(document: Document) -> Items:
    return [{**data, "key": key} for key, data in document["facts"].items()]


def _write_facts(document: Document, rows: Items) -> dict[str, Any]:
    """What a stored fact says beyond the form (as_printed, by_case) stays with it."""
    shown = set(FactRow.base_fields)
    stored = document["facts"]
    facts = {}
    for row in rows:
        kept = {k: v for k, v in stored.get(row["key"], {}).items() if k not in shown}
        facts[row["key"]] = {**kept, **{k: v for k, v in row.items() if k != "key"}}
    return {"facts": facts}


SECTIONS: Final[tuple[FormSection | RowSection, ...]] = (
    FormSection("general", _("Thông tin chung"), GeneralForm),
    FormSection("limits", _("Thời hạn"), LimitsForm),
    RowSection(
        "cases",
        _("Trường hợp"),
        CaseRow,
        "$.content.cases",
        _cases,
        _write_cases,
        _("Mỗi trường hợp có danh sách giấy tờ riêng. Lưu trường hợp trước, rồi ghi giấy tờ."),
    ),
    RowSection(
        "fees",
        _("Phí, lệ phí"),
        FeeRow,
        "$.fees",
        lambda document: [fee_initial(fee) for fee in document["fees"]],
        lambda _document, rows: {"fees": rows},
        _("Ngày nộp hồ sơ quyết định mức thu. Mức riêng đứng trên mức chung."),
    ),
    RowSection(
        "steps",
        _("Trình tự thực hiện"),
        StepRow,
        "$.content.steps",
        lambda document: list(document["content"].get("steps", ())),
        lambda document, rows: {"content": with_content(document, {"steps": rows})},
    ),
    FormSection("conditions", _("Yêu cầu, điều kiện"), ConditionsForm),
    RowSection(
        "results",
        _("Kết quả"),
        ResultRow,
        "$.results",
        lambda document: list(document["results"]),
        lambda _document, rows: {"results": rows},
    ),
    RowSection(
        "legal",
        _("Căn cứ pháp lý"),
        LawRow,
        "$.legal_basis",
        lambda document: list(document["legal_basis"]),
        lambda _document, rows: {"legal_basis": rows},
    ),
    FormSection("process", _("Quy trình nội bộ"), ProcessForm),
    RowSection(
        "facts",
        _("Nguồn và độ chắc chắn"),
        FactRow,
        "$.facts",
        _facts,
        _write_facts,
        _("Sửa số liệu nhớ lại xong, đổi độ chắc chắn thành “có nguồn” và ghi nguồn."),
    ),
)


def section_of(key: str) -> FormSection | RowSection:
    """Raises NotFound."""
    found = next((section for section in SECTIONS if section.key == key), None)
    if found is None:
        raise NotFound("Dự thảo không có mục này.")
    return found


def papers_section(document: Document, case_key: str) -> RowSection:
    """The papers of one case. Raises NotFound."""
    keys = [case["key"] for case in _cases(document)]
    if case_key not in keys:
        raise NotFound("Dự thảo không có trường hợp này.")
    place = keys.index(case_key)

    def write(now: Document, rows: Items) -> dict[str, Any]:
        cases = _cases(now)
        cases[place] = {**cases[place], "papers": keyed(rows)}
        return {"content": with_content(now, {"cases": cases})}

    return RowSection(
        key="papers",
        title=_("Giấy tờ: %s") % _cases(document)[place]["name"],
        row=PaperRow,
        path=f"$.content.cases[{place}].papers",
        read=lambda now: list(_cases(now)[place]["papers"]),
        write=write,
    )


def row_place(fault: Fault, section: RowSection) -> tuple[int, str] | None:
    """Which row and which of its fields a fault speaks of; None when it is elsewhere."""
    found = re.match(re.escape(section.path) + r"\[(\d+)\](?:\.(\w+))?", fault.path)
    return (int(found[1]), found[2] or "name") if found else None


def form_place(fault: Fault, form: forms.BaseForm) -> str | None:
    """Which field of a form a fault speaks of."""
    names = re.findall(r"\.(\w+)", fault.path)
    return next((name for name in names if name in form.fields), None)
