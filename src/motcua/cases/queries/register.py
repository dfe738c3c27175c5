"""The register of files with filters, newest first: what other systems read page by page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from motcua.cases.models import Case
from motcua.cases.queries.lists import PAGE, Moments, WorkList, listed
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.rules import Actor
from motcua.search import filter_words

_CURSOR: Final = re.compile(r"[0-9]{1,18}")
_COLUMNS: Final = (
    *("pk", "code", "provisional", "state", "version__procedure__code", "version__name"),
    *("agency__code", "channel", "service_level", "applicant_name", "applicant_number"),
    *("received_at", "due_at", "finished_at", "returned_at", "outcome", "supplements"),
    *("return_channel", "journal_seq"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files of a list; days are both inside, empty and None ask for nothing."""

    state: int | None = None
    procedure_code: str = ""
    agency_code: str = ""
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One file in the names of a case history file; `seen` is its journal number."""

    pk: int
    code: str | None
    provisional: str | None
    state: int
    procedure_code: str
    procedure_name: str
    agency_code: str
    channel: str
    service_level: str
    applicant_name: str
    applicant_id: str
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    outcome: str
    supplement_requests: int
    return_channel: str
    seen: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Up to 50 rows and the cursor of the next page (empty on the last)."""

    rows: list[RegisterRow]
    next: str


def register_page(
    name: WorkList, actor: Actor, moments: Moments, *, wanted: Wanted, after: str = ""
) -> RegisterPage:
    """One page of the files of a list that are wanted, by right. One statement.

    `after` is the `next` of the page before; one that was cut or made up begins anew.
    """
    cases = _narrowed(listed(name, actor, moments), wanted)
    if _CURSOR.fullmatch(after):
        cases = cases.filter(pk__lt=int(after))
    found = cases.order_by("-pk").values_list(*_COLUMNS)[: PAGE + 1]
    rows = [RegisterRow(*row) for row in found]
    return RegisterPage(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _narrowed(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    only = Q()
    if wanted.state is not None:
        only &= Q(state=wanted.state)
    if wanted.procedure_code:
        only &= Q(version__procedure__code=wanted.procedure_code)
    if wanted.agency_code:
        only &= Q(agency__code=wanted.agency_code) | Q(agency__legacy_code=wanted.agency_code)
    if wanted.received_from:
        only &= Q(received_at__gte=_midnight(wanted.received_from))
    if wanted.received_to:
        only &= Q(received_at__lt=_midnight(wanted.received_to) + dt.timedelta(days=1))
    cases = cases.filter(only)
    return filter_words(cases, "search", wanted.q) if wanted.q else cases


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), VIETNAM)
