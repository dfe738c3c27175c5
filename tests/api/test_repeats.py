"""The same request twice does the work once; the second answer is the first."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from motcua.cases.models import Case
from motcua.journal.models import Entry
from tests.api.callers import Caller, Calls, intake
from tests.office import Clock, Office

ASKED = [{"key": "to_khai", "name": "Tờ khai", "change": "Ký"}]


def test_an_intake_sent_again_is_answered_alike(office: Office, call: Calls, clock: Clock) -> None:
    desk, body = call("tiepnhan"), intake(office)
    first = desk.post("cases", body, key="k-1")
    clock.forward(minutes=3)
    again = desk.post("cases", body, key="k-1")
    assert (again.status_code, again.content) == (201, first.content)
    assert Case.objects.count() == 1


def test_also_when_the_file_has_moved_on_meanwhile(
    office: Office, call: Calls, clock: Clock
) -> None:
    desk, body = call("tiepnhan"), intake(office)
    first = desk.post("cases", body, key="k-1")
    desk.act(first.json()["code"], "withdraw")
    clock.forward(days=30)
    assert desk.post("cases", body, key="k-1").content == first.content
    registered = desk.post("cases", intake(office, accept=False), key="k-2")
    desk.act(registered.json()["number"], "accept")
    again = desk.post("cases", intake(office, accept=False), key="k-2")
    assert again.content == registered.content


def test_without_a_key_two_requests_are_two_files(office: Office, call: Calls) -> None:
    for _time in range(2):
        call("tiepnhan").post("cases", intake(office))
    assert Case.objects.count() == 2


def test_one_key_for_two_bodies_is_refused(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    desk.post("cases", intake(office), key="k-1")
    other = desk.post("cases", intake(office, summary="khác"), key="k-1")
    assert other.status_code == 422
    assert "Khóa" in other.json()["detail"]
    assert Case.objects.count() == 1


def test_one_key_for_two_addresses_is_refused(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    one, two = (desk.post("cases", intake(office)).json()["code"] for _ in range(2))
    assert desk.act(one, "forward", key="k-1").status_code == 200
    assert desk.act(two, "forward", key="k-1").status_code == 422
    assert Case.objects.get(code=two).journal_seq == 1


def test_a_key_belongs_to_who_sent_it(office: Office, call: Calls) -> None:
    codes = {
        call(who).post("cases", intake(office), key="k-1").json()["code"]
        for who in ("tiepnhan", "tiepnhan2")
    }
    assert len(codes) == 2


@pytest.mark.parametrize("key", ["", "a b", "ă", "x" * 201])
def test_a_key_that_is_none_is_refused(office: Office, call: Calls, key: str) -> None:
    answer = call("tiepnhan").post("cases", intake(office), key=key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("step", "who", "verb", "fields"),
    [
        ("tiep_nhan", "tiepnhan", "forward", {}),
        ("tiep_nhan", "tiepnhan", "claim", {}),
        ("tiep_nhan", "tiepnhan", "correct", {"reason": "x", "summary": "y"}),
        ("tiep_nhan", "tiepnhan", "withdraw", {}),
        ("thu_ly", "thuly", "complete", {"outcome": "de_nghi_giai_quyet"}),
        ("thu_ly", "thuly", "send_back", {"reason": "x"}),
        ("thu_ly", "tiepnhan", "recall", {}),
        ("thu_ly", "truongphong", "reassign", {"username": "thuly2.anlac"}),
        ("thu_ly", "thuly", "request_supplement", {"items": ASKED, "reason": "x"}),
        ("thu_ly", "thuly", "extend", {"new_due": "2026-03-11", "reason": "x"}),
        ("thu_ly", "lanhdao", "stop", {"reason": "x", "legal_ground": "y"}),
        ("van_thu", "vanthu", "issue", {"number": "1"}),
        ("tra_ket_qua", "tiepnhan", "return_result", {}),
    ],
)
def test_every_verb_sent_again_acts_once(
    office: Office, call: Calls, step: str, who: str, verb: str, fields: dict[str, Any]
) -> None:
    case = office.walk(office.take_in(), to=step)
    entries, seen = Entry.objects.count(), case.journal_seq
    first = call(who).act(case.number, verb, key="k-1", seen=seen, **fields)
    assert first.status_code == 200, first.content.decode()
    again = call(who).act(case.number, verb, key="k-1", seen=seen, **fields)
    assert (again.status_code, again.content) == (200, first.content)
    assert Entry.objects.count() == entries + 1


@pytest.mark.parametrize("what", ["intake", "verb"])
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done_and_all_are_answered_alike(
    transactional_db: None, office: Office, clock: Clock, what: str
) -> None:
    token = office.token("tiepnhan")
    case = office.take_in()
    before = Entry.objects.count(), Case.objects.count()
    answers: list[Any] = []
    together = threading.Barrier(4)

    def send() -> None:
        caller = Caller(token)
        together.wait()
        try:
            if what == "intake":
                answers.append(caller.post("cases", intake(office), key="k-1"))
            else:
                answers.append(caller.act(case.number, "forward", key="k-1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 4
    assert {answer.status_code for answer in answers} == {201 if what == "intake" else 200}
    assert len({answer.content for answer in answers}) == 1
    assert Entry.objects.count() == before[0] + 1
    assert Case.objects.count() == before[1] + (1 if what == "intake" else 0)
