"""Dates, amounts and limits in words (NĐ 30/2020, annex I)."""

from datetime import UTC, date, datetime

import pytest

from motcua.slips import wording


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 12), "ngày 12 tháng 3 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 12, 9), "ngày 09 tháng 12 năm 2026"),
    ],
)
def test_a_zero_stands_before_days_below_ten_and_the_first_two_months(day: date, text: str) -> None:
    assert wording.long_date(day) == text


def test_a_due_date_names_its_weekday() -> None:
    assert wording.weekday_date(date(2026, 2, 25)) == "Thứ Tư, 25/02/2026"
    assert wording.weekday_date(date(2026, 3, 1)) == "Chủ Nhật, 01/03/2026"


def test_moments_are_told_in_vietnam() -> None:
    assert wording.clock(datetime(2026, 2, 13, 20, 5, tzinfo=UTC)) == "03 giờ 05 phút"
    assert wording.local(datetime(2026, 2, 13, 20, 5, tzinfo=UTC)).day == 14


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "không"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm linh năm"),
        (1_001, "một nghìn không trăm linh một"),
        (75_000, "bảy mươi lăm nghìn"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (31_000_001, "ba mươi mốt triệu không trăm linh một"),
        (5_000_000_000_000, "năm nghìn tỷ"),
        (5_001_000_000_000, "năm nghìn không trăm linh một tỷ"),
    ],
)
def test_numbers_in_words(number: int, text: str) -> None:
    assert wording.number_in_words(number) == text


@pytest.mark.parametrize("number", [-1, 10**18])
def test_numbers_that_cannot_be_read_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="không đọc được số"):
        wording.number_in_words(number)


def test_money() -> None:
    assert wording.money(1_250_000) == "1.250.000 đồng"
    assert wording.money_in_words(75_000) == "Bảy mươi lăm nghìn đồng"


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ("3 working_days", "03 ngày làm việc"),
        ("15 days", "15 ngày"),
        ("2 months", "02 tháng"),
        ("16 working_hours", "16 giờ làm việc"),
        ("same_day", "trong ngày làm việc"),
    ],
)
def test_limits_in_words(limit: str, text: str) -> None:
    assert wording.limit_in_words(limit) == text


@pytest.mark.parametrize("limit", ["", "5", "5 weeks", "-1 days", "0 days", "x days"])
def test_an_unknown_limit_is_refused(limit: str) -> None:
    with pytest.raises(ValueError, match="không hiểu thời hạn"):
        wording.limit_in_words(limit)


def test_a_number_and_sign() -> None:
    assert wording.document_number(5, "TNHS") == "05/TNHS"
    assert wording.document_number(125, "TNHS") == "125/TNHS"


def test_a_long_name_is_cut_between_words() -> None:
    assert wording.shortened("Đăng ký kết hôn", 15) == "Đăng ký kết hôn"
    assert wording.shortened("Đăng ký kết hôn, có yếu tố nước ngoài", 17) == "Đăng ký kết hôn…"
    assert wording.shortened("x" * 30, 10) == "x" * 10 + "…"
