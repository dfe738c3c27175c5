"""A form as values: sections of fields, read from its written layout and checked.

The layout is JSON: `{"sections": [{"key", "title", "help"?, "when"?, "fields": [field, …]}]}`;
a field is `{"key", "label", "kind", "help"?, "required"?, "from"?, "choices"?, "when"?, "most"?,
"fields"?}`. `when` shows a section or field only while another one was answered so: `{"field",
"is": [value, …]}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from motcua.forms.states import Kind
from motcua.kernel.refusals import Refused

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_SECTIONS, MOST_FIELDS, MOST_ROWS, MOST_CHOICES = 12, 40, 20, 60
LONGEST: Final = {Kind.TEXT: 200, Kind.LINES: 2000}
DECIDING: Final = (Kind.CHOICE, Kind.YES_NO)
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class When:
    """Shown only while `field` has one of these answers (`yes` and `no` for a yes-or-no)."""

    field: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `source` names where it is prefilled from; `fields` are those of a group's row.

    `most` is the longest text, or the largest number, or the most rows of a group.
    """

    key: str
    label: str
    kind: Kind
    help: str = ""
    required: bool = False
    source: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    when: When | None = None
    most: int = 0
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a form."""

    key: str
    title: str
    fields: tuple[Field, ...]
    help: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it is filled in. `paper_key` is the paper of the procedure it stands for."""

    version_id: int
    procedure_code: str
    key: str
    number: int
    name: str
    paper_key: str
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """The section of this key."""
        return next((section for section in self.sections if section.key == key), None)


def sections_from(layout: Mapping[str, Any]) -> tuple[Section, ...]:
    """The sections of a layout. Raises Refused at "layout", with the place of the first fault."""
    listed = layout.get("sections")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_SECTIONS:
        _refuse(f"Biểu mẫu phải có từ 1 đến {MOST_SECTIONS} mục.")
    known: dict[str, Field] = {}
    sections = []
    for place, data in enumerate(listed, 1):
        sections.append(_section(data, f"mục {place}", known))
    _once([section.key for section in sections], "mục")
    return tuple(sections)


def all_fields(sections: Sequence[Section]) -> Iterator[Field]:
    """The fields of all sections, groups as one field each."""
    for section in sections:
        yield from section.fields


def _section(data: Any, place: str, known: dict[str, Field]) -> Section:
    if not isinstance(data, Mapping):
        _refuse(f"{place}: phải là một đối tượng JSON.")
    when = _when(data.get("when"), place, known)
    fields = _fields(data.get("fields"), place, known)
    return Section(
        key=_key(data, place),
        title=_text(data, "title", place, 120),
        fields=fields,
        help=_text(data, "help", place, 500, needed=False),
        when=when,
    )


def _fields(
    listed: Any, place: str, known: dict[str, Field], *, inside: bool = False
) -> tuple[Field, ...]:
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_FIELDS:
        _refuse(f"{place}: phải có từ 1 đến {MOST_FIELDS} câu hỏi.")
    fields = []
    for number, data in enumerate(listed, 1):
        field = _field(data, f"{place}, câu {number}", known, inside=inside)
        if field.key in known:
            _refuse(f"{place}, câu {number}: mã “{field.key}” đã dùng.")
        known[field.key] = field
        fields.append(field)
    return tuple(fields)


def _field(data: Any, place: str, known: dict[str, Field], *, inside: bool) -> Field:
    if not isinstance(data, Mapping):
        _refuse(f"{place}: phải là một đối tượng JSON.")
    kind = _kind(data.get("kind"), place)
    if kind == Kind.GROUP and inside:
        _refuse(f"{place}: nhóm lặp lại không chứa nhóm khác.")
    if kind == Kind.GROUP and data.get("required"):
        _refuse(f"{place}: nhóm lặp lại không đặt bắt buộc; đặt ở câu hỏi bên trong.")
    most = data.get("most", 0)
    if not isinstance(most, int) or isinstance(most, bool) or not 0 <= most <= 10**12:
        _refuse(f"{place}: giới hạn phải là số nguyên không âm.")
    # The keys inside a group are its own: rows of two groups may both have a name.
    rows = _fields(data.get("fields"), place, {}, inside=True) if kind == Kind.GROUP else ()
    return Field(
        key=_key(data, place),
        label=_text(data, "label", place, 200),
        kind=kind,
        help=_text(data, "help", place, 500, needed=False),
        required=data.get("required") is True,
        source=_text(data, "from", place, 80, needed=False),
        choices=_choices(data.get("choices"), place) if kind == Kind.CHOICE else (),
        when=None if inside else _when(data.get("when"), place, known),
        most=most,
        fields=rows,
    )


def _kind(word: Any, place: str) -> Kind:
    if word not in Kind.values:
        _refuse(f"{place}: loại câu hỏi phải là một trong: {', '.join(Kind.values)}.")
    return Kind(word)


def _choices(listed: Any, place: str) -> tuple[tuple[str, str], ...]:
    pairs = listed if isinstance(listed, list) else []
    good = [
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(part, str) and part.strip() and len(part) <= 200 for part in pair)
    ]
    if len(good) != len(pairs) or not 1 <= len(good) <= MOST_CHOICES:
        _refuse(f"{place}: mỗi lựa chọn là [mã, nhãn], từ 1 đến {MOST_CHOICES} lựa chọn.")
    _once([value for value, _label in good], f"{place}, lựa chọn")
    return tuple(good)


def _when(data: Any, place: str, known: Mapping[str, Field]) -> When | None:
    if data is None:
        return None
    field = known.get(data.get("field", "")) if isinstance(data, Mapping) else None
    if field is None or field.kind not in DECIDING:
        _refuse(f"{place}: điều kiện phải theo một câu chọn một hoặc có/không đứng trước.")
    answers = data.get("is")
    allowed = {value for value, _label in field.choices} or {YES, NO}
    if not isinstance(answers, list) or not answers or not set(answers) <= allowed:
        _refuse(f"{place}: điều kiện dùng câu trả lời không có ở “{field.label}”.")
    return When(field.key, tuple(answers))


def _key(data: Mapping[str, Any], place: str) -> str:
    key = data.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        _refuse(f"{place}: mã chỉ gồm chữ thường không dấu, số, gạch dưới, không quá 40 ký tự.")
    return key


def _text(data: Mapping[str, Any], name: str, place: str, most: int, *, needed: bool = True) -> str:
    text = data.get(name, "")
    if not isinstance(text, str) or len(text) > most or (needed and not text.strip()):
        _refuse(f"{place}: “{name}” phải là chữ, không quá {most} ký tự.")
    return text.strip()


def _once(keys: Sequence[str], what: str) -> None:
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        _refuse(f"{what}: mã “{twice}” dùng hai lần.")


def _refuse(text: str) -> NoReturn:
    raise Refused(text, field="layout")
