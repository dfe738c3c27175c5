"""A report on paper: PDF/A-2b in the layout of its form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.kernel.vietnamese import format_number, short_date
from motcua.organisation.models import Agency
from motcua.reports.layouts import Layout
from motcua.reports.rules import Filled, Line
from motcua.slips.forms import Paper
from motcua.slips.queries.issuer import place_of
from motcua.slips.render import Heading, print_paper
from motcua.slips.values import Head, Signer

TEMPLATE = "reports/form.typ"


UNSIGNED = Signer(title="Thủ trưởng đơn vị")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A printed row; totals are bold."""

    cells: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What the template prints. `before`: columns before the figures. `mark`: what this copy is,
    in a box. `hint`: what stands where the leader signs.
    """

    head: Head
    number: str
    circular: str
    term: str
    days: str
    agency: str
    receiver: str
    unit: str
    before: int
    head_rows: tuple[tuple[dict[str, str | int], ...], ...]
    numbers: tuple[str, ...]
    rows: tuple[Row, ...]
    mark: str
    hint: str
    maker: Signer
    signer: Signer
    text: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Framing:
    """What stands around the table: of whom, for which term, who made it, who signed it, and the
    paragraphs after it.
    """

    agency: Agency
    term: str
    day: dt.date
    maker: str
    mark: str = "Bản xem trước, chưa ký"
    hint: str = "(Ký và ghi rõ họ tên)"
    signer: Signer = UNSIGNED
    text: tuple[str, ...] = ()


def as_pdf(layout: Layout, filled: Filled, framing: Framing) -> bytes:
    """The form on A4 across, dated `framing.day`. One statement: the agency above."""
    agency = framing.agency
    superior = agency.parent
    values = Form(
        head=Head(
            superior=superior.name if superior else "",
            agency=agency.name,
            place=place_of(agency),
            date=framing.day,
        ),
        number=layout.number,
        circular=layout.circular,
        term=framing.term,
        days=days_words(filled),
        agency=agency.name,
        receiver=superior.name if superior else "Văn phòng Chính phủ",
        unit=layout.unit,
        before=len(layout.first),
        head_rows=tuple(
            tuple({"text": c.text, "columns": c.columns, "rows": c.rows} for c in row)
            for row in layout.head
        ),
        numbers=numbers_of(layout),
        rows=tuple(_rows(layout, filled)),
        mark=framing.mark,
        hint=framing.hint,
        maker=Signer(title="Người lập biểu", name=framing.maker),
        signer=framing.signer,
        text=framing.text,
    )
    heading = Heading(
        title=layout.title,
        number=layout.number,
        reference=f"Biểu số {layout.number}, {layout.circular}",
        paper=Paper.A4_LANDSCAPE,
    )
    return print_paper(TEMPLATE, heading, values, framing.day)


def numbers_of(layout: Layout) -> tuple[str, ...]:
    """The row of column numbers; a sum says of what: "(3) = (4) + (5) + (6)"."""
    names = {column.key: column.number for column in layout.columns}
    first = tuple(f"({place})" for place in range(1, len(layout.first) + 1))
    return first + tuple(
        f"{column.number}={'+'.join(names[part] for part in column.sum)}"
        if column.sum
        else column.number
        for column in layout.columns
    )


def days_words(filled: Filled) -> str:
    """As in "ngày 01/01/2026 đến ngày 30/09/2026"."""
    return f"ngày {short_date(filled.first)} đến ngày {short_date(filled.last)}"


def _rows(layout: Layout, filled: Filled) -> Sequence[Row]:
    def row(place: str, line: Line, *, strong: bool) -> Row:
        figures = (format_number(line.cells[column.key]) for column in layout.columns)
        return Row(cells=(place, line.label, *figures), strong=strong)

    rows = [row("", filled.total, strong=True)] if filled.total else []
    return rows + [
        row(str(place), line, strong=False) for place, line in enumerate(filled.lines, start=1)
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A plain table of figures: heads of its columns, and rows of as many texts."""

    head: Head
    agency: str
    term: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def years_pdf(
    agency: Agency,
    term: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    day: dt.date,
) -> bytes:
    """Years side by side on A4, dated `day`. One statement: the agency above."""
    superior = agency.parent
    values = Table(
        head=Head(
            superior=superior.name if superior else "",
            agency=agency.name,
            place=place_of(agency),
            date=day,
        ),
        agency=agency.name,
        term=term,
        heads=tuple(heads),
        rows=tuple(map(tuple, rows)),
    )
    heading = Heading(title="Số liệu giải quyết hồ sơ nhiều năm", paper=Paper.A4)
    return print_paper("reports/years.typ", heading, values, day)
