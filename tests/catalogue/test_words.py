"""The answers in words: never more certain, and never cheaper, than what was published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.catalogue.rules import words
from motcua.catalogue.rules.fees import Rule
from motcua.catalogue.rules.papers import Paper, PaperCase
from motcua.catalogue.states import FeeKind


def rule(amount: int, **fields: Any) -> Rule:
    return Rule(FeeKind.CHARGE, "Lệ phí", amount, dt.date(2025, 1, 1), **fields)


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        ([], ""),
        ([rule(0)], "Không mất phí"),
        ([rule(0, set_locally=True)], "Theo mức địa phương"),
        ([rule(0), rule(0, set_locally=True)], "Không mất phí hoặc theo mức địa phương"),
        ([rule(75_000)], "75.000 đồng"),
        ([rule(2_000, per="page")], "2.000 đồng/trang"),
        ([rule(0), rule(75_000), rule(150_000)], "75.000 đến 150.000 đồng"),
        ([rule(75_000), rule(0, applicant_class="ho-ngheo")], "75.000 đồng"),
        ([rule(0, applicant_class="ho-ngheo")], ""),
    ],
)
def test_fees_in_one_line(rules: list[Rule], text: str) -> None:
    """A local fee that the source prints as 0 is not free: the province's council sets it."""
    assert words.fees_text(rules) == text


def test_only_fees_of_the_province_or_of_the_country_hold_here() -> None:
    fees = [rule(1), rule(2, area="79"), rule(3, area="31")]
    assert [one.amount for one in words.fees_here(fees, "79")] == [1, 2]
    assert [one.amount for one in words.fees_here(fees, "")] == [1]


@pytest.mark.parametrize(
    ("paper", "text"),
    [
        (Paper("a", "A"), "1 bản chính"),
        (Paper("a", "A", form="certified_copy", copies=2), "1 bản sao chứng thực, 2 bản sao"),
        (Paper("a", "A", originals=0, copies=1), "1 bản sao"),
        (Paper("a", "A", kind="present"), "xuất trình bản chính"),
    ],
)
def test_pieces_of_a_paper(paper: Paper, text: str) -> None:
    assert words.pieces(paper) == text


def test_papers_are_counted_over_all_cases_without_those_that_may_be_absent() -> None:
    a, b, c = Paper("a", "A"), Paper("b", "B"), Paper("c", "C", required=False)
    short = PaperCase("ngan", "Ngắn", "", None, (a, c))
    long = PaperCase("dai", "Dài", "", None, (a, b, c))
    empty = PaperCase("rong", "Rỗng", "", None, ())
    assert words.papers_text([short]) == "1 giấy tờ"
    assert words.papers_text([short, long, empty]) == "1 đến 2 giấy tờ"
    assert words.papers_text([empty]) == "Chưa biên tập"


@pytest.mark.parametrize(
    ("confidence", "doubt"),
    [
        ("found", False),
        ("edited", False),
        ("recalled", True),
        ("unknown", True),
        ("found_value_recalled_unit", True),
    ],
)
def test_what_was_remembered_is_marked(confidence: str, doubt: bool) -> None:
    assert words.unsure({"limit": {"confidence": confidence}}, "limit") is doubt
    assert not words.unsure({}, "limit")


def test_limits_in_words() -> None:
    assert words.limit_text("5 working_days") == "5 ngày làm việc"
    assert words.limit_text("same_day") == "trong ngày"
    assert words.limit_text(None) == "Nguồn công bố không ghi"
