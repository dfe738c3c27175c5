"""Photographs and scans."""

from __future__ import annotations

import io
import struct
import zlib
from functools import partial
from typing import Any

from PIL import Image

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind
from tests.files.corpus.sample import MEGABYTE, Sample


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


SAMPLES = [
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
]
