"""One row of a history file: a past file of another system, or what is wrong with it.

Times are ISO 8601; without a zone they are of Viet Nam. A day alone is its beginning, for a due
date its end, as a promise to the day is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from motcua.cases.states import Channel, Outcome, ReturnChannel
from motcua.catalogue.states import ServiceLevel
from motcua.kernel.codes import AGENCY_CODE
from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import VIETNAM, end_of_day
from motcua.surveys.states import Satisfaction

Cell = str | float | dt.datetime | dt.date | None
# Levels until NĐ 42/2022: 1 and 2 tell, 3 takes files in part, 4 from end to end.
_LEVELS: Final = {
    **{str(level): str(level) for level in ServiceLevel},
    "1": "information",
    "2": "information",
    "3": "partial",
    "4": "full",
}
_PAID: Final = {"yes": True, "no": False, "none": None, "": None}
_CODE: Final = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ._-]{0,51}", re.IGNORECASE)
_EARLIEST: Final = dt.datetime(1990, 1, 1, tzinfo=VIETNAM)
_MOST_REQUESTS: Final = 99


class Fault(NamedTuple):
    """What is wrong, where: the line of the file (the heading is line 1) and its column."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"Dòng {self.line}, cột {self.column}: {self.reason}"


class PastCase(NamedTuple):
    """A row in which every cell makes sense and none contradicts another."""

    code: str
    procedure: str
    agency: str
    channel: str
    service_level: str
    name: str
    number: str
    received: dt.datetime
    due: dt.datetime | None
    finished: dt.datetime | None
    returned: dt.datetime | None
    outcome: str
    supplements: int
    return_channel: str
    paid_online: bool | None
    rating: str

    @property
    def rated(self) -> dt.datetime:
        """The file does not say when: at the last thing that is known of the file."""
        return self.returned or self.finished or self.received


class _Wrong(ValueError):
    """The reason, for the person who mends the file."""


def read_row(
    cells: Mapping[str, Cell], *, line: int, at: dt.datetime
) -> tuple[PastCase | None, list[Fault]]:
    """The row, or every fault of it. `cells` by column; a missing column is an empty cell."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, read in _READ.items():
        try:
            found[column] = read(cells.get(column))
        except _Wrong as wrong:
            faults.append(Fault(line, column, str(wrong)))
            found[column] = None
    faults += [Fault(line, column, text) for column, text in _contradictions(found, at)]
    if faults:
        return None, faults
    return PastCase(*found.values()), []


def _contradictions(row: Mapping[str, Any], at: dt.datetime) -> list[tuple[str, str]]:
    received, due = row["received_at"], row["due_at"]
    finished, returned, outcome = row["finished_at"], row["returned_at"], row["outcome"]
    happened = ("received_at", "finished_at", "returned_at")
    found = [(name, "thời điểm này chưa tới") for name in happened if row[name] and row[name] > at]
    if received and due and due < received:
        found.append(("due_at", "hạn trả ở trước lúc tiếp nhận"))
    if received and finished and finished < received:
        found.append(("finished_at", "giải quyết xong ở trước lúc tiếp nhận"))
    if returned and not finished:
        found.append(("finished_at", "hồ sơ đã trả kết quả phải có lúc giải quyết xong"))
    if returned and finished and returned < finished:
        found.append(("returned_at", "trả kết quả ở trước lúc giải quyết xong"))
    if finished and outcome == "":
        found.append(("outcome", "hồ sơ đã giải quyết xong phải có kết quả"))
    if outcome and outcome != Outcome.REFUSED and not finished:
        found.append(("finished_at", "hồ sơ đã có kết quả phải có lúc giải quyết xong"))
    if outcome == Outcome.REFUSED and due:
        found.append(("due_at", "hồ sơ bị từ chối tiếp nhận không có hạn trả"))
    return found


def _text(most: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        text = normalise(_plain(cell))
        if len(text) > most:
            raise _Wrong(f"dài quá {most} ký tự")
        return text

    return read


def _plain(cell: Cell) -> str:
    """A spreadsheet keeps whole numbers as fractions: 3 comes as 3.0."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _code(cell: Cell) -> str:
    text = _plain(cell)
    if not text:
        raise _Wrong("để trống")
    if not _CODE.fullmatch(text):
        raise _Wrong(
            f"“{text[:60]}” không phải mã hồ sơ: chỉ gồm chữ, số, dấu chấm và gạch nối,"
            " tối đa 52 ký tự"
        )
    return text


