"""Numbers that name persons, firms and telephones, and the text a card scanner types.

Only lengths are hard rules. The meaning of the first six digits of a personal number and the
order of fields on the card are known from practice, so they yield warnings, never refusals;
the list of province codes is data and is passed in.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from motcua.kernel.vietnamese import fold, normalise

Sex = Literal["male", "female"]

_SEXES: dict[str, Sex] = {"nam": "male", "nu": "female"}
_SEX_WORDS = {"male": "nam", "female": "nữ"}
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_FIELDS_ON_CARD = 7


class BadIdentity(ValueError):
    """The number or card cannot be read; the message says, in Vietnamese, what to change."""


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A 12-digit personal number and what it says; ``warnings`` are for a person to weigh."""

    number: str
    province: str
    sex: Sex
    birth_year: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What the QR code on an identity card holds; empty text or None where the card is silent."""

    number: str
    old_number: str
    name: str
    born: date | None
    sex: Sex | None
    residence: str
    issued: date | None
    warnings: tuple[str, ...] = ()


def parse_identity_card(text: str) -> IdentityCard:
    """Read ``number|old number|name|ddMMyyyy|Nam|residence|ddMMyyyy`` as a scanner types it.

    Further fields, spaces and line ends are ignored. Raises ``BadIdentity``.
    """
    fields = [normalise(part) for part in text.split("|")]
    if len(fields) < _FIELDS_ON_CARD:
        raise BadIdentity(
            "Mã QR không phải của thẻ căn cước: cần 7 phần cách nhau bằng dấu |,"
            f" chỉ đọc được {len(fields)}. Hãy quét lại hoặc nhập tay."
        )
    number, old, name, born_text, sex_text, residence, issued_text = fields[:_FIELDS_ON_CARD]
    if not name:
        raise BadIdentity("Mã QR không có họ và tên. Hãy quét lại hoặc nhập tay.")
    born, issued = (
        _card_date(born_text, "ngày sinh"),
        _card_date(issued_text, "ngày cấp"),
    )
    sex = _SEXES.get(fold(sex_text))
    if sex_text and sex is None:
        raise BadIdentity(f"Giới tính trên thẻ phải là Nam hoặc Nữ, không phải “{sex_text}”.")
    checked = check_personal_number(number, born=born, sex=sex)
    return IdentityCard(
        number=checked.number,
        old_number=check_old_number(old) if old else "",
        name=name,
        born=born,
        sex=sex,
        residence=residence,
        issued=issued,
        warnings=checked.warnings,
    )


def check_personal_number(
    text: str,
    *,
    born: date | None = None,
    sex: Sex | None = None,
    provinces: Collection[str] | None = None,
) -> PersonalNumber:
    """A personal number of 12 digits. Raises ``BadIdentity`` for anything else.

    Three digits of the province of registration, one of century and sex, two of the year of
    birth. Where they disagree with ``born``, ``sex`` or ``provinces`` (three-digit codes, also
    the abolished ones), the answer carries a warning.
    """
    number = _digits(text)
    if not re.fullmatch(r"[0-9]{12}", number):
        raise BadIdentity("Số định danh cá nhân phải gồm đúng 12 chữ số.")
    century_and_sex = int(number[3])
    said_sex: Sex = "female" if century_and_sex % 2 else "male"
    year = 1900 + 100 * (century_and_sex // 2) + int(number[4:6])
    warnings = []
    if provinces is not None and number[:3] not in provinces:
        warnings.append(f"Mã tỉnh {number[:3]} trong số định danh không có trong danh mục.")
    if sex is not None and sex != said_sex:
        warnings.append(f"Số định danh là của người giới tính {_SEX_WORDS[said_sex]}.")
    if born is not None and born.year != year:
        warnings.append(f"Số định danh là của người sinh năm {year}, không phải {born.year}.")
    return PersonalNumber(number, number[:3], said_sex, year, tuple(warnings))


def check_old_number(text: str) -> str:
    """A 9-digit number of the old identity card (CMND). Raises ``BadIdentity``."""
    number = _digits(text)
    if not re.fullmatch(r"[0-9]{9}", number):
        raise BadIdentity("Số chứng minh nhân dân phải gồm đúng 9 chữ số.")
    return number


def check_tax_code(text: str) -> str:
    """A tax code: 10 digits, 13 of a branch as ``NNNNNNNNNN-NNN``, or a personal number of 12.

    The tenth digit is 10 − (31a₁ + 29a₂ + 23a₃ + 19a₄ + 17a₅ + 13a₆ + 7a₇ + 5a₈ + 3a₉) mod 11.
    Raises ``BadIdentity``.
    """
    digits = _digits(text)
    if not re.fullmatch(r"[0-9]{10}|[0-9]{12}|[0-9]{13}", digits):
        raise BadIdentity("Mã số thuế phải gồm 10, 12 hoặc 13 chữ số.")
    if len(digits) == 12:
        return digits
    weighed = sum(w * int(d) for w, d in zip(_TAX_WEIGHTS, digits, strict=False))
    if 10 - weighed % 11 != int(digits[9]):
        raise BadIdentity("Mã số thuế sai: chữ số thứ mười không khớp với chín chữ số trước.")
    if len(digits) == 10:
        return digits
    if digits[10:] == "000":
        raise BadIdentity("Ba chữ số cuối của mã số thuế chi nhánh phải từ 001 đến 999.")
    return f"{digits[:10]}-{digits[10:]}"


def normalise_phone(text: str) -> str:
    """A Vietnamese number in national form: "+84 912 345 678" becomes "0912345678".

    Mobile 03, 05, 07, 08, 09 with 10 digits; fixed 02 with 10 or 11; hotlines 1800, 1900.
    Raises ``BadIdentity``.
    """
    plain = re.sub(r"[\s.()\-‐–]", "", normalise(text))
    national = re.sub(r"^(?:\+84|0084|84(?=[235789][0-9]{8,9}$))0?", "0", plain)
    if not re.fullmatch(r"0[35789][0-9]{8}|02[0-9]{8,9}|1[89]00[0-9]{4,6}", national):
        raise BadIdentity(
            f"Số điện thoại “{text.strip()}” không đúng. Viết như 0912345678 hoặc 02838123456."
        )
    return national


def mask_number(number: str) -> str:
    """A personal or card number for lists: "079012345612" becomes "0790******12"."""
    return _mask(number, shown_first=4)


def mask_phone(number: str) -> str:
    """A telephone number for lists: "0912345678" becomes "091*****78"."""
    return _mask(number, shown_first=3)


def _mask(number: str, *, shown_first: int) -> str:
    hidden = len(number) - shown_first - 2
    if hidden < 3:  # too short to hide anything behind: show nothing
        return "*" * len(number)
    return number[:shown_first] + "*" * hidden + number[-2:]


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", normalise(text))


def _card_date(text: str, what: str) -> date | None:
    if not text:
        return None
    match = re.fullmatch(r"([0-9]{2})/?([0-9]{2})/?([0-9]{4})", text)
    with suppress(ValueError):
        if match is not None:
            return date(int(match[3]), int(match[2]), int(match[1]))
    raise BadIdentity(
        f"Không đọc được {what} “{text}” trên thẻ; cần tám chữ số ngày, tháng, năm như 10052021."
    )
