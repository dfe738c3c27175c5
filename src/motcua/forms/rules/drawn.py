"""A section as its template draws it, and answers as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from motcua.forms.rules.answers import Answer, is_shown, rows_posted, shown_sections
from motcua.forms.rules.schema import ADDRESS_PARTS
from motcua.forms.rules.shape import MOST_ROWS, NO, YES, Field, FormView, Section, all_fields
from motcua.forms.states import Kind
from motcua.kernel.vietnamese import format_number, short_date

PART_LABELS: Final = {
    "detail": "Số nhà, đường, thôn, khu phố",
    "commune": "Xã, phường",
    "province": "Tỉnh, thành phố",
}
NAMES_SAID: Final = {YES: "Có", NO: "Không"}


def drawn(section: Section, data: Mapping[str, Any], answer: Answer | None = None) -> list[Any]:
    """The fields of a section for forms/section.html: names, what stands in them, what is wrong.

    After a refused page what was typed stands there again. Fields that depend on an answer of this
    very page are drawn as that answer stands now.
    """
    raw = answer.raw if answer else None
    faults = answer.faults if answer else {}
    return [
        _group(one, data, raw, faults)
        if one.kind == Kind.GROUP
        else _one(one, one.key, data.get(one.key), raw, faults)
        for one in section.fields
        if is_shown(one.when, answer.data if answer else data)
    ]


def _group(
    one: Field, data: Mapping[str, Any], raw: Mapping[str, str] | None, faults: Mapping[str, str]
) -> dict[str, Any]:
    stored: list[dict[str, Any]] = list(data.get(one.key, ()))
    numbers = rows_posted(one, raw) if raw is not None else list(range(len(stored)))
    added = raw is not None and raw.get("_more") == one.key
    dropped = raw.get("_less", "") if raw is not None else ""
    numbers = [number for number in numbers if dropped != f"{one.key}.{number}"]
    if added or not numbers:
        numbers.append(max(numbers, default=-1) + 1)
    rows = []
    # All that were posted, too many as well: what was typed is never cut away in silence.
    for place, number in enumerate(numbers, 1):
        row = stored[number] if number < len(stored) else {}
        prefix = f"{one.key}.{number}."
        rows.append(
            {
                "number": number,
                "place": place,
                "fields": [
                    _one(part, prefix + part.key, row.get(part.key), raw, faults)
                    for part in one.fields
                ],
            }
        )
    return {
        "kind": "group",
        "key": one.key,
        "label": one.label,
        "help": one.help,
        "rows": rows,
        "fault": faults.get(one.key, ""),
        "full": len(rows) >= (one.most or MOST_ROWS),
    }


def _one(
    one: Field, name: str, value: Any, raw: Mapping[str, str] | None, faults: Mapping[str, str]
) -> dict[str, Any]:
    if one.kind == Kind.ADDRESS:
        known = value if isinstance(value, Mapping) else {}
        parts = [
            {
                "name": f"{name}.{part}",
                "label": PART_LABELS[part],
                "value": raw.get(f"{name}.{part}", "") if raw is not None else known.get(part, ""),
            }
            for part, _most in ADDRESS_PARTS
        ]
        shown: Any = ""
    else:
        parts = []
        shown = raw.get(name, "") if raw is not None else _typed(value)
    return {
        "kind": one.kind.value,
        "name": name,
        "label": one.label,
        "help": one.help,
        "required": one.required,
        "choices": _choices(one),
        "value": shown,
        "parts": parts,
        "places": [],
        "most": one.most,
        "fault": faults.get(name, ""),
    }


def _choices(one: Field) -> list[tuple[str, str]]:
    if one.kind == Kind.YES_NO:
        return list(NAMES_SAID.items())
    return list(one.choices)


def _typed(value: Any) -> str:
    """A stored answer as one would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def addresses_in(form: FormView, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Commune and province of every address that was answered, as they were written."""
    found = []
    for one in all_fields(form.sections):
        rows = data.get(one.key, ()) if one.fields else [data]
        for part in one.fields or (one,):
            found += [
                _place(row[part.key])
                for row in rows
                if part.kind == Kind.ADDRESS and part.key in row
            ]
    return found


def lines_of(
    form: FormView,
    data: Mapping[str, Any],
    notes: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every answer in words, by section: for review, officer and printed declaration.

    `notes`: what is added to an address, by commune and province as written (today's names).
    """
    told = []
    for section in shown_sections(form, data):
        lines: list[tuple[str, str]] = []
        for one in section.fields:
            if not is_shown(one.when, data):
                continue
            if one.kind != Kind.GROUP:
                lines.append((one.label, _noted(one, data.get(one.key), notes)))
                continue
            for place, row in enumerate(data.get(one.key, ()), 1):
                lines += [
                    (f"{one.label} {place}: {part.label}", _noted(part, row.get(part.key), notes))
                    for part in one.fields
                ]
        told.append((section.title, lines))
    return told


def _noted(one: Field, value: Any, notes: Mapping[tuple[str, str], str]) -> str:
    note = notes.get(_place(value)) if one.kind == Kind.ADDRESS and value else None
    return f"{said(one, value)} ({note})" if note else said(one, value)


def _place(address: Mapping[str, str]) -> tuple[str, str]:
    return address.get("commune", ""), address.get("province", "")


def said(one: Field, value: Any) -> str:
    """One answer as people read it; empty when there is none."""
    if value is None:
        return ""
    match one.kind:
        case Kind.YES_NO:
            return NAMES_SAID[YES if value else NO]
        case Kind.CHOICE:
            return dict(one.choices).get(value, str(value))
        case Kind.DATE:
            return short_date(dt.date.fromisoformat(value))
        case Kind.NUMBER:
            return format_number(value)
        case Kind.ADDRESS:
            return ", ".join(value[part] for part, _most in ADDRESS_PARTS if value.get(part))
        case _:
            return str(value)
