"""What differs between a signed form and today's, and because of which files."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from motcua.reports.layouts import layouts, sums_of
from motcua.reports.rules import (
    Filled,
    Line,
    Standing,
    concerning,
    differences,
    fingerprint,
    leaves_of,
    moved_between,
    packed,
    totalled,
    unpacked,
)

DAY = dt.date(2026, 3, 31)
LEAVES = ("in_a", "in_b", "out_a", "out_b")
SUMS = {"all_in": ("in_a", "in_b"), "all_out": ("out_a", "out_b")}
standing = st.builds(
    lambda row, came, left: Standing(row, frozenset([came, left])),
    st.sampled_from(["x", "y"]),
    st.sampled_from(LEAVES[:2]),
    st.sampled_from(LEAVES[2:]),
)
members = st.dictionaries(st.integers(1, 30).map(str), standing, max_size=12)


def filled(found: dict[str, Standing]) -> Filled:
    """The form that counts these."""
    lines = []
    for row in sorted({one.row for one in found.values()}):
        cells = {
            leaf: sum(leaf in one.cells and one.row == row for one in found.values())
            for leaf in LEAVES
        }
        cells |= {whole: sum(cells[part] for part in parts) for whole, parts in SUMS.items()}
        lines.append(Line(row, row.upper(), cells))
    return Filled(DAY, DAY, tuple(lines), totalled("Tổng số", lines, [*LEAVES, *SUMS]))


@given(members, members)
def test_a_number_differs_only_because_of_files_that_stand_elsewhere(
    then: dict[str, Standing], now: dict[str, Standing]
) -> None:
    moved = moved_between(then, now)
    for (row, column), (was, is_now) in differences(filled(then), filled(now)).items():
        leaves = leaves_of(column, SUMS)
        gained = lost = 0
        for one in concerning(moved, row, leaves):
            counts = [
                int(at is not None and row in ("", at.row) and bool(at.cells & leaves))
                for at in (one.then, one.now)
            ]
            lost += counts[0]
            gained += counts[1]
        assert gained - lost == is_now - was


@given(members)
def test_nothing_differs_from_itself_and_what_is_kept_comes_back(
    found: dict[str, Standing],
) -> None:
    assert differences(filled(found), filled(found)) == {}
    assert moved_between(found, unpacked(packed(found))) == []


def test_the_fingerprint_tells_every_number() -> None:
    form = filled({"1": Standing("x", frozenset(["in_a", "out_a"]))})
    other = filled({"1": Standing("x", frozenset(["in_b", "out_a"]))})
    assert fingerprint(form) == fingerprint(form)
    assert fingerprint(form) != fingerprint(other)


def test_a_sum_of_a_form_is_taken_down_to_what_is_counted() -> None:
    for layout in layouts():
        sums = sums_of(layout)
        for column in layout.columns:
            leaves = leaves_of(column.key, sums)
            assert leaves
            assert not leaves & set(sums)
