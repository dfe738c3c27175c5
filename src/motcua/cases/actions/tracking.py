"""Looking a file up with code and secret: a wrong guess is remembered, nothing else changes."""

from __future__ import annotations

import datetime as dt

from motcua.cases.models import Case, TrackAttempt
from motcua.cases.queries.tracking import WINDOW, check_not_too_many, places_of, tracked_case
from motcua.kernel.refusals import NotFound


def track(*, code: str, secret: str, address: str, at: dt.datetime) -> Case:
    """The file, or NotFound (the same for a wrong code and a wrong secret), or TooManyTries.

    Two statements when right, four when wrong.
    """
    places = places_of(code, address)
    check_not_too_many(places, at=at)
    try:
        return tracked_case(code, secret)
    except NotFound:
        TrackAttempt.objects.bulk_create(
            [TrackAttempt(place=places.code, at=at), TrackAttempt(place=places.address, at=at)]
        )
        raise


def count_try(place: str, *, at: dt.datetime) -> None:
    """One more try at a place."""
    TrackAttempt.objects.create(place=place, at=at)


def forget_attempts(*, at: dt.datetime) -> int:
    """Drop the attempts that no longer count; a pass of `tick`."""
    gone, _each = TrackAttempt.objects.filter(at__lt=at - WINDOW).delete()
    return gone
