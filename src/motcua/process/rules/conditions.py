"""Conditions in CEL over the file's data: `data.area > 250 && data.kind in ["a", "b"]`.

CEL has no side effects and reaches nothing outside `data`. The library sets no limit on
work, so what could loop is refused and length and depth are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import cel

LONGEST = 400
DEEPEST = 12
FUNCTIONS = frozenset(("has", "size", "startsWith", "endsWith", "contains", "int", "double"))
_STRING = re.compile(r"(?<!\w)(?:'[^'\n]*'|\"[^\"\n]*\")")
# CEL's other ways to write text could hide a call from the checks below.
_HIDING = re.compile(r"\\|`|\"\"\"|'''|[\r\n]")
_CALL = re.compile(r"([A-Za-z_]\w*)\s*\(")
_NAME = re.compile(r"(?<![\w.])([A-Za-z_]\w*)")
_NOT_NAMES = FUNCTIONS | {"data", "true", "false", "null", "in"}
_SIGNS = re.compile(r"[!-](?:\s*[!-])*")


class BadCondition(ValueError):
    """The text is not a condition; the message says why, in Vietnamese."""


def check_condition(text: str) -> None:
    """Bounded, compiles, calls only known functions, reads only `data`. Raises BadCondition."""
    _program(text)


def holds(text: str, data: Mapping[str, object]) -> bool | None:
    """Whether the condition is true of `data`; None when it cannot be answered.

    Not answerable: a key is missing, types do not fit, the answer is not yes or no, or the
    text is not a condition at all. The caller then goes on to the next branch.
    """
    try:
        answer = _program(text).execute({"data": dict(data)})
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return None
    return answer if isinstance(answer, bool) else None


@lru_cache(maxsize=512)
def _program(text: str) -> cel.Program:
    if len(text) > LONGEST:
        raise BadCondition(f"Điều kiện dài {len(text)} ký tự, nhiều hơn {LONGEST}.")
    _check_words(text)
    try:
        return cel.compile(text)
    except ValueError as error:
        raise BadCondition(f"Điều kiện “{text}” viết sai cú pháp.") from error


def _check_words(text: str) -> None:
    bare = _STRING.sub(" 0 ", text)
    if not text.strip():
        raise BadCondition("Điều kiện để trống.")
    if _HIDING.search(text) or '"' in bare or "'" in bare or "//" in bare:
        raise BadCondition(
            "Điều kiện chỉ viết trên một dòng, chữ đặt giữa hai dấu nháy, không dùng \\ hay //."
        )
    if _depth(bare) > DEEPEST:
        raise BadCondition(f"Điều kiện lồng nhau quá {DEEPEST} tầng.")
    for name in _CALL.findall(bare):
        if name not in FUNCTIONS and name != "in":  # `in (…)` is an operator
            raise BadCondition(f"Điều kiện gọi “{name}”, không được phép.")
    for name in _NAME.findall(bare):
        if name not in _NOT_NAMES:
            raise BadCondition(f"Điều kiện dùng tên “{name}”; viết “data.{name}”.")


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    # Each "!" or "-" in a row nests the parser as a bracket does.
    rows = (len("".join(row.split())) for row in _SIGNS.findall(text))
    return deepest + max(rows, default=0)
