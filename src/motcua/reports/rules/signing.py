"""When a report may be signed, and the fingerprint of what was signed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Final

from motcua.kernel.canonical import canonical_bytes
from motcua.kernel.refusals import Conflict, Refused
from motcua.kernel.vietnamese import normalise, short_date
from motcua.reports.rules.cells import Filled, Line

REASON_LENGTH: Final = 500


def check_over(filled: Filled, today: dt.date) -> None:
    """Nobody signs numbers that are not all there yet. Raises Refused."""
    if filled.last >= today:
        raise Refused(
            f"Kỳ báo cáo đến hết ngày {short_date(filled.last)} mới kết thúc; chưa ký được.",
            field="term",
        )


def check_whole(faults: Sequence[str]) -> None:
    """A form that does not add up is mended first. Raises Refused."""
    if faults:
        raise Refused(f"Biểu chưa cộng khớp nên chưa ký được. {faults[0]}.")


def check_seen(seen: str, print_now: str) -> None:
    """What was read is what is signed. Raises Conflict."""
    if seen != print_now:
        raise Conflict("Số liệu đã thay đổi từ lúc bạn mở trang này; hãy xem lại rồi ký.")


def checked_reason(text: str) -> str:
    """Why a signed report is replaced, or a number put right. Raises Refused (field "reason")."""
    words = normalise(text)
    if not words:
        raise Refused("Hãy ghi lý do.", field="reason")
    if len(words) > REASON_LENGTH:
        raise Refused(f"Lý do không quá {REASON_LENGTH} ký tự.", field="reason")
    return words


def fingerprint(filled: Filled) -> str:
    """SHA-256 of the days and every number, in hexadecimal."""
    rows = [_plain(line) for line in filled.rows]
    text = {"first": filled.first, "last": filled.last, "rows": rows}
    return hashlib.sha256(canonical_bytes(text)).hexdigest()


def _plain(line: Line) -> dict[str, object]:
    return {"key": line.key, "label": line.label, "cells": line.cells}
