"""The usual time: what nine files in ten needed, told only when there are enough of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from motcua.cases.models import Case
from motcua.cases.queries.usual import LEAST_FILES, percentile_90, usual_working_days
from motcua.catalogue.models import Procedure
from tests.office import MARRIAGE, NOW, Office

LATER = NOW + dt.timedelta(days=30)


def _finished(office: Office, count: int, *, days: int = 0) -> None:
    """Files taken in at NOW and decided so many days later."""
    for _each in range(count):
        case = office.walk(office.take_in(), to="ban_hanh")
        Case.objects.filter(pk=case.pk).update(
            finished_at=NOW + dt.timedelta(days=days, hours=1), outcome="granted"
        )


def _usual(at: dt.datetime = LATER) -> int | None:
    return usual_working_days(Procedure.objects.get(code=MARRIAGE).pk, at)


def test_fewer_than_ten_files_say_nothing(office: Office) -> None:
    _finished(office, LEAST_FILES - 1, days=1)
    assert _usual() is None
    _finished(office, 1, days=1)
    assert _usual() == 1


def test_nine_in_ten_were_done_within_it(office: Office) -> None:
    """One file of ten that took a month does not make the promise of the others longer."""
    _finished(office, 9, days=2)
    _finished(office, 1, days=25)
    assert _usual() == 2


def test_days_off_do_not_count_and_the_same_day_is_none(office: Office) -> None:
    """NOW is a Monday: a week later is five working days."""
    _finished(office, 10, days=7)
    assert _usual() == 5
    Case.objects.update(finished_at=NOW + dt.timedelta(hours=3))
    assert _usual() == 0


def test_only_decided_files_of_the_last_year_count(office: Office) -> None:
    _finished(office, 10, days=1)
    assert _usual(at=NOW) is None
    assert _usual(at=NOW + dt.timedelta(days=400)) is None
    Case.objects.update(outcome="withdrawn")
    assert _usual() is None


def test_two_statements_whatever_there_is(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    procedure = Procedure.objects.get(code=MARRIAGE).pk
    for more in (1, 3):
        _finished(office, more, days=1)
        with django_assert_num_queries(2):
            usual_working_days(procedure, LATER)


@given(st.lists(st.integers(min_value=0, max_value=300), min_size=1, max_size=60))
def test_the_percentile_is_the_least_value_that_nine_in_ten_keep(values: list[int]) -> None:
    found = percentile_90(values)
    within = sum(value <= found for value in values)
    below = sum(value < found for value in values)
    assert within * 10 >= 9 * len(values)
    assert below * 10 < 9 * len(values)
