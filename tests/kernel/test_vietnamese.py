"""Vietnamese text, as tables of what goes in and what comes out."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.vietnamese import (
    clock_duration,
    date_words,
    document_date,
    fold,
    fold_spelling,
    format_number,
    moment_words,
    money,
    money_words,
    name_sort_key,
    normalise,
    number_words,
    remaining_words,
    short_date,
    weekday_words,
    working_duration,
)
from tests.kernel.calendars import at


class TestText:
    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("  Nguyễn\t Văn \n An ", "Nguyễn Văn An"),
            (unicodedata.normalize("NFD", "Trần Thị Đào"), "Trần Thị Đào"),
            ("An\u200b Lạc\ufeff", "An Lạc"),
            ("\u202eAn\u202c Lạc\u2069", "An Lạc"),
            ("Bình\u00a0Tân", "Bình Tân"),
            ("", ""),
        ],
    )
    def test_normal_form(self, raw: str, clean: str) -> None:
        assert normalise(raw) == clean

    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Đăng ký khai sinh", "dang ky khai sinh"),
            ("hòa", "hoa"),
            ("hoà", "hoa"),
            ("thủy", "thuy"),
            ("thuỷ", "thuy"),
            ("ĐẶNG THỊ NGỌC ÁNH", "dang thi ngoc anh"),
            ("Ưu đãi – ở, ừ; Ợ", "uu dai – o, u; o"),
            (unicodedata.normalize("NFD", "Nguyễn Đình Chiểu"), "nguyen dinh chieu"),
        ],
    )
    def test_folding_for_search(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @given(st.text())
    def test_folding_twice_changes_nothing_more(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)
        assert fold(unicodedata.normalize("NFD", text)) == fold(text)

    def test_i_and_y_meet_only_when_asked(self) -> None:
        assert fold("kỹ thuật") != fold("kĩ thuật")
        assert fold_spelling("kỹ thuật") == fold_spelling("kĩ thuật")


class TestOrderOfNames:
    def test_by_ten_then_ho_then_dem_in_the_vietnamese_alphabet(self) -> None:
        in_order = [
            "Lê Văn An",
            "Nguyễn An",
            "Nguyễn Thị An",
            "Nguyễn Văn An",
            "Trần An",
            "Lê Văn Án",
            "Phạm Thị Ánh",
            "Nguyễn Ẩn",
            "Vũ Thị Bé",
            "Vũ Thị Bê",
            "Lê Dũng",
            "Lê Đa",
            "Lê Đào",
            "Hoàng Hà",
            "Hoàng Hả",
            "Hoàng Hạ",
            "Đỗ Hoa",
            "Đỗ Hoà",
            "Y Wang",
        ]
        assert sorted(in_order, key=name_sort_key) == in_order

    @pytest.mark.parametrize("name", ["Thảo", "", "  ", "H'Hen Niê", "Åsa"])
    def test_any_name_has_an_ascii_key(self, name: str) -> None:
        assert name_sort_key(name).isascii()

    def test_both_tone_placements_sort_alike(self) -> None:
        assert name_sort_key("Lê Hòa") == name_sort_key("Lê Hoà")

    def test_a_name_in_pieces_is_the_same_name(self) -> None:
        name = "Trần Thị Ngọc Ưu"
        assert name_sort_key(unicodedata.normalize("NFD", f" {name} ")) == name_sort_key(name)


class TestDates:
    def test_words(self) -> None:
        assert weekday_words(date(2026, 3, 1)) == "Chủ Nhật"
        assert short_date(date(2026, 3, 1)) == "01/03/2026"
        assert date_words(date(2026, 2, 25)) == "Thứ Tư, 25/02/2026"
        assert moment_words(at("2026-02-25 08:05")) == "08 giờ 05 phút, Thứ Tư, 25/02/2026"

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
            (date(2026, 1, 15), "ngày 15 tháng 01 năm 2026"),
            (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
            (date(2026, 11, 24), "ngày 24 tháng 11 năm 2026"),
        ],
    )
    def test_dates_of_documents_have_zeros_below_10_and_in_months_1_and_2(
        self, day: date, words: str
    ) -> None:
        assert document_date(day) == words


class TestNumbers:
    @pytest.mark.parametrize(
        ("number", "places", "text"),
        [
            (1234567, None, "1.234.567"),
            (Decimal("1234567.89"), None, "1.234.567,89"),
            (Decimal("92.345"), 2, "92,35"),
            (Decimal("-0.5"), None, "-0,5"),
            (7, 1, "7,0"),
            (0, None, "0"),
            (Decimal("1E+3"), None, "1.000"),
        ],
    )
    def test_dots_and_a_comma(self, number: int | Decimal, places: int | None, text: str) -> None:
        assert format_number(number, places) == text

    def test_money(self) -> None:
        assert money(75_000) == "75.000 đồng"

    @pytest.mark.parametrize("wrong", [1.5, True, "7"])
    def test_floats_are_not_written(self, wrong: object) -> None:
        with pytest.raises(TypeError):
            format_number(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            number_words(wrong)  # type: ignore[arg-type]


READ = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm linh một",
    105: "một trăm linh năm",
    110: "một trăm mười",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm linh một",
    1_010: "một nghìn không trăm mười",
    1_100: "một nghìn một trăm",
    8_000: "tám nghìn",
    15_000: "mười lăm nghìn",
    21_500: "hai mươi mốt nghìn năm trăm",
    75_000: "bảy mươi lăm nghìn",
    105_000: "một trăm linh năm nghìn",
    1_000_000: "một triệu",
    1_000_005: "một triệu không trăm linh năm",
    1_005_000: "một triệu không trăm linh năm nghìn",
    1_234_567: "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy",
    2_000_000_000: "hai tỷ",
    1_000_000_001: "một tỷ không trăm linh một",
    5_025_000_000: "năm tỷ không trăm hai mươi lăm triệu",
    1_000_000_000_000: "một nghìn tỷ",
    -75: "âm bảy mươi lăm",
}


@pytest.mark.parametrize(("number", "words"), READ.items(), ids=map(str, READ))
def test_numbers_are_read_as_vietnamese_reads_them(number: int, words: str) -> None:
    assert number_words(number) == words


def test_money_in_words() -> None:
    assert money_words(75_000) == "Bảy mươi lăm nghìn đồng"
    assert money_words(0) == "Không đồng"
    assert money_words(5_000_000) == "Năm triệu đồng"
    assert money_words(105_000, zero_tens="lẻ") == "Một trăm lẻ năm nghìn đồng"


def test_no_two_numbers_read_alike() -> None:
    numbers = [*range(20_000), *range(1_000_000, 1_000_300), *range(10**9, 10**9 + 300)]
    assert len({number_words(number) for number in numbers}) == len(numbers)


class TestDurations:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (0, "0 phút"),
            (45, "45 phút"),
            (480, "1 ngày"),
            (2 * 480 + 180, "2 ngày 3 giờ"),
            (480 + 61, "1 ngày 1 giờ 1 phút"),
        ],
    )
    def test_eight_hours_are_a_day(self, minutes: int, words: str) -> None:
        assert working_duration(minutes) == words

    def test_left_and_late(self) -> None:
        assert remaining_words(1140) == "còn 2 ngày 3 giờ"
        assert remaining_words(-60) == "quá hạn 1 giờ"
        assert remaining_words(0) == "vừa hết hạn"

    def test_hours_never_become_days(self) -> None:
        assert clock_duration(1140) == "19 giờ"
        assert clock_duration(0) == "0 phút"
