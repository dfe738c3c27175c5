"""The first promise made to an applicant, with its explanation."""

from __future__ import annotations

from django.db.models import Subquery

from motcua.cases.models import Case
from motcua.cases.rules.clock import Clock
from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.deadline import Due
from motcua.kernel.limits import parse_limit
from motcua.workcalendar.models import CalendarRevision
from motcua.workcalendar.queries import calendar_for


def first_promise(case: Case) -> Due | None:
    """How the date on the first receipt came about, without later pauses and extensions.

    No statement right after intake, else one. None before acceptance, and where the source
    prints no limit.
    """
    if case.received_at is None or case.promise is not None:
        return case.promise
    revision = Subquery(CalendarRevision.objects.values("number")[:1])
    policy, shift, number = (
        ProcedureVersion.objects.annotate(revision=revision)
        .values_list("clock_policy", "day0_shift", "revision")
        .get(pk=case.version_id)
    )
    limit = parse_limit(case.limit) if case.limit else None
    clock = Clock(case.received_at, limit, policy, shift)
    return clock.due(calendar_for(case.agency_id, revision=number or 0))
