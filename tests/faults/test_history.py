"""Eight clients, a few files, random verbs: what they saw fits one order of acts per file (K3)."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import Verb
from motcua.journal.rules import act_key
from motcua.kernel.refusals import Refused
from tests.faults.facts import all_faults
from tests.faults.history import Call, Fate, Notes, contradictions
from tests.faults.together import at_once, fetch
from tests.office import Office

# Verb, who, fields; some more often than others, and the endings seldom.
MENU: tuple[tuple[Verb, str, dict[str, Any]], ...] = (
    (Verb.FORWARD, "tiepnhan", {}),
    (Verb.FORWARD, "tiepnhan2", {}),
    (Verb.CLAIM, "thuly", {}),
    (Verb.CLAIM, "thuly2", {}),
    (Verb.COMPLETE, "thuly", {"outcome": "de_nghi_giai_quyet"}),
    (Verb.COMPLETE, "thuly2", {"outcome": "de_nghi_giai_quyet"}),
    (Verb.COMPLETE, "truongphong", {}),
    (Verb.COMPLETE, "lanhdao", {}),
    (Verb.SEND_BACK, "truongphong", {"reason": "Thiếu chữ ký"}),
    (Verb.RECALL, "thuly", {}),
    (Verb.RECALL, "tiepnhan", {}),
    (Verb.REASSIGN, "truongphong", {"username": "thuly2.anlac"}),
    (
        Verb.REQUEST_SUPPLEMENT,
        "thuly",
        {"items": [AskedPaper("Tờ khai", "Ký tên", "to_khai")], "reason": "Chưa ký"},
    ),
    (Verb.REQUEST_SUPPLEMENT, "truongphong", {}),
    (Verb.REQUEST_SUPPLEMENT, "tiepnhan", {}),
    (Verb.TAKE_SUPPLEMENT, "tiepnhan", {}),
    (Verb.ISSUE, "vanthu", {"number": "7/UBND"}),
    (Verb.RETURN_RESULT, "tiepnhan", {}),
    (Verb.CORRECT, "tiepnhan", {"reason": "Gõ sai", "return_channel": "online"}),
    (Verb.CORRECT, "tiepnhan2", {"reason": "Gõ sai", "return_channel": "counter"}),
)


class Desk:
    """Files and the clients that act on them at random, each call noted."""

    def __init__(self, office: Office, files: int) -> None:
        self.cases = [office.take_in() for _ in range(files)]
        self.actors = {who: office.actor(who) for _, who, _ in MENU}
        self.ids = {who: office.account(who).pk for _, who, _ in MENU}
        self.notes = Notes()
        self.broken: list[Exception] = []

    def run(self, clients: int, each: int) -> list[Call]:
        def client(number: int) -> None:
            random = Random(number)
            for turn in range(each):
                self.call(random, f"{number}/{turn}")

        assert at_once(clients, client) == [None] * clients
        return self.notes.calls

    def call(self, random: Random, name: str) -> None:
        case = random.choice(self.cases)
        verb, who, fields = random.choice(MENU)
        key = act_key(self.ids[who], name, b"")
        assert key is not None
        call = self.notes.begin(key.key, case.pk, verb)
        try:
            act_on(case.number, verb, actor=self.actors[who], at=case.touched_at, key=key, **fields)
        except Refused:
            self.notes.end(call, Fate.REFUSED)
        except IntegrityError as problem:
            self.broken.append(problem)
            self.notes.end(call, Fate.REFUSED)
        else:
            self.notes.end(call, Fate.DONE)


def done(calls: list[Call]) -> int:
    return sum(call.fate is Fate.DONE for call in calls)


def test_what_clients_saw_fits_one_order_per_file(open_office: Office) -> None:
    desk = Desk(open_office, 3)
    calls = desk.run(8, 30)
    assert desk.broken == []
    assert done(calls) > 20
    assert contradictions(fetch, calls) == []
    assert all_faults(fetch) == []


@pytest.mark.prove
def test_eight_thousand_calls_fit_one_order_per_file(open_office: Office) -> None:
    desk = Desk(open_office, 80)
    calls = desk.run(8, 1000)
    assert desk.broken == []
    assert done(calls) > 800
    assert contradictions(fetch, calls) == []
    assert all_faults(fetch) == []


@pytest.fixture
def no_row_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """SELECT … FOR UPDATE without its lock; on SQLite the transaction itself is the lock."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self.all())


