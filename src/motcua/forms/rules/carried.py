"""Answers of earlier declarations put to the same questions of another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from motcua.forms.rules.schema import schema_of
from motcua.forms.rules.shape import Field, FormView
from motcua.forms.states import Kind
from motcua.kernel.vietnamese import fold

_Question = tuple[str, str, Kind]


def carried(form: FormView, earlier: FormView, data: Mapping[str, Any]) -> dict[str, Any]:
    """What `data`, the answers to `earlier`, says to the questions of `form`, by their keys.

    A question is the same when section, label and kind are: "Họ tên" of the mother is not that of
    the child. What the new form would not take (a choice it has not, a longer text) stays behind.
    """
    known = {_question(title, one): data.get(one.key) for title, one in _questions(earlier)}
    found = {
        one.key: value
        for title, one in _questions(form)
        if (value := known.get(_question(title, one))) not in (None, "", [])
    }
    schema = schema_of(form.name, form.sections)
    for problem in jsonschema_rs.iter_errors(schema, found, validate_formats=True):
        found.pop(str(problem.instance_path[0]) if problem.instance_path else "", None)
    return found


def _questions(form: FormView) -> list[tuple[str, Field]]:
    return [(section.title, one) for section in form.sections for one in section.fields]


def _question(title: str, one: Field) -> _Question:
    return fold(title), fold(one.label), one.kind
