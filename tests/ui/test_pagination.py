"""Pages by cursor: nothing lost, nothing twice, and no made-up cursor gets through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ui.pagination import BadCursorError, pack, page_of, unpack

PART = st.none() | st.integers() | st.text()


@given(st.lists(PART, min_size=1, max_size=4).map(tuple))
def test_a_cursor_gives_back_its_key(key):
    assert unpack(pack(key), length=len(key)) == key


@given(st.lists(st.integers(), unique=True).map(sorted), st.integers(1, 5))
def test_walking_the_pages_meets_every_row_once(rows, size):
    seen, after = [], None
    while True:
        left = [row for row in rows if after is None or row > after]
        page = page_of(left[: size + 1], size=size, key=lambda row: (row,), first=after is None)
        seen += page.rows
        if not page.more:
            break
        (after,) = unpack(page.next, length=1)
    assert seen == rows


@pytest.mark.parametrize(
    "cursor", ["", "x", "!!", "bnVsbA", pack(("a",)), "W3siYSI6MX0sMV0", "W3RydWUsMV0", "đ"]
)
def test_a_broken_cursor_says_what_to_do(cursor):
    with pytest.raises(BadCursorError, match="mở lại danh sách từ đầu"):
        unpack(cursor, length=2)


def test_dates_in_a_key_are_kept_as_text():
    page = page_of([1, 2], size=1, key=lambda row: (date(2026, 2, 5), row))
    assert unpack(page.next, length=2) == ("2026-02-05", 1)


def test_a_page_of_exactly_its_size_is_the_last():
    assert not page_of([1, 2], size=2, key=lambda row: (row,)).more


def test_what_cannot_be_sorted_cannot_be_a_cursor():
    with pytest.raises(TypeError):
        page_of([1, 2], size=1, key=lambda row: (row / 2,))
