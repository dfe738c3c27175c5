"""Rows of a draft (papers, fees, steps, …) edited together, without script.

Every row is one Django form. The buttons that add, remove or move a row send the whole page, which
comes back with what was typed and the rows as asked; only "save" changes the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest

from motcua.kernel.refusals import Refused

MOST: Final = 200
SAVE: Final = "save"


class RowForm(forms.Form):
    """One row. A row is blank when the fields that `tells` names are all empty: it is dropped."""

    tells: ClassVar[tuple[str, ...]] = ("name",)
    # Fields that take a whole line of the row's box.
    wide: ClassVar[tuple[str, ...]] = ("name", "note")

    # What a stored row holds that the form does not show is kept.
    def document(self) -> dict[str, Any]:
        """The row as the catalogue's file writes it."""
        return dict(self.cleaned_data)

    @property
    def parts(self) -> Iterator[tuple[BoundField, bool]]:
        """Its fields, each with whether it is wide."""
        return ((bound, bound.name in self.wide) for bound in self)

    @property
    def is_blank(self) -> bool:
        """Nothing was typed."""
        return not any(str(self[name].value() or "").strip() for name in self.tells)


class Rows:
    """The forms of all rows, in order."""

    def __init__(self, kind: type[RowForm], options: Mapping[str, Any] | None = None) -> None:
        self.kind = kind
        self.options = dict(options or {})
        self.forms: list[RowForm] = []
        self.asked = ""

    def of_draft(self, initial: Iterable[Mapping[str, Any]]) -> Rows:
        """The rows as they are stored, with an empty one when there is none."""
        stored = list(initial) or [{}]
        self.forms = [self._form(n, initial=dict(row)) for n, row in enumerate(stored)]
        return self

    def of_request(self, request: HttpRequest) -> Rows:
        """The rows as they were sent; with a button of a row, changed as it says."""
        text = request.POST.get("rows", "0")
        count = min(int(text), MOST) if text.isdecimal() else 0
        self.forms = [self._form(n, data=request.POST) for n in range(count)]
        self.asked = request.POST.get("do", SAVE)
        if self.asked != SAVE:
            rows = [{name: form[name].value() for name in form.fields} for form in self.forms]
            self.forms = [
                self._form(n, initial=row) for n, row in enumerate(_moved(rows, self.asked))
            ]
        return self

    @property
    def to_save(self) -> bool:
        """Whether the button pressed was "save"."""
        return self.asked == SAVE

    def is_valid(self) -> bool:
        """Whether every row that is not blank is right."""
        # Every one is asked, so that every fault is shown at once.
        return False not in [form.is_valid() for form in self._told()]

    def documents(self) -> list[dict[str, Any]]:
        """The rows that are not blank, as the file writes them."""
        return [form.document() for form in self._told()]

    def blame(self, nth: int, name: str, text: str) -> bool:
        """Write a fault at a field of the nth told row; False when there is no such place."""
        told = self._told()
        if nth >= len(told) or name not in told[nth].fields:
            return False
        told[nth].add_error(name, text)
        return True

    def _told(self) -> list[RowForm]:
        return [form for form in self.forms if not form.is_blank]

    def _form(self, number: int, **source: Any) -> RowForm:
        return self.kind(prefix=f"row{number}", **source, **self.options)


def _moved(rows: list[dict[str, Any]], asked: str) -> list[dict[str, Any]]:
    """The rows after "add", "remove-2", "up-2" or "down-2". Raises Refused for anything else."""
    verb, _dash, text = asked.partition("-")
    if verb == "add":
        return [*rows, {}]
    place = int(text) if text.isdecimal() else -1
    if not 0 <= place < len(rows) or verb not in ("remove", "up", "down"):
        raise Refused("Không hiểu nút vừa bấm; hãy tải lại trang.")
    row = rows.pop(place)
    if verb != "remove":
        rows.insert(max(place - 1, 0) if verb == "up" else place + 1, row)
    return rows or [{}]
