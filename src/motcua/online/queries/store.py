"""The citizen's own store (kho dữ liệu): what was given once and can be given again.

NĐ 224/2026 art. 15: data given once is not asked for again.
Offered are papers of files that a desk accepted and results that were handed out; only of files
that are the person's own, never of those they handed in for somebody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from motcua.cases.models import Case, CasePaper, Result
from motcua.cases.queries.visible import owned_by
from motcua.cases.states import Outcome, PaperState, ReturnChannel, State
from motcua.catalogue.rules.papers import Paper
from motcua.files.models import StoredFile
from motcua.forms.queries import form_version
from motcua.forms.rules.carried import carried
from motcua.forms.rules.shape import FormView
from motcua.kernel.vietnamese import fold
from motcua.kernel.worktime import VIETNAM
from motcua.online.models import PutAside
from motcua.online.rules import FORM, GivenPaper, is_declaration, is_same_kind, may_be_reused

MOST_KEPT: Final = 200
MOST_DECLARATIONS: Final = 10
# So many of one kind are offered, the latest first; the rest is in the store.
MOST_OFFERS: Final = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper or result that may be offered again. `given_on`: accepted, or issued, on that day."""

    file: StoredFile
    given: GivenPaper
    given_on: dt.date
    case_id: int
    number: str
    agency: str
    aside: bool

    @property
    def what(self) -> str:
        """Its name among what was put aside."""
        return f"paper:{self.file.sha256}"


@dataclass(frozen=True, slots=True)
class Declared:
    """An earlier declaration: the form and what was answered."""

    case_id: int
    number: str
    name: str
    given_on: dt.date
    form: FormView
    data: dict[str, Any]
    aside: bool

    @property
    def what(self) -> str:
        """Its name among what was put aside."""
        return f"answers:{self.case_id}"


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """What earlier declarations say to a form, and the latest one that does."""

    answers: dict[str, Any]
    latest: Declared


def kept_papers(account_id: int) -> list[Kept]:
    """The store, the latest first, each paper once. Three statements."""
    aside = _put_aside(account_id)
    found: dict[tuple[str, str], Kept] = {}
    for one in sorted(_given(account_id, aside), key=lambda one: one.given_on, reverse=True):
        found.setdefault((one.file.sha256, fold(one.given.name)), one)
    return list(found.values())


def offers_for(
    papers: Iterable[Paper], code: str, account_id: int, *, taken: Collection[str]
) -> dict[str, list[Kept]]:
    """By paper of procedure `code`, what was given before and may be given again.

    `taken`: hashes of what the draft already holds. Three statements, none without such papers.
    """
    wanted = [paper for paper in papers if may_be_reused(paper)]
    if not wanted:
        return {}
    store = [
        one for one in kept_papers(account_id) if not one.aside and one.file.sha256 not in taken
    ]
    return {
        paper.key: [one for one in store if is_same_kind(paper, code, one.given)][:MOST_OFFERS]
        for paper in wanted
    }


def declarations(account_id: int) -> list[Declared]:
    """The latest declarations filled in at home. Two statements, and one per form not met yet."""
    aside = _put_aside(account_id)
    files = _own(account_id).filter(data__has_key=FORM).select_related("version")
    rows = files.defer("version__content", "search").order_by("-submitted_at", "-pk")
    return [
        Declared(
            case_id=case.pk,
            number=case.number,
            name=case.version.name,
            given_on=case.submitted_at.astimezone(VIETNAM).date(),
            form=form_version(case.data[FORM]),
            data=case.data,
            aside=f"answers:{case.pk}" in aside,
        )
        for case in rows[:MOST_DECLARATIONS]
    ]


def known_answers(form: FormView, account_id: int) -> KnownAnswers | None:
    """What earlier declarations say to this form, the latest word first; None when nothing."""
    answers: dict[str, Any] = {}
    latest = None
    for one in declarations(account_id):
        found = {} if one.aside else carried(form, one.form, one.data)
        if found and latest is None:
            latest = one
        answers = found | answers
    return KnownAnswers(answers, latest) if latest else None


def _own(account_id: int) -> QuerySet[Case]:
    return Case.objects.filter(owned_by(account_id), owner__isnull=True)


def _put_aside(account_id: int) -> set[str]:
    rows = PutAside.objects.filter(account_id=account_id)
    return set(rows.values_list("what", flat=True))


def _given(account_id: int, aside: set[str]) -> list[Kept]:
    with_case = ("file", "case__agency", "case__version__procedure")
    late = ("case__version__content", "case__search", "case__data")
    accepted = _own(account_id).filter(received_at__isnull=False)
    papers = CasePaper.objects.filter(
        case__in=accepted, file__isnull=False, state=PaperState.SUBMITTED
    )
    at_home = Q(case__state=State.DONE, case__return_channel=ReturnChannel.ONLINE)
    results = Result.objects.filter(
        at_home | Q(case__state=State.RETURNED),
        case__in=accepted.filter(outcome=Outcome.GRANTED),
        file__isnull=False,
    )
    return [
        _kept(one.case, one.file, one.key, one.name, one.case.received_at, aside)
        for one in papers.select_related(*with_case).defer(*late).order_by("-pk")[:MOST_KEPT]
        if not is_declaration(one.name)
    ] + [
        _kept(one.case, one.file, "", one.name, one.issued_at, aside)
        for one in results.select_related(*with_case).defer(*late).order_by("-pk")[:MOST_KEPT]
    ]


def _kept(
    case: Case,
    file: StoredFile | None,
    key: str,
    name: str,
    given_at: dt.datetime | None,
    aside: set[str],
) -> Kept:
    if file is None or given_at is None:
        raise AssertionError("asked for with its file and its moment")
    return Kept(
        file=file,
        given=GivenPaper(case.version.procedure.code, key, name, is_result=not key),
        given_on=given_at.astimezone(VIETNAM).date(),
        case_id=case.pk,
        number=case.number,
        agency=case.agency.short_name,
        aside=f"paper:{file.sha256}" in aside,
    )
