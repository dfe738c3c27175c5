"""Filters: how dates, money, shares and numbers of persons stand on a page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils.translation import override

from motcua.templatetags import motcua_ui as tags


def test_a_late_evening_in_utc_is_the_next_day_in_vietnam():
    late = datetime(2026, 2, 24, 18, 0, tzinfo=UTC)
    assert tags.vn_date(late) == "25/02/2026"
    assert tags.date_words(late) == "Thứ Tư, 25/02/2026"
    assert tags.vn_datetime(late) == "01:00 25/02/2026"
    assert tags.vn_time(late) == "01:00"


def test_nothing_is_written_as_nothing():
    filters = (tags.vn_date, tags.vn_datetime, tags.vn_time, tags.date_words, tags.iso, tags.money)
    assert [write(None) for write in filters] == [""] * len(filters)


def test_no_figure_is_a_dash_and_not_zero():
    assert tags.number(None) == tags.percent(None) == "–"
    assert tags.number(0) == "0"


def test_a_fee_of_zero_is_said_in_words():
    assert tags.money(0) == "Không mất phí"
    assert tags.money(75000) == "75.000 đồng"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.987, "98,7"), (1.0, "100"), (0.0, "0"), (0.12345, "12,3"), (Decimal("0.9235"), "92,4")],
)
def test_shares_have_at_most_one_decimal(share, text):
    assert tags.percent(share) == f"{text}\u00a0%"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("079188012345", "0791******45"),
        ("0903000111", "0903****11"),
        ("1234567", "*******"),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers_of_persons_are_masked_in_lists(number, masked):
    assert tags.mask_number(number) == masked


def test_a_telephone_link_holds_digits_only():
    assert tags.tel("028 3875 0000") == "02838750000"
    assert tags.tel("+84 (28) 3875") == "+84283875"


def test_a_date_without_time_is_taken_as_it_is():
    assert tags.iso(date(2026, 2, 5)) == "2026-02-05"
    assert tags.vn_date(date(2026, 2, 5)) == "05/02/2026"


def test_a_code_may_break_after_its_dashes_and_stays_escaped():
    assert tags.spaced_code("A-<b>") == "A-<wbr>&lt;b&gt;"


def test_what_is_kept_is_kept_per_language_and_knows_no_visitor():
    text = (
        "{% load i18n motcua_ui %}{% get_current_language as now %}"
        "{% keep %}{% get_current_language as then %}{{ then }}{{ name }}{% endkeep %}"
    )
    template = engines["django"].from_string(text)
    for language in ("vi", "en", "vi"):
        with override(language):
            assert template.render({"name": "Đào"}) == language
