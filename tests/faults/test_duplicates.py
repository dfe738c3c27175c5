"""A double click, a retry, a lost answer: the same Idempotency-Key is the same act (goal K1)."""

from __future__ import annotations

import itertools

import pytest

from motcua.cases.actions.intake import take_in
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.queries import KeyReused
from motcua.journal.rules import ActKey, act_key
from tests.faults.facts import Ack, all_faults
from tests.faults.together import at_once, fetch
from tests.office import NOW, Office

_texts = itertools.count()


def key_for(office: Office, text: str = "", body: bytes = b"{}") -> ActKey:
    key = act_key(office.account("tiepnhan").pk, text or f"khoa-{next(_texts)}", body)
    assert key is not None
    return key


def submit(office: Office, key: ActKey | None, times: int) -> list[Case]:
    actor, form = office.actor("tiepnhan"), office.form()
    return at_once(times, lambda _: take_in(form=form, actor=actor, at=NOW, key=key))


def pairs(office: Office, count: int) -> None:
    keys = [key_for(office) for _ in range(count)]
    actor, form = office.actor("tiepnhan"), office.form()
    for start in range(0, count, 8):
        batch = [key for key in keys[start : start + 8] for _ in "ab"]
        cases = at_once(
            len(batch),
            lambda n, batch=batch: take_in(form=form, actor=actor, at=NOW, key=batch[n]),
        )
        codes = [case.code for case in cases]
        assert codes[::2] == codes[1::2]
    assert Case.objects.count() == count
    assert all_faults(fetch, [Ack(key.key) for key in keys]) == []


def test_concurrent_pairs_make_one_file_each(open_office: Office) -> None:
    pairs(open_office, 48)


def test_a_hundred_submits_at_once_make_one_file(open_office: Office) -> None:
    cases = submit(open_office, key_for(open_office), 100)
    assert len({(case.code, case.secret) for case in cases}) == 1
    assert Case.objects.count() == 1
    assert all_faults(fetch) == []


def test_control_without_a_key_each_submit_makes_a_file(open_office: Office) -> None:
    assert len({case.code for case in submit(open_office, None, 6)}) == 6


def test_a_verb_repeated_under_its_key_is_done_once(open_office: Office) -> None:
    case = open_office.take_in()
    key = key_for(open_office)
    again = at_once(
        8, lambda _: open_office.act(case, Verb.FORWARD, by="tiepnhan", key=key, note="Gấp")
    )
    assert {got.journal_seq for got in again} == {2}
    assert Entry.objects.filter(act_key=key.key).count() == 1
    assert all_faults(fetch) == []


def test_a_verb_that_could_be_done_again_is_not_done_again(open_office: Office) -> None:
    """`withdraw` moves the file on; `correct` does not: its repeat meets the key alone."""
    case = open_office.take_in()
    key = key_for(open_office)
    for _ in range(2):
        case = open_office.act(
            case, Verb.CORRECT, by="tiepnhan", key=key, reason="Gõ sai", summary="Tóm tắt mới"
        )
    assert (case.receipt_number, case.journal_seq) == (2, 2)


@pytest.mark.parametrize("times", [1, 8])
def test_the_same_key_with_another_body_is_refused(open_office: Office, times: int) -> None:
    key = key_for(open_office, "chung")
    submit(open_office, key, 1)
    other = key_for(open_office, "chung", b'{"summary": "x"}')
    met = submit(open_office, other, times)
    assert [type(problem) for problem in met] == [KeyReused] * times
    assert Case.objects.count() == 1


def test_of_two_bodies_under_one_key_at_once_one_is_done(open_office: Office) -> None:
    keys = [key_for(open_office, "chung", body) for body in (b"a", b"b")]
    actor, form = open_office.actor("tiepnhan"), open_office.form()
    met = at_once(8, lambda n: take_in(form=form, actor=actor, at=NOW, key=keys[n % 2]))
    assert sorted(type(got).__name__ for got in met) == ["Case"] * 4 + ["KeyReused"] * 4
    assert Case.objects.count() == 1


def test_keys_of_two_people_do_not_meet(open_office: Office) -> None:
    for who in ("tiepnhan", "tiepnhan2"):
        key = act_key(open_office.account(who).pk, "trùng", b"{}")
        take_in(form=open_office.form(), actor=open_office.actor(who), at=NOW, key=key)
    assert Case.objects.count() == 2


@pytest.mark.prove
def test_a_thousand_concurrent_pairs_make_a_thousand_files(open_office: Office) -> None:
    pairs(open_office, 1000)
