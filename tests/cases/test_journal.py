"""One act, one entry, one transaction; moments of a file never go back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError

from motcua.cases.access.possible import verbs_now
from motcua.cases.actions import act as acting
from motcua.cases.actions import intake
from motcua.cases.actions.verbs import VERBS, act_on
from motcua.cases.models import Case, CasePaper, Counter, Extension, Result, SupplementRequest
from motcua.cases.queries.page import case_page
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.queries import KeyReused, faults
from motcua.journal.rules import act_key, not_before
from motcua.journal.states import Subject
from motcua.kernel.refusals import Refused
from motcua.process.models import Run, WorkItem
from tests.cases.story import entries, stored
from tests.cases.verbs import ACTS
from tests.office import NOW, Office

LATER = NOW + dt.timedelta(hours=2)
TABLES = (Case, Run, WorkItem, CasePaper, SupplementRequest, Extension, Result, Counter, Entry)


def everything() -> list[list[dict[str, Any]]]:
    """Every row that an act may touch."""
    return [list(table.objects.order_by("pk").values()) for table in TABLES]  # type: ignore[attr-defined]


class PowerCut(BaseException):
    """Nothing catches it."""


def test_the_acts_are_all_verbs() -> None:
    assert {verb for verb, *_ in ACTS.values()} == set(VERBS)


@pytest.mark.parametrize("name", ACTS)
def test_every_act_writes_exactly_one_entry(office: Office, name: str) -> None:
    verb, start, who, fields = ACTS[name]
    case = start(office)
    before = len(entries(case))
    offered = verbs_now(case_page(case.number, office.actor(who)), office.actor(who))
    done = office.act(case, verb, by=who, at=LATER, **fields)
    assert verb in offered
    assert len(entries(case)) == before + 1
    entry = entries(done)[-1]
    assert (entry.verb, entry.at, entry.actor) == (verb, LATER, office.account(who))
    row = stored(done)
    assert (row.journal_seq, bytes(row.journal_head)) == (entry.seq, bytes(entry.hash))
    assert row.touched_at == LATER
    assert list(faults()) == []


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_fails_at_its_very_end_leaves_nothing(
    office: Office, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verb, start, who, fields = ACTS[name]
    case = start(office)
    before = everything()
    finish = acting.finished

    def cut(*args: Any) -> None:
        finish(*args)
        assert everything() != before
        raise PowerCut

    monkeypatch.setattr(acting, "finished", cut)
    with pytest.raises(PowerCut):
        office.act(case, verb, by=who, at=LATER, **fields)
    assert everything() == before


@pytest.mark.parametrize("accept", [True, False])
def test_an_intake_that_fails_at_its_very_end_leaves_nothing(
    office: Office, accept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = intake.store_papers
    before = everything()

    def cut(*args: Any) -> None:
        store(*args)
        raise PowerCut

    monkeypatch.setattr(intake, "store_papers", cut)
    with pytest.raises(PowerCut):
        office.take_in(accept=accept)
    assert everything() == before


@pytest.mark.parametrize("name", ACTS)
def test_the_same_key_does_it_once(office: Office, name: str) -> None:
    verb, start, who, fields = ACTS[name]
    case = start(office)
    key = act_key(office.account(who).pk, "k-1", name.encode())
    actor = office.actor(who)
    done = act_on(case.number, verb, actor=actor, at=LATER, key=key, **fields)
    rows = everything()
    again = act_on(case.number, verb, actor=actor, at=LATER, key=key, **fields)
    assert (again.pk, again.journal_seq) == (done.pk, done.journal_seq)
    assert everything() == rows
    other = act_key(office.account(who).pk, "k-1", b"something else")
    with pytest.raises((KeyReused, IntegrityError)):
        act_on(case.number, verb, actor=actor, at=LATER, key=other, **fields)


def test_moments_of_a_file_never_go_back(office: Office) -> None:
    case = office.take_in()
    early = NOW - dt.timedelta(days=1)
    for verb, who, at in [
        (Verb.FORWARD, "tiepnhan", LATER),
        (Verb.CLAIM, "thuly", NOW),
        (Verb.COMPLETE, "thuly", early),
        (Verb.RECALL, "thuly", early),
    ]:
        office.act(case, verb, by=who, at=at)
    assert [entry.at for entry in entries(case)] == [NOW, LATER, LATER, LATER, LATER]
    assert stored(case).touched_at == LATER
    assert not WorkItem.objects.filter(run_id=case.pk, opened_at__lt=NOW).exists()


def test_not_before_keeps_the_later_of_both() -> None:
    assert not_before(NOW, None) == NOW
    assert not_before(NOW, LATER) == LATER
    assert not_before(LATER, NOW) == LATER


def test_a_refused_act_is_not_in_the_journal(office: Office) -> None:
    case = office.take_in()
    before = everything()
    for verb in VERBS:
        with pytest.raises((Refused, TypeError)):
            office.act(case, verb, by="kiemsoat", at=LATER)
    assert everything() == before


def test_each_file_has_a_chain_of_its_own(office: Office) -> None:
    first, second = office.walk(office.take_in()), office.walk(office.take_in())
    for case in (first, second):
        chain = Entry.objects.filter(subject=Subject.CASE, subject_id=case.pk).order_by("seq")
        assert [entry.seq for entry in chain] == list(range(1, 8))
        assert stored(case).journal_seq == 7
    assert list(faults()) == []
