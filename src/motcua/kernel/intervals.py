"""Half-open intervals ``[start, end)`` of anything ordered, as a small algebra.

``end`` may be ``None``: the interval is still open and has no end yet. Empty intervals
(``start == end``) vanish in every operation, so callers need not filter them.

>>> union([Interval(1, 3), Interval(3, 5), Interval(8, 9)])
(Interval(start=1, end=5), Interval(start=8, end=9))
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T", bound=Any)


class Interval(NamedTuple, Generic[T]):
    """From ``start``, inside, to ``end``, outside; ``end is None`` means not ended."""

    start: T
    end: T | None

    def __contains__(self, point: object) -> bool:
        return bool(self.start <= point and (self.end is None or point < self.end))

    @property
    def is_empty(self) -> bool:
        return self.end is not None and bool(self.end <= self.start)


def union(intervals: Iterable[Interval[T]]) -> tuple[Interval[T], ...]:
    """The same points as disjoint, non-touching intervals in order."""
    merged: list[Interval[T]] = []
    for interval in sorted((i for i in intervals if not i.is_empty), key=lambda i: i.start):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and interval.start > last.end):
            merged.append(interval)
        elif last.end is not None and (interval.end is None or interval.end > last.end):
            merged[-1] = Interval(last.start, interval.end)
    return tuple(merged)


def intersection(
    left: Iterable[Interval[T]], right: Iterable[Interval[T]]
) -> tuple[Interval[T], ...]:
    """The points that lie in both sets."""
    return union(
        Interval(max(a.start, b.start), _earlier(a.end, b.end))
        for a in union(left)
        for b in union(right)
        if not Interval(max(a.start, b.start), _earlier(a.end, b.end)).is_empty
    )


def difference(
    left: Iterable[Interval[T]], right: Iterable[Interval[T]]
) -> tuple[Interval[T], ...]:
    """The points of ``left`` that do not lie in ``right``."""
    rest = list(union(left))
    for hole in union(right):
        pieces: list[Interval[T]] = []
        for piece in rest:
            pieces.append(Interval(piece.start, _earlier(piece.end, max(piece.start, hole.start))))
            if hole.end is not None:
                pieces.append(Interval(max(piece.start, hole.end), piece.end))
        rest = [piece for piece in pieces if not piece.is_empty]
    return tuple(rest)


def total(intervals: Iterable[Interval[int]]) -> int:
    """The length covered, each point once. Raises ``ValueError`` when one interval is open."""
    length = 0
    for interval in union(intervals):
        if interval.end is None:
            raise ValueError("an open interval has no length")
        length += interval.end - interval.start
    return length


def _earlier(left: T | None, right: T | None) -> T | None:
    if left is None or right is None:
        return right if left is None else left
    return min(left, right)
