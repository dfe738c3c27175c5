"""A list of files as a table to take away: CSV for programs, XLSX for people.

Every value is text or a date. A cell that begins with = + - @ would be run as a formula by a
spreadsheet (a name is typed by a stranger): XLSX stores it as text, CSV puts an apostrophe before
it. Identity numbers are masked as on the page.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from motcua.cases.queries.lists import Row
from motcua.cases.states import State
from motcua.desk.rows import step_name
from motcua.kernel.identity import mask_number
from motcua.kernel.worktime import VIETNAM
from motcua.ui.said import said

MOST_ROWS: Final = 10_000
HEADS: Final = (
    gettext_noop("Mã hồ sơ"),
    gettext_noop("Thủ tục"),
    gettext_noop("Người nộp"),
    gettext_noop("Số định danh"),
    gettext_noop("Trạng thái"),
    gettext_noop("Bước"),
    gettext_noop("Người giữ"),
    gettext_noop("Tiếp nhận"),
    gettext_noop("Hạn trả"),
    gettext_noop("Việc cuối"),
)
_WIDTHS: Final = (24, 60, 26, 16, 22, 34, 24, 17, 17, 17)
_RUN: Final = ("=", "+", "-", "@", "\t", "\r")
Cell = str | dt.datetime | None


def lines(rows: Iterable[Row]) -> list[tuple[Cell, ...]]:
    """The cells of the table, times in Vietnamese time without a zone."""
    return [
        (
            row.number,
            row.procedure,
            row.applicant,
            mask_number(row.applicant_number) if row.applicant_number else "",
            said(State(row.state).label),
            step_name(row) if row.step else "",
            row.holder or "",
            _local(row.received_at),
            _local(row.due_at),
            _local(row.touched_at),
        )
        for row in rows
    ]


def _local(at: dt.datetime | None) -> dt.datetime | None:
    return at.astimezone(VIETNAM).replace(tzinfo=None, second=0, microsecond=0) if at else None


def as_csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read the letters; times ISO 8601."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_(head) for head in HEADS])
    for line in lines(rows):
        writer.writerow([_plain(cell) for cell in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return f"'{cell}" if cell.startswith(_RUN) else cell


def as_xlsx(rows: Iterable[Row], title: str) -> bytes:
    """One sheet with a frozen heading and filters; text stays text, times are real times."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title})
    bold = book.add_format({"bold": True, "bg_color": "#F4F1EA", "bottom": 1})
    when = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet(_("Hồ sơ"))
    for column, (head, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, _(head), bold)
    last = 0
    for last, line in enumerate(lines(rows), start=1):
        for column, cell in enumerate(line):
            _write(sheet, last, column, cell, when)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(HEADS) - 1)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, when: Any) -> None:
    if isinstance(cell, dt.datetime):
        sheet.write_datetime(row, column, cell, when)
    elif cell:
        sheet.write_string(row, column, cell)
