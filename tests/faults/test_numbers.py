"""Codes follow each other without a gap and without a double, whoever takes files in at once.

Goal K2, and the number book of TT 01/2018/TT-VPCP art. 19.
"""

from __future__ import annotations

import itertools

import pytest

from motcua.cases.actions import intake
from motcua.cases.models import Case, Counter
from motcua.kernel.refusals import Refused
from tests.faults.facts import all_faults, number_faults
from tests.faults.together import at_once, fetch
from tests.office import NOW, Office

FAILS = "hỏng sau khi lấy số"


@pytest.fixture
def some_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files with this summary are refused at the very end, when they already have a number."""
    store = intake.store_papers

    def stored(case: Case, papers: object) -> None:
        store(case, papers)  # type: ignore[arg-type]
        if case.summary == FAILS:
            raise Refused("Không ghi được.")

    monkeypatch.setattr(intake, "store_papers", stored)


def take_in(office: Office, clients: int, each: int) -> None:
    """Each client takes in so many files; every third of them fails late."""
    actors = [office.actor(("tiepnhan", "tiepnhan2")[number % 2]) for number in range(clients)]

    def desk(number: int) -> int:
        done = 0
        for place in range(each):
            fails = (number + place) % 3 == 2
            form = office.form(summary=FAILS if fails else "")
            try:
                intake.take_in(form=form, actor=actors[number], at=NOW)
                done += 1
            except Refused:
                assert fails
        return done

    done = at_once(clients, desk)
    assert [type(got) for got in done] == [int] * clients, done
    assert Case.objects.count() == sum(done)


def test_sixteen_at_one_desk_leave_no_gap_and_no_double(
    open_office: Office, some_fail: None
) -> None:
    take_in(open_office, 16, 6)
    assert all_faults(fetch) == []
    assert Counter.objects.get().last == Case.objects.count() == 64


def test_control_numbers_from_outside_the_transaction_leave_gaps(
    open_office: Office, some_fail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = itertools.count(1)
    monkeypatch.setattr(intake, "next_number", lambda *_: next(numbers))
    take_in(open_office, 4, 6)
    assert any("gaps" in fault for fault in number_faults(fetch))


@pytest.mark.prove
def test_eight_clients_take_in_five_hundred_files_each(
    open_office: Office, some_fail: None
) -> None:
    take_in(open_office, 8, 500)
    assert all_faults(fetch) == []
