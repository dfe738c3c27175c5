"""Codes printed on paper: of a case, of a procedure, and the secret of a receipt.

Case code, TT 01/2018/TT-VPCP Điều 19 and what followed it: the code of the agency that receives,
the day as yyMMdd, the number of the day with at least four digits: ``H56.16-250225-0001``.
Legacy ``000.00.16.H29-201105-0001`` and centralised ``…-AAXXXX`` stay readable for ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

AGENCY_CODE = re.compile(r"[A-Y][0-9]{2}(?:\.[A-Z0-9]{2,3})*|(?:[0-9]{2,3}\.){1,3}[A-Y][0-9]{2}")
CASE_CODE = re.compile(
    rf"(?P<agency>{AGENCY_CODE.pattern})-(?P<day>[0-9]{{6}})-(?P<number>[0-9]{{4,8}})"
)
PROCEDURE_CODE = re.compile(r"[0-9]\.[0-9]{6}")

# Without 0 O 1 I L: what an old eye or a bad printer confuses is not in it.
SECRET_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # noqa: S105 - an alphabet
SECRET_LENGTH = 8


class BadCode(ValueError):
    """The code cannot be read; the message says, in Vietnamese, what it looks like."""


@dataclass(frozen=True, slots=True)
class CaseCode:
    """The parts of a case code; ``number`` keeps its zeros."""

    agency: str
    day: date
    number: str

    def __str__(self) -> str:
        return f"{self.agency}-{self.day:%y%m%d}-{self.number}"

    @property
    def sequence(self) -> int:
        return int(self.number)


def make_case_code(agency_code: str, day: date, sequence: int) -> str:
    """``<agency code>-<yyMMdd>-<NNNN>``; from 10,000 on the number grows. Raises ``BadCode``."""
    if not AGENCY_CODE.fullmatch(agency_code):
        raise BadCode(f"Mã cơ quan “{agency_code}” không đúng dạng, ví dụ H29.101.05.")
    if not 1 <= sequence <= 99_999_999:
        raise BadCode("Số thứ tự trong ngày phải từ 1 đến 99999999.")
    if not 2000 <= day.year <= 2099:
        raise BadCode("Mã hồ sơ chỉ ghi được các năm từ 2000 đến 2099.")
    return str(CaseCode(agency_code, day, f"{sequence:04}"))


def parse_case_code(text: str) -> CaseCode:
    """Read a code as people type it: case, spaces and kinds of dash do not matter.

    Raises ``BadCode``.
    """
    plain = re.sub(r"[‐‑‒–—−]", "-", _compact(text))
    match = CASE_CODE.fullmatch(plain)
    day = _day(match["day"]) if match else None
    if match is None or day is None:
        raise BadCode(
            f"Mã hồ sơ “{text.strip()}” không đúng dạng. Mã có dạng H29.101.05-260225-0001."
        )
    return CaseCode(match["agency"], day, match["number"])


def is_procedure_code(text: str) -> bool:
    """Whether the text is a code of a procedure, as 1.001193."""
    return PROCEDURE_CODE.fullmatch(text) is not None


def make_secret(randbytes: Callable[[int], bytes]) -> str:
    """Eight characters, each equally likely; ``randbytes`` is ``secrets.token_bytes`` or alike."""
    size = len(SECRET_ALPHABET)
    fair = 256 - 256 % size  # bytes above would favour the first characters
    secret = ""
    while len(secret) < SECRET_LENGTH:
        drawn = (byte for byte in randbytes(SECRET_LENGTH) if byte < fair)
        secret += "".join(SECRET_ALPHABET[byte % size] for byte in drawn)
    return secret[:SECRET_LENGTH]


def normalise_secret(text: str) -> str:
    """The secret as it was made, forgiving case, width, spaces and hyphens. Raises ``BadCode``.

    Nothing need be guessed for look-alikes: neither of a pair is in the alphabet.
    """
    plain = re.sub(r"[‐‑‒–—−\-]", "", _compact(text))
    if len(plain) != SECRET_LENGTH or not set(plain) <= set(SECRET_ALPHABET):
        raise BadCode(
            "Mã bí mật gồm 8 chữ và số in trên giấy hẹn, không có các ký tự 0, O, 1, I, L."
        )
    return plain


def format_secret(secret: str) -> str:
    """For paper: "ABCD-2345"."""
    return f"{secret[:4]}-{secret[4:]}"


def _day(digits: str) -> date | None:
    try:
        return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())
