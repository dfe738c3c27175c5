"""How long files of a procedure really take, for citizens and officers alike."""

from __future__ import annotations

import datetime as dt
from typing import Final

from motcua.cases.models import Case
from motcua.cases.states import Outcome
from motcua.kernel.worktime import BeyondHorizon, day_of
from motcua.workcalendar.queries import calendars

# Fewer files say more about the files than about the procedure.
LEAST_FILES: Final = 10
PERIOD: Final = dt.timedelta(days=365)
# Enough for a stable percentile, and a bound on what a busy procedure costs.
MOST_FILES: Final = 500


def usual_working_days(procedure_id: int, at: dt.datetime) -> int | None:
    """Nine in ten files of the last year were decided within this many working days.

    From acceptance to result, with the time the applicant needed for supplements; 0 means on the
    same day. None under ten files. Two statements (three more when the calendar has changed).
    """
    rows = (
        Case.objects.filter(
            version__procedure_id=procedure_id,
            finished_at__gt=at - PERIOD,
            finished_at__lte=at,
            outcome__in=(Outcome.GRANTED, Outcome.REJECTED),
        )
        .order_by("-finished_at")
        .values_list("agency_id", "received_at", "finished_at")[:MOST_FILES]
    )
    every = calendars()
    taken = []
    for agency_id, received_at, finished_at in rows:
        if received_at is None or finished_at is None:
            continue
        try:
            days = every.of(agency_id).working_days_between(
                day_of(received_at), day_of(finished_at)
            )
        except BeyondHorizon:
            continue
        taken.append(max(days, 0))
    return percentile_90(taken) if len(taken) >= LEAST_FILES else None


def percentile_90(values: list[int]) -> int:
    """The smallest value that nine in ten do not exceed (nearest rank)."""
    rank = -(-9 * len(values) // 10)
    return sorted(values)[rank - 1]
