"""One text for one value."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.canonical import canonical_bytes, canonical_json
from motcua.kernel.limits import Unit
from tests.kernel.calendars import at

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abđệ", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_form() -> None:
    value = {
        "b": [1, True, None],
        "a": "Đào",
        "at": at("2026-02-13 10:00"),
        "day": date(2026, 2, 5),
    }
    assert canonical_json(value) == (
        '{"a":"Đào","at":"2026-02-13T03:00:00.000000Z","b":[1,true,null],"day":"2026-02-05"}'
    )


def test_one_moment_has_one_text_in_every_zone() -> None:
    moment = datetime(2026, 2, 13, 3, 0, 0, 7, tzinfo=UTC)
    zones = [timezone(timedelta(hours=hours)) for hours in (-11, 0, 7, 14)]
    assert {canonical_json(moment.astimezone(zone)) for zone in zones} == {
        '"2026-02-13T03:00:00.000007Z"'
    }


def test_an_enum_is_its_text_and_nfd_is_nfc() -> None:
    assert canonical_json([Unit.DAYS, unicodedata.normalize("NFD", "Lễ")]) == '["days","Lễ"]'


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), {"a": [0.5]}, Decimal(1), b"x", {1: 2}, {"a"}, object()]
)
def test_what_has_no_one_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 1, 1), "\ud800", {unicodedata.normalize("NFD", "é"): 1, "é": 2}],  # noqa: DTZ001
    ids=["no zone", "half a surrogate pair", "two keys that are one"],
)
def test_what_is_not_clean_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_json(value)


@given(values)
def test_reading_and_writing_again_gives_the_same_bytes(value: Any) -> None:
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text
    assert canonical_bytes(value) == text.encode()


@given(st.dictionaries(st.text("abcxyz", max_size=4), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)
