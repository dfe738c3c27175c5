"""A report as a spreadsheet: the head as the form draws it, numbers as numbers."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from motcua.reports.layouts import Layout
from motcua.reports.paper import Framing, days_words, numbers_of
from motcua.reports.rules import Filled

TITLE_ROWS = 6


def as_xlsx(layout: Layout, filled: Filled, framing: Framing) -> bytes:
    """One sheet; the first column of figures follows the columns before them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format(
        {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    plain = {"border": 1, "num_format": "#,##0"}
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(str(layout.kind.label))
    sheet.set_landscape()
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, len(layout.columns) + 1, 12)
    for place, text in enumerate(_titles(layout, filled, framing)):
        sheet.write_string(place, 0, text, bold)
    row = _head(sheet, layout, head)
    forms = (book.add_format(plain | {"bold": True}), book.add_format(plain))
    sheet.freeze_panes(row, 2)
    for place, line in enumerate(filled.rows):
        form = forms[0] if line is filled.total else forms[1]
        number = place if filled.total else place + 1
        sheet.write(row + place, 0, number or "", form)
        sheet.write_string(row + place, 1, line.label, form)
        for column, one in enumerate(layout.columns, start=2):
            sheet.write_number(row + place, column, line.cells[one.key], form)
    if framing.text:
        _words(book, framing.text)
    book.close()
    return out.getvalue()


def _words(book: Any, text: tuple[str, ...]) -> None:
    """The paragraphs on a sheet of their own."""
    sheet = book.add_worksheet("Lời báo cáo")
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, part in enumerate(text):
        sheet.write_string(row, 0, part, wrapped)


def _titles(layout: Layout, filled: Filled, framing: Framing) -> tuple[str, ...]:
    return (
        f"Biểu số {layout.number}, ban hành theo {layout.circular}",
        layout.title,
        f"Đơn vị báo cáo: {framing.agency.name}",
        f"Kỳ báo cáo: {framing.term} (từ {days_words(filled)})",
        f"Đơn vị tính: {layout.unit}",
        framing.mark,
    )


def _head(sheet: Any, layout: Layout, form: Any) -> int:
    """Draw the head below the titles; returns the first row under it.

    As in HTML, a cell takes the first place of its row that none above it covers.
    """
    taken: set[tuple[int, int]] = set()
    for down, cells in enumerate(layout.head):
        right = 0
        for cell in cells:
            while (down, right) in taken:
                right += 1
            over = [(down + y, right + x) for y in range(cell.rows) for x in range(cell.columns)]
            taken.update(over)
            top, left = TITLE_ROWS + down, right
            if len(over) > 1:
                bottom, end = top + cell.rows - 1, left + cell.columns - 1
                sheet.merge_range(top, left, bottom, end, cell.text, form)
            else:
                sheet.write_string(top, left, cell.text, form)
    row = TITLE_ROWS + len(layout.head)
    for column, text in enumerate(numbers_of(layout)):
        sheet.write_string(row, column, text, form)
    return row + 1
