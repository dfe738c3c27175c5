"""What answers add up to, and how sure a rate is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Refused
from motcua.surveys.rules import (
    Answers,
    answers_of,
    checked_comment,
    checked_outcome,
    checked_value,
    wilson,
)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_score_interval(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_rate_lies_in_its_interval_and_more_answers_narrow_it(pair: tuple[int, int]) -> None:
    part, whole = pair
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1
    more_low, more_high = wilson(part * 4, whole * 4)
    assert more_high - more_low < high - low


def test_five_answers_become_three() -> None:
    answers = answers_of(
        {
            "very_satisfied": 3,
            "satisfied": 2,
            "neutral": 4,
            "dissatisfied": 1,
            "very_dissatisfied": 1,
        }
    )
    assert answers == Answers(satisfied=5, neutral=4, dissatisfied=2)
    assert (answers.count, answers.satisfied_rate) == (11, 5 / 11)
    assert answers + answers == Answers(10, 8, 4)


def test_without_answers_there_is_no_rate() -> None:
    assert (Answers().satisfied_rate, Answers().interval) == (None, None)


@pytest.mark.parametrize("value", ["", "happy", "5"])
def test_an_answer_is_one_of_the_five(value: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_value(value)
    assert refusal.value.field == "value"


def test_a_comment_is_short_and_an_outcome_says_something() -> None:
    assert checked_comment("  nhanh,   gọn ") == "nhanh, gọn"
    with pytest.raises(Refused, match=r"1\.000 ký tự"):
        checked_comment("x" * 1001)
    with pytest.raises(Refused, match="đã làm gì"):
        checked_outcome("  ")
    with pytest.raises(Refused, match=r"2\.000 ký tự"):
        checked_outcome("x" * 2001)
