"""What is no paper at all, calls itself another, or is two things at once."""

from __future__ import annotations

import io
import zipfile
from functools import partial

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind
from tests.files.corpus.archives import archive, docx
from tests.files.corpus.pictures import picture
from tests.files.corpus.portable import pdf
from tests.files.corpus.sample import Sample

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def prefixed_docx() -> bytes:
    """A PDF hidden at the head of an archive, uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a", pdf())
        made.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


SAMPLES = [
    Sample(
        "signature in PEM",
        "ky.p7s",
        lambda: b"-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n",
        kind=Kind.P7S,
    ),
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
    Sample("PDF and ZIP in one", "a.pdf", lambda: pdf() + docx(), Fault.TWO_FILES_IN_ONE),
    Sample(
        "JPEG and Java archive in one",
        "a.jpg",
        lambda: picture("JPEG") + archive({"A.class": "x"}),
        Fault.TWO_FILES_IN_ONE,
    ),
    Sample("Word with a PDF at its head", "a.docx", prefixed_docx, Fault.TWO_FILES_IN_ONE),
    Sample(
        "certificate called signature",
        "a.p7s",
        lambda: b"\x30\x82\x01\x00" + bytes(256),
        Fault.UNKNOWN_KIND,
    ),
]
