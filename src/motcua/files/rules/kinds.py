"""Kinds of papers, told by their first bytes and never by their name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# DER or BER: SEQUENCE, a length, then the object identifier 1.2.840.113549.1.7.2 (signedData).
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
HEAD = 1024


class Kind(StrEnum):
    """What can be taken as a paper. OOXML is a ZIP until it has been looked into."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    DOCX = "docx"
    XLSX = "xlsx"
    P7S = "p7s"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """`extensions`: the first is the one given to a file without; `words`: as officials say it."""

    media_type: str
    extensions: tuple[str, ...]
    words: str


_OOXML = "application/vnd.openxmlformats-officedocument"
FACTS = {
    Kind.PDF: KindFacts("application/pdf", ("pdf",), "tệp PDF"),
    Kind.JPEG: KindFacts("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "ảnh JPEG"),
    Kind.PNG: KindFacts("image/png", ("png",), "ảnh PNG"),
    Kind.TIFF: KindFacts("image/tiff", ("tif", "tiff"), "ảnh TIFF"),
    Kind.DOCX: KindFacts(f"{_OOXML}.wordprocessingml.document", ("docx",), "tệp Word"),
    Kind.XLSX: KindFacts(f"{_OOXML}.spreadsheetml.sheet", ("xlsx",), "bảng tính Excel"),
    Kind.P7S: KindFacts("application/pkcs7-signature", ("p7s", "p7m"), "tệp chữ ký số"),
}

_ZIP = b"PK\x03\x04"
_SIGNATURES = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
)
# Named only so that the refusal can say what the file really is.
_OTHERS = (
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình Linux"),
    (b"#!", "tập lệnh"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp Office kiểu cũ (.doc, .xls)"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf'\x1c", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén GZIP"),
    (b"{\\rtf", "tệp RTF"),
    (b"%!PS", "tệp PostScript"),
    (b"\x00\x00\x00\x1cftyp", "phim"),
    (b"\xca\xfe\xba\xbe", "chương trình Java"),
)
_MARKUP = (
    (b"<svg", "ảnh SVG"),
    (b"<html", "trang web"),
    (b"<!doctype html", "trang web"),
    (b"<script", "trang web"),
    (b"<?php", "mã lệnh PHP"),
)


def kind_of(head: bytes, size: int) -> Kind | None:
    """The kind by the first HEAD bytes; an OOXML file comes as DOCX until it is opened."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(_ZIP):
        return Kind.DOCX
    if _is_signature(head, size):
        return Kind.P7S
    return None


def words_for(head: bytes) -> str:
    """What a file that is not taken really is, as far as it can be told; else empty."""
    for signature, words in _OTHERS:
        if head.startswith(signature):
            return words
    if head[4:8] == b"ftyp":
        heic = head[8:12] in (b"heic", b"heix", b"mif1", b"hevc")
        return "ảnh HEIC của iPhone (hãy đổi sang JPEG)" if heic else "phim"
    if head.startswith(b"RIFF"):
        return "ảnh WebP (hãy đổi sang JPEG)" if head[8:12] == b"WEBP" else "tệp âm thanh"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, words in _MARKUP:
        if text.startswith(mark) or (text.startswith(b"<?xml") and mark in text):
            return words
    return ""


def _is_signature(head: bytes, size: int) -> bool:
    if head.startswith((b"-----BEGIN PKCS7-----", b"-----BEGIN CMS-----")):
        return True
    if len(head) < 4 or head[0] != 0x30 or _SIGNED_DATA not in head[:32]:
        return False
    if head[1] == 0x80:  # indefinite length
        return True
    count = head[1] & 0x7F
    if head[1] < 0x80 or count > 4:
        return False
    return int.from_bytes(head[2 : 2 + count], "big") + 2 + count == size
