"""How long a step may take, and whether the whole fits the procedure's limit."""

import pytest

from motcua.kernel.limits import parse_limit
from motcua.process.rules.budgets import BadBudget, Budget, parse_budget, working_minutes


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("4 working_hours", Budget(minutes=240)),
        ("1 working_days", Budget(minutes=480)),
        ("10%", Budget(percent=10)),
        ("100%", Budget(percent=100)),
    ],
)
def test_ways_to_write_a_budget(text: str, budget: Budget) -> None:
    assert parse_budget(text) == budget


@pytest.mark.parametrize(
    "text",
    ["", "0%", "101%", "-1%", "10 %", "0 working_hours", "2 days", "1.5 working_days", 3, None],
)
def test_what_is_no_budget(text: object) -> None:
    with pytest.raises(BadBudget, match="Không hiểu thời gian"):
        parse_budget(text)


@pytest.mark.parametrize(
    ("text", "limit", "minutes"),
    [
        ("4 working_hours", 2400, 240),
        ("10%", 2400, 240),
        ("50%", 480, 240),
        ("1%", 60, 1),  # never nothing
    ],
)
def test_a_budget_within_a_limit(text: str, limit: int, minutes: int) -> None:
    assert parse_budget(text).within(limit) == minutes


@pytest.mark.parametrize(
    ("limit", "minutes"),
    [
        ("5 working_days", 5 * 480),
        ("same_day", 480),
        ("16 working_hours", 16 * 60),
        ("4 hours", 4 * 60),
        ("24 hours", 480),
        ("48 hours", 2 * 480),
        ("7 days", 5 * 480),
        ("1 days", 480),
        ("30 days", 21 * 480),
        ("1 months", 20 * 480),
    ],
)
def test_a_limit_in_working_minutes_is_on_the_short_side(limit: str, minutes: int) -> None:
    assert working_minutes(parse_limit(limit)) == minutes
