"""Conditions: answers over `data`, and nothing else can be asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.process.rules.conditions import LONGEST, BadCondition, check_condition, holds

DEEP: dict[str, Any] = {"a": {"b": {"c": 3}}, "names": ["An", "Bình"], "diện tích": 12}


@pytest.mark.parametrize(
    ("text", "data", "answer"),
    [
        ("data.area > 250", {"area": 300}, True),
        ("data.area > 250", {"area": 250.5}, True),
        ("data.area > 250.5", {"area": 250}, False),
        ('data.kind in ["nhà ở", "kho"]', {"kind": "kho"}, True),
        ('data.kind == "Đất"', {"kind": "Đất"}, True),
        ("data.a.b.c == 3 && size(data.names) == 2", DEEP, True),
        ('data["diện tích"] > 10', DEEP, True),
        ('"An" in data.names', DEEP, True),
        ("has(data.area) && data.area > 1", {}, False),
        ('data.name.startsWith("Nguyễn")', {"name": "Nguyễn Văn A"}, True),
        ("!data.ok", {"ok": False}, True),
        ("data.x == null", {"x": None}, True),
        ("data.n > 1", {"n": 10**30}, True),
        # No answer: the caller takes the next branch.
        ("data.area > 250", {}, None),
        ("data.area > 250", {"area": "lớn"}, None),
        ("data.area", {"area": 3}, None),
        ("1 / data.zero == 1", {"zero": 0}, None),
        ("data.n + 9223372036854775807 > 0", {"n": 1}, None),
        ("data.names[7] == data.names[8]", DEEP, None),
        ("not a condition", {}, None),
    ],
)
def test_answers(text: str, data: dict[str, Any], answer: bool | None) -> None:
    assert holds(text, data) is answer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "để trống"),
        ("   ", "để trống"),
        ('__import__("os")', "gọi “__import__”"),
        ('data.__class__("x")', "gọi “__class__”"),
        ("eval(data.x)", "gọi “eval”"),
        ("area > 3", "viết “data.area”"),
        ("data.list.map(x, x)", "gọi “map”"),
        ("data.list . all ( x, x)", "gọi “all”"),
        ("[1, 2].exists(x, x == 1)", "gọi “exists”"),
        ('data.x.matches("(a+)+$")', "gọi “matches”"),
        ('timestamp("2026-01-01") > data.x', "gọi “timestamp”"),
        ("data.x > " + "1" * LONGEST, "nhiều hơn 400"),
        ("(" * 13 + "data.x" + ")" * 13, "quá 12 tầng"),
        ("!" * 200 + "data.x", "quá 12 tầng"),
        ("- - - - - - - - - - - - - 1 < 0", "quá 12 tầng"),
        ("[" * 150 + "]" * 150 + " == data.x", "quá 12 tầng"),
        # Ways of writing text that would hide a call.
        (r'r"\" + data.l.map(x, x) + r"\" == data.x', "không dùng"),
        (r'"\"" == data.x', "không dùng"),
        ('"""a"b.map()""" == data.x', "không dùng"),
        ('data.x == "a', "không dùng"),
        ("data.x // bình luận", "không dùng"),
        ("data.x ==\n1", "không dùng"),
        ('r"a" == data.x', "không dùng"),
        ("data.`x` == 1", "không dùng"),
        ("data.x >", "sai cú pháp"),
        ("data.x = 3", "sai cú pháp"),
        ("99999999999999999999 > data.x", "sai cú pháp"),
    ],
)
def test_what_is_refused_is_said_and_never_true(text: str, words: str) -> None:
    with pytest.raises(BadCondition, match=words):
        check_condition(text)
    assert holds(text, {"x": 1, "l": [1], "list": [1]}) is None


WORDS = st.sampled_from(
    ["data", ".a", '["b"]', "(", ")", ">", "==", "&&", "||", "!", "?", ":", "1", "2.5", '"s"', "[",
     "]", "in", "has(", "size(", "{", "}", ",", "-", "null", "true", 'r"', "'", "\\", "//", ".map("]
)  # fmt: skip


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_no_text_does_more_than_answer(text: str) -> None:
    assert holds(text, {"a": 1, "b": ["x"]}) in (True, False, None)


def test_the_largest_that_passes_only_adds_lists() -> None:
    text = " && ".join(["(data.a + data.a).size() >= 0"] * 12)
    check_condition(text)
    assert holds(text, {"a": list(range(2_000))}) is True
