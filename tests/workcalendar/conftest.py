"""The calendar as shipped, and two wards (those of the organisation's tests)."""

import pytest

from motcua.organisation.rules import CONSOLE
from motcua.workcalendar import actions, queries
from tests.organisation.builders import NOW
from tests.organisation.conftest import City, city

__all__ = ["City", "city", "fresh", "seeded"]


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No calendar of another test is in the process."""
    queries._kept.clear()


@pytest.fixture
def seeded(db: None) -> None:
    actions.install_seed(actor=CONSOLE, at=NOW)
