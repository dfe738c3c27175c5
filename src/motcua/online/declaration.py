"""A form filled in at home, printed as the declaration (tờ khai) it stands for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from motcua.forms.rules.drawn import lines_of
from motcua.forms.rules.shape import FormView
from motcua.online.models import Draft
from motcua.slips.forms import Paper
from motcua.slips.queries.issuer import place_of
from motcua.slips.render import Heading, print_paper
from motcua.slips.values import Head

TEMPLATE: Final = "own/declaration.typ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One question and its answer."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One section of the form."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """What the template prints. `proved`: how the person's identity was proved."""

    head: Head
    to: str
    parts: tuple[Part, ...]
    signed_by: str
    proved: str


def declaration_pdf(
    form: FormView, answers: Mapping[str, Any], *, draft: Draft, signed_by: str, on: dt.date
) -> bytes:
    """PDF/A-2b on A4, dated `on`. Same answers, same bytes. No statement beside `draft.agency`."""
    agency = draft.agency
    values = Declaration(
        head=Head(agency=agency.name, place=place_of(agency), date=on),
        to=agency.name,
        parts=tuple(
            Part(
                title=title,
                lines=tuple(Line(label=a, value=b.replace("\n", "; ")) for a, b in lines),
            )
            for title, lines in lines_of(form, answers)
        ),
        signed_by=signed_by,
        proved=(
            "tài khoản đã xác thực số định danh cá nhân"
            if draft.account.personal_number
            else "tài khoản xác thực bằng thư điện tử"
        ),
    )
    heading = Heading(title=form.name, paper=Paper.A4)
    return print_paper(TEMPLATE, heading, values, on)
