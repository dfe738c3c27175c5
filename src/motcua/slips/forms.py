"""Which printed form applies on which day, and what is known of its layout.

The list is data (seed/forms.json) with its source and how sure it is, for the administrator to see:
the same number means different forms in the two circulars, and some layouts of TT 03/2025/TT-VPCP
are not confirmed.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from motcua.slips import values

SEED = Path(__file__).parent / "seed" / "forms.json"


class FormKind(StrEnum):
    """What a form is for, whatever its number in a circular."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    STOP_BY_AGENCY = "stop_by_agency"
    CONTROL = "control"
    REGISTER = "register"
    NOTICE = "notice"
    HANDOVER = "handover"


class Generation(StrEnum):
    """The circular that a form belongs to; OWN are the platform's own papers."""

    TT01_2018 = "tt01-2018"
    TT03_2025 = "tt03-2025"
    OWN = "own"


class Paper(StrEnum):
    """Sheet sizes the templates are made for."""

    A5 = "a5"
    A4 = "a4"
    A4_LANDSCAPE = "a4-landscape"
    A3 = "a3"


class Confidence(StrEnum):
    """How sure the layout is: read in a source, remembered, or made up for want of the original."""

    FOUND = "found"
    RECALLED = "recalled"
    INFERRED = "inferred"


class NoSuchForm(LookupError):
    """The circulars of that day have no such form; the text may be shown to an officer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One printed form of one circular, with what is known of where its layout comes from."""

    kind: FormKind
    generation: Generation
    number: str
    title: str
    template: str
    version: int
    paper: Paper
    circular: str
    valid_from: date | None
    source: str
    confidence: Confidence
    note: str
    grounds: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """What stands at the foot of the sheet: "Mẫu số 01, Thông tư số 03/2025/TT-VPCP"."""
        return f"Mẫu số {self.number}, {self.circular}" if self.number else ""


#: The values each kind of form prints.
VALUES_OF: dict[FormKind, type] = {
    FormKind.RECEIPT: values.Receipt,
    FormKind.SUPPLEMENT: values.SupplementRequest,
    FormKind.REFUSAL: values.Refusal,
    FormKind.APOLOGY: values.Apology,
    FormKind.STOP: values.Stop,
    FormKind.STOP_BY_AGENCY: values.Stop,
    FormKind.CONTROL: values.ControlSlip,
    FormKind.REGISTER: values.Register,
    FormKind.NOTICE: values.WallNotice,
    FormKind.HANDOVER: values.HandOverList,
}


@cache
def registry() -> dict[tuple[Generation, FormKind], Form]:
    """All forms, in the order of the seed."""
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    forms = [
        _form(entry, generation)
        for generation in seed["generations"]
        for entry in generation["forms"]
    ]
    return {(form.generation, form.kind): form for form in forms}


def form(kind: FormKind, generation: Generation) -> Form:
    """The form of that kind in that circular. Raises NoSuchForm."""
    found = registry().get((generation, kind))
    if found is None:
        raise NoSuchForm(f"Không có biểu mẫu “{kind}” trong bộ biểu mẫu {generation}.")
    return found


def generation_on(day: date) -> Generation:
    """The circular in force on a day. Raises NoSuchForm before the first."""
    starts = {
        form.valid_from: form.generation
        for form in registry().values()
        if form.valid_from is not None and form.valid_from <= day
    }
    if not starts:
        raise NoSuchForm(f"Chưa có bộ biểu mẫu nào áp dụng cho ngày {day:%d/%m/%Y}.")
    return starts[max(starts)]


def form_on(kind: FormKind, day: date) -> Form:
    """The form of that kind in force on a day; the platform's own papers apply always. Raises
    NoSuchForm.
    """
    own = registry().get((Generation.OWN, kind))
    return own if own is not None else form(kind, generation_on(day))


def _form(entry: dict[str, Any], generation: dict[str, Any]) -> Form:
    start = generation["valid_from"]
    return Form(
        kind=FormKind(entry["kind"]),
        generation=Generation(generation["key"]),
        number=entry["number"],
        title=entry["title"],
        template=entry["template"],
        version=entry["version"],
        paper=Paper(entry["paper"]),
        circular=generation["circular"],
        valid_from=None if start is None else date.fromisoformat(start),
        source=generation["source"],
        confidence=Confidence(entry["confidence"]),
        note=entry["note"],
        grounds=tuple(entry.get("grounds", ())),
    )
