"""Numbers of persons, firms and telephones, and the card's QR code."""

from datetime import date

import pytest

from motcua.kernel.identity import (
    BadIdentity,
    check_old_number,
    check_personal_number,
    check_tax_code,
    mask_number,
    mask_phone,
    normalise_phone,
    parse_identity_card,
)

CARD = (
    "079188012345|024123456|Trần Thị Đào|15081988|Nữ|"
    "12 Kinh Dương Vương, An Lạc, Bình Tân, Thành phố Hồ Chí Minh|10052021"
)


class TestCard:
    def test_the_seven_fields(self) -> None:
        card = parse_identity_card(CARD)
        assert card.number == "079188012345"
        assert card.old_number == "024123456"
        assert card.name == "Trần Thị Đào"
        assert (card.born, card.sex) == (date(1988, 8, 15), "female")
        assert card.residence.startswith("12 Kinh Dương Vương, An Lạc")
        assert card.issued == date(2021, 5, 10)
        assert card.warnings == ()

    @pytest.mark.parametrize(
        "typed",
        [
            f"{CARD}\r\n",
            f"  {CARD}|Trần Văn Cha|Lê Thị Mẹ|\r",
            CARD.replace("|", " | "),
            f"\ufeff{CARD}",
            CARD.replace("Nữ", "NỮ"),
        ],
    )
    def test_what_scanners_add_is_ignored(self, typed: str) -> None:
        assert parse_identity_card(typed) == parse_identity_card(CARD)

    def test_empty_fields_stay_empty(self) -> None:
        card = parse_identity_card("079188012345||Đào||||")
        assert (card.old_number, card.born, card.sex, card.issued) == ("", None, None, None)

    def test_disagreement_is_a_warning(self) -> None:
        card = parse_identity_card(CARD.replace("1988|Nữ", "1989|Nam"))
        assert card.warnings == (
            "Số định danh là của người giới tính nữ.",
            "Số định danh là của người sinh năm 1988, không phải 1989.",
        )

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("", "chỉ đọc được 1"),
            ("https://example.vn/x", "quét lại"),
            (CARD.replace("15081988", "31021988"), "ngày sinh"),
            (CARD.replace("10052021", "2021"), "ngày cấp"),
            (CARD.replace("|Nữ|", "|x|"), "Giới tính"),
            (CARD.replace("079188012345", "79188012345"), "12 chữ số"),
            (CARD.replace("024123456", "12345"), "9 chữ số"),
            (CARD.replace("Trần Thị Đào", " "), "họ và tên"),
        ],
    )
    def test_what_cannot_be_read_says_why(self, typed: str, says: str) -> None:
        with pytest.raises(BadIdentity, match=says):
            parse_identity_card(typed)


class TestPersonalNumber:
    def test_what_the_digits_say(self) -> None:
        said = check_personal_number(" 038 2 05 123456 ")
        assert (said.number, said.province, said.sex, said.birth_year) == (
            "038205123456",
            "038",
            "male",
            2005,
        )

    def test_an_unknown_province_is_a_warning(self) -> None:
        known = {"001", "079"}
        assert check_personal_number("079188012345", provinces=known).warnings == ()
        assert "038" in check_personal_number("038205123456", provinces=known).warnings[0]

    @pytest.mark.parametrize(
        "text", ["", "07918801234", "0791880123456", "07918801234a", "٠٧٩١٨٨٠١٢٣٤٥"]
    )
    def test_twelve_digits_are_a_hard_rule(self, text: str) -> None:
        with pytest.raises(BadIdentity, match="12 chữ số"):
            check_personal_number(text)

    def test_the_old_card_has_nine(self) -> None:
        assert check_old_number("024 123 456") == "024123456"
        with pytest.raises(BadIdentity, match="9 chữ số"):
            check_old_number("0241234567")


class TestTaxCode:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("0100233488", "0100233488"),
            ("0100233488-001", "0100233488-001"),
            ("0100233488 999", "0100233488-999"),
            ("079188012345", "079188012345"),
        ],
    )
    def test_valid(self, typed: str, code: str) -> None:
        assert check_tax_code(typed) == code

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("0100233489", "chữ số thứ mười"),
            ("0000000000", "chữ số thứ mười"),  # a check of 10 is never issued
            ("0100233488-000", "001 đến 999"),
            ("010023348", "10, 12 hoặc 13"),
            ("01002334881", "10, 12 hoặc 13"),
            ("O100233488", "10, 12 hoặc 13"),
        ],
    )
    def test_wrong(self, typed: str, says: str) -> None:
        with pytest.raises(BadIdentity, match=says):
            check_tax_code(typed)

    def test_one_wrong_digit_is_found(self) -> None:
        for place in range(10):
            for digit in set("0123456789") - {"0100233488"[place]}:
                typo = "0100233488"[:place] + digit + "0100233488"[place + 1 :]
                with pytest.raises(BadIdentity):
                    check_tax_code(typo)


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("0912345678", "0912345678"),
            ("+84 912 345 678", "0912345678"),
            ("+84 (0)912.345.678", "0912345678"),
            ("0084912345678", "0912345678"),
            ("84912345678", "0912345678"),
            ("(028) 3812 3456", "02838123456"),
            ("0272-382-2345", "02723822345"),
            ("1900 1234", "19001234"),
            ("18001091", "18001091"),
        ],
    )
    def test_many_ways_to_write_one_number(self, typed: str, number: str) -> None:
        assert normalise_phone(typed) == number

    @pytest.mark.parametrize(
        "typed", ["", "912345678", "01234567890", "09123456789", "abc", "+1 555 0100", "113"]
    )
    def test_others_are_refused(self, typed: str) -> None:
        with pytest.raises(BadIdentity, match="điện thoại"):
            normalise_phone(typed)


class TestMasks:
    def test_lists_show_the_ends_only(self) -> None:
        assert mask_number("079012345612") == "0790******12"
        assert mask_number("024123456") == "0241***56"
        assert mask_phone("0912345678") == "091*****78"

    @pytest.mark.parametrize("number", ["", "123", "12345678"])
    def test_what_is_too_short_to_hide_is_hidden_whole(self, number: str) -> None:
        assert set(mask_number(number)) <= {"*"}
        assert len(mask_number(number)) == len(number)
