"""Tables and charts to take away: CSV for programs, XLSX for people, SVG for documents.

A text that begins with = + - @ would be run as a formula by a spreadsheet: XLSX stores it as text,
CSV puts an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter

from motcua.ui.svg import Chart

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SVG: Final = "image/svg+xml"
_RUN: Final = ("=", "+", "-", "@", "\t", "\r")
# The colours of parts.css on white paper; a file has no page whose style it could take.
_STYLE: Final = (
    "svg{background:#fff;overflow:visible;font-family:'Be Vietnam Pro',Arial,sans-serif}"
    "text{font-size:13px;fill:#5a6472}.value{fill:#1b2430;font-weight:600}"
    ".axis{stroke:#8b8576}.rule{stroke:#e4e0d6}"
    ".s0 .bar{fill:#1f5fa8}.s1 .bar{fill:#8a5a00}.s2 .bar{fill:#5a6472}"
    ".trace{stroke-width:2;stroke-linecap:round}"
    ".s0 .trace,.s0 .dot,.s0.trace{stroke:#1f5fa8}.s1 .trace,.s1 .dot{stroke:#8a5a00}"
    ".s2 .trace,.s2 .dot{stroke:#5a6472}.s1 .trace{stroke-dasharray:7 5}"
    ".s2 .trace{stroke-dasharray:1 5}.dot{fill:#fff;stroke-width:2}"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A table: heads, and rows of a text and numbers. A fraction of one shows as per cent; None is
    an empty cell.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | float | None]]


def as_csv(table: Taken) -> bytes:
    """UTF-8 with a mark for spreadsheets; rates are fractions of one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow(
            f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUN) else cell for cell in row
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(table: Taken) -> bytes:
    """One sheet with a fixed head; numbers are numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bg_color": "#F4F1EA", "bottom": 1, "text_wrap": True})
    rate = book.add_format({"num_format": "0.00%"})
    count = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet(table.title[:31])
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(table.heads), 15)
    for column, text in enumerate(table.heads):
        sheet.write_string(0, column, text, bold)
    for place, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
                continue
            sheet.write_number(place, column, cell, count if isinstance(cell, int) else rate)
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def as_svg(chart: Chart) -> bytes:
    """The drawing as a file of its own, 960 pixels wide, with its title above."""
    whole = str(chart.drawing)
    opening, _end, inside = whole.partition(">")
    opening = opening.replace('width="100%"', 'xmlns="http://www.w3.org/2000/svg" width="960"', 1)
    return f"{opening}><style>{_STYLE}</style>{inside}\n".encode()


def as_file(kind: str, table: Taken, chart: Chart | None = None) -> tuple[bytes, str] | None:
    """The bytes of "csv", "xlsx" or, where there is a chart, "svg", and their type; None for
    another kind.
    """
    if kind == "csv":
        return as_csv(table), CSV
    if kind == "xlsx":
        return as_xlsx(table), XLSX
    if kind == "svg" and chart is not None:
        return as_svg(chart), SVG
    return None
