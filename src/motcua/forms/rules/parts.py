"""One answer out of what was typed for it; the sentence of BadAnswer says what to change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from motcua.forms.rules.schema import ADDRESS_PARTS
from motcua.forms.rules.shape import LONGEST, NO, YES, Field
from motcua.forms.states import Kind
from motcua.kernel.identity import check_personal_number, normalise_phone
from motcua.kernel.vietnamese import normalise

_DAY: Final = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


class BadAnswer(ValueError):
    """What was typed is no answer to the question."""


def read_part(one: Field, name: str, raw: Mapping[str, str]) -> Any:
    """The answer as JSON, None when nothing was typed. Raises BadAnswer."""
    if one.kind == Kind.ADDRESS:
        return _address(one, name, raw)
    text = raw.get(name, "").replace("\x00", "")
    text = _lines(text) if one.kind == Kind.LINES else normalise(text)
    return _READ[one.kind](one, text) if text else None


def _address(one: Field, name: str, raw: Mapping[str, str]) -> dict[str, str] | None:
    """As it was written: old names of communes stay as people wrote them."""
    parts = {}
    for part, most in ADDRESS_PARTS:
        text = normalise(raw.get(f"{name}.{part}", "").replace("\x00", ""))
        if len(text) > most:
            raise BadAnswer(f"“{one.label}” dài quá {most} ký tự.")
        if text:
            parts[part] = text
    if parts and not {"commune", "province"} <= set(parts):
        raise BadAnswer(f"“{one.label}”: hãy ghi xã, phường và tỉnh, thành phố.")
    return parts or None


def _lines(text: str) -> str:
    return "\n".join(line for part in text.splitlines() if (line := normalise(part)))


def _text(one: Field, text: str) -> str:
    most = one.most or LONGEST[one.kind]
    if len(text) > most:
        raise BadAnswer(f"“{one.label}” dài quá {most} ký tự.")
    return text


def _number(one: Field, text: str) -> int:
    digits = text.replace(".", "").replace(" ", "")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 12:
        raise BadAnswer(f"“{one.label}” phải là số nguyên, ví dụ 1.250.")
    if one.most and int(digits) > one.most:
        raise BadAnswer(f"“{one.label}” không được quá {one.most}.")
    return int(digits)


def _date(one: Field, text: str) -> str:
    """Typed as 02/09/1990 or sent by a browser as 1990-09-02."""
    typed = _DAY.fullmatch(text)
    try:
        if typed:
            day = dt.date(int(typed[3]), int(typed[2]), int(typed[1]))
        else:
            day = dt.date.fromisoformat(text)
    except ValueError as fault:
        raise BadAnswer(f"“{one.label}” phải là ngày có thật, ví dụ 02/09/1990.") from fault
    if not 1850 <= day.year <= 2200:
        raise BadAnswer(f"“{one.label}”: hãy xem lại năm.")
    return day.isoformat()


def _choice(one: Field, text: str) -> str:
    if text not in {value for value, _label in one.choices}:
        raise BadAnswer(f"Hãy chọn một câu trả lời của “{one.label}”.")
    return text


def _yes_no(one: Field, text: str) -> bool:
    if text not in (YES, NO):
        raise BadAnswer(f"Hãy chọn có hoặc không ở “{one.label}”.")
    return text == YES


def _personal_number(_one: Field, text: str) -> str:
    try:
        return check_personal_number("".join(text.split())).number
    except ValueError as fault:
        raise BadAnswer(str(fault)) from fault


def _phone(_one: Field, text: str) -> str:
    try:
        return normalise_phone(text)
    except ValueError as fault:
        raise BadAnswer(str(fault)) from fault


def _email(one: Field, text: str) -> str:
    if len(text) > 254 or not _EMAIL.fullmatch(text) or not text.isascii():
        raise BadAnswer(f"“{one.label}” phải có dạng ten@donvi.vn.")
    return text


_READ: Final[Mapping[Kind, Callable[[Field, str], Any]]] = {
    Kind.TEXT: _text,
    Kind.LINES: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.PERSONAL_NUMBER: _personal_number,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
}
