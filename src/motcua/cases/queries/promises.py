"""The first promise made to an applicant, with its explanation."""

from __future__ import annotations

from django.db.models import Subquery

from motcua.cases.models import Case
from motcua.cases.rules.clock import Clock, limit_for
from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.deadline import Due
from motcua.workcalendar.models import CalendarRevision
from motcua.workcalendar.queries import calendar_for


def first_promise(case: Case) -> Due | None:
    """How the date on the first receipt came about, without later pauses and extensions.

    One statement. None before acceptance, and where the source prints no limit.
    """
    if case.received_at is None:
        return None
    revision = Subquery(CalendarRevision.objects.values("number")[:1])
    limit, by_channel, policy, shift, number = (
        ProcedureVersion.objects.annotate(revision=revision)
        .values_list("limit", "limits_by_channel", "clock_policy", "day0_shift", "revision")
        .get(pk=case.version_id)
    )
    clock = Clock(case.received_at, limit_for(limit, by_channel, case.channel), policy, shift)
    return clock.due(calendar_for(case.agency_id, revision=number or 0))
