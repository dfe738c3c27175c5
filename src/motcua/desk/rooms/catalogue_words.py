"""How the catalogue's figures, and how sure they are, are said on the pages of officials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.kernel.limits import BadLimit, parse_limit
from motcua.ui.said import said

CONFIDENCE: Final = {
    "found": gettext_lazy("có nguồn"),
    "edited": gettext_lazy("đã biên soạn"),
    "recalled": gettext_lazy("nhớ lại"),
    "found_value_recalled_unit": gettext_lazy("số có nguồn, đơn vị nhớ lại"),
    "unknown": gettext_lazy("chưa xác nhận"),
}
DOUBTFUL: Final = ("recalled", "found_value_recalled_unit", "unknown")
FACTS: Final = {
    "name": gettext_lazy("Tên thủ tục"),
    "limit": gettext_lazy("Thời hạn"),
    "fee": gettext_lazy("Phí, lệ phí"),
    "papers": gettext_lazy("Thành phần hồ sơ"),
    "steps": gettext_lazy("Trình tự thực hiện"),
    "applicants": gettext_lazy("Đối tượng thực hiện"),
    "result": gettext_lazy("Kết quả"),
    "legal_basis": gettext_lazy("Căn cứ pháp lý"),
    "decision": gettext_lazy("Quyết định công bố"),
    "online_level": gettext_lazy("Mức độ trực tuyến"),
    "valid_from": gettext_lazy("Ngày áp dụng"),
    "plain_words": gettext_lazy("Lời giải thích dễ hiểu"),
    "change_reason": gettext_lazy("Lý do sửa đổi"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a figure was read and how sure it is, in words; `mark` is "" when there is no doubt."""

    key: str
    name: str
    confidence: str
    mark: str
    source: str
    as_of: str
    note: str


def facts_of(facts: Mapping[str, Any]) -> list[Fact]:
    """The facts of a version in the order of its page."""
    order = [*FACTS, *sorted(set(facts) - set(FACTS))]
    return [_fact(key, facts[key]) for key in order if isinstance(facts.get(key), Mapping)]


def doubts_of(facts: Mapping[str, Any]) -> list[str]:
    """What is not confirmed, by name."""
    return [fact.name for fact in facts_of(facts) if fact.mark]


def limit_words(text: str | None) -> str:
    """A limit as officials say it ("5 ngày làm việc"); empty when the source prints none."""
    try:
        return said(parse_limit(text).in_words) if text else ""
    except BadLimit:
        return str(text)


def _fact(key: str, data: Mapping[str, Any]) -> Fact:
    confidence = str(data.get("confidence") or "unknown")
    words = str(CONFIDENCE.get(confidence, confidence))
    return Fact(
        key=key,
        name=str(FACTS.get(key, key)),
        confidence=words,
        mark=words if confidence in DOUBTFUL else "",
        source=str(data.get("source") or _("không ghi nguồn")),
        as_of=str(data.get("as_of") or ""),
        note=str(data.get("note") or ""),
    )
