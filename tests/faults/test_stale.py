"""A page drawn before somebody else moved the file refuses every verb and says who it was (K4)."""

from __future__ import annotations

import re

import pytest

from motcua.cases.actions.verbs import VERBS
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.kernel.refusals import Conflict
from tests.office import Office

# What each verb cannot do without; the rest does not matter before the page is known to be fresh.
FIELDS = {
    Verb.REFUSE: {"reason": "x"},
    Verb.SEND_BACK: {"reason": "x"},
    Verb.REASSIGN: {"username": "thuly2.anlac"},
    Verb.STOP: {"reason": "x", "legal_ground": "x"},
    Verb.ISSUE: {"number": "1"},
    Verb.CORRECT: {"reason": "x"},
}
WHO_MOVED_IT = "Lê Thụ Lý vừa thực hiện “Nhận việc” lúc 09:00 02/03/2026"


@pytest.fixture
def moved(office: Office) -> tuple[Case, int]:
    """A file, and the journal number on a page drawn before thuly claimed it."""
    case = office.walk(office.take_in(), to="thu_ly")
    seen = case.journal_seq
    return office.act(case, Verb.CLAIM, by="thuly"), seen


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_a_stale_page_and_names_who_moved_the_file(
    office: Office, moved: tuple[Case, int], verb: Verb
) -> None:
    case, seen = moved
    before = Entry.objects.count()
    with pytest.raises(Conflict, match=re.escape(WHO_MOVED_IT)):
        office.act(case, verb, by="tiepnhan", seen=seen, **FIELDS.get(verb, {}))
    assert Entry.objects.count() == before
    assert Case.objects.get(pk=case.pk).journal_seq == case.journal_seq


def test_a_fresh_page_is_not_refused(office: Office, moved: tuple[Case, int]) -> None:
    case, _ = moved
    office.act(case, Verb.WITHDRAW, by="tiepnhan", seen=case.journal_seq)


def test_control_without_what_the_page_showed_the_stale_act_goes_through(
    office: Office, moved: tuple[Case, int]
) -> None:
    office.act(moved[0], Verb.WITHDRAW, by="tiepnhan")
