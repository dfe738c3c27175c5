"""From case rows to tallies, by conditional aggregates: one statement however many groups."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.lookups import Exact, GreaterThan, LessThan

from motcua.cases.models import Case, SupplementRequest
from motcua.cases.states import Channel, Outcome, ReturnChannel, State
from motcua.catalogue.states import ServiceLevel
from motcua.indicators.queries.moments import VietnamDay, VietnamWeekday
from motcua.indicators.rules import COUNTS, Group, Period, Tally, Window
from motcua.surveys.models import Rating
from motcua.surveys.states import HAPPY, UNHAPPY

_SATURDAY: Final = 6
# Where the key of a group stands, and its label when it is a column too. Months are periods.
COLUMNS: Final[Mapping[Group, tuple[str, ...]]] = {
    Group.AGENCY: ("agency__code", "agency__short_name"),
    Group.FIELD: ("version__procedure__field__code", "version__procedure__field__name"),
    Group.PROCEDURE: ("version__procedure__code",),
    Group.LEVEL: ("agency__level",),
    Group.CHANNEL: ("channel",),
    Group.SERVICE_LEVEL: ("service_level",),
    Group.OFFICER: ("received_by__username", "received_by__full_name"),
}
# Counted from the answers about files, not from the files.
_RATED: Final = ("ratings", "satisfied", "neutral", "dissatisfied")
_COUNTED: Final = tuple(name for name in COUNTS if name not in _RATED)


def tallies_by(
    cases: QuerySet[Case], group: Group, period: Period, at: dt.datetime
) -> list[tuple[str, str, Tally]]:
    """(key, label, tally) of every group with something to count. Two statements."""
    columns = COLUMNS[group]
    rows = (
        touched_in(cases, period)
        .order_by()
        .values(*columns)
        .annotate(**_counts(period, at))
        .values_list(*columns, *_COUNTED)
    )
    rated = _rated_in(cases, period).values_list(*(f"case__{name}" for name in columns), "value")
    found: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row[: len(columns)]].update(dict(zip(_COUNTED, row[len(columns) :], strict=True)))
    for *key, value, number in rated.annotate(n=Count("pk")):
        found[tuple(key)].update(_answers(value, number))
    # A file from another system may name no officer.
    return [(key[0] or "", key[-1] or "", Tally(**counts)) for key, counts in found.items()]


def tallies_of(cases: QuerySet[Case], periods: Sequence[Period], at: dt.datetime) -> list[Tally]:
    """One tally for each period, in their order. Two statements, whatever their number."""
    first, *rest = (_whole(cases, place, period, at) for place, period in enumerate(periods))
    found = [Counter[str]() for _period in periods]
    for row in first.union(*rest, all=True) if rest else first:
        found[int(row[0])].update(dict(zip(_COUNTED, row[1:], strict=True)))
    # Months do not overlap, but the whole that they are months of lies over them.
    whole = Period(min(p.first for p in periods), max(p.last for p in periods))
    days = _rated_in(cases, whole).annotate(day=VietnamDay("at")).values_list("day", "value")
    for day, value, number in days.annotate(n=Count("pk")):
        for place, period in enumerate(periods):
            if period.first <= day <= period.last:
                found[place].update(_answers(value, number))
    return [Tally(**counts) for counts in found]


def _rated_in(cases: QuerySet[Case], period: Period) -> QuerySet[Rating]:
    ratings = Rating.objects.filter(at__gte=period.start, at__lt=period.end).order_by()
    return ratings.filter(case__in=cases) if cases.query.where else ratings


def _answers(value: str, number: int) -> dict[str, int]:
    side = "satisfied" if value in HAPPY else "dissatisfied" if value in UNHAPPY else "neutral"
    return {"ratings": number, side: number}


def _whole(
    cases: QuerySet[Case], place: int, period: Period, at: dt.datetime
) -> QuerySet[Case, tuple[Any, ...]]:
    marked = Value(f"{place:04}", output_field=CharField())
    return (
        touched_in(cases, period)
        .order_by()
        .annotate(place=marked)
        .values("place")
        .annotate(**_counts(period, at))
        .values_list("place", *_COUNTED)
    )


def touched_in(cases: QuerySet[Case], period: Period) -> QuerySet[Case]:
    """Only files that some figure of the period may count, so that the past costs little."""
    known = Q(received_at__lt=period.end) & (
        Q(finished_at__isnull=True)
        | Q(finished_at__gte=period.start)
        | Q(returned_at__gte=period.start)
    )
    return cases.filter(known | _refused(period.start, period.end))


def _refused(start: dt.datetime, end: dt.datetime) -> Q:
    """Not accepted at all: refusing is the last act, so its moment is the file's last one."""
    return Q(
        state=State.NOT_ACCEPTED,
        received_at__isnull=True,
        touched_at__gte=start,
        touched_at__lt=end,
    )


