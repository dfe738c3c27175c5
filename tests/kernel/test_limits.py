"""Time limits as they are written in files and said on paper."""

import pytest
from hypothesis import given

from motcua.kernel.limits import SAME_DAY, BadLimit, Limit, Unit, format_limit, parse_limit
from tests.kernel.calendars import limits

WRITTEN = [
    ("5 working_days", Limit(5, Unit.WORKING_DAYS), "5 ngày làm việc"),
    ("10 days", Limit(10, Unit.DAYS), "10 ngày"),
    ("3 months", Limit(3, Unit.MONTHS), "3 tháng"),
    ("16 working_hours", Limit(16, Unit.WORKING_HOURS), "16 giờ làm việc"),
    ("24 hours", Limit(24, Unit.HOURS), "24 giờ"),
    ("same_day", SAME_DAY, "trong ngày"),
]


@pytest.mark.parametrize(("text", "limit", "words"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_each_unit_has_its_text_and_its_words(text: str, limit: Limit, words: str) -> None:
    assert parse_limit(text) == limit
    assert parse_limit(words) == limit
    assert (format_limit(limit), str(limit), limit.in_words) == (text, text, words)


@pytest.mark.parametrize("text", [" 5  Working_Days ", "5 working_day", "05 working_days"])
def test_small_slips_are_forgiven(text: str) -> None:
    assert parse_limit(text) == Limit(5, Unit.WORKING_DAYS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "days",
        "5 weeks",
        "-5 days",
        "1.5 days",
        "5days",
        "0 days",
        "10000 days",
        "٥ days",
        "same_day 2",
    ],
)
def test_bad_text_is_refused_in_vietnamese(text: str) -> None:
    with pytest.raises(BadLimit, match="hời hạn"):
        parse_limit(text)


def test_trong_ngay_has_no_number() -> None:
    with pytest.raises(BadLimit, match="trong ngày"):
        Limit(2, Unit.SAME_DAY)


def test_minutes_are_for_hours_only() -> None:
    assert Limit(16, Unit.WORKING_HOURS).minutes == 960
    with pytest.raises(BadLimit, match="không tính bằng giờ"):
        _ = Limit(2, Unit.DAYS).minutes


@given(limits)
def test_the_written_form_is_read_back(limit: Limit) -> None:
    assert parse_limit(format_limit(limit)) == limit
    assert parse_limit(limit.in_words) == limit
