"""The question “Ông/bà có hài lòng không?” on the page of a file that is over."""

from __future__ import annotations

from typing import Any

from motcua.cases.models import Case
from motcua.surveys.queries import may_be_rated, rating_of
from motcua.surveys.rules import COMMENT_LENGTH
from motcua.surveys.states import Satisfaction
from motcua.ui.said import said


def rating_context(case: Case) -> dict[str, Any] | None:
    """The question or the answer on the page of a file that is over, else None. One query."""
    if not may_be_rated(case):
        return None
    given = rating_of(case.pk)
    if given is not None:
        return {"given": said(given.get_value_display()), "at": given.at}
    return {"choices": choices(), "most": COMMENT_LENGTH}


def choices() -> list[tuple[str, str]]:
    """The five answers, best first."""
    return [(value, said(label)) for value, label in Satisfaction.choices]
