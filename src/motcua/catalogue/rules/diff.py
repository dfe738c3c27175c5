"""What a new version changes, part by part, in sentences an official can check.

Both versions come in the full form of the catalogue file. Dates, numbers and decisions of the
versions are not compared: they say when, not what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from motcua.catalogue.states import ClockPolicy, FeeKind, ServiceLevel
from motcua.kernel.limits import BadLimit, parse_limit
from motcua.kernel.vietnamese import money
from motcua.organisation.states import Level

Values = Mapping[str, Any]


class Kind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


_VERBS: Final = {Kind.ADDED: "Thêm", Kind.REMOVED: "Bỏ", Kind.CHANGED: "Sửa"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `part` is the heading it belongs under, `text` the whole sentence."""

    part: str
    kind: Kind
    text: str


def diff(old: Values, new: Values) -> list[Change]:
    """Every difference in the order of a procedure's page; empty when only dates differ."""
    was, now = old["content"], new["content"]
    return [
        *_scalars(old, new, _VERSION_SCALARS),
        *_limits_by_channel(old["limits_by_channel"], new["limits_by_channel"]),
        *_scalars(was, now, _CONTENT_SCALARS),
        *_keyed("Trình tự thực hiện", "bước", was.get("steps"), now.get("steps"), _STEP),
        *_cases(was.get("cases") or (), now.get("cases") or ()),
        *_keyed("Phí, lệ phí", "khoản", old["fees"], new["fees"], _FEE),
        *_keyed("Kết quả", "kết quả", old["results"], new["results"], _RESULT),
        *_keyed("Căn cứ pháp lý", "văn bản", old["legal_basis"], new["legal_basis"], _LAW),
        *_lists(old, new, {"applicants": "Đối tượng thực hiện"}),
        *_lists(was, now, _CONTENT_LISTS),
        *_facts(old["facts"], new["facts"]),
    ]


def _limit(text: str | None) -> str:
    try:
        return parse_limit(text).in_words if text else ""
    except BadLimit:
        return str(text)


def _yes(value: object) -> str:
    return "có" if value else "không"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _levels(values: Iterable[str]) -> str:
    return ", ".join(Level(value).label for value in values)


_VERSION_SCALARS: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "name": ("Tên thủ tục", _text),
    "levels": ("Cấp thực hiện", _levels),
    "limit": ("Thời hạn giải quyết", _limit),
    "clock_policy": ("Khi chờ bổ sung hồ sơ", lambda value: str(ClockPolicy(value).label)),
    "day0_shift": ("Nhận sau 15 giờ tính từ hôm sau", _yes),
    "supplement_limit": ("Thời hạn bổ sung hồ sơ", _limit),
    "online_level": ("Mức độ trực tuyến", lambda value: str(ServiceLevel(value).label)),
    "old_level": ("Mức độ theo quy định cũ", _text),
    "partial_reason": ("Lý do chưa toàn trình", _text),
    "on_the_spot": ("Giải quyết tại chỗ", _yes),
    "copies": ("Số bộ hồ sơ", _text),
    "applicants_text": ("Đối tượng thực hiện (diễn giải)", _text),
    "process": ("Quy trình nội bộ", _text),
    "edited": ("Đã biên tập", _yes),
}
_CONTENT_SCALARS: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "summary": ("Tóm tắt", _text),
    "where": ("Nơi nộp", _text),
}
_CONTENT_LISTS: Final = {
    "eligibility": "Đối tượng, điều kiện ban đầu",
    "conditions": "Yêu cầu, điều kiện",
    "mistakes": "Lỗi thường gặp",
    "keywords": "Từ khóa",
    "life_events": "Sự kiện trong đời",
    "related": "Thủ tục liên quan",
}
_CHANNELS: Final = {"counter": "trực tiếp", "online": "trực tuyến", "postal": "bưu chính"}


def _scalars(
    old: Values, new: Values, parts: Mapping[str, tuple[str, Callable[[Any], str]]]
) -> Iterator[Change]:
    for key, (label, words) in parts.items():
        if old.get(key) != new.get(key):
            yield _changed(label, _worded(old.get(key), words), _worded(new.get(key), words))


def _worded(value: object, words: Callable[[Any], str]) -> str:
    return "" if value in (None, "", [], {}) else words(value)


def _changed(label: str, before: str, after: str) -> Change:
    if not before:
        return Change(label, Kind.ADDED, f"Thêm {label.lower()}: {after}.")
    if not after:
        return Change(label, Kind.REMOVED, f"Bỏ {label.lower()}: {before}.")
    return Change(label, Kind.CHANGED, f"{label}: “{before}” đổi thành “{after}”.")


