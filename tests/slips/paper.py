"""Reading a PDF back: its words, its fonts, its sheets."""

import re
from io import BytesIO

import pikepdf
from pypdf import PdfReader

MILLIMETRE = 72 / 25.4


def squeezed(text: str) -> str:
    """Without spaces and line ends, which a layout may move."""
    return re.sub(r"[\s\u200b]+", "", text)


def pages(pdf: bytes) -> list[str]:
    """The words of each page, squeezed."""
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def words(pdf: bytes) -> str:
    return "".join(pages(pdf))


def sheet(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width) / MILLIMETRE), round(float(box.height) / MILLIMETRE)


def embedded_fonts(pdf: bytes) -> set[str]:
    """Family and face of every font in the file, and only those whose font program is inside."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = set()
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary):
                continue
            if thing.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in thing or "/FontFile3" in thing
                found.add(str(thing["/FontName"]).split("+")[-1])
        return found


def is_pdf_a_2b(pdf: bytes) -> bool:
    with pikepdf.open(BytesIO(pdf)) as document, document.open_metadata() as marks:
        return (marks.get("pdfaid:part"), marks.get("pdfaid:conformance")) == ("2", "B")


def texts_outside(pdf: bytes) -> list[str]:
    """Texts that begin outside their sheet."""
    strays: list[str] = []
    for page in PdfReader(BytesIO(pdf)).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)

        def look(
            text: str,
            cm: list[float],
            tm: list[float],
            *_: object,
            w: float = width,
            h: float = height,
        ) -> None:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            if text.strip() and not (0 <= x <= w and 0 <= y <= h):
                strays.append(text)

        page.extract_text(visitor_text=look)
    return strays
