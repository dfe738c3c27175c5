"""Reading what was posted for one section, and checking the whole before it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import jsonschema_rs

from motcua.forms.rules.parts import BadAnswer, read_part
from motcua.forms.rules.schema import ADDRESS_PARTS, schema_of
from motcua.forms.rules.shape import MOST_ROWS, NO, YES, Field, FormView, Section, When
from motcua.forms.states import Kind
from motcua.kernel.refusals import Refused

Posted = Mapping[str, Sequence[str]]
Data = Mapping[str, Any]
MORE, LESS = "_more", "_less"
# Buttons and Django's own token; a leading underscore never begins a key.
_OURS: Final = re.compile(r"_[a-z]+|csrfmiddlewaretoken")
_ROW: Final = re.compile(r"([a-z][a-z0-9_]*)\.([0-9]{1,3})\.([a-z][a-z0-9_.]*)")


@dataclass(slots=True)
class Answer:
    """What one posted section says. `data` is the form's data with the good answers in it;
    `raw` what was typed, to be shown again; `faults` a sentence per posted name.
    """

    data: dict[str, Any]
    raw: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)


def is_shown(when: When | None, data: Data) -> bool:
    """Whether a section or field is asked, after the answers so far."""
    if when is None:
        return True
    answer = data.get(when.field)
    said = {True: YES, False: NO}.get(answer, answer) if isinstance(answer, bool) else answer
    return said in when.answers


def shown_sections(form: FormView, data: Data) -> list[Section]:
    """The sections that are asked, in order."""
    return [section for section in form.sections if is_shown(section.when, data)]


def read_section(form: FormView, key: str, posted: Posted, data: Data) -> Answer:
    """The answers of one section out of a posted page.

    Good ones are kept even when others are wrong, so that nothing typed is lost. Raises Refused
    for a section or a name that the form does not know: such a page was made up.
    """
    section = form.section(key)
    if section is None:
        raise Refused("Biểu mẫu không có mục này.")
    _check_known(section, posted)
    raw = {name: values[-1] for name, values in posted.items() if values}
    answer = Answer(dict(data), raw)
    for one in section.fields:
        if is_shown(one.when, answer.data):
            _read(one, raw, answer)
        else:
            answer.data.pop(one.key, None)
    return answer


def rows_posted(one: Field, raw: Mapping[str, str]) -> list[int]:
    """The numbers of the rows of a group that a page holds."""
    found = {int(m[2]) for name in raw if (m := _ROW.fullmatch(name)) and m[1] == one.key}
    return sorted(found)


def _check_known(section: Section, posted: Posted) -> None:
    known = {name for one in section.fields for name in _names(one)}
    groups = {one.key: one for one in section.fields if one.kind == Kind.GROUP}
    for name in posted:
        if name in known or _OURS.fullmatch(name):
            continue
        row = _ROW.fullmatch(name)
        inside = groups.get(row[1]) if row else None
        if inside is None or row is None or row[3] not in _inside(inside):
            raise Refused(f"Biểu mẫu không có câu hỏi “{name[:60]}”.")


def _names(one: Field) -> list[str]:
    if one.kind == Kind.ADDRESS:
        return [f"{one.key}.{part}" for part, _most in ADDRESS_PARTS]
    return [] if one.kind == Kind.GROUP else [one.key]


def _inside(group: Field) -> set[str]:
    return {name for one in group.fields for name in _names(one)}


def _read(one: Field, raw: Mapping[str, str], answer: Answer) -> None:
    if one.kind != Kind.GROUP:
        _keep(one, one.key, raw, answer.data, answer.faults)
        return
    rows: list[dict[str, Any]] = []
    most = one.most or MOST_ROWS
    for number in rows_posted(one, raw):
        row: dict[str, Any] = {}
        prefix = f"{one.key}.{number}."
        if raw.get(LESS) == prefix.removesuffix("."):
            continue
        empty = not any(raw.get(prefix + name, "").strip() for name in _inside(one))
        if empty:
            continue
        if len(rows) == most:
            answer.faults[one.key] = f"“{one.label}” có nhiều nhất {most} dòng."
            break
        for part in one.fields:
            _keep(part, prefix + part.key, raw, row, answer.faults)
        rows.append(row)
    answer.data[one.key] = rows


def _keep(
    one: Field, name: str, raw: Mapping[str, str], into: dict[str, Any], faults: dict[str, str]
) -> None:
    try:
        value = read_part(one, name, raw)
    except BadAnswer as fault:
        # What was answered before is not what is meant now: it must not be sent in its place.
        into.pop(one.key, None)
        faults[name] = str(fault)
        return
    if value is None:
        into.pop(one.key, None)
        if one.required:
            faults[name] = f"Hãy trả lời “{one.label}”."
    else:
        into[one.key] = value


def check_whole(form: FormView, data: Data) -> dict[str, list[str]]:
    """What still stops the form, by section: required answers that are missing, and whatever a
    schema check finds. Empty when it may be sent.
    """
    faults: dict[str, list[str]] = {}
    for section in shown_sections(form, data):
        missing = [
            f"Hãy trả lời “{one.label}”."
            for one in section.fields
            if one.required and is_shown(one.when, data) and one.key not in data
        ]
        missing += [
            f"{one.label}, dòng {number}: hãy trả lời “{part.label}”."
            for one in section.fields
            for number, row in enumerate(data.get(one.key, ()) if one.fields else (), 1)
            for part in one.fields
            if part.required and part.key not in row
        ]
        if missing:
            faults[section.key] = missing
    if not faults:
        schema = schema_of(form.name, form.sections)
        for problem in jsonschema_rs.iter_errors(schema, dict(data), validate_formats=True):
            faults.setdefault(_place(form, problem.instance_path), []).append(
                "Câu trả lời không đúng dạng; hãy nhập lại."
            )
    return faults


def _place(form: FormView, path: Sequence[Any]) -> str:
    key = path[0] if path else ""
    for section in form.sections:
        if any(one.key == key for one in section.fields):
            return section.key
    return form.sections[0].key


def without_hidden(form: FormView, data: Data) -> dict[str, Any]:
    """Only the answers to what is asked: an answer whose question has gone goes too."""
    kept: dict[str, Any] = {}
    for section in form.sections:
        if not is_shown(section.when, kept):
            continue
        for one in section.fields:
            if one.key in data and is_shown(one.when, kept):
                kept[one.key] = data[one.key]
    return kept


def prefilled(form: FormView, data: Data, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what is known already put where nothing was answered yet."""
    filled = dict(data)
    for section in form.sections:
        for one in section.fields:
            known = facts.get(one.source) if one.source else None
            if known and one.key not in filled:
                filled[one.key] = known
    return filled
