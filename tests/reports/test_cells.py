"""A form that does not add up says where."""

from __future__ import annotations

import datetime as dt

from motcua.reports.layouts import layouts
from motcua.reports.rules import Filled, Line, faults_of, totalled

DAY = dt.date(2026, 3, 31)
SUMS = {"whole": ("a", "b")}
NUMBERS = {"whole": "(3)", "a": "(4)", "b": "(5)"}


def filled(*rows: tuple[int, int, int], total: tuple[int, int, int] | None = None) -> Filled:
    lines = [
        Line(str(place), f"Dòng {place}", dict(zip(NUMBERS, row, strict=True)))
        for place, row in enumerate(rows, start=1)
    ]
    last = Line("", "Tổng số", dict(zip(NUMBERS, total, strict=True))) if total else None
    return Filled(DAY, DAY, tuple(lines), last or totalled("Tổng số", lines, NUMBERS))


def test_what_adds_up_has_no_fault() -> None:
    assert faults_of(filled((3, 1, 2), (0, 0, 0)), SUMS, None, NUMBERS) == []


def test_a_sum_that_is_not_its_parts_is_named_with_row_and_columns() -> None:
    faults = faults_of(filled((4, 1, 2)), SUMS, None, NUMBERS)
    assert faults[-1] == "Dòng 1: (3) = 4, nhưng (4) + (5) = 3"


def test_a_balance_that_does_not_hold_is_named() -> None:
    faults = faults_of(filled((3, 1, 2)), {}, ("a", ("b",)), NUMBERS)
    assert "Dòng 1: (4) = 1, nhưng (5) = 2" in faults


def test_a_total_that_is_not_the_sum_of_its_rows_is_named() -> None:
    faults = faults_of(filled((3, 1, 2), total=(9, 1, 8)), SUMS, None, NUMBERS)
    assert "Cột (3): tổng là 9, nhưng cộng các dòng được 3" in faults


def test_the_head_of_each_form_covers_every_column_once() -> None:
    for layout in layouts():
        width = len(layout.first) + len(layout.columns)
        area = sum(cell.columns * cell.rows for row in layout.head for cell in row)
        assert area == width * len(layout.head), layout.number
        assert sum(cell.columns for cell in layout.head[0]) == width


def test_each_form_says_where_its_layout_was_read() -> None:
    for layout in layouts():
        assert layout.confidence in ("found", "recalled", "not confirmed")
        assert layout.source
        assert layout.note
