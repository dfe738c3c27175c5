"""Reads of answers: sums without faces, and the list of what must be looked into."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import CharField, Count, F, Func, Q, QuerySet

from motcua.accounts.rules import token_digest
from motcua.cases.models import Case
from motcua.cases.states import State
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role
from motcua.surveys.models import FollowUp, Kiosk, Rating
from motcua.surveys.rules import OFFERED_FOR, Answers, answers_of
from motcua.surveys.rules.gaming import WATCHERS, Asked, Flag, Given, flags
from motcua.surveys.states import HAPPY, FollowUpState, RatingChannel

# A file is rated once it is over: handed over, or ended without a result.
RATED_STATES: Final = (State.RETURNED, State.NOT_ACCEPTED, State.STOPPED, State.WITHDRAWN)
CLOSED_SHOWN: Final = 30
MOST_OFFERED: Final = 6
SLIPS_SHOWN: Final = 50


class By(StrEnum):
    """What answers can be summed by."""

    AGENCY = "agency"
    FIELD = "field"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one agency, field or month ("2026-03", whose label is the door's)."""

    key: str
    label: str
    answers: Answers


_COLUMNS: Final[dict[By, tuple[str, str]]] = {
    By.AGENCY: ("agency__slug", "agency__short_name"),
    By.FIELD: ("case__version__procedure__field__code", "case__version__procedure__field__name"),
    By.MONTH: ("month", "month"),
}


class _VietnamMonth(Func):
    """“2026-03” of a moment at UTC+7, written without parameters so that one can group by it."""

    output_field = CharField()
    template = "TO_CHAR(%(expressions)s AT TIME ZONE INTERVAL '+07:00', 'YYYY-MM')"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A sign of per cent is halved twice on its way: by the template, by the parameters."""
        template = "STRFTIME('%%%%Y-%%%%m', %(expressions)s, '+7 hours')"
        return self.as_sql(compiler, connection, template=template, **context)


def rating_of(case_id: int) -> Rating | None:
    """The answer given about a file, for who holds its receipt. One query."""
    return Rating.objects.filter(case_id=case_id).first()


def may_be_rated(case: Case) -> bool:
    """Whether the file is over."""
    return case.state in RATED_STATES


def answers_by(by: By, *, first: dt.date, last: dt.date, path: str | None = None) -> list[Group]:
    """Answers given from `first` to the end of `last` (days in Vietnam), by key. One query.

    `path` narrows them to an agency and those below it.
    """
    key, label = _COLUMNS[by]
    rows = _given(first, last, path)
    if by == By.MONTH:
        rows = rows.annotate(month=_VietnamMonth("at"))
    counted = rows.order_by().values_list(key, label, "value").annotate(n=Count("pk"))
    groups: dict[str, tuple[str, dict[str, int]]] = {}
    for one, words, value, count in counted:
        _name, counts = groups.setdefault(one, (words, {}))
        counts[value] = count
    return [Group(one, name, answers_of(counts)) for one, (name, counts) in sorted(groups.items())]


def _given(first: dt.date, last: dt.date, path: str | None) -> QuerySet[Rating]:
    start, end = _span(first, last)
    rows = Rating.objects.filter(at__gte=start, at__lt=end)
    return rows.filter(agency__path__startswith=path) if path else rows


def _span(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a day and the first after another, in Vietnam."""
    begins = dt.datetime.combine(first, dt.time(), VIETNAM)
    return begins, dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), VIETNAM)


def total_of(groups: Iterable[Group]) -> Answers:
    """The sum of groups that do not overlap."""
    return sum((group.answers for group in groups), Answers())


def kiosk_of(token: str) -> Kiosk | None:
    """The kiosk whose token this is, while it is in use. One query; none for other texts."""
    digest = token_digest(token)
    if digest is None:
        return None
    found = Kiosk.objects.filter(digest=digest, revoked_at__isnull=True)
    return found.select_related("agency").first()


