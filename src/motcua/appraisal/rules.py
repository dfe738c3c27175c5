"""The eighteen points for handling procedures: what can be computed, what people add to it.

NĐ 61/2018/NĐ-CP, Điều 31; TT 01/2018/TT-VPCP, Chương III: nine indicators of two points each, means
over the files rounded to one decimal, an indicator without data left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import format_number, normalise
from motcua.organisation.states import Role

MOST: Final = Decimal(2)
REASON_LENGTH: Final = 500
# Who reads scores, of their agency and those below it; no person stands in them.
WATCHERS: Final = (Role.AGENCY_LEADER, Role.CONTROLLER, Role.INSPECTOR)
SCORERS: Final = (Role.AGENCY_LEADER, Role.CONTROLLER)
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with the words of its two, one and no points."""

    key: str
    title: str
    levels: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Rubric:
    """A version of the indicators and of what their sum is called."""

    key: str
    version: int
    name: str
    source: str
    note: str
    bands: tuple[tuple[Decimal, str], ...]
    procedures: Decimal
    files: Decimal
    files_low: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the files of a term tell. Counts of finished files, of procedures, of received files."""

    early: int
    on_time: int
    late: int
    asked_never: int
    asked_once: int
    asked_more: int
    never_came: int
    procedures: int
    procedures_online: int
    received: int
    received_online: int
    online_late: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Points for an indicator and how they came about; None: nothing to compute them from."""

    points: Decimal | None
    how: str


@dataclass(frozen=True, slots=True)
class Given:
    """Points that a person gave, and why they are not those that stood there before."""

    points: Decimal
    reason: str = ""


def rubric_from(data: Mapping[str, Any]) -> Rubric:
    """A rubric as its file writes it."""
    online = data["online"]
    return Rubric(
        key=data["key"],
        version=data["version"],
        name=data["name"],
        source=data["source"],
        note=data["note"],
        bands=tuple((Decimal(str(least)), name) for least, name in data["bands"]),
        procedures=Decimal(str(online["procedures"])),
        files=Decimal(str(online["files"])),
        files_low=Decimal(str(online["files_low"])),
        indicators=tuple(
            Indicator(one["key"], one["title"], tuple(one["levels"])) for one in data["indicators"]
        ),
    )


def computed(rubric: Rubric, facts: Facts) -> dict[str, Mark]:
    """The points that follow from the files, by indicator.

    5 is what the platform itself ensures: procedures are taken in at the one-stop; 6: they are
    published electronically, the wall is for a person to add. 2, 7 and 8 need what is not kept yet:
    shares of other agencies, and a register of petitions (PAKN).
    """
    open_question = Mark(None, "Chưa có số liệu; cơ quan tự chấm")
    return {
        "1": _mean((facts.early, facts.on_time, facts.late), ("trước hạn", "đúng hạn", "trễ hạn")),
        "2": open_question,
        "3": _mean(
            (facts.asked_never, facts.asked_once, facts.asked_more),
            ("không phải bổ sung", "bổ sung một lần", "bổ sung nhiều lần"),
        ),
        "4": _mean(
            (facts.never_came, facts.early + facts.on_time + facts.late - facts.never_came, 0),
            ("không phải đến cơ quan nào", "chỉ đến một cửa", "đến nhiều cơ quan"),
        ),
        "5": Mark(Decimal(1), "Mọi thủ tục trên hệ thống được tiếp nhận tại bộ phận một cửa"),
        "6": Mark(Decimal(1), "Công khai trên cổng; niêm yết tại trụ sở do cơ quan tự chấm"),
        "7": open_question,
        "8": open_question,
        "9": _online(rubric, facts),
    }


def _mean(counts: tuple[int, int, int], words: Sequence[str]) -> Mark:
    """Two points, one and none a file, over all files."""
    files = sum(counts)
    if not files:
        return Mark(None, "Không có hồ sơ đã giải quyết trong kỳ")
    points = (Decimal(2 * counts[0] + counts[1]) / files).quantize(_TENTH, ROUND_HALF_UP)
    told = (f"{format_number(n)} {word}" for n, word in zip(counts, words, strict=True) if n)
    return Mark(points, ", ".join(told))


def _online(rubric: Rubric, facts: Facts) -> Mark:
    if not facts.received or not facts.procedures:
        return Mark(None, "Không có hồ sơ tiếp nhận trong kỳ")
    files = Decimal(facts.received_online) / facts.received
    offered = Decimal(facts.procedures_online) / facts.procedures
    points = Decimal(0)
    if not facts.online_late and files >= rubric.files_low:
        enough = files >= rubric.files and offered >= rubric.procedures
        points = MOST if enough else Decimal(1)
    how = (
        f"{format_number(facts.procedures_online)} trên {format_number(facts.procedures)} thủ tục,"
        f" {format_number(facts.received_online)} trên {format_number(facts.received)} hồ sơ trực"
        f" tuyến, {format_number(facts.online_late)} trễ hạn"
    )
    return Mark(points, how)


def total(points: Mapping[str, Decimal | None]) -> Decimal:
    """The sum of the indicators that have points."""
    return sum((one for one in points.values() if one is not None), Decimal(0))


def band(rubric: Rubric, points: Decimal) -> str:
    """What a sum is called."""
    return next(name for least, name in rubric.bands if points >= least)


def checked_marks(
    rubric: Rubric, given: Mapping[str, Given], before: Mapping[str, Decimal | None]
) -> dict[str, Given]:
    """Points for every indicator, 0 to 2 by tenths; one that differs from `before` says why.

    Raises Refused at `points_<key>` or `reason_<key>`.
    """
    checked = {}
    for one in rubric.indicators:
        mark = given.get(one.key)
        if mark is None:
            raise Refused(f"Chỉ số {one.key} chưa có điểm.", field=f"points_{one.key}")
        if not 0 <= mark.points <= MOST or mark.points != mark.points.quantize(_TENTH):
            raise Refused(
                f"Chỉ số {one.key}: điểm từ 0 đến 2, lẻ đến một phần mười.",
                field=f"points_{one.key}",
            )
        reason, was = normalise(mark.reason)[:REASON_LENGTH], before.get(one.key)
        if was is not None and was != mark.points and not reason:
            raise Refused(
                f"Chỉ số {one.key} khác {format_number(was, places=1)}: hãy ghi lý do.",
                field=f"reason_{one.key}",
            )
        checked[one.key] = Given(mark.points, reason)
    return checked
