"""Which slips a file has, and any of them as PDF. Nothing is stored: the same rows, same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from motcua.cases.queries.page import CasePage
from motcua.cases.states import Outcome, RequestState, State, Verb
from motcua.kernel.refusals import NotFound
from motcua.kernel.vietnamese import fold
from motcua.kernel.worktime import day_of
from motcua.slips.forms import Form, FormKind, NoSuchForm, form_on
from motcua.slips.queries.applicant import receipt, refusal, supplement
from motcua.slips.queries.control import control
from motcua.slips.queries.issuer import issuer_of
from motcua.slips.queries.letters import apology, stop
from motcua.slips.queries.story import Dossier
from motcua.slips.render import render
from motcua.slips.values import Values

# In the order in which they come to be.
_KINDS: Final = (
    FormKind.RECEIPT,
    FormKind.SUPPLEMENT,
    FormKind.REFUSAL,
    FormKind.APOLOGY,
    FormKind.STOP,
    FormKind.STOP_BY_AGENCY,
    FormKind.CONTROL,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A slip as a file: `name` in plain letters for saving, `pdf` as PDF/A-2b."""

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slip that can be printed now. `number` tells several of a kind apart (from 1).

    `day` is the day of the act: it decides which circular's form is used. `title` is that form's.
    """

    kind: FormKind
    number: int
    title: str
    day: dt.date


def available(page: CasePage) -> list[Sheet]:
    """The slips this file has by now, in the order of the acts' kinds. No statement."""
    dossier = Dossier.of(page)
    return [
        Sheet(kind, number, form.title, day)
        for kind in _KINDS
        for number, day in _acts(dossier, kind)
        if (form := _form(kind, day)) is not None
    ]


def slip(page: CasePage, kind: FormKind, *, on: dt.date, site_url: str, number: int = 0) -> Printed:
    """One slip of a file as PDF, in the form of the circular in force on the day of the act.

    `on` is today, printed on the control slip, which has no act of its own. `number`: which of
    several (0: the newest). `site_url`: MOTCUA_URL, for the QR. Two statements at most (and
    three more when the calendar has changed since the process last read it). Raises NotFound.
    """
    sheets = [sheet for sheet in available(page) if sheet.kind == kind]
    wanted = [sheet for sheet in sheets if number in (0, sheet.number)]
    if not wanted:
        raise NotFound(f"Hồ sơ {page.case.number} không có phiếu này.")
    sheet = wanted[-1]
    values = _values(Dossier.of(page), sheet, on, site_url)
    chosen = form_on(kind, sheet.day)
    return Printed(_name(chosen, page.case.number, sheet), render(kind, chosen.generation, values))


def _acts(dossier: Dossier, kind: FormKind) -> Iterator[tuple[int, dt.date]]:
    """Number and day of each act that this kind of slip is printed for."""
    case = dossier.case
    accepted = case.received_at is not None and case.code is not None
    match kind:
        case FormKind.RECEIPT if accepted:
            yield max(case.receipt_number, 1), day_of(dossier.receipt_at)
        case FormKind.SUPPLEMENT:
            for request in dossier.page.requests:
                if request.handed_at is not None:
                    yield request.number, day_of(request.handed_at)
        case FormKind.REFUSAL if case.state == State.NOT_ACCEPTED:
            yield 1, day_of(dossier.ended_at(Verb.REFUSE))
        case FormKind.APOLOGY:
            approved = [e for e in dossier.page.extensions if e.state == RequestState.IN_FORCE]
            for place, extension in enumerate(approved, start=1):
                yield place, day_of(extension.approved_at or extension.proposed_at)
        case FormKind.STOP if accepted and case.outcome == Outcome.WITHDRAWN:
            yield 1, day_of(dossier.ended_at(Verb.WITHDRAW))
        case FormKind.STOP_BY_AGENCY if accepted and case.outcome == Outcome.STOPPED:
            yield 1, day_of(dossier.ended_at(Verb.STOP))
        case FormKind.CONTROL if accepted:
            assert case.received_at is not None
            yield 1, day_of(case.received_at)
        case _:
            return


def _form(kind: FormKind, day: dt.date) -> Form | None:
    """None before the first circular, and where the circular of that day has no such form."""
    try:
        return form_on(kind, day)
    except NoSuchForm:
        return None


def _values(dossier: Dossier, sheet: Sheet, on: dt.date, site_url: str) -> Values:
    issuer = issuer_of(dossier.case, sheet.day, site_url)
    match sheet.kind:
        case FormKind.RECEIPT:
            return receipt(dossier, issuer, sheet.day)
        case FormKind.SUPPLEMENT:
            return supplement(dossier, issuer, sheet.day, sheet.number)
        case FormKind.REFUSAL:
            return refusal(dossier, issuer, sheet.day)
        case FormKind.APOLOGY:
            return apology(dossier, issuer, sheet.day, sheet.number)
        case FormKind.STOP | FormKind.STOP_BY_AGENCY:
            return stop(dossier, issuer, sheet.day, form_on(sheet.kind, sheet.day).grounds)
        case _:
            return control(dossier, issuer, on)


def _name(chosen: Form, number: str, sheet: Sheet) -> str:
    """As in "giay-tiep-nhan-ho-so-va-hen-tra-ket-qua-H29.101-260302-0005.pdf"."""
    title = "-".join(re.findall("[a-z0-9]+", fold(chosen.title)))
    nth = f"-{sheet.number}" if sheet.number > 1 else ""
    return f"{title}-{number}{nth}.pdf"
