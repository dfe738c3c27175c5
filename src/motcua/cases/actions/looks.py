"""Looking at personal data and at papers: allowed by role, and every look is kept."""

from __future__ import annotations

import datetime as dt
from typing import Final

from motcua.cases.access import check_can_view_personal
from motcua.cases.models import Case, CasePaper
from motcua.cases.queries.page import case_by_number
from motcua.journal.actions import note_look
from motcua.journal.states import Subject
from motcua.kernel.refusals import NotFound
from motcua.organisation.rules import Actor

# Who held the file, from when to when: nobody's number, address or telephone is printed on it.
IMPERSONAL_SLIPS: Final = ("control",)


def look_at_people(case: Case, *, actor: Actor, at: dt.datetime) -> None:
    """Before whole numbers and addresses are shown. One statement. Raises Forbidden."""
    _look(case, actor, "personal", at)


def look_at_paper(number: str, paper_id: int, *, actor: Actor, at: dt.datetime) -> CasePaper:
    """The paper with its stored file, before it is handed out. Three statements.

    Raises NotFound (no such file, paper, or nothing stored) and Forbidden.
    """
    case = case_by_number(number, actor)
    paper = case.papers.select_related("file").filter(pk=paper_id).first()
    if paper is None or paper.file is None:
        raise NotFound("Hồ sơ không có tệp giấy tờ này.")
    _look(case, actor, f"paper:{paper_id}", at)
    return paper


def look_at_slip(case: Case, kind: str, *, actor: Actor, at: dt.datetime) -> None:
    """Before a printed form is handed out; on most stand whole numbers. Raises Forbidden."""
    if kind in IMPERSONAL_SLIPS:
        _note(case, actor, f"slip:{kind}", at)
    else:
        _look(case, actor, f"slip:{kind}", at)


def _look(case: Case, actor: Actor, what: str, at: dt.datetime) -> None:
    check_can_view_personal(actor, case)
    _note(case, actor, what, at)


def _note(case: Case, actor: Actor, what: str, at: dt.datetime) -> None:
    note_look(
        account_id=actor.account_id,
        subject=Subject.CASE,
        subject_id=case.pk,
        what=what,
        at=at,
    )