def _counts(period: Period, at: dt.datetime) -> dict[str, Count]:
    found = conditions(period.window(at))
    return {name: Count("pk", filter=found[name]) for name in _COUNTED}


def conditions(window: Window) -> dict[str, Q]:
    """Which files each count of the period counts: those of Tally, and what follows from them.

    What is neither early nor late is on time, so a file without a promised day is; `in_time` is
    everything that is not late.
    """
    start, end = window.start, window.end
    received = Q(received_at__gte=start, received_at__lt=end)
    finished = Q(finished_at__gte=start, finished_at__lt=end)
    begun = Q(received_at__lt=end)
    is_open = begun & (Q(finished_at__isnull=True) | Q(finished_at__gte=end))
    carried = Q(received_at__lt=start) & (Q(finished_at__isnull=True) | Q(finished_at__gte=start))
    overdue = overdue_at(window.seen)
    endings = _endings(finished)
    no_promise = Q(due_at__isnull=True)
    return {
        "carried_over": carried,
        "to_handle": carried | received,
        "received": received,
        "received_direct": received & ~Q(channel=Channel.ONLINE),
        **dict(_kinds_of_reception(received)),
        "finished": finished,
        **endings,
        "on_time": finished & (no_promise | (~endings["early"] & ~endings["late"])),
        "in_time": finished & (no_promise | ~endings["late"]),
        "in_progress": is_open,
        "in_progress_overdue": is_open & overdue,
        "in_progress_on_time": is_open & (no_promise | ~overdue),
        "refused": _refused(start, end),
        "returned_postal": Q(
            returned_at__gte=start, returned_at__lt=end, return_channel=ReturnChannel.POSTAL
        ),
    }


def _kinds_of_reception(received: Q) -> Iterator[tuple[str, Q]]:
    yield "received_online", received & Q(channel=Channel.ONLINE)
    yield "received_counter", received & Q(channel=Channel.COUNTER)
    yield "received_postal", received & Q(channel=Channel.POSTAL)
    yield "received_partial", received & Q(service_level=ServiceLevel.PARTIAL)
    yield "received_full", received & Q(service_level=ServiceLevel.FULL)
    on_saturday = Q(Exact(VietnamWeekday("received_at"), _SATURDAY))
    yield "received_saturday", received & on_saturday
    yield "supplement_files", received & Q(supplements__gt=0)
    yield "to_post", received & Q(return_channel=ReturnChannel.POSTAL)
    yield "paid_online", received & Q(paid_online=True)


def _endings(finished: Q) -> dict[str, Q]:
    """By the day of closing and the due day; one that waited for the applicant is not late."""
    closed, due = VietnamDay("finished_at"), VietnamDay("due_at")
    return {
        "early": finished & Q(LessThan(closed, due)),
        "late": finished & Q(GreaterThan(closed, due)) & ~Q(waiting_at(OuterRef("finished_at"))),
        "withdrawn": finished & Q(outcome=Outcome.WITHDRAWN),
    }


def overdue_at(moment: dt.datetime) -> Q:
    """Past the promised moment, and not waiting for the applicant then.

    The due date is the one known now. It tells also of the past: an extension is given before
    the date and what is asked for after it moves nothing, so a date that is over stays.
    """
    return Q(due_at__lt=moment) & ~Q(waiting_at(moment))


def waiting_at(moment: dt.datetime | OuterRef) -> Exists:
    """A supplement request was with the applicant at a moment."""
    handed = SupplementRequest.objects.filter(case=OuterRef("pk"), handed_at__lte=moment)
    return Exists(handed.filter(Q(taken_at__isnull=True) | Q(taken_at__gt=moment)))
