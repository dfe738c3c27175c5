"""Codes on paper: made, read back, and read as people type them."""

import itertools
import secrets
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.codes import (
    SECRET_ALPHABET,
    BadCode,
    CaseCode,
    format_secret,
    is_procedure_code,
    make_case_code,
    make_secret,
    normalise_secret,
    parse_case_code,
)

DAY = date(2025, 2, 25)


class TestCaseCode:
    def test_the_form_of_the_circular(self) -> None:
        assert make_case_code("H56.16", DAY, 1) == "H56.16-250225-0001"
        assert make_case_code("H29.101.05", DAY, 10_000) == "H29.101.05-250225-10000"

    @pytest.mark.parametrize(
        ("text", "agency", "number"),
        [
            ("H56.16-250225-0001", "H56.16", "0001"),
            ("000.00.16.H29-250225-0001", "000.00.16.H29", "0001"),
            ("H29.101.05-250225-071234", "H29.101.05", "071234"),
            ("G15-250225-0001", "G15", "0001"),
            (" h56.16 – 250225 — 0001\n", "H56.16", "0001"),
        ],
    )
    def test_old_new_and_centralised_codes_are_read(
        self, text: str, agency: str, number: str
    ) -> None:
        assert parse_case_code(text) == CaseCode(agency, DAY, number)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "H56.16-250225-001",
            "H56.16-250230-0001",
            "Z56.16-250225-0001",
            "H56.16-250225",
            "H56.16-250225-0001x",
        ],
    )
    def test_others_are_refused(self, text: str) -> None:
        with pytest.raises(BadCode, match="Mã hồ sơ"):
            parse_case_code(text)

    def test_what_cannot_be_made(self) -> None:
        for agency, day, sequence in [
            ("H5", DAY, 1),
            ("H56.16", DAY, 0),
            ("H56.16", DAY, 10**8),
            ("H56.16", date(1999, 1, 1), 1),
        ]:
            with pytest.raises(BadCode):
                make_case_code(agency, day, sequence)

    @given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 10**8 - 1))
    def test_what_is_made_is_read_back(self, day: date, sequence: int) -> None:
        text = make_case_code("H29.101.05", day, sequence)
        code = parse_case_code(text)
        assert (code.day, code.sequence, str(code)) == (day, sequence, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.001193", True),
        ("6.000001", True),
        ("1.00119", False),
        ("1.001193.01", False),
        ("1.001193\n", False),
    ],
)
def test_procedure_codes(text: str, expected: bool) -> None:
    assert is_procedure_code(text) is expected


class TestSecret:
    def test_eight_characters_nobody_confuses(self) -> None:
        assert not set("0O1IL") & set(SECRET_ALPHABET)
        drawn = {make_secret(secrets.token_bytes) for _ in range(200)}
        assert len(drawn) == 200
        assert all(normalise_secret(secret) == secret for secret in drawn)

    def test_every_character_is_equally_likely(self) -> None:
        every_byte = itertools.cycle(range(256))
        drawn = "".join(
            make_secret(lambda n: bytes(itertools.islice(every_byte, n))) for _ in range(31)
        )
        assert set(Counter(drawn).values()) == {8}

    def test_bytes_that_would_favour_some_are_thrown_away(self) -> None:
        chunks = iter([bytes([255] * 8), bytes(range(8)), bytes(8)])
        assert make_secret(lambda _: next(chunks)) == SECRET_ALPHABET[:8]

    @pytest.mark.parametrize("typed", ["abcd-2345", " ABCD 2345 ", "ＡＢＣＤ２３４５", "abcd–2345"])
    def test_typing_is_forgiven(self, typed: str) -> None:
        assert normalise_secret(typed) == "ABCD2345"
        assert format_secret("ABCD2345") == "ABCD-2345"

    @pytest.mark.parametrize("typed", ["", "ABCD234", "ABCD23456", "ABCD234O", "ABCD2340"])
    def test_others_are_refused(self, typed: str) -> None:
        with pytest.raises(BadCode, match="giấy hẹn"):
            normalise_secret(typed)