def _agency(cell: Cell) -> str:
    text = _plain(cell)
    if not text:
        raise _Wrong("để trống")
    if len(text) > 35 or not AGENCY_CODE.fullmatch(text):
        raise _Wrong(f"“{text[:60]}” không phải mã cơ quan, ví dụ H29.101.05")
    return text


def _procedure(cell: Cell) -> str:
    text = _plain(cell)
    if not text:
        raise _Wrong("để trống")
    if len(text) > 30 or len(text.split()) > 1:
        raise _Wrong(f"“{text[:60]}” không phải mã thủ tục, ví dụ 1.001193")
    return text


def _one_of(words: Mapping[str, Any]) -> Callable[[Cell], Any]:
    shown = ", ".join(word for word in words if word and not word.isdigit())

    def read(cell: Cell) -> Any:
        text = _plain(cell).lower()
        if text in words:
            return words[text]
        raise _Wrong(f"“{text[:60]}” không phải một trong: {shown}" if text else "để trống")

    return read


def _same(words: Any, *more: str) -> dict[str, str]:
    return {str(word): str(word) for word in (*words, *more)}


def _moment(cell: Cell) -> dt.datetime | None:
    return _read_moment(cell, lambda day: dt.datetime.combine(day, dt.time(), VIETNAM))


def _due(cell: Cell) -> dt.datetime | None:
    return _read_moment(cell, end_of_day)


def _received(cell: Cell) -> dt.datetime:
    moment = _moment(cell)
    if moment is None:
        raise _Wrong("để trống")
    return moment


def _read_moment(cell: Cell, of_day: Callable[[dt.date], dt.datetime]) -> dt.datetime | None:
    try:
        moment = _moment_in(cell, of_day)
    except (ValueError, OverflowError):
        raise _Wrong(
            f"“{str(cell)[:60]}” không phải thời điểm, ví dụ 2026-03-02T09:30 hoặc 2026-03-02"
        ) from None
    if moment is not None and not _EARLIEST <= moment < dt.datetime(2100, 1, 1, tzinfo=VIETNAM):
        raise _Wrong(f"năm {moment.year} không thể đúng")
    return moment


def _moment_in(cell: Cell, of_day: Callable[[dt.date], dt.datetime]) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return _zoned(cell)
    if isinstance(cell, dt.date):
        return of_day(cell)
    text = _plain(cell)
    if not text:
        return None
    if len(text) == len("2026-03-02"):
        return of_day(dt.date.fromisoformat(text))
    return _zoned(dt.datetime.fromisoformat(text))


def _zoned(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _requests(cell: Cell) -> int:
    text = _plain(cell) or "0"
    if not text.isdecimal() or len(text) > 4 or int(text) > _MOST_REQUESTS:
        raise _Wrong(f"“{text[:60]}” không phải số lần từ 0 đến {_MOST_REQUESTS}")
    return int(text)


# In the order of PastCase.
_READ: Final[Mapping[str, Callable[[Cell], Any]]] = {
    "code": _code,
    "procedure_code": _procedure,
    "agency_code": _agency,
    "channel": _one_of(_same(Channel)),
    "service_level": _one_of(_LEVELS),
    "applicant_name": _text(160),
    "applicant_id": _text(20),
    "received_at": _received,
    "due_at": _due,
    "finished_at": _moment,
    "returned_at": _moment,
    "outcome": _one_of(_same(Outcome, "")),
    "supplement_requests": _requests,
    # Nothing said: the applicant comes for it, as where intake is told nothing.
    "return_channel": _one_of({**_same(ReturnChannel), "": str(ReturnChannel.COUNTER)}),
    "paid_online": _one_of(_PAID),
    "rating": _one_of(_same(Satisfaction, "")),
}
