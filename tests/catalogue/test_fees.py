"""Fees are rules with dates: the day of submission and the most particular rule decide."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.rules.fees import Rule, Tier, quote
from motcua.catalogue.states import FeeKind

DAY = dt.date(2026, 9, 1)
SINCE = dt.date(2017, 1, 1)


def rule(amount: int = 8000, **facts: object) -> Rule:
    given: dict[str, object] = {"kind": FeeKind.CHARGE, "name": "Lệ phí", "valid_from": SINCE}
    return Rule(amount=amount, **(given | facts))  # type: ignore[arg-type]


# TT 226/2016/TT-BTC art. 4: 2.000 đ a page, from the third page 1.000 đ, at most 200.000 đ a copy.
COPIES = rule(
    2000,
    name="Phí chứng thực bản sao",
    kind=FeeKind.FEE,
    per="page",
    tiers=(Tier(1, 2000), Tier(3, 1000)),
    cap=200_000,
)


@pytest.mark.parametrize(
    ("pages", "copies", "total"),
    [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),
        (10, 1, 12_000),
        (198, 1, 200_000),
        (199, 1, 200_000),
        (5_000, 1, 200_000),
        (3, 4, 20_000),
        (5_000, 2, 400_000),
        (0, 1, 0),
    ],
)
def test_certified_copies_cost_by_the_page_up_to_a_cap_per_copy(
    pages: int, copies: int, total: int
) -> None:
    assert quote([COPIES], day=DAY, units={"page": pages, "copy": copies}).total == total


def test_what_is_priced_by_the_copy_is_multiplied() -> None:
    bill = quote([rule(8000, per="copy")], day=DAY, units={"copy": 3})
    assert (bill.total, bill.lines[0].quantity, bill.lines[0].price) == (24_000, 3, 8_000)


def test_what_is_not_counted_counts_once() -> None:
    assert quote([rule(50_000, per="case")], day=DAY).total == 50_000


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="không được âm"):
        quote([COPIES], day=DAY, units={"page": -1})


@pytest.mark.parametrize(
    ("day", "total"),
    [
        (dt.date(2026, 8, 7), 75_000),
        (dt.date(2026, 8, 8), 0),
        (dt.date(2031, 12, 31), 0),
        (dt.date(2032, 1, 1), 75_000),
    ],
)
def test_the_day_of_submission_decides(day: dt.date, total: int) -> None:
    free = rule(0, valid_from=dt.date(2026, 8, 8), valid_to=dt.date(2031, 12, 31))
    assert quote([rule(75_000), free], day=day).total == total


@pytest.mark.parametrize(
    ("particular", "asked"),
    [
        ({"applicant_class": "ho-ngheo"}, {"applicant_class": "ho-ngheo"}),
        ({"channel": "online"}, {"channel": "online"}),
        ({"area": "31"}, {"area": "31"}),
        ({"case_key": "dung-han"}, {"case_key": "dung-han"}),
    ],
)
def test_a_particular_rule_beats_the_general_one_and_only_for_its_own(
    particular: dict[str, str], asked: dict[str, str]
) -> None:
    rules = [rule(0, **particular), rule(8000)]
    assert quote(rules, day=DAY, **asked).total == 0  # type: ignore[arg-type]
    assert quote(rules, day=DAY).total == 8000


def test_an_exemption_for_a_person_beats_channel_area_and_case() -> None:
    rules = [
        rule(0, applicant_class="tre-em"),
        rule(5000, channel="online", area="31", case_key="qua-han"),
    ]
    asked = {"applicant_class": "tre-em", "channel": "online", "area": "31", "case_key": "qua-han"}
    assert quote(rules, day=DAY, **asked).total == 0  # type: ignore[arg-type]


def test_two_resolutions_stand_side_by_side_in_one_new_province() -> None:
    """After a merger each former province keeps its own resolution for a while."""
    rules = [rule(75_000, area="79"), rule(50_000, area="74")]
    assert quote(rules, day=DAY, area="79").total == 75_000
    assert quote(rules, day=DAY, area="74").total == 50_000
    unknown = quote(rules, day=DAY)
    assert (unknown.total, unknown.unsettled) == (0, ("Lệ phí",))


def test_a_local_tariff_that_is_not_asked_for_leaves_the_general_one() -> None:
    bill = quote([rule(8000), rule(5000, area="31")], day=DAY)
    assert (bill.total, bill.unsettled) == (8000, ())


def test_fee_and_charge_are_two_lines() -> None:
    bill = quote([rule(8000), rule(20_000, kind=FeeKind.FEE, name="Phí thẩm định")], day=DAY)
    assert [line.kind for line in bill.lines] == [FeeKind.CHARGE, FeeKind.FEE]
    assert bill.as_data()["total"] == 28_000


def test_no_rule_means_nothing_to_pay() -> None:
    assert quote([], day=DAY).total == 0
    assert quote([rule(8000, case_key="qua-han")], day=DAY, case_key="dung-han").lines == ()


@given(st.permutations([rule(1), rule(2, area="a"), rule(3, channel="online"), rule(4, area="a")]))
def test_the_order_of_rules_never_matters(rules: list[Rule]) -> None:
    assert quote(rules, day=DAY, area="a").total == 2
    assert quote(rules, day=DAY, area="a", channel="online").total == 3


@given(st.integers(0, 400), st.integers(0, 400))
def test_more_pages_never_cost_less(pages: int, more: int) -> None:
    less = quote([COPIES], day=DAY, units={"page": pages}).total
    assert quote([COPIES], day=DAY, units={"page": pages + more}).total >= less
