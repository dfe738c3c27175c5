"""Numbers that people put right: sums and the total follow, identities are checked afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from motcua.kernel.refusals import Refused
from motcua.reports.rules.cells import Filled, Line, Sums, totalled

# More than any report counts, and what a column of the database holds.
MOST_VALUE: Final = 999_999_999
# (row, column) → the number it is to be.
Values = Mapping[tuple[str, str], int]


def corrected(filled: Filled, values: Values, sums: Sums) -> Filled:
    """The form with these numbers in place of those counted; nothing else changes."""
    if not values:
        return filled
    lines = tuple(_line(line, values, sums) for line in filled.lines)
    total = filled.total
    if total is not None:
        total = totalled(total.label, lines, total.cells)
    return replace(filled, lines=lines, total=total)


def _line(line: Line, values: Values, sums: Sums) -> Line:
    cells = {
        column: values.get((line.key, column), number) for column, number in line.cells.items()
    }
    for column in sums:
        cells[column] = _sum(column, cells, sums)
    return replace(line, cells=cells)


def _sum(column: str, cells: Mapping[str, int], sums: Sums) -> int:
    parts: Sequence[str] = sums.get(column, ())
    return sum(_sum(part, cells, sums) for part in parts) if parts else cells[column]


def cell_to_correct(filled: Filled, row: str, column: str, sums: Sums) -> int:
    """What was counted in a cell that may be put right: of a row that is there, in a column that
    is no sum. Raises Refused (field "row" or "column").
    """
    line = next((line for line in filled.lines if line.key == row), None)
    if line is None:
        raise Refused("Biểu không có dòng này.", field="row")
    if column in sums or column not in line.cells:
        raise Refused("Chọn một cột đếm; cột tổng tự cộng lại.", field="column")
    return line.cells[column]


def newest(rows: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """Of each (row, column, value) given in the order they were made, the last."""
    return {(row, column): value for row, column, value in rows}
