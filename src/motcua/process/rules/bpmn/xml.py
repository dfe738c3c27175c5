"""A small tree of XML from a stranger: no DTD, no entities, everything bounded, lines known.

Only expat is used, with handlers of our own: nothing is fetched, nothing is expanded, and the
first thing out of bounds stops the reading at its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from motcua.kernel.vietnamese import normalise
from motcua.process.rules.graph import BadGraph

LARGEST: Final = 512 * 1024
MOST_ELEMENTS: Final = 6_000
DEEPEST: Final = 30
MOST_ATTRIBUTES: Final = 30
LONGEST: Final = 4_000


class BadXml(BadGraph):
    """The text is no XML that is read here; the message says at which line."""


@dataclass(slots=True)
class Element:
    """One element. `space` is its namespace, `line` where it begins."""

    space: str
    name: str
    attributes: dict[tuple[str, str], str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, space: str = "") -> str:
        """An attribute, "" when it is not there."""
        return self.attributes.get((space, name), "")

    def of(self, space: str, *names: str) -> Iterator[Element]:
        """The children of these names."""
        return (one for one in self.children if one.space == space and one.name in names)

    def every(self) -> Iterator[Element]:
        """This element and all below it, in the order written."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.children)


def refused_at(element: Element, text: str) -> BadGraph:
    """A refusal that names the place: line, words on the element, its id."""
    key = element.get("id")
    name = normalise(element.get("name"))
    what = f" “{name[:80]}”" if name else ""
    known = f" ({key[:60]})" if key else ""
    return BadGraph(f"Dòng {element.line}{what}{known}: {text}.", node=key)


def read_xml(data: bytes) -> Element:
    """The root of a document. Raises BadXml with the line."""
    if len(data) > LARGEST:
        raise BadXml(f"Tệp nặng {len(data) // 1024} KB, nhiều hơn {LARGEST // 1024} KB.")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadXml(f"Tệp không phải UTF-8 (byte thứ {error.start}).") from error
    return _Reader().read(data.removeprefix(b"\xef\xbb\xbf"))


class _Reader:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0

    def read(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code)
            raise BadXml(
                f"Không phải XML: dòng {error.lineno}, cột {error.offset} ({words})."
            ) from error
        if self._root is None:
            raise BadXml("Tệp XML không có nội dung.")
        return self._root

    def _refuse(self, text: str) -> BadXml:
        return BadXml(f"Dòng {self._parser.CurrentLineNumber}: {text}")

    def _doctype(self, *_: object) -> None:
        raise self._refuse("tệp khai báo DOCTYPE hoặc thực thể (entity), không được phép.")

    def _instruction(self, *_: object) -> None:
        raise self._refuse("tệp có chỉ thị xử lý (<?…?>), không được phép.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise self._refuse(f"hơn {MOST_ELEMENTS} phần tử.")
        if len(self._open) >= DEEPEST:
            raise self._refuse(f"lồng nhau quá {DEEPEST} tầng.")
        if len(attributes) > MOST_ATTRIBUTES or any(len(v) > LONGEST for v in attributes.values()):
            raise self._refuse("phần tử có quá nhiều thuộc tính, hoặc thuộc tính quá dài.")
        space, name = _split(tag)
        named = {_split(key): value for key, value in attributes.items()}
        element = Element(space, name, named, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        element = self._open[-1]
        if not text.strip() and not element.text:
            return
        element.text += text
        if len(element.text) > LONGEST:
            raise self._refuse(f"chữ trong phần tử “{element.name}” dài quá {LONGEST} ký tự.")


def _split(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition(" ")
    return space, name
