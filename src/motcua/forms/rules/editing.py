"""A layout with one thing changed. The layout given stays as it is; what comes out is checked when
it is saved (`shape.sections_from`), so a change may pass through a form that is not whole yet.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from motcua.kernel.refusals import NotFound

Layout = dict[str, Any]


def with_section(layout: Layout, key: str | None, section: dict[str, Any]) -> Layout:
    """A section put in the place of the one of this key, or at the end; its fields stay."""
    changed = _copy(layout)
    if key is None:
        changed["sections"].append({"fields": [], **section})
    else:
        place = _section_at(changed, key)
        old = changed["sections"][place]
        changed["sections"][place] = {**section, "fields": old["fields"]}
        if "when" in old:
            changed["sections"][place]["when"] = old["when"]
    return changed


def without_section(layout: Layout, key: str) -> Layout:
    """The layout without a section."""
    changed = _copy(layout)
    del changed["sections"][_section_at(changed, key)]
    return changed


def with_field(layout: Layout, section: str, key: str | None, field: dict[str, Any]) -> Layout:
    """A field put in the place of the one of this key, or at the end."""
    changed = _copy(layout)
    fields = changed["sections"][_section_at(changed, section)]["fields"]
    if key is None:
        fields.append(field)
    else:
        place = _field_at(fields, key)
        fields[place] = field
    return changed


def without_field(layout: Layout, section: str, key: str) -> Layout:
    """The layout without a field."""
    changed = _copy(layout)
    fields = changed["sections"][_section_at(changed, section)]["fields"]
    del fields[_field_at(fields, key)]
    return changed


def moved(layout: Layout, section: str, key: str | None, by: int) -> Layout:
    """A section (`key` None) or a field one place up (-1) or down (1); at the edge it stays."""
    changed = _copy(layout)
    rows: list[Any] = changed["sections"]
    place = _section_at(changed, section)
    if key is not None:
        rows = rows[place]["fields"]
        place = _field_at(rows, key)
    to = place + by
    if 0 <= to < len(rows):
        rows[place], rows[to] = rows[to], rows[place]
    return changed


def field_of(layout: Layout, section: str, key: str) -> dict[str, Any]:
    """A field as it is written. Raises NotFound."""
    fields = layout["sections"][_section_at(layout, section)]["fields"]
    found: dict[str, Any] = fields[_field_at(fields, key)]
    return found


def section_of(layout: Layout, key: str) -> dict[str, Any]:
    """A section as it is written. Raises NotFound."""
    found: dict[str, Any] = layout["sections"][_section_at(layout, key)]
    return found


def _copy(layout: Layout) -> Layout:
    return deepcopy(layout) if layout.get("sections") else {"sections": []}


def _section_at(layout: Layout, key: str) -> int:
    for place, section in enumerate(layout.get("sections", ())):
        if section["key"] == key:
            return place
    raise NotFound("Biểu mẫu không có mục này.")


def _field_at(fields: list[dict[str, Any]], key: str) -> int:
    for place, field in enumerate(fields):
        if field["key"] == key:
            return place
    raise NotFound("Mục này không có câu hỏi ấy.")
