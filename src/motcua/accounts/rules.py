"""What a bearer token and a password must be. Values in, verdict out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from motcua.kernel.refusals import Refused

TOKEN_PREFIX = "mc_"  # noqa: S105  (what a token begins with, not a token)
# "mc_" and 32 random bytes in URL-safe base 64.
TOKEN_LENGTH = len(TOKEN_PREFIX) + 43

# A link in a letter or on a slip: long enough to find an evening, short enough to be forgotten.
LINK_LASTS = dt.timedelta(days=3)

# A code sent to a telephone: six digits, ten minutes, five tries.
CODE_DIGITS = 6
CODE_LASTS = dt.timedelta(minutes=10)
CODE_TRIES = 5

_PASSWORD_FAULTS = {
    "password_too_short": "mật khẩu phải dài ít nhất {min_length} ký tự",
    "password_too_common": "mật khẩu này quá phổ biến, rất dễ bị đoán",
    "password_too_similar": "mật khẩu quá giống tên đăng nhập, họ tên hoặc thư điện tử",
    "password_entirely_numeric": "mật khẩu không được chỉ gồm chữ số",
}


def account_link(site_url: str, token: str) -> str:
    """Where a one-time link leads, in a letter or as a QR code at the counter."""
    return f"{site_url}/tai-khoan/lien-ket/{token}/"


class LockedOut(Refused):
    """Too many wrong passwords from this place for this account; it opens again by itself."""


def token_digest(token: str) -> bytes | None:
    """What is kept of a token; None when the text cannot be one of ours (no query is needed)."""
    if len(token) != TOKEN_LENGTH or not token.startswith(TOKEN_PREFIX) or not token.isascii():
        return None
    return hashlib.sha256(token.encode("ascii")).digest()


def code_digest(account_id: int, phone: str, code: str) -> bytes:
    """What is kept of a code: good for this account and this number only."""
    return hashlib.sha256(f"{account_id} {phone} {code}".encode()).digest()


def password_refusal(faults: Iterable[ValidationError]) -> Refused:
    """One sentence out of everything that is wrong with a password."""
    said = [
        _PASSWORD_FAULTS[fault.code or ""].format(**(fault.params or {}))
        if fault.code in _PASSWORD_FAULTS
        else str(fault.message)
        for fault in faults
    ]
    text = "; ".join(said)
    return Refused(f"{text[0].upper()}{text[1:]}.", field="password")
