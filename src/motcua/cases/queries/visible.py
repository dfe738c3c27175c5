"""Rights checked in the query: which files a person may know of at all.

Below `queries` and `access` both, because every list and every act begins with it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts.models import Account
from motcua.accounts.states import AccountKind
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


class Sight(NamedTuple):
    """What a person may look at, as the values of a question: ids and roots of subtrees.

    `agencies` are seen whole; of `in_agencies` only what `units` handle or have work of.
    `citizen` is the account of a person who sees what is their own, empty for officers (a
    tuple, because its length shapes a prepared question and a number does not).
    """

    agencies: tuple[int, ...]
    paths: tuple[str, ...]
    in_agencies: tuple[int, ...]
    units: tuple[int, ...]
    citizen: tuple[int, ...] = ()


def sight_of(actor: Actor) -> Sight:
    """The actor's seats as a Sight."""
    if actor.kind == AccountKind.CITIZEN:
        return Sight((), (), (), (), (actor.account_id,))
    whole = actor.agency_ids(*AGENCY_VIEWERS)
    seats = [seat for seat in actor.seats_as(*UNIT_VIEWERS) if seat.agency_id not in whole]
    return Sight(
        agencies=tuple(whole),
        paths=actor.paths(*SUBTREE_VIEWERS),
        in_agencies=tuple(dict.fromkeys(seat.agency_id for seat in seats)),
        units=tuple(dict.fromkeys(seat.unit_id for seat in seats)),
    )


def seen_by(sight: Sight) -> Q:
    """Rights checked in the query: the files one with this sight may know of."""
    if sight.citizen:
        return owned_by(sight.citizen[0])
    seen = Q(agency__id__in=sight.agencies)
    for path in sight.paths:
        seen |= Q(agency__path__startswith=path)
    if sight.units:
        # A range of one file: by equality PostgreSQL would first gather all work of all time.
        this_run = Q(run__id__gte=OuterRef("run_id"), run__id__lte=OuterRef("run_id"))
        work = WorkItem.objects.filter(this_run, unit__id__in=sight.units)
        here = Q(handling_unit__id__in=sight.units) | Q(Exists(work))
        # A unit works on files of its own agency only. Said so, the database reads no others.
        seen |= Q(agency__id__in=sight.in_agencies) & here
    return seen


def owned_by(account_id: int) -> Q:
    """A citizen's own: filed from this account, or handed in under the number they have proved."""
    proved = Account.objects.filter(pk=account_id, personal_number__isnull=False)
    number = Q(applicant_number__in=proved.values("personal_number"))
    return Q(filed_by__id=account_id) | (number & ~Q(applicant_number=""))


def visible_to(actor: Actor) -> Q:
    """Rights checked in the query: the files this actor may know of."""
    return seen_by(sight_of(actor))


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The files this actor may know of."""
    return Case.objects.filter(visible_to(actor))
