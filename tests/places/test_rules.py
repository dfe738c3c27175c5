"""Words for places, old names said with today's, and the shipped table; no database."""

from __future__ import annotations

from collections import Counter

import pytest

from motcua.places.actions import SeedRow, shipped_places
from motcua.places.rules import Known, bare, is_called, search_text, today_words, words_of


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Phường An Lạc, TP.HCM", "phuong an lac thanh pho ho chi minh"),
        ("P8, Q.3", "phuong 8 quan 3"),
        ("x. Bình Hưng, h. Bình Chánh", "xa binh hung huyen binh chanh"),
        ("  ĐỐNG  đa; HN ", "dong da ha noi"),
        ("", ""),
    ],
)
def test_short_forms_and_marks_do_not_matter(written: str, words: str) -> None:
    assert " ".join(words_of(written)) == words


@pytest.mark.parametrize(
    ("name", "written", "called"),
    [
        ("Phường An Lạc", "an lac", True),
        ("Phường An Lạc", "p. An Lạc, Bình Tân", True),
        ("Phường An Lạc A", "an lac", False),
        ("Phường 8", "8", False),
        ("Phường 8", "P8, Q3", True),
        ("Xã An Lạc Thôn", "An Lạc", False),
    ],
)
def test_a_place_is_called_by_its_name_with_or_without_its_kind(
    name: str, written: str, called: bool
) -> None:
    assert is_called(name, written) is called


def test_a_number_keeps_its_kind() -> None:
    assert bare("Quận 3") == "quan 3"
    assert bare("Thành phố Hà Nội") == "ha noi"
    assert search_text(["Phường 8", "Quận 3"]) == " phuong 8 quan 3 "


def former(name: str, *now: str) -> Known:
    return Known(1, name, "Quận 3", True, now)


@pytest.mark.parametrize(
    ("written", "found", "said"),
    [
        # 1→1 and n→1: one name of today.
        ("Phường 8", [former("Phường 8", "Phường Xuân Hòa")], "nay là Phường Xuân Hòa"),
        # 1→n: a person decides.
        (
            "Phường Cống Vị",
            [former("Phường Cống Vị", "Phường Giảng Võ", "Phường Ngọc Hà")],
            "nay thuộc một trong: Phường Giảng Võ; Phường Ngọc Hà; cán bộ xác định theo số nhà",
        ),
        # Two former places of one name: so does a person.
        (
            "Phường 8",
            [former("Phường 8", "Phường A"), former("Phường 8", "Phường B")],
            "nay thuộc một trong: Phường A; Phường B; cán bộ xác định theo số nhà",
        ),
        # The name is today's: nothing is said, whatever was called so before.
        (
            "Phường An Lạc",
            [former("Phường An Lạc", "Phường X"), Known(2, "Phường An Lạc", "TP", False)],
            "",
        ),
        ("Phường Không Có", [], ""),
        # Another place that only contains the words is not meant.
        ("An Lạc", [former("Xã An Lạc Thôn", "Xã Y")], ""),
    ],
)
def test_an_old_name_is_said_with_todays(written: str, found: list[Known], said: str) -> None:
    assert today_words(written, found) == said


@pytest.fixture(scope="module")
def rows() -> list[SeedRow]:
    return list(shipped_places())


def test_the_shipped_table_has_today_34_provinces_and_3321_communes(rows: list[SeedRow]) -> None:
    count = Counter((row.level, row.until is None) for row in rows)
    assert count["province", True] == 34
    assert count["commune", True] == 3321
    assert count["province", False] == 63
    assert count["district", False] == 696


def test_every_former_commune_became_something_that_is_there_today(rows: list[SeedRow]) -> None:
    today = {row.code for row in rows if row.level == "commune" and row.until is None}
    became = [row for row in rows if row.level == "commune" and row.until is not None]
    assert all(row.now and set(row.now) <= today for row in became)
    # Every commune of today was something before.
    assert {code for row in rows if row.level != "province" for code in row.now} == today
    # Both kinds are there: merged whole, and divided.
    assert {len(row.now) for row in became} >= {1, 2, 3}


def test_codes_are_used_once_among_what_is_there_at_one_time(rows: list[SeedRow]) -> None:
    assert max(Counter((row.level, row.code, row.until) for row in rows).values()) == 1
