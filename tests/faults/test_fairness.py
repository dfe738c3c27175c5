"""On the embedded database every writer gets its turn, however busy the others are."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, transaction

from motcua.cases.models import TrackAttempt
from tests.faults.together import at_once
from tests.office import NOW


def write(_: int) -> int:
    """Many short transactions, one right after the other."""
    for place in range(40):
        with transaction.atomic():
            TrackAttempt.objects.create(place=str(place), at=NOW)
    return 40


def test_nobody_who_waits_is_turned_away(transactional_db: None) -> None:
    assert at_once(16, write) == [40] * 16


def test_whoever_waits_too_long_is_told_so(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "postgresql":
        return  # There it is lock_timeout, and only for the same row.

    def wait(number: int) -> str:
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
        try:
            write(number)
        except OperationalError as problem:
            return str(problem)
        return "done"

    with transaction.atomic():
        assert at_once(1, wait) == ["database is locked"]
    assert at_once(1, wait) == ["done"]