def _limits_by_channel(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for channel, name in _CHANNELS.items():
        if old.get(channel) != new.get(channel):
            label = f"Thời hạn khi nộp {name}"
            yield _changed(label, _limit(old.get(channel)), _limit(new.get(channel)))


def _lists(old: Values, new: Values, labels: Mapping[str, str]) -> Iterator[Change]:
    for key, label in labels.items():
        was, now = list(old.get(key) or ()), list(new.get(key) or ())
        for value in (value for value in was if value not in now):
            yield Change(label, Kind.REMOVED, f"Bỏ ở mục {label.lower()}: {value}.")
        for value in (value for value in now if value not in was):
            yield Change(label, Kind.ADDED, f"Thêm ở mục {label.lower()}: {value}.")
        yield from _reordered(label, was, now)


def _reordered(label: str, was: Sequence[object], now: Sequence[object]) -> Iterator[Change]:
    if was != now and sorted(map(str, was)) == sorted(map(str, now)):
        yield Change(label, Kind.CHANGED, f"{label}: đổi thứ tự.")


def _facts(old: Values, new: Values) -> Iterator[Change]:
    changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    if changed:
        text = f"Nguồn và độ chắc chắn của số liệu: sửa ở {', '.join(changed)}."
        yield Change("Nguồn số liệu", Kind.CHANGED, text)


def _cases(old: Sequence[Values], new: Sequence[Values]) -> Iterator[Change]:
    yield from _keyed("Trường hợp hồ sơ", "trường hợp", old, new, _CASE)
    before = {case["key"]: case for case in old}
    for case in new:
        papers = before[case["key"]]["papers"] if case["key"] in before else ()
        part = f"Thành phần hồ sơ: {case['name']}"
        yield from _keyed(part, "giấy tờ", papers, case["papers"], _PAPER)
    kept = {case["key"] for case in new}
    for case in (case for case in old if case["key"] not in kept):
        part = f"Thành phần hồ sơ: {case['name']}"
        yield from _keyed(part, "giấy tờ", case["papers"], (), _PAPER)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How items of a list are told apart (`key`), called (`name`) and described (`details`)."""

    key: Callable[[Values], object]
    name: Callable[[Values], str]
    details: Callable[[Values], dict[str, str]]


def _keyed(
    part: str, what: str, old: Sequence[Values] | None, new: Sequence[Values] | None, shape: _Shape
) -> Iterator[Change]:
    was, now = _numbered(old or (), shape), _numbered(new or (), shape)
    for key, item in was.items():
        if key not in now:
            yield _said(part, Kind.REMOVED, what, shape.name(item))
    for key, item in now.items():
        if key not in was:
            yield _said(part, Kind.ADDED, what, shape.name(item))
            continue
        before, after = shape.details(was[key]), shape.details(item)
        changes = [
            f"{label} “{before[label] or 'không'}” thành “{after[label] or 'không'}”"
            for label in after
            if before[label] != after[label]
        ]
        if changes:
            yield _said(part, Kind.CHANGED, what, f"{shape.name(item)}: {'; '.join(changes)}")
    yield from _reordered(part, list(was), list(now))


def _numbered(items: Sequence[Values], shape: _Shape) -> dict[tuple[object, int], Values]:
    """Items by key; the second with the same key is another item (two steps named alike)."""
    seen: Counter[object] = Counter()
    numbered = {}
    for item in items:
        key = shape.key(item)
        numbered[key, seen[key]] = item
        seen[key] += 1
    return numbered


def _said(part: str, kind: Kind, what: str, name: str) -> Change:
    return Change(part, kind, f"{_VERBS[kind]} {what}: {name}.")


def _fee_name(fee: Values) -> str:
    marks = (fee["case"], fee["applicant_class"], fee["channel"], fee["area"])
    narrow = ", ".join(mark for mark in marks if mark)
    since = fee["valid_from"] and f" từ {_day(fee['valid_from'])}"
    return f"{fee['name']}{f' ({narrow})' if narrow else ''}{since} {money(fee['amount'])}"


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"


def _tiers(tiers: Sequence[Mapping[str, int]] | None) -> str:
    return ", ".join(f"từ {tier['from_unit']}: {money(tier['amount'])}" for tier in tiers or ())


_STEP: Final = _Shape(
    key=lambda step: step["title"],
    name=lambda step: str(step["title"]),
    details=lambda step: {"nội dung": step["text"]},
)
_CASE: Final = _Shape(
    key=lambda case: case["key"],
    name=lambda case: str(case["name"]),
    details=lambda case: {
        "tên": case["name"],
        "khi": case.get("when") or "",
        "thời hạn": _limit(case.get("limit")),
    },
)
_PAPER: Final = _Shape(
    key=lambda paper: paper["key"],
    name=lambda paper: str(paper["name"]),
    details=lambda paper: {
        "tên": paper["name"],
        "cách nộp": "xuất trình" if paper.get("kind") == "present" else "nộp",
        "hình thức": paper.get("form") or "",
        "bản chính": str(paper.get("originals", 1)),
        "bản sao": str(paper.get("copies", 0)),
        "bắt buộc": _yes(paper.get("required", True)),
        "mẫu": paper.get("template") or "",
        "chấp nhận": paper.get("accepts") or "",
        "ghi chú": paper.get("note") or "",
        "thay bằng": paper.get("satisfied_by") or "",
    },
)
_FEE: Final = _Shape(
    key=lambda fee: tuple(
        fee[k] for k in ("name", "case", "applicant_class", "channel", "area", "valid_from")
    ),
    name=_fee_name,
    details=lambda fee: {
        "loại": str(FeeKind(fee["kind"]).label),
        "mức": money(fee["amount"]),
        "theo": fee["per"],
        "bậc": _tiers(fee["tiers"]),
        "tối đa": money(fee["cap"]) if fee["cap"] is not None else "",
        "hết hiệu lực": _day(fee["valid_to"]) if fee["valid_to"] else "",
        "căn cứ": fee["legal_basis"],
        "do địa phương quy định": _yes(fee["set_locally"]),
        "độ chắc chắn": fee["confidence"],
        "ghi chú": fee["note"],
    },
)
_RESULT: Final = _Shape(
    key=lambda result: result["name"],
    name=lambda result: str(result["name"]),
    details=lambda result: {"mã": result.get("code") or ""},
)
_LAW: Final = _Shape(
    key=lambda law: law["number"],
    name=lambda law: str(law["number"]),
    details=lambda law: {
        "trích yếu": law.get("title") or "",
        "cơ quan": law.get("issuer") or "",
        "ngày": law.get("date") or "",
    },
)
