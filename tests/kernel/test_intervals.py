"""Half-open intervals against sets of points."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.intervals import Interval, difference, intersection, total, union

POINTS = range(30)
intervals = st.lists(
    st.tuples(st.integers(0, 20), st.none() | st.integers(0, 25)).map(lambda t: Interval(*t)),
    max_size=5,
)


def points(of: object) -> set[int]:
    return {p for p in POINTS if any(p in i and not i.is_empty for i in of)}  # type: ignore[attr-defined]


@given(intervals, intervals)
def test_the_algebra_is_that_of_sets(left: list[Interval[int]], right: list[Interval[int]]) -> None:
    assert points(union([*left, *right])) == points(left) | points(right)
    assert points(intersection(left, right)) == points(left) & points(right)
    assert points(difference(left, right)) == points(left) - points(right)


@given(intervals)
def test_a_union_is_in_order_and_its_parts_do_not_touch(given_: list[Interval[int]]) -> None:
    merged = union(given_)
    assert all(a.end is not None and a.end < b.start for a, b in itertools.pairwise(merged))
    assert union(merged) == merged


def test_total_counts_each_point_once() -> None:
    assert total([Interval(1, 5), Interval(3, 8), Interval(9, 9)]) == 7
    with pytest.raises(ValueError, match="open"):
        total([Interval(1, None)])


def test_what_touches_is_joined() -> None:
    assert union([Interval(3, 5), Interval(1, 3)]) == (Interval(1, 5),)


def test_the_end_lies_outside() -> None:
    assert 1 in Interval(1, 3)
    assert 3 not in Interval(1, 3)
    assert 3 in Interval(1, None)
