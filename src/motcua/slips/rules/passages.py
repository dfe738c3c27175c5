"""Every time a file changes hands, read from its journal: the lines of the control slip.

TT 01/2018 form 05, TT 03/2025 form 06: one line a hand-over; the record of the system stands for
the signatures, the bill of the post for that of the citizen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from motcua.cases.states import RequestState, Verb
from motcua.slips.rules.told import Told
from motcua.slips.values import HandOver, Timeliness

APPLICANT: Final = "Người nộp hồ sơ"
POST: Final = "Doanh nghiệp bưu chính"


@dataclass(frozen=True, slots=True)
class Turn:
    """One step as it was worked: where, by whom in the end, and how it stood to its budget."""

    step: str
    unit_id: int
    opened_at: dt.datetime
    done_at: dt.datetime | None
    who: str
    result: Timeliness | None


@dataclass(frozen=True, slots=True)
class File:
    """What the lines need to know beside the journal."""

    units: Mapping[int, str]
    turns: Sequence[Turn]
    reception: str
    applicant: str
    handed_to: str
    result: Timeliness | None
    step_name: Callable[[str], str]
    outcome_name: Callable[[str, str], str]


def hand_overs(story: Sequence[Told], file: File) -> Iterator[HandOver]:
    """The lines in the order of the journal."""
    holder = ""
    for told in story:
        for line in _lines(told, file, holder):
            yield line
            holder = line.to_unit


def _lines(told: Told, file: File, holder: str) -> Iterator[HandOver]:
    match told.verb:
        case Verb.ACCEPT:
            yield _from_applicant(told, file, note="Tiếp nhận hồ sơ")
        case Verb.TAKE_SUPPLEMENT:
            note = f"Nhận bổ sung lần {told.body.get('request', '')}".rstrip()
            yield _from_applicant(told, file, note=note)
        case Verb.REQUEST_SUPPLEMENT if told.body.get("stage") == RequestState.IN_FORCE:
            yield _to_applicant(
                told, file, note=f"Yêu cầu bổ sung lần {told.body.get('request', '')}".rstrip()
            )
        case Verb.RETURN_RESULT:
            yield _returned(told, file)
        case Verb.HAND_OVER:
            yield _given(told, file, holder)
        case Verb.LINK if told.body.get("what") in (Verb.ACCEPT, Verb.REFUSE, Verb.ISSUE):
            yield _taken(told, file)
        case Verb.WITHDRAW:
            yield _to_applicant(told, file, note=_sentence("Rút hồ sơ", told.body))
        case Verb.STOP:
            yield _to_applicant(told, file, note=_sentence("Dừng giải quyết", told.body))
        case _:
            yield from _passed_on(told, file, holder)


def _from_applicant(told: Told, file: File, *, note: str) -> HandOver:
    return HandOver(
        from_unit=APPLICANT,
        giver=file.applicant,
        to_unit=file.reception,
        taker=told.who,
        at=told.at,
        note=note,
    )


def _to_applicant(told: Told, file: File, *, note: str) -> HandOver:
    return HandOver(
        from_unit=file.reception,
        giver=told.who,
        to_unit=APPLICANT,
        taker=file.applicant,
        at=told.at,
        note=note,
    )


def _given(told: Told, file: File, holder: str) -> HandOver:
    """To another agency (giao): its desk confirms on a line of its own (nhận)."""
    return HandOver(
        from_unit=holder or file.reception,
        giver=told.who,
        to_unit=str(told.body.get("agency", "")),
        taker="",
        at=told.at,
        note=f"Chuyển liên thông, hồ sơ {told.body.get('child', '')}",
    )


def _taken(told: Told, file: File) -> HandOver:
    """What another agency confirmed: that it took the file in, refused it, or has the result."""
    agency, child = str(told.body.get("agency", "")), told.body.get("child", "")
    done = told.body["what"] == Verb.ISSUE
    words = {Verb.ACCEPT: "Đã nhận", Verb.REFUSE: "Không tiếp nhận", Verb.ISSUE: "Trả kết quả"}
    return HandOver(
        from_unit=agency if done else file.reception,
        giver=told.who if done else "",
        to_unit=file.reception if done else agency,
        taker="" if done else told.who,
        at=told.at,
        note=f"{words[Verb(told.body['what'])]} hồ sơ liên thông {child}",
    )


def _returned(told: Told, file: File) -> HandOver:
    """The last line says how the whole file stood to its date."""
    bill = told.body.get("bill")
    return HandOver(
        from_unit=file.reception,
        giver=told.who,
        to_unit=POST if bill else APPLICANT,
        taker="" if bill else file.handed_to,
        at=told.at,
        result=file.result,
        note=f"Trả kết quả; vận đơn {bill}" if bill else "Trả kết quả",
    )


def _passed_on(told: Told, file: File, holder: str) -> Iterator[HandOver]:
    """A step that ended and the ones it opened, at the same moment."""
    step = str(told.body.get("step") or "")
    unit = told.body.get("unit")
    ended = _ended(told, file, step) if unit is not None else None
    for to_step, to_unit in told.body.get("to") or ():
        yield HandOver(
            from_unit=file.units.get(unit, file.reception) if unit is not None else holder,
            giver=told.who if unit is not None else "",
            to_unit=file.units.get(to_unit, ""),
            taker=told.who if unit is None else _taker(told, file, to_step),
            at=told.at,
            result=ended.result if ended else None,
            note=_note(told, file, step),
        )


def _ended(told: Told, file: File, step: str) -> Turn | None:
    return next((t for t in file.turns if t.step == step and t.done_at == told.at), None)


def _taker(told: Told, file: File, step: str) -> str:
    """Who worked the step in the end; nobody yet while it waits."""
    turns = [t for t in file.turns if t.step == step and t.opened_at == told.at]
    return turns[0].who if turns else ""


def _note(told: Told, file: File, step: str) -> str:
    name = {
        Verb.SEND_BACK: "Trả lại bước trước",
        Verb.RECALL: "Thu hồi",
        Verb.ISSUE: f"Ban hành kết quả số {told.body.get('result', '')}",
    }.get(Verb(told.verb))
    if name is None:
        outcome = file.outcome_name(step, str(told.body.get("outcome") or ""))
        name = outcome or file.step_name(step)
    return _sentence(name, told.body)


def _sentence(name: str, body: Mapping[str, Any]) -> str:
    note = str(body.get("note") or "")
    return f"{name}: {note}" if note else name
