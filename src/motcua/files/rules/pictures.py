"""Photographs and scans: their size and their end, read from the headers and never decoded."""

from __future__ import annotations

import os
import warnings
from typing import BinaryIO

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from motcua.files.rules.faults import Fault, PaperRefused
from motcua.files.rules.kinds import Kind
from motcua.files.rules.limits import MOST_PAGES, MOST_PIXELS

_FORMATS = {Kind.JPEG: ("JPEG", "MPO"), Kind.PNG: ("PNG",), Kind.TIFF: ("TIFF",)}
_STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 273, 279, 324, 325
_START_OF_SCAN = 0xDA
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


def look_into_picture(file: BinaryIO, kind: Kind) -> int:
    """Number of pages: 1, or the frames of a TIFF. Raises PaperRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Our own limit below answers with a sentence; Pillow's would be an exception.
            Image.MAX_IMAGE_PIXELS = None
            return _look(file, kind)
    except PaperRefused:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
        EOFError,
    ) as problem:
        raise PaperRefused(Fault.DAMAGED) from problem


def _look(file: BinaryIO, kind: Kind) -> int:
    with Image.open(file, formats=_FORMATS[kind]) as picture:
        _check_pixels(picture)
        if kind is Kind.TIFF:
            return _check_tiff(picture, _size_of(file))
        if kind is Kind.JPEG:
            _check_jpeg_end(file)
            return 1
        if getattr(picture, "n_frames", 1) > 1:
            raise PaperRefused(Fault.MOVING_PICTURE)
    file.seek(0)
    with Image.open(file, formats=_FORMATS[kind]) as picture:
        # Checks every chunk's sum up to the last, without unpacking the picture.
        picture.verify()
    return 1


def _check_pixels(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PaperRefused(Fault.TOO_MANY_PIXELS, limit=MOST_PIXELS // 1_000_000)


def _check_tiff(picture: Image.Image, size: int) -> int:
    """Every frame's pixels, and that the strips it names lie within the file."""
    frames = getattr(picture, "n_frames", 1)
    if frames > MOST_PAGES:
        raise PaperRefused(Fault.TOO_MANY_PAGES, limit=MOST_PAGES)
    for frame in range(frames):
        picture.seek(frame)
        _check_pixels(picture)
        if not isinstance(picture, TiffImagePlugin.TiffImageFile):
            continue
        tags = picture.tag_v2
        for places, sizes in ((_STRIPS, _STRIP_SIZES), (_TILES, _TILE_SIZES)):
            for place, length in zip(tags.get(places, ()), tags.get(sizes, ()), strict=False):
                if place + length > size:
                    raise PaperRefused(Fault.TRUNCATED)
    return frames


def _check_jpeg_end(file: BinaryIO) -> None:
    """The end marker after the first scan; cameras may write more behind it."""
    file.seek(0)
    data = file.read()
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            raise PaperRefused(Fault.DAMAGED)
        marker = data[place + 1]
        if marker == _START_OF_SCAN:
            if data.find(b"\xff\xd9", place) < 0:
                raise PaperRefused(Fault.TRUNCATED)
            return
        if marker == 0xFF or marker in _WITHOUT_LENGTH:
            place += 1 if marker == 0xFF else 2
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise PaperRefused(Fault.TRUNCATED)


def _size_of(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)
