"""The JSON Schema (2020-12) of a form's data: for other systems, and a filing's last check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from motcua.forms.rules.shape import LONGEST, MOST_ROWS, Field, Section, all_fields
from motcua.forms.states import Kind

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
ADDRESS_PARTS: Final = (("detail", 200), ("commune", 100), ("province", 100))


def schema_of(name: str, sections: Sequence[Section]) -> dict[str, Any]:
    """The schema of the whole form. Nothing is `required`: what is asked depends on the answers,
    and is checked by `answers.check_whole`; but nothing that is not asked may be there.
    """
    return {
        "$schema": DIALECT,
        "title": name,
        "type": "object",
        "additionalProperties": False,
        "properties": {field.key: _property(field) for field in all_fields(sections)},
    }


def _property(field: Field) -> dict[str, Any]:
    described = {"title": field.label} | ({"description": field.help} if field.help else {})
    return described | _of_kind(field)


def _of_kind(field: Field) -> dict[str, Any]:
    match field.kind:
        case Kind.TEXT | Kind.LINES:
            return {"type": "string", "maxLength": field.most or LONGEST[field.kind]}
        case Kind.NUMBER:
            top = {"maximum": field.most} if field.most else {}
            return {"type": "integer", "minimum": 0} | top
        case Kind.DATE:
            return {"type": "string", "format": "date"}
        case Kind.CHOICE:
            named = [{"const": value, "title": label} for value, label in field.choices]
            return {"type": "string", "oneOf": named}
        case Kind.YES_NO:
            return {"type": "boolean"}
        case Kind.PERSONAL_NUMBER:
            return {"type": "string", "pattern": "^[0-9]{12}$"}
        case Kind.PHONE:
            return {"type": "string", "maxLength": 20}
        case Kind.EMAIL:
            return {"type": "string", "format": "email", "maxLength": 254}
        case Kind.ADDRESS:
            parts = {key: {"type": "string", "maxLength": most} for key, most in ADDRESS_PARTS}
            return {"type": "object", "additionalProperties": False, "properties": parts}
        case Kind.GROUP:
            return {
                "type": "array",
                "maxItems": field.most or MOST_ROWS,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {part.key: _property(part) for part in field.fields},
                },
            }
