"""The one font of the printed forms: where it lies, which letters it has, how a text is made fit
for it.

Official papers are set in Times New Roman (NĐ 30/2020); Tinos has its measures and every Vietnamese
letter. Nothing else may be embedded: a silent stand-in font looks right on one machine and wrong on
the next.
"""

import os
import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import typst

FAMILY: Final = "Tinos"
VARIABLE: Final = "MOTCUA_FONTS"
#: Tinos' four faces: weight and slant.
FACES: Final = {(400, "normal"), (400, "italic"), (700, "normal"), (700, "italic")}
#: A run without a space longer than this may be broken anywhere, so that it cannot leave its
#: column.
LONGEST_RUN: Final = 30
_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_PICTURES = frozenset({"So", "Sk", "Me"})


class FontMissing(Exception):
    """The folder of the print font is absent or lacks a face; the text says what to do."""


class WrongFont(Exception):
    """Something other than the print font would stand, or stands, in a printed form."""


def font_folder() -> Path:
    """The folder named by MOTCUA_FONTS, else build/vendor/tinos of the source tree or working
    folder.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    beside_source = Path(__file__).parents[3] / "build" / "vendor" / "tinos"
    if beside_source.is_dir():
        return beside_source
    return Path("build", "vendor", "tinos").absolute()


@cache
def load(folder: Path) -> typst.Fonts:
    """Tinos from `folder` and nothing else. Raises FontMissing or WrongFont."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    families = set(fonts.families())
    faces = {(face.weight, face.style) for face in fonts.fonts() if face.family == FAMILY}
    if FACES - faces:
        raise FontMissing(
            f"Thiếu phông chữ {FAMILY} để in biểu mẫu trong thư mục {folder}. "
            f"Chạy “motcua assets” hoặc đặt biến {VARIABLE} trỏ tới thư mục có bốn tệp .ttf."
        )
    if families != {FAMILY}:
        raise WrongFont(
            f"Thư mục {folder} có phông chữ lạ: {', '.join(sorted(families - {FAMILY}))}."
        )
    return fonts


@cache
def letters(folder: Path) -> frozenset[int]:
    """Code points that all four faces have."""
    faces = [face.path for face in load(folder).fonts() if face.path is not None]
    covered = [_code_points(Path(path).read_bytes()) for path in faces]
    return frozenset(set.intersection(*covered))


def printable(text: str, covered: frozenset[int], *, paragraphs: bool = False) -> str:
    """The text as the font can set it: NFC, no control marks, no pictures, tame spaces and long
    runs.

    A letter that the font lacks becomes "□", visible to who checks the slip; an emoji is dropped.
    """
    lines = text.splitlines() if paragraphs else [text]
    tamed = (_tame(line, covered) for line in lines)
    return "\n".join(line for line in tamed if line)


def _tame(line: str, covered: frozenset[int]) -> str:
    letters_left = "".join(_letter(c, covered) for c in unicodedata.normalize("NFC", line))
    return _LONG_RUN.sub(lambda run: "\u200b".join(run[0]), " ".join(letters_left.split()))


def _letter(letter: str, covered: frozenset[int]) -> str:
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)
    if category in _INVISIBLE:
        return ""
    if ord(letter) in covered:
        return letter
    return "" if category in _PICTURES else "□"


def _code_points(font: bytes) -> set[int]:
    """Code points in a TrueType file's character map (OpenType `cmap`, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    points: set[int] = set()
    for index in range(subtables):
        (offset,) = struct.unpack_from(">L", font, cmap + 4 + 8 * index + 4)
        (layout,) = struct.unpack_from(">H", font, cmap + offset)
        if layout == 4:
            points |= _segments(font, cmap + offset)
        elif layout == 12:
            points |= _groups(font, cmap + offset)
    return points


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">L", font, at + 12)
    groups = (struct.unpack_from(">LLL", font, at + 16 + 12 * index) for index in range(count))
    return {point for first, last, _ in groups for point in range(first, last + 1)}


def _segments(font: bytes, at: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}h", font, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    points = set()
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if ranges[index]:
                place = ranges_at + 2 * index + ranges[index] + 2 * (point - first)
                (glyph,) = struct.unpack_from(">H", font, place)
                if glyph == 0:
                    continue
            if (glyph + deltas[index]) & 0xFFFF:
                points.add(point)
    return points
