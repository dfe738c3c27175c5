"""The rows of a CSV or XLSX file, one after the other, however long it is."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from motcua.history.rules import Cell, checked_header
from motcua.kernel.refusals import Refused

SPREADSHEETS: Final = {".xlsx", ".xlsm", ".xls", ".ods"}
_BLOCK: Final = 1 << 20


class BadFile(Refused):
    """The file as a whole cannot be read."""


def rows(path: Path) -> Iterator[tuple[int, dict[str, Cell]]]:
    """(line, cells by column); the heading is line 1, empty lines are passed over.

    Raises BadFile, and BadHeader when the first row does not name the columns.
    """
    lines = _sheet(path) if path.suffix.lower() in SPREADSHEETS else _table(path)
    header: list[str] | None = None
    for line, cells in lines:
        if header is None:
            header = checked_header(cells)
        elif any(cell not in ("", None) for cell in cells):
            if len(cells) > len(header) and any(c not in ("", None) for c in cells[len(header) :]):
                raise BadFile(f"Dòng {line} có {len(cells)} ô, nhiều hơn số cột ({len(header)}).")
            yield line, dict(zip(header, cells, strict=False))
    if header is None:
        raise BadFile("Tệp không có dòng nào.")


def digest_of(path: Path) -> bytes:
    """SHA-256 of the file: the same file is known again. Raises BadFile."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as problem:
        raise BadFile(f"Không đọc được tệp {path}: {problem.strerror}.") from None
    return digest.digest()


def _table(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                yield reader.line_num, list(cells)
    except OSError as problem:
        raise BadFile(f"Không đọc được tệp {path}: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise BadFile(f"Tệp {path} không phải văn bản UTF-8.") from None
    except csv.Error as problem:
        raise BadFile(f"Tệp {path} không phải CSV: {problem}.") from None


def _sheet(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        # Rows are counted from the top of the sheet, empty ones too.
        for line, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            yield line, [cell if not isinstance(cell, bool) else str(cell) for cell in cells]  # type: ignore[misc]
    except (CalamineError, OSError, IndexError) as problem:
        raise BadFile(f"Không đọc được bảng tính {path}: {problem}.") from None
