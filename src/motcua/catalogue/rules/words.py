"""The answers of a procedure in words: the same on its page, in lists and on the wall.

A figure that was remembered, or that nobody has compared with the decision, is never dressed up
as certain: `unsure` says so, and a local fee printed as 0 is not called free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from motcua.catalogue.rules.fees import COPY, PAGE
from motcua.catalogue.rules.papers import PRESENT, Paper, PaperCase
from motcua.kernel.limits import parse_limit
from motcua.kernel.vietnamese import format_number, money

UNSURE: Final = frozenset({"recalled", "unknown", "found_value_recalled_unit", "inferred"})
LOCAL: Final = "Theo mức địa phương"
FREE: Final = "Không mất phí"
NO_LIMIT: Final = "Nguồn công bố không ghi"
NOT_EDITED: Final = "Chưa biên tập"

_FORMS: Final = {
    "original": "bản chính",
    "certified_copy": "bản sao chứng thực",
    "copy": "bản chụp",
    "electronic": "bản điện tử",
}
_PER: Final = {
    PAGE: "trang",
    COPY: "bản",
    "case": "trường hợp",
    "person": "người",
}


class Priced(Protocol):
    """What is read of a fee rule, stored or not."""

    @property
    def amount(self) -> int: ...
    @property
    def per(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def applicant_class(self) -> str: ...
    @property
    def set_locally(self) -> bool: ...


def unsure(facts: Mapping[str, Any], *names: str) -> bool:
    """Whether one of these facts still has to be compared with the published decision."""
    return any(facts.get(name, {}).get("confidence", "found") in UNSURE for name in names)


def limit_text(limit: str | None) -> str:
    """As in “5 ngày làm việc”, “trong ngày”; says so when the source prints none."""
    return parse_limit(limit).in_words if limit else NO_LIMIT


def pieces(paper: Paper) -> str:
    """As in “1 bản chính, 2 bản sao”; “xuất trình bản chính” for what is only shown."""
    form = _FORMS.get(paper.form, _FORMS["original"])
    if paper.kind == PRESENT:
        return f"xuất trình {form}"
    parts = [(paper.originals, form), (paper.copies, "bản sao")]
    return ", ".join(f"{count} {name}" for count, name in parts if count)


def papers_text(cases: Sequence[PaperCase]) -> str:
    """How many papers, over all cases: "2 giấy tờ", "2 đến 5 giấy tờ"."""
    counts = [sum(paper.required for paper in case.papers) for case in cases if case.papers]
    if not counts:
        return NOT_EDITED
    least, most = min(counts), max(counts)
    return f"{least} giấy tờ" if least == most else f"{least} đến {most} giấy tờ"


def fees_here(fees: Iterable[Any], area: str) -> list[Any]:
    """The rules that hold in a province: the general ones and its own (its code, "79")."""
    return [rule for rule in fees if rule.area in ("", area)]


def price(rule: Priced) -> str:
    """One rule: "75.000 đồng một bản", "Không mất phí", or that the province sets it."""
    if not rule.amount:
        return LOCAL if rule.set_locally else FREE
    unit = _PER.get(rule.per, "")
    return f"{money(rule.amount)}/{unit}" if unit else money(rule.amount)


def fees_text(fees: Sequence[Priced]) -> str:
    """All rules in one line; exemptions of persons are left out. Empty when there is no rule."""
    general = [rule for rule in fees if not rule.applicant_class]
    paid = sorted({rule.amount for rule in general if rule.amount})
    if not general:
        return ""
    if not paid:
        local = {rule.set_locally for rule in general}
        return (
            f"{FREE} hoặc {LOCAL.lower()}" if len(local) == 2 else LOCAL if True in local else FREE
        )
    if len(paid) == 1:
        return price(next(rule for rule in general if rule.amount))
    return f"{format_number(paid[0])} đến {money(paid[-1])}"
