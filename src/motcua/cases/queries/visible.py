"""Rights checked in the query: which files a person may know of at all.

Below `queries` and `access` both, because every list and every act begins with it.
"""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.cases.models import Case
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.process.models import WorkItem

# They see the files of the agency they sit in.
AGENCY_VIEWERS: Final = (Role.RECEPTION, Role.CLERK)
# They see the files of their agency and of those below it (one system for three levels).
SUBTREE_VIEWERS: Final = (Role.AGENCY_LEADER, Role.CONTROLLER, Role.INSPECTOR)
# They see what their unit handles or has a work item of.
UNIT_VIEWERS: Final = (Role.SPECIALIST, Role.UNIT_LEADER)


def visible_to(actor: Actor) -> Q:
    """Rights checked in the query: the files this actor may know of."""
    units = actor.unit_ids(*UNIT_VIEWERS)
    seen = Q(agency_id__in=actor.agency_ids(*AGENCY_VIEWERS))
    for path in actor.paths(*SUBTREE_VIEWERS):
        seen |= Q(agency__path__startswith=path)
    if units:
        work = WorkItem.objects.filter(run_id=OuterRef("run_id"), unit_id__in=units)
        seen |= Q(handling_unit_id__in=units) | Q(Exists(work))
    return seen


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The files this actor may know of."""
    return Case.objects.filter(visible_to(actor))