def kiosks_of(agency_id: int) -> list[Kiosk]:
    """The kiosks of an agency, those in use first. One query."""
    rows = Kiosk.objects.filter(agency_id=agency_id)
    return list(rows.order_by(F("revoked_at").asc(nulls_first=True), "name", "pk"))


def offered_at_kiosk(agency_id: int, *, at: dt.datetime) -> list[Case]:
    """Files that ended at this agency within the hour and have no answer yet, the last first.

    Whoever stands before the kiosk chooses their own by its number. One query.
    """
    ended = Case.objects.filter(
        agency_id=agency_id,
        state__in=RATED_STATES,
        touched_at__gte=at - OFFERED_FOR,
        rating__isnull=True,
    )
    rows = ended.only("code", "provisional", "touched_at").order_by("-touched_at", "-pk")
    return list(rows[:MOST_OFFERED])


def follow_ups_of(actor: Actor) -> tuple[list[FollowUp], list[FollowUp]]:
    """What waits in the agencies the actor leads, most urgent first; then what was closed last."""
    here = FollowUp.objects.filter(
        agency_id__in=actor.agency_ids(Role.AGENCY_LEADER)
    ).select_related("rating__case__version", "rating__case__handling_unit", "owner")
    waiting = here.filter(~Q(state=FollowUpState.CLOSED)).order_by("due_at", "pk")
    closed = here.filter(state=FollowUpState.CLOSED).order_by("-closed_at", "-pk")
    return list(waiting), list(closed[:CLOSED_SHOWN])


@dataclass(frozen=True, slots=True)
class Seen:
    """The patterns in the answers of one agency, and the names of its tablets."""

    agency: Agency
    answers: int
    flags: list[Flag]
    kiosks: dict[int, str]


def patterns_for(actor: Actor, *, first: dt.date, last: dt.date) -> list[Seen]:
    """Agencies in the actor's view with answers in the period (days in Vietnam), flagged ones
    first. Four statements.
    """
    paths = actor.paths(*WATCHERS)
    under = reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[]))
    agencies = {one.pk: one for one in Agency.objects.filter(under)}
    given: defaultdict[int, list[Given]] = defaultdict(list)
    rows = _given(first, last, None).filter(agency__in=list(agencies))
    for agency, device, at, value in rows.values_list("agency_id", "kiosk_id", "at", "value"):
        given[agency].append(Given(device, at, value in HAPPY))
    asked = _asked(list(agencies), first, last)
    kiosks: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for pk, agency, name in Kiosk.objects.filter(agency__in=list(given)).values_list(
        "pk", "agency_id", "name"
    ):
        kiosks[agency][pk] = name
    seen = [
        Seen(agencies[pk], len(own), flags(own, asked[pk]), kiosks[pk]) for pk, own in given.items()
    ]
    return sorted(seen, key=lambda one: (not one.flags, one.agency.code))


def _asked(agencies: list[int], first: dt.date, last: dt.date) -> defaultdict[int, Asked]:
    """How many files that ended on time and late have an answer, by agency. One statement."""
    start, end = _span(first, last)
    closed = Case.objects.filter(
        agency__in=agencies, finished_at__gte=start, finished_at__lt=end, due_at__isnull=False
    )
    late, rated = Q(finished_at__gt=F("due_at")), Q(rating__isnull=False)
    counted = (
        closed.order_by()
        .values_list("agency_id")
        .annotate(
            on_time=Count("pk", filter=~late),
            on_time_rated=Count("pk", filter=~late & rated),
            late=Count("pk", filter=late),
            late_rated=Count("pk", filter=late & rated),
        )
    )
    return defaultdict(Asked, {agency: Asked(*numbers) for agency, *numbers in counted})


def slips_entered(actor: Actor, *, since: dt.datetime) -> list[Rating]:
    """The paper slips the actor typed in since then, the last first. One query."""
    own = Rating.objects.filter(
        entered_by_id=actor.account_id, channel=RatingChannel.PAPER, at__gte=since
    )
    return list(own.select_related("case").order_by("-at", "-pk")[:SLIPS_SHOWN])
