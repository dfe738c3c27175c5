"""A form's values made into PDF/A-2b, in this process, from typst templates.

The values travel as JSON (`sys.inputs`), so nothing a person typed is ever read as markup. The same
values give the same bytes: the document's date is the form's own, never the clock's. Safe to call
from any thread; typst keeps parsed templates and set paragraphs for the whole process.
"""

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

import segno
import typst

from motcua.slips import fonts, wording
from motcua.slips.fonts import FontMissing, WrongFont
from motcua.slips.forms import VALUES_OF, FormKind, Generation, Paper, form
from motcua.slips.values import Fee, Values

__all__ = ["BadTemplate", "FontMissing", "Heading", "WrongFont", "print_paper", "render"]

TEMPLATES: Final = Path(__file__).parent / "typst"
STANDARD: Final = "a-2b"
_EMBEDDED: Final = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^/\s<>\[\]()]+)")


class BadTemplate(Exception):
    """A template could not be set with these values: a fault of the template, not of who filled it
    in.
    """


def render(
    kind: FormKind,
    generation: Generation,
    values: Values,
    *,
    paper: Paper | None = None,
    font_folder: Path | None = None,
) -> bytes:
    """The printed form as PDF/A-2b.

    `paper` overrides the form's own sheet (a wall notice on A3). Raises NoSuchForm when the
    circular has no such form, TypeError when the values belong to another form, FontMissing or
    WrongFont when the print font is not usable, BadTemplate when typst refuses.
    """
    chosen = form(kind, generation)
    if not isinstance(values, VALUES_OF[kind]):
        raise TypeError(f"{kind} prints {VALUES_OF[kind].__name__}, not {type(values).__name__}")
    heading = Heading(
        title=chosen.title,
        number=chosen.number,
        reference=chosen.reference,
        paper=paper or chosen.paper,
    )
    return print_paper(chosen.template, heading, values, values.head.date, font_folder=font_folder)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What a template knows of its form: title, number, the line at its foot, the sheet."""

    title: str
    number: str = ""
    reference: str = ""
    paper: Paper


def print_paper(
    template: str,
    heading: Heading,
    values: Any,
    day: date,
    *,
    font_folder: Path | None = None,
) -> bytes:
    """A template below TEMPLATES set with the values of a dataclass, as PDF/A-2b dated `day`.

    Raises FontMissing, WrongFont and BadTemplate, as `render`.
    """
    folder = font_folder or fonts.font_folder()
    inputs = {"form": heading, "values": values}
    data = json.dumps(_plain(inputs, fonts.letters(folder)), ensure_ascii=False)
    pdf = _compile(template, data, day, fonts.load(folder))
    _check_fonts(pdf)
    return pdf


def _compile(template: str, data: str, day: date, loaded: typst.Fonts) -> bytes:
    # One compiler a call: a compiler may not be shared between threads, and making one costs
    # nothing.
    compiler = typst.Compiler(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=loaded)
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=[STANDARD],
            timestamp=int(stamp.timestamp()),
        )
    except typst.TypstError as error:
        raise BadTemplate(f"{template}: {error}") from error
    if warnings:
        raise BadTemplate(f"{template}: {'; '.join(str(w) for w in warnings)}")
    assert isinstance(pdf, bytes)
    return pdf


def _check_fonts(pdf: bytes) -> None:
    found = {name.decode("ascii", "replace") for name in _EMBEDDED.findall(pdf)}
    strange = {name for name in found if name.split("-")[0] != fonts.FAMILY}
    if strange or not found:
        raise WrongFont(f"Biểu mẫu nhúng phông chữ lạ: {', '.join(sorted(strange)) or 'không rõ'}.")


def _plain(value: Any, covered: frozenset[int], *, paragraphs: bool = False) -> Any:
    """Values as JSON: texts made printable, moments and amounts spelt out, links drawn."""
    match value:
        case Enum():
            return value.value
        case str():
            return fonts.printable(value, covered, paragraphs=paragraphs)
        case datetime():
            return _moment(wording.local(value), wording.clock(value))
        case date():
            return _moment(value, "")
        case tuple() | list():
            return [_plain(item, covered) for item in value]
        case dict():
            return {key: _plain(item, covered) for key, item in value.items()}
        case _ if is_dataclass(value):
            return {
                slot.name: _field(getattr(value, slot.name), slot.metadata, covered)
                for slot in fields(value)
            }
        case _:
            return value


def _field(value: Any, metadata: Any, covered: frozenset[int]) -> Any:
    if metadata.get("fees"):
        return _fees(value, covered)
    if metadata.get("qr"):
        return {"text": _plain(value, covered), "svg": _qr(value) if value else ""}
    return _plain(value, covered, paragraphs=bool(metadata.get("paragraphs")))


def _fees(due: tuple[Fee, ...], covered: frozenset[int]) -> dict[str, Any]:
    rows = [
        {
            "name": _plain(fee.name, covered),
            "amount": "" if fee.amount is None else wording.money(fee.amount),
        }
        for fee in due
    ]
    total = sum(fee.amount or 0 for fee in due)
    return {
        "rows": rows,
        "complete": all(fee.amount is not None for fee in due),
        "free": total == 0,
        "total": wording.money(total),
        "words": wording.money_in_words(total),
    }


def _moment(at: date, hour: str) -> dict[str, str | int]:
    return {
        "hour": hour,
        "short": wording.short_date(at),
        "long": wording.long_date(at),
        "weekday": wording.weekday_date(at),
        "iso": at.isoformat(),
        "year": at.year,
        "month": at.month,
        "day": at.day,
    }


def _qr(link: str) -> str:
    """The link as an SVG drawing; medium error correction survives a folded slip."""
    code = segno.make(link, error="m", micro=False)
    drawing: str = code.svg_inline(border=0, omitsize=True)
    return drawing
