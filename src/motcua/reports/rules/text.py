"""The words that go with a report, written from its numbers; people edit them before they sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import format_number, normalise, short_date
from motcua.reports.rules.cells import Cells, Filled, Line
from motcua.reports.rules.terms import Term
from motcua.reports.states import Span

TEXT_LENGTH: Final = 10_000
_MOST_NAMED: Final = 5


def handling_text(term: Term, agency: str, filled: Filled, before: Filled) -> str:
    """II.06a in paragraphs. `before`: the same term of the year before."""
    assert filled.total is not None
    assert before.total is not None
    parts = [
        _received(term, agency, filled, filled.total.cells),
        _finished(filled.total.cells),
        *_fields(filled.lines),
        *_compared(term.year - 1, filled.total.cells, before.total.cells),
    ]
    return "\n\n".join(parts)


def one_stop_text(agency: str, filled: Filled) -> str:
    """II.07b in a paragraph."""
    cells = filled.lines[0].cells
    return (
        f"Đến ngày {short_date(filled.last)}, {agency} có {_n(cells['competence'])} thủ tục hành"
        f" chính thuộc thẩm quyền giải quyết; {_n(cells['one_stop'])} thủ tục thực hiện theo cơ chế"
        f" một cửa, một cửa liên thông; đã ban hành {_n(cells['process'])} quy trình nội bộ."
    )


def checked_text(text: str) -> str:
    """Paragraphs as typed, without stray spaces. Raises Refused (field "text")."""
    lines = [normalise(line) for line in text.splitlines()]
    words = "\n".join(lines).strip()
    if len(words) > TEXT_LENGTH:
        raise Refused(f"Lời báo cáo không quá {format_number(TEXT_LENGTH)} ký tự.", field="text")
    return words


def _received(term: Term, agency: str, filled: Filled, cells: Cells) -> str:
    fresh = cells["received_online"] + cells["received_direct"]
    online = _share(cells["received_online"], fresh)
    return (
        f"{_opening(term)} (từ ngày {short_date(filled.first)} đến ngày {short_date(filled.last)}),"
        f" {agency} phải giải quyết {_n(cells['to_handle'])} hồ sơ thủ tục hành chính, gồm"
        f" {_n(fresh)} hồ sơ tiếp nhận mới và {_n(cells['carried_over'])} hồ sơ từ kỳ trước chuyển"
        f" sang. Trong số tiếp nhận mới, {_n(cells['received_online'])} hồ sơ nộp trực"
        f" tuyến{online}, {_n(cells['received_direct'])} hồ sơ nộp trực tiếp hoặc qua dịch vụ bưu"
        " chính."
    )


def _opening(term: Term) -> str:
    if term.span == Span.YEAR:
        return term.words
    return f"Trong {term.words[0].lower()}{term.words[1:]}"


def _finished(cells: Cells) -> str:
    in_time = cells["early"] + cells["on_time"]
    rate = _share(in_time, cells["finished"], "; tỷ lệ giải quyết trước và đúng hạn đạt ")
    done = (
        f"Đã giải quyết {_n(cells['finished'])} hồ sơ: trước hạn {_n(cells['early'])}, đúng hạn"
        f" {_n(cells['on_time'])}, quá hạn {_n(cells['late'])}{rate}."
    )
    doing = (
        f"Đang giải quyết {_n(cells['in_progress'])} hồ sơ: trong hạn"
        f" {_n(cells['in_progress_on_time'])}, quá hạn {_n(cells['in_progress_overdue'])}."
    )
    return f"{done} {doing}"


def _fields(lines: Sequence[Line]) -> Iterator[str]:
    """Which fields most files came in, and which had files past their date."""
    busy = _largest(lines, ("received_online", "received_direct"))
    if busy:
        yield f"Lĩnh vực tiếp nhận nhiều hồ sơ nhất: {busy}."
    late = _largest(lines, ("late", "in_progress_overdue"))
    if late:
        yield f"Lĩnh vực có hồ sơ quá hạn: {late}."


def _largest(lines: Sequence[Line], columns: Sequence[str]) -> str:
    counted = [(sum(line.cells[column] for column in columns), line.label) for line in lines]
    found = sorted((pair for pair in counted if pair[0]), key=lambda pair: (-pair[0], pair[1]))
    return ", ".join(f"{label} ({_n(number)} hồ sơ)" for number, label in found[:_MOST_NAMED])


def _compared(year: int, cells: Cells, before: Cells) -> Iterator[str]:
    """Nothing when nothing was counted then."""
    was = before["received_online"] + before["received_direct"]
    fresh = cells["received_online"] + cells["received_direct"]
    if not before["to_handle"]:
        return
    moves = (
        f"số hồ sơ tiếp nhận mới {_move(was, fresh)}",
        f"số hồ sơ đã giải quyết {_move(before['finished'], cells['finished'])}",
        f"số hồ sơ giải quyết quá hạn {_move(before['late'], cells['late'])}",
    )
    yield f"So với cùng kỳ năm {year}, {'; '.join(moves)}."


def _move(was: int, is_now: int) -> str:
    if was == is_now:
        return f"không đổi ({_n(was)} hồ sơ)"
    word = "tăng" if is_now > was else "giảm"
    part = f", {percent(abs(is_now - was), was)}" if was else ""
    return f"{word} {_n(abs(is_now - was))} hồ sơ (từ {_n(was)}{part})"


def _share(part: int, whole: int, before: str = ", đạt ") -> str:
    return f"{before}{percent(part, whole)}" if whole else ""


def percent(part: int, whole: int) -> str:
    """Of a whole that is not zero, to the second place: "71,24 %"."""
    return f"{format_number(Decimal(part) * 100 / whole, places=2)}\u00a0%"


def _n(number: int) -> str:
    return format_number(number)
