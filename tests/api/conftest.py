"""Callers with a token of somebody of the office, at a time that stands still."""

from __future__ import annotations

import pytest

from tests.api.callers import Caller, Calls
from tests.office import Clock, Office


@pytest.fixture
def call(office: Office, clock: Clock) -> Calls:
    """`call("thuly")`: a client with that person's token."""
    callers: dict[str, Caller] = {}

    def by(who: str) -> Caller:
        if who not in callers:
            callers[who] = Caller(office.token(who))
        return callers[who]

    return by


@pytest.fixture
def anybody(office: Office, clock: Clock) -> Caller:
    """Without a token."""
    return Caller()
