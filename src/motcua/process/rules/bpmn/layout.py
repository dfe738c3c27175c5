"""Where a node stands on a sheet when nobody has drawn it: columns from left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

Spot = tuple[int, int]
Size = tuple[int, int]

TASK: Final[Size] = (120, 80)
GATE: Final[Size] = (50, 50)
EVENT: Final[Size] = (36, 36)
COLUMN, ROW, _LEFT, _TOP = 190, 120, 160, 80


def laid_out(
    sizes: Mapping[str, Size], flows: Sequence[tuple[str, str]], known: Mapping[str, Spot]
) -> dict[str, Spot]:
    """The upper left corner of every node; all anew when one of them has no known place."""
    if all(key in known for key in sizes):
        return {key: known[key] for key in sizes}
    spots: dict[str, Spot] = {}
    used: dict[int, int] = {}
    for key, column in _columns(list(sizes), flows).items():
        row = used.get(column, 0)
        used[column] = row + 1
        width, height = sizes[key]
        middle = (_LEFT + column * COLUMN, _TOP + row * ROW + 40)
        spots[key] = (middle[0] - width // 2, middle[1] - height // 2)
    return spots


def reading_order(keys: Sequence[str], flows: Sequence[tuple[str, str]]) -> list[str]:
    """Nodes as a person reads them: what is done before stands before, a branch as a whole."""
    return _order(keys, _ahead(keys, flows))[0]


def _columns(keys: Sequence[str], flows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many flows lie before each node at most; flows that lead back do not count."""
    ahead = _ahead(keys, flows)
    order, back = _order(keys, ahead)
    column = dict.fromkeys(order, 0)
    for key in order:
        for target in ahead[key]:
            if (key, target) not in back:
                column[target] = max(column[target], column[key] + 1)
    return column


def _ahead(keys: Sequence[str], flows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    ahead: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in flows:
        ahead[source].append(target)
    return ahead


def _order(
    keys: Sequence[str], ahead: Mapping[str, Sequence[str]]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Sources before targets, and the flows that would break that. The first key is the start."""
    order: list[str] = []
    open_: dict[str, bool] = {}
    back: set[tuple[str, str]] = set()
    for first in keys:
        if first in open_:
            continue
        done: list[str] = []
        path = [(first, iter(reversed(ahead[first])))]
        open_[first] = True
        while path:
            key, rest = path[-1]
            target = next(rest, None)
            if target is None:
                open_[key] = False
                done.append(key)
                path.pop()
            elif target not in open_:
                open_[target] = True
                path.append((target, iter(reversed(ahead[target]))))
            elif open_[target]:
                back.add((key, target))
        order += reversed(done)
    return order, back
