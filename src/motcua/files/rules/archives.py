"""Word and Excel files from within: a ZIP that must hold a document and nothing that runs."""

from __future__ import annotations

import re
import stat
import zipfile
from typing import BinaryIO

from motcua.files.rules.faults import Fault, PaperRefused
from motcua.files.rules.kinds import Kind
from motcua.files.rules.limits import MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED

_MAIN_PART = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_CONTENT_TYPES = "[Content_Types].xml"
_RUNS = re.compile(
    r"(?:vbaProject\.bin|/activeX/|/macrosheets/|\.(?:exe|dll|scr|js|vbs|bat|ps1))", re.IGNORECASE
)
_OBJECTS = re.compile(r"/embeddings/.*\.(?:bin|zip|jar|pdf|msi|lnk)$", re.IGNORECASE)
_RELATION = re.compile(rb"<[\w:]*Relationship\b[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
# Body, headers, footers, comments: wherever Word runs the instructions of a field.
_STORY = re.compile(r"word/[^/]+\.xml")
_FIELD = re.compile(rb"<w:instrText[^>]*>[^<]*|w:instr\s*=\s*\"[^\"]*")
_DDE = re.compile(rb"\bDDE(?:AUTO)?\b")
# Of a part that is read to search it: more than any honest file of relations has.
_PART_BYTES = 8 * 1024 * 1024
_HEADER_BYTES = 30


def look_into_archive(file: BinaryIO) -> Kind | None:
    """Word or Excel; None for another ZIP. Raises PaperRefused for what is hidden in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_shape(archive, entries)
            kind = next((_MAIN_PART[e.filename] for e in entries if e.filename in _MAIN_PART), None)
            if kind is not None:
                _check_document(archive, entries)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise PaperRefused(Fault.DAMAGED) from problem


def _check_shape(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise PaperRefused(Fault.BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise PaperRefused(Fault.ENCRYPTED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > max(packed, 1) * MOST_RATIO:
        raise PaperRefused(Fault.BOMB)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) < len(names) or any(map(_is_odd, entries)):
        raise PaperRefused(Fault.ODD_ARCHIVE)
    ends = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        # Entries that share their bytes unpack to more than the sizes say.
        if entry.header_offset < ends:
            raise PaperRefused(Fault.BOMB)
        ends = entry.header_offset + _HEADER_BYTES + len(entry.filename) + entry.compress_size
    if ends > archive.start_dir:
        raise PaperRefused(Fault.BOMB)


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return (
        name.startswith(("/", "\\"))
        or "\\" in name
        or ".." in name.split("/")
        or ":" in name
        or stat.S_ISLNK(entry.external_attr >> 16)
    )


def _check_document(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names = [f"/{entry.filename}" for entry in entries]
    types = _part(archive, _CONTENT_TYPES)
    if b"macroEnabled" in types or any(map(_RUNS.search, names)):
        raise PaperRefused(Fault.MACRO)
    if any(map(_OBJECTS.search, names)):
        raise PaperRefused(Fault.EMBEDDED_FILE)
    if any(name.startswith("/xl/externalLinks/") for name in names):
        raise PaperRefused(Fault.OUTSIDE_LINK)
    for entry in entries:
        if entry.filename.endswith(".rels"):
            _check_relations(_part(archive, entry.filename))
        elif _STORY.fullmatch(entry.filename):
            _check_fields(_part(archive, entry.filename))


def _check_fields(story: bytes) -> None:
    if any(_DDE.search(field) for field in _FIELD.findall(story)):
        raise PaperRefused(Fault.OUTSIDE_LINK)


def _check_relations(relations: bytes) -> None:
    for relation in _RELATION.findall(relations):
        # A link that the reader must click is harmless; anything fetched on opening is not.
        if _EXTERNAL.search(relation) and not _HYPERLINK.search(relation):
            raise PaperRefused(Fault.OUTSIDE_LINK)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part to be searched; absent is empty. XML with a DOCTYPE is nothing an office writes."""
    try:
        with archive.open(name) as part:
            text = part.read(_PART_BYTES + 1)
    except KeyError:
        return b""
    if len(text) > _PART_BYTES and name.endswith(".rels"):
        raise PaperRefused(Fault.BOMB)
    # In UTF-16 the words below would not be found; no office program writes it.
    in_utf16 = text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in text[:8]
    if in_utf16 or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise PaperRefused(Fault.ODD_ARCHIVE)
    return text
