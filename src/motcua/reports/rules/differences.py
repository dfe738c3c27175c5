"""What a signed report says and what would be counted today: cell by cell, and because of whom."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from motcua.kernel.canonical import canonical_bytes
from motcua.reports.rules.cells import Filled, Line, Sums


@dataclass(frozen=True, slots=True)
class Standing:
    """In which row a file (or procedure) is counted, in which columns that are no sums."""

    row: str
    cells: frozenset[str]


# By what is counted: the id of a file, the code of a procedure.
Members = Mapping[str, Standing]
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """One that is counted elsewhere now; None: it was, or is, not counted at all."""

    key: str
    then: Standing | None
    now: Standing | None


def differences(then: Filled, now: Filled) -> dict[Cell, tuple[int, int]]:
    """(row, column) → (then, now) of cells that differ; a missing row counts nothing."""
    before, after = _by_row(then), _by_row(now)
    return {
        (row, column): (was, is_now)
        for row in before | after
        for column in (before.get(row) or after[row]).cells
        if (was := _number(before.get(row), column)) != (is_now := _number(after.get(row), column))
    }


def _by_row(filled: Filled) -> dict[str, Line]:
    return {line.key: line for line in filled.rows}


def _number(line: Line | None, column: str) -> int:
    return line.cells[column] if line else 0


def moved_between(then: Members, now: Members) -> list[Moved]:
    """Everything that does not stand where it stood, by key."""
    return [
        Moved(key, then.get(key), now.get(key))
        for key in sorted(then.keys() | now.keys())
        if then.get(key) != now.get(key)
    ]


def leaves_of(column: str, sums: Sums) -> frozenset[str]:
    """The columns that make up a sum, down to those that are none."""
    if column not in sums:
        return frozenset([column])
    return frozenset().union(*(leaves_of(part, sums) for part in sums[column]))


def concerning(moved: Iterable[Moved], row: str, leaves: frozenset[str]) -> list[Moved]:
    """Those because of which a cell differs. Row "" is the total of all rows."""
    return [one for one in moved if _times(one.then, row, leaves) != _times(one.now, row, leaves)]


def _times(standing: Standing | None, row: str, leaves: frozenset[str]) -> int:
    if standing is None or row not in ("", standing.row):
        return 0
    return len(standing.cells & leaves)


def packed(members: Members) -> bytes:
    """Small enough to keep with a report: {row: {"cell cell": [keys]}}, canonical, deflated."""
    grouped: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, standing in sorted(members.items()):
        grouped[standing.row][" ".join(sorted(standing.cells))].append(key)
    return zlib.compress(canonical_bytes(grouped))


def unpacked(kept: bytes) -> Members:
    """What `packed` made small."""
    return {
        key: Standing(row, frozenset(cells.split()))
        for row, groups in json.loads(zlib.decompress(kept)).items()
        for cells, keys in groups.items()
        for key in keys
    }
