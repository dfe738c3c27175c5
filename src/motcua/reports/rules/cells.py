"""A form filled in, and the identities that its cells must keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from motcua.kernel.vietnamese import format_number

Cells = Mapping[str, int]
# A column that is the sum of others, by their keys.
Sums = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form: `key` is what its files are asked by."""

    key: str
    label: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with its figures: the days it is about, both inside, its rows and their total.

    `total` is None where the form has a single row.
    """

    first: dt.date
    last: dt.date
    lines: tuple[Line, ...]
    total: Line | None

    @property
    def rows(self) -> tuple[Line, ...]:
        """The total first, as the form prints it."""
        return (self.total, *self.lines) if self.total else self.lines


def totalled(label: str, lines: Iterable[Line], columns: Iterable[str]) -> Line:
    """The row that adds up the others."""
    rows = list(lines)
    return Line("", label, {name: sum(row.cells[name] for row in rows) for name in columns})


def faults_of(
    filled: Filled,
    sums: Sums,
    balance: tuple[str, Sequence[str]] | None,
    numbers: Mapping[str, str],
) -> list[str]:
    """What does not add up, in words; nothing on figures that were only counted.

    A column is the sum of its parts, `balance` equals the sum of its own, and the total is the
    sum of the rows. `numbers` are the columns' numbers, by key.
    """
    identities = [*sums.items(), *([balance] if balance else [])]
    found = [
        f"{row.label}: {numbers[whole]} = {format_number(row.cells[whole])}, nhưng "
        f"{' + '.join(numbers[part] for part in parts)} = {format_number(added)}"
        for row in filled.rows
        for whole, parts in identities
        if row.cells[whole] != (added := sum(row.cells[part] for part in parts))
    ]
    if filled.total is None:
        return found
    added_up = totalled("", filled.lines, filled.total.cells).cells
    return found + [
        f"Cột {numbers[name]}: tổng là {format_number(number)}, nhưng cộng các dòng được "
        f"{format_number(added_up[name])}"
        for name, number in filled.total.cells.items()
        if number != added_up[name]
    ]
