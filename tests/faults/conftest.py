"""An office whose acts are really committed, so that several connections can meet in it."""

from __future__ import annotations

import pytest

from tests.office import Office


@pytest.fixture
def open_office(transactional_db: None, office: Office) -> Office:
    """The office of tests/office.py, committed."""
    return office
