"""The name of a paper as it is kept and offered again: readable, harmless, at most 255 bytes."""

from __future__ import annotations

import re
import unicodedata

from motcua.files.rules.faults import Fault, PaperRefused
from motcua.files.rules.kinds import FACTS, Kind

LONGEST = 255
# Forbidden in a name on Windows, where officials will save it; and what shells may read.
_AWKWARD = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=.)\.([^.\s]{1,12})$")
_NAMELESS = "giay-to"


def clean_name(raw: str) -> str:
    """NFC, no path, no control, bidirectional or invisible characters, nothing a system reserves.

    The extension is left as it is: it may be a lie, which `named_as` finds out.
    """
    last = re.split(r"[/\\]", raw)[-1]
    text = unicodedata.normalize("NFC", last)
    # Cc controls, Cf bidi and zero-width, Cs half a surrogate, Co and Cn nobody can read.
    shown = "".join(
        c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    shown = " ".join(_AWKWARD.sub("_", shown).split()).strip(". ")
    if _RESERVED.fullmatch(shown):
        shown = f"_{shown}"
    return shown or _NAMELESS


def extension_of(name: str) -> str:
    """The letters after the last dot, lower case; empty when there are none."""
    found = _EXTENSION.search(name)
    return found[1].lower() if found else ""


def named_as(name: str, kind: Kind) -> str:
    """The cleaned name with an extension that tells the truth, cut to 255 bytes.

    A file without an extension gets one. Raises PaperRefused when the extension says another kind.
    """
    extension = extension_of(name)
    facts = FACTS[kind]
    if not extension:
        return _cut(name, facts.extensions[0])
    if extension not in facts.extensions:
        raise PaperRefused(Fault.DISGUISED, extension=extension, found=facts.words)
    return _cut(name[: -len(extension) - 1], extension)


def _cut(stem: str, extension: str) -> str:
    room = LONGEST - len(extension) - 1
    short = stem.encode()[:room].decode(errors="ignore").strip(". ")
    return f"{short or _NAMELESS}.{extension}"
