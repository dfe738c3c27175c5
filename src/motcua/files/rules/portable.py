"""PDF from within: opens without a password, has pages, runs nothing, carries nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from motcua.files.rules.faults import Fault, PaperRefused
from motcua.files.rules.limits import MOST_PAGES, MOST_PDF_OBJECTS

# Actions (ISO 32000-1, 12.6.4) that do something outside the document.
_ACTIONS = {
    "/JavaScript": Fault.SCRIPT,
    "/Rendition": Fault.SCRIPT,
    "/Launch": Fault.LAUNCH,
    "/GoToE": Fault.LAUNCH,
    "/ImportData": Fault.LAUNCH,
    "/SubmitForm": Fault.LAUNCH,
}
_SUBTYPES = {
    "/FileAttachment": Fault.EMBEDDED_FILE,
    "/RichMedia": Fault.EMBEDDED_FILE,
    "/Movie": Fault.EMBEDDED_FILE,
    "/Sound": Fault.EMBEDDED_FILE,
    "/3D": Fault.EMBEDDED_FILE,
    "/Screen": Fault.EMBEDDED_FILE,
}
_KEYS = {
    "/JS": Fault.SCRIPT,
    "/JavaScript": Fault.SCRIPT,
    "/XFA": Fault.XFA,
    "/EF": Fault.EMBEDDED_FILE,
}
_DEEPEST = 100


def look_into_pdf(file: BinaryIO) -> int:
    """Number of pages. Raises PaperRefused."""
    try:
        with pikepdf.open(file, suppress_warnings=True) as pdf:
            return _look(pdf)
    except pikepdf.PasswordError as problem:
        raise PaperRefused(Fault.ENCRYPTED) from problem
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, OverflowError) as problem:
        raise PaperRefused(Fault.DAMAGED) from problem


def _look(pdf: pikepdf.Pdf) -> int:
    if pdf.is_encrypted:
        raise PaperRefused(Fault.ENCRYPTED)
    pages = len(pdf.pages)
    if pages == 0:
        raise PaperRefused(Fault.DAMAGED)
    if pages > MOST_PAGES:
        raise PaperRefused(Fault.TOO_MANY_PAGES, limit=MOST_PAGES)
    _check_objects(pdf)
    return pages


def _check_objects(pdf: pikepdf.Pdf) -> None:
    """Every object of the file, reachable or not: what is hidden now can be reached later."""
    if len(pdf.objects) > MOST_PDF_OBJECTS:
        raise PaperRefused(Fault.TOO_COMPLEX)
    for thing in pdf.objects:
        for part in _dictionaries(thing, 0):
            _check_dictionary(part)


def _dictionaries(thing: Any, depth: int) -> Iterator[Any]:
    """The dictionaries of one object; other objects it points to come on their own."""
    if depth > _DEEPEST:
        raise PaperRefused(Fault.TOO_COMPLEX)
    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inner = [value for _, value in thing.items()]
    else:
        return
    for value in inner:
        if not getattr(value, "is_indirect", False):
            yield from _dictionaries(value, depth + 1)


def _check_dictionary(part: Any) -> None:
    for key, fault in _KEYS.items():
        if key in part:
            raise PaperRefused(fault)
    for key, faults in (("/S", _ACTIONS), ("/Subtype", _SUBTYPES)):
        named = faults.get(str(part.get(key, "")))
        if named is not None:
            raise PaperRefused(named)
