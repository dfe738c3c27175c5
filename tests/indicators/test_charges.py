"""Every working minute of a late file is charged once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.indicators.rules.charges import (
    Cause,
    Charge,
    Life,
    Party,
    Span,
    Work,
    cause_of,
    charges_of,
)
from motcua.kernel.worktime import VIETNAM

START = dt.datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)
HOUR = dt.timedelta(hours=1)


def hour(number: float) -> dt.datetime:
    return START + number * HOUR


def worked(moment: dt.datetime) -> int:
    """Every minute is a working minute."""
    return int((moment - START).total_seconds()) // 60


def work(
    begins: int,
    ends: int | None,
    *,
    claimed: int | None = None,
    due: int | None = None,
    unit: int = 1,
) -> Work:
    who = 7 if claimed is not None or ends is not None else None
    return Work(
        step=f"Bước {unit}",
        unit=unit,
        who=who,
        opened=hour(begins),
        claimed=hour(claimed) if claimed is not None else None,
        ended=hour(ends) if ends is not None else None,
        due=hour(due) if due is not None else None,
    )


def minutes(charges: list[Charge], party: Party) -> int:
    return sum(charge.minutes for charge in charges if charge.party == party)


def test_steps_one_after_the_other_take_their_own_time() -> None:
    life = Life(hour(0), hour(10), hour(6), [work(0, 2), work(2, 10, claimed=5, due=6, unit=2)])
    charges = charges_of(life, worked)
    assert sum(charge.minutes for charge in charges if charge.unit == 1) == 2 * 60
    second = [charge for charge in charges if charge.unit == 2]
    assert sum(charge.minutes for charge in second) == 8 * 60
    assert sum(charge.idle for charge in second) == 3 * 60
    assert sum(charge.over for charge in second) == 4 * 60


def test_waiting_for_the_applicant_is_charged_to_nobody_in_the_office() -> None:
    life = Life(hour(0), hour(10), hour(6), [work(0, 10)], waits=[Span(hour(3), hour(7))])
    charges = charges_of(life, worked)
    assert minutes(charges, Party.APPLICANT) == 4 * 60
    assert minutes(charges, Party.UNIT) == 6 * 60


def test_another_agency_is_charged_while_it_decides_its_part() -> None:
    others = [Span(hour(1), hour(9), "Phường Bình Tân")]
    life = Life(hour(0), hour(10), hour(6), [work(0, 10)], others=others)
    charges = charges_of(life, worked)
    assert minutes(charges, Party.OTHER) == 8 * 60
    assert {charge.other for charge in charges} == {"", "Phường Bình Tân"}
    assert cause_of(life, charges) == Cause.OTHER


def test_branches_share_a_minute() -> None:
    life = Life(hour(0), hour(2), hour(1), [work(0, 2), work(0, 2, unit=2), work(0, 2, unit=3)])
    charges = charges_of(life, worked)
    assert [charge.minutes for charge in charges] == [40, 40, 40]


@pytest.mark.parametrize(
    ("life", "cause"),
    [
        (Life(hour(0), hour(9), hour(6), [work(0, 9, claimed=0, due=2)]), Cause.STEP),
        (Life(hour(0), hour(9), hour(6), [work(0, None)]), Cause.UNCLAIMED),
        (Life(hour(0), hour(9), hour(6), [work(0, 9, claimed=0, due=9)]), Cause.SPREAD),
        (Life(hour(0), hour(9), hour(6), []), Cause.UNKNOWN),
        (
            Life(hour(0), hour(9), hour(6), [work(0, 9)], waits=[Span(hour(7), hour(9))]),
            Cause.APPLICANT,
        ),
        # papers asked for in time move the date: they made nothing late
        (
            Life(hour(0), hour(9), hour(6), [work(0, 9)], waits=[Span(hour(1), hour(5))]),
            Cause.SPREAD,
        ),
    ],
)
def test_the_cause_is_what_took_most_of_the_time(life: Life, cause: Cause) -> None:
    assert cause_of(life, charges_of(life, worked)) == cause


moments = st.integers(0, 40).map(lambda half: half / 2)
spans = st.tuples(moments, st.none() | moments).filter(lambda s: s[1] is None or s[0] < s[1])
steps = st.tuples(spans, st.integers(1, 3), st.none() | moments, st.none() | moments)


@given(st.lists(steps, max_size=5), st.lists(spans, max_size=2), st.lists(spans, max_size=2))
def test_charges_add_up_to_the_working_time_of_the_file(
    parts: list,
    waits: list,
    others: list,  # type: ignore[type-arg]
) -> None:
    life = Life(
        hour(1),
        hour(18),
        hour(9),
        [
            Work(
                "x",
                unit,
                7,
                hour(a),
                hour(c) if c else None,
                hour(b) if b else None,
                hour(d) if d else None,
            )
            for (a, b), unit, c, d in parts
        ],
        [Span(hour(a), hour(b) if b else None) for a, b in waits],
        [Span(hour(a), hour(b) if b else None, "Y") for a, b in others],
    )
    charges = charges_of(life, worked)
    assert sum(charge.minutes for charge in charges) == 17 * 60
    assert all(
        charge.over <= charge.minutes and charge.idle <= charge.minutes for charge in charges
    )