def test_control_without_the_row_lock_the_journal_still_refuses_a_fork(
    open_office: Office, no_row_lock: None
) -> None:
    """The second wall: one entry per place. Acts fail aloud then, but no history is wrong."""
    desk = Desk(open_office, 1)
    calls = desk.run(8, 40)
    assert bool(desk.broken) == (connection.vendor == "postgresql")
    assert contradictions(fetch, calls) == []


def test_control_without_lock_and_without_places_the_checker_sees_the_forks(
    open_office: Office, no_row_lock: None
) -> None:
    if connection.vendor == "sqlite":
        return  # There a transaction takes the only write lock at its start: nothing to remove.
    place = "journal_one_entry_per_place"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE journal_entry DROP CONSTRAINT {place}")
    try:
        calls = Desk(open_office, 1).run(8, 40)
        assert contradictions(fetch, calls) != []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM journal_entry")
            cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
            cursor.execute(
                f"ALTER TABLE journal_entry ADD CONSTRAINT {place}"
                " UNIQUE (subject, subject_id, seq)"
            )


# The checker itself: histories with one thing wrong each.


@pytest.fixture
def story(office: Office) -> tuple[Case, list[Call]]:
    """A file with three acts by clients, one after another."""
    case, notes = office.take_in(), Notes()
    for turn, (verb, who) in enumerate(
        [(Verb.FORWARD, "tiepnhan"), (Verb.CLAIM, "thuly"), (Verb.WITHDRAW, "tiepnhan")]
    ):
        key = act_key(office.account(who).pk, f"k{turn}", b"")
        assert key is not None
        call = notes.begin(key.key, case.pk, verb)
        case = office.act(case, verb, by=who, key=key)
        notes.end(call, Fate.DONE)
    return case, notes.calls


def test_a_true_story_is_believed(story: tuple[Case, list[Call]]) -> None:
    assert contradictions(fetch, story[1]) == []


def test_a_lost_act_is_seen(story: tuple[Case, list[Call]]) -> None:
    case, calls = story
    calls.append(Call(b"lost", case.pk, "claim", 90, 91, Fate.DONE))
    assert contradictions(fetch, calls) == [f"file {case.pk}: claim, done, stands 0 times"]


def test_a_refused_act_that_happened_is_seen(story: tuple[Case, list[Call]]) -> None:
    case, calls = story
    calls[1].fate = Fate.REFUSED
    assert contradictions(fetch, calls) == [f"file {case.pk}: claim, refused, stands 1 times"]


def test_acts_in_the_wrong_order_are_seen(story: tuple[Case, list[Call]]) -> None:
    case, calls = story
    ticks = itertools.count()
    for call in reversed(calls):
        call.called, call.returned = next(ticks), next(ticks)
    assert contradictions(fetch, calls) == [
        f"file {case.pk}: entry 3 had ended before entry 2 began",
        f"file {case.pk}: entry 4 had ended before entry 2 began",
    ]


def test_an_act_in_doubt_may_have_happened_or_not(story: tuple[Case, list[Call]]) -> None:
    case, calls = story
    calls[2].fate = Fate.DOUBT
    calls.append(Call(b"never", case.pk, "stop", 90, 0, Fate.DOUBT))
    assert contradictions(fetch, calls) == []


def test_a_state_that_no_act_led_to_is_seen(story: tuple[Case, list[Call]]) -> None:
    case, calls = story
    Case.objects.filter(pk=case.pk).update(state=4)
    assert contradictions(fetch, calls) == [
        f"file {case.pk}: the journal ends in WITHDRAWN, the row says PROCESSING"
    ]
