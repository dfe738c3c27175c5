"""Narrowing a list of files: by state, field, unit, days of reception, where the clock stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from motcua.cases.models import Case
from motcua.cases.states import State
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import VIETNAM
from motcua.process.models import WorkItem
from motcua.process.states import LIVE_ITEMS

LATE: Final = "late"
SOON: Final = "soon"
STILL: Final = "still"
RUNNING: Final = (State.RECEIVED, State.PROCESSING)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; a field left as it is asks for nothing. Days are both inside.

    `unit` is the unit that has a live step of the file, `holder` who holds one (0: nobody yet);
    `clock` is LATE, SOON or STILL (nobody did anything for a day).
    """

    state: int | None = None
    field: str = ""
    unit: int | None = None
    holder: int | None = None
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    clock: str = ""

    def __bool__(self) -> bool:
        return self != Filters()


def narrowed(
    cases: QuerySet[Case],
    only: Filters,
    *,
    at: dt.datetime,
    soon: dt.datetime,
    stale: dt.datetime,
) -> QuerySet[Case]:
    """The files of a list that answer every filter. Raises Refused when the days are reversed."""
    if only.received_from and only.received_to and only.received_from > only.received_to:
        raise Refused("Ngày đầu phải trước hoặc bằng ngày cuối.", field="received_from")
    if only.state is not None:
        cases = cases.filter(state=only.state)
    if only.field:
        cases = cases.filter(version__procedure__field__code=only.field)
    if only.unit is not None or only.holder is not None:
        live = WorkItem.objects.filter(run_id=OuterRef("pk"), state__in=LIVE_ITEMS)
        if only.unit is not None:
            live = live.filter(unit_id=only.unit)
        if only.holder is not None:
            live = live.filter(holder_id=only.holder or None)
        cases = cases.filter(Exists(live))
    if only.received_from:
        cases = cases.filter(received_at__gte=_start(only.received_from))
    if only.received_to:
        cases = cases.filter(received_at__lt=_start(only.received_to + dt.timedelta(days=1)))
    if only.clock == LATE:
        cases = cases.filter(state__in=RUNNING, due_at__lt=at)
    elif only.clock == SOON:
        cases = cases.filter(state__in=RUNNING, due_at__gte=at, due_at__lte=soon)
    elif only.clock == STILL:
        cases = cases.filter(state__in=RUNNING, touched_at__lt=stale)
    return cases


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), VIETNAM)
