"""Names that lie, climb, hide or do not fit."""

from __future__ import annotations

from functools import partial

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind
from tests.files.corpus.pictures import picture
from tests.files.corpus.portable import pdf
from tests.files.corpus.sample import Sample


def _long_name(stem: str, extension: str) -> tuple[str, str]:
    """A name above 255 bytes, and what is kept of it."""
    room = 255 - len(extension) - 1
    return (
        f"{stem * 300}.{extension}",
        f"{(stem * 300).encode()[:room].decode(errors='ignore')}.{extension}",
    )


LONG_ASCII = _long_name("a", "pdf")
LONG_VIETNAMESE = _long_name("ế", "pdf")


SAMPLES = [
    Sample("no extension", "giay khai sinh", pdf, kind=Kind.PDF, kept_as="giay khai sinh.pdf"),
    Sample("no name", "", pdf, kind=Kind.PDF, kept_as="giay-to.pdf"),
    Sample("only dots", "...", pdf, kind=Kind.PDF, kept_as="giay-to.pdf"),
    Sample("hidden file", ".htaccess", pdf, kind=Kind.PDF, kept_as="htaccess.pdf"),
    Sample("folder up", "../../etc/passwd", pdf, kind=Kind.PDF, kept_as="passwd.pdf"),
    Sample("Windows path", "C:\\Users\\Hoa\\Đơn.pdf", pdf, kind=Kind.PDF, kept_as="Đơn.pdf"),
    Sample("slash at the end", "don.pdf/", pdf, kind=Kind.PDF, kept_as="giay-to.pdf"),
    Sample("decomposed letters", "Đo\u031bn.pdf", pdf, kind=Kind.PDF, kept_as="Đơn.pdf"),
    Sample("reads backwards", "anh\u202egpj.pdf", pdf, kind=Kind.PDF, kept_as="anhgpj.pdf"),
    Sample("NUL inside", "don\x00.pdf", pdf, kind=Kind.PDF, kept_as="don.pdf"),
    Sample(
        "line break for a header",
        "don\r\nSet-Cookie: a=b.pdf",
        pdf,
        kind=Kind.PDF,
        kept_as="donSet-Cookie_ a=b.pdf",
    ),
    Sample("percent NUL", "don%00.pdf", pdf, kind=Kind.PDF, kept_as="don%00.pdf"),
    Sample("reserved on Windows", "CON.pdf", pdf, kind=Kind.PDF, kept_as="_CON.pdf"),
    Sample("wild characters", 'a<b>:"c"|?*.pdf', pdf, kind=Kind.PDF, kept_as="a_b___c____.pdf"),
    Sample("half a surrogate", "don\ud800.pdf", pdf, kind=Kind.PDF, kept_as="don.pdf"),
    Sample("too long", LONG_ASCII[0], pdf, kind=Kind.PDF, kept_as=LONG_ASCII[1]),
    Sample(
        "too long, three bytes a letter",
        LONG_VIETNAMESE[0],
        pdf,
        kind=Kind.PDF,
        kept_as=LONG_VIETNAMESE[1],
    ),
    Sample(
        "two extensions, the last one true", "anh.exe.jpg", partial(picture, "JPEG"), kind=Kind.JPEG
    ),
    Sample("two extensions, the last one a program", "don.pdf.exe", pdf, Fault.DISGUISED),
    Sample("program that reads as a picture", "anh\u202egpj.exe", pdf, Fault.DISGUISED),
    Sample("extension of a web page", "don.html", pdf, Fault.DISGUISED),
]
