"""Pages of one paper, photographed or scanned one by one, made into one PDF.

`python -I -m motcua.files.join OUT KIND PATH [KIND PATH …]` in a process of its own with little
memory and little time, like `examine`: photographs are decoded here.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from motcua.files.rules import limits
from motcua.files.rules.faults import Fault, PaperRefused
from motcua.files.rules.kinds import Kind

JOINABLE = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.TIFF)
# A4 at 150 dots an inch: legible, and a tenth of what a telephone's camera makes.
_LONG_SIDE = 1754
_DOTS = 150


def join(parts: Sequence[tuple[Kind, Path]], out: Path, *, seconds: float) -> None:
    """Write the parts, in their order, into one PDF. Raises PaperRefused when it cannot be done."""
    words = [word for kind, path in parts for word in (kind.value, str(path))]
    try:
        subprocess.run(  # noqa: S603  (our own program, no shell)
            [sys.executable, "-I", "-m", "motcua.files.join", str(out), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
            env={"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
        )
    except subprocess.SubprocessError as problem:
        raise PaperRefused(Fault.TOO_COMPLEX) from problem


def joined(parts: Sequence[tuple[Kind, Path]], out: Path) -> None:
    """The same in this process: what the child does."""
    with pikepdf.new() as whole:
        for kind, path in parts:
            source = path if kind is Kind.PDF else _pages_of_picture(path)
            with pikepdf.open(source) as pdf:
                whole.pages.extend(pdf.pages)
        whole.save(out, deterministic_id=True)


def _pages_of_picture(path: Path) -> io.BytesIO:
    from PIL import Image, ImageOps, ImageSequence

    pages = []
    with Image.open(path) as picture:
        for frame in ImageSequence.Iterator(picture):
            upright = ImageOps.exif_transpose(frame).convert("RGB")
            upright.thumbnail((_LONG_SIDE, _LONG_SIDE))
            pages.append(upright)
    made = io.BytesIO()
    first, *rest = pages
    first.save(made, "PDF", save_all=True, append_images=rest, resolution=_DOTS)
    made.seek(0)
    return made


def _shut_in() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.JOIN_MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.JOIN_CPU_SECONDS,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    out, *words = arguments
    _shut_in()
    joined(
        [(Kind(kind), Path(path)) for kind, path in zip(words[::2], words[1::2], strict=True)],
        Path(out),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
