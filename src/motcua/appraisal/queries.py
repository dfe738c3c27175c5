"""What a score is computed from, and scores as they were given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q

from motcua.appraisal.models import Score
from motcua.appraisal.rubrics import rubric
from motcua.appraisal.rules import WATCHERS, Facts, Given, Mark, computed
from motcua.cases.models import Case
from motcua.cases.states import Channel, ReturnChannel
from motcua.catalogue.models import Offer
from motcua.catalogue.states import ServiceLevel, VersionState
from motcua.indicators.queries import statistics
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code
from motcua.organisation.rules import Actor
from motcua.reports.rules import Closings, Term, term_from
from motcua.reports.states import Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """The score of an agency and a term: computed now, or as it was when it was scored."""

    agency: Agency
    term: Term
    computed: dict[str, Mark]
    score: Score | None

    @property
    def own(self) -> dict[str, Given]:
        """What the agency gave itself."""
        return given_of(self.score.own) if self.score else {}

    @property
    def appraised(self) -> dict[str, Given]:
        """What the agency above gave it."""
        return given_of(self.score.appraised) if self.score else {}


def given_of(kept: dict[str, list[str]]) -> dict[str, Given]:
    """Points as they are stored."""
    return {key: Given(Decimal(points), reason) for key, (points, reason) in kept.items()}


def sheet_of(agency_code: str, term_key: str, *, at: dt.datetime) -> Sheet:
    """Raises NotFound ("agency_code"), Refused ("term") for what is no quarter or year."""
    agency, term = agency_by_code(agency_code), scored_term(term_key)
    score = Score.objects.filter(agency=agency, term=term.key).select_related("own_by").first()
    if score is None:
        return Sheet(agency, term, computed(rubric(), facts_of(agency, term, at=at)), None)
    kept = score.computed.items()
    marks = {key: Mark(points and Decimal(points), how) for key, (points, how) in kept}
    return Sheet(agency, term, marks, score)


def scored_term(key: str) -> Term:
    """A quarter or a year (compiled each quarter, ranked each year). Raises Refused."""
    term = term_from(key)
    if term.span not in (Span.QUARTER, Span.YEAR):
        raise Refused("Điểm chất lượng tính theo quý hoặc năm.", field="term")
    return term


def facts_of(agency: Agency, term: Term, *, at: dt.datetime) -> Facts:
    """What the agency's files tell, those of the agencies below it among them."""
    first, last = term.days(Closings.always(None))
    told = statistics(from_day=first, to_day=last, agency_code=agency.code, by=None, at=at)["total"]
    start = dt.datetime.combine(first, dt.time(), VIETNAM)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), VIETNAM)
    below = Case.objects.filter(agency__path__startswith=agency.path)
    far = Q(channel=Channel.ONLINE) & ~Q(return_channel=ReturnChannel.COUNTER)
    finished = below.filter(finished_at__gte=start, finished_at__lt=end).aggregate(
        never=Count("pk", filter=Q(supplements=0)),
        once=Count("pk", filter=Q(supplements=1)),
        more=Count("pk", filter=Q(supplements__gt=1)),
        far=Count("pk", filter=far),
    )
    online = below.filter(received_at__gte=start, received_at__lt=end, channel=Channel.ONLINE)
    offers = Offer.objects.on(last).filter(agency__path__startswith=agency.path)
    offered = Q(procedure__versions__state=VersionState.PUBLISHED)
    levels = offered & ~Q(procedure__versions__online_level=ServiceLevel.INFORMATION)
    procedures = offers.aggregate(
        all=Count("procedure", distinct=True, filter=offered),
        online=Count("procedure", distinct=True, filter=levels),
    )
    waits = Q(finished_at__isnull=True, due_at__lt=min(at, end))
    late = online.filter(Q(finished_at__gt=F("due_at")) | waits)
    return Facts(
        early=told["early"],
        on_time=told["on_time"],
        late=told["late"],
        asked_never=finished["never"],
        asked_once=finished["once"],
        asked_more=finished["more"],
        never_came=finished["far"],
        procedures=procedures["all"],
        procedures_online=procedures["online"],
        received=told["received"],
        received_online=told["received_online"],
        online_late=late.count(),
    )


def scores_for(actor: Actor, term_key: str) -> list[Score]:
    """The scores of a term in the actor's view, best first by what counts last. One statement."""
    paths = actor.paths(*WATCHERS)
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(agency__path__startswith=path)
    found = Score.objects.filter(under, term=term_key).select_related("agency")
    return sorted(found, key=_last_total, reverse=True)


def _last_total(score: Score) -> Decimal:
    kept = score.appraised or score.own
    return sum((one.points for one in given_of(kept).values()), Decimal(0))
