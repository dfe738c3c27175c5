"""Code and secret: the same answer and the same work for every wrong guess, and not too many."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.cases.actions.tracking import forget_attempts, track
from motcua.cases.models import Case, TrackAttempt
from motcua.cases.queries.tracking import (
    TRIES_PER_ADDRESS,
    TRIES_PER_CODE,
    UNKNOWN,
    WINDOW,
    TooManyTries,
    followed_case,
)
from motcua.cases.rules.links import tracking_link
from motcua.kernel.refusals import NotFound
from tests.office import NOW, Office

HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def case(office: Office) -> Case:
    return office.take_in()


def wrong(case: Case, n: int = 1, *, code: str = "", address: str = HOME) -> None:
    for turn in range(n):
        with pytest.raises(NotFound) as refusal:
            track(
                code=code or str(case.code),
                secret="AAAABBBB",
                address=address,
                at=NOW + turn * dt.timedelta(seconds=1),
            )
        assert refusal.value.text == UNKNOWN


def right(case: Case, *, at: dt.datetime = NOW + MINUTE, address: str = HOME) -> Case:
    return track(code=str(case.code), secret=case.secret, address=address, at=at)


def test_code_and_secret_open_the_file_however_they_are_typed(case: Case) -> None:
    typed = f"  {str(case.code).lower()} "
    secret = f"{case.secret[:4]}-{case.secret[4:]}".lower()
    assert track(code=typed, secret=secret, address=HOME, at=NOW) == case
    assert not TrackAttempt.objects.exists()
    assert followed_case(case.pk) == case


def test_a_registered_file_is_followed_by_its_provisional_number(office: Office) -> None:
    case = office.take_in(accept=False)
    assert track(code=case.number, secret=case.secret, address=HOME, at=NOW) == case


GUESSES = {
    "a wrong secret": ("", "AAAABBBB"),
    "an unknown code": ("H29.101-260302-0999", ""),
    "no code at all": ("xin chào", ""),
    "an empty secret": ("", " "),
    "letters no secret has": ("", "OOOO0000"),
    "nothing": (" ", " "),
}


@pytest.mark.parametrize(("code", "secret"), GUESSES.values(), ids=GUESSES)
def test_every_wrong_guess_is_one_answer_at_one_cost(
    case: Case, code: str, secret: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3), pytest.raises(NotFound) as refusal:
        track(code=code or str(case.code), secret=secret or case.secret, address=HOME, at=NOW)
    assert refusal.value.text == UNKNOWN
    assert refusal.value.field is None


def test_a_right_one_costs_two_statements(case: Case, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        right(case)


def test_one_code_is_guessed_ten_times_wherever_from(case: Case) -> None:
    for turn in range(TRIES_PER_CODE):
        wrong(case, address=f"203.0.113.{turn}")
    with pytest.raises(TooManyTries, match="15 phút"):
        right(case, address=ELSEWHERE)


def test_typing_a_code_in_other_ways_gives_no_tries_more(case: Case) -> None:
    for turn in range(TRIES_PER_CODE):
        wrong(case, code=" " * turn + str(case.code).lower(), address=f"203.0.113.{turn}")
    with pytest.raises(TooManyTries):
        right(case)


def test_one_address_guesses_thirty_times_whatever_the_code(case: Case, office: Office) -> None:
    for turn in range(TRIES_PER_ADDRESS):
        wrong(case, code=f"H29.101-260302-{turn + 100:04}")
    with pytest.raises(TooManyTries):
        right(case)
    assert right(case, address=ELSEWHERE) == case


def test_a_home_is_one_address_however_many_it_takes(case: Case) -> None:
    for turn in range(TRIES_PER_ADDRESS):
        wrong(case, code=f"H29.101-260302-{turn + 100:04}", address=f"2001:db8:1:2::{turn:x}")
    with pytest.raises(TooManyTries):
        right(case, address="2001:db8:1:2:ffff::1")
    assert right(case, address="2001:db8:1:3::1") == case


def test_after_a_quarter_of_an_hour_one_may_try_again(case: Case) -> None:
    wrong(case, TRIES_PER_CODE)
    last = NOW + TRIES_PER_CODE * dt.timedelta(seconds=1)
    with pytest.raises(TooManyTries):
        right(case, at=NOW + WINDOW - MINUTE)
    assert right(case, at=last + WINDOW) == case


def test_a_closed_door_counts_no_more_guesses(case: Case) -> None:
    wrong(case, TRIES_PER_CODE)
    kept = TrackAttempt.objects.count()
    with pytest.raises(TooManyTries):
        right(case)
    assert TrackAttempt.objects.count() == kept == 2 * TRIES_PER_CODE


def test_what_no_longer_counts_is_forgotten(case: Case) -> None:
    wrong(case, 3)
    assert forget_attempts(at=NOW + WINDOW) == 0
    assert forget_attempts(at=NOW + WINDOW + MINUTE) == 6


def test_the_table_of_guesses_tells_neither_codes_nor_people(case: Case) -> None:
    wrong(case)
    kept = "".join(TrackAttempt.objects.values_list("place", flat=True))
    assert str(case.code) not in kept
    assert HOME not in kept


def test_the_link_in_the_receipt() -> None:
    site = "https://motcua.example"
    assert tracking_link(site, "H29-1", "ABCD") == f"{site}/h/H29-1?s=ABCD"
    assert tracking_link(site, None, "ABCD") == ""


def test_a_file_that_is_not_there_cannot_be_followed(case: Case) -> None:
    with pytest.raises(NotFound, match="Không có hồ sơ nào khớp"):
        followed_case(case.pk + 1)
