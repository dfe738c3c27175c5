"""From case rows to tallies, by conditional aggregates: one statement however many groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.lookups import Exact, GreaterThan, LessThan

from motcua.cases.models import Case, SupplementRequest
from motcua.cases.states import Channel, Outcome, ReturnChannel, State
from motcua.catalogue.states import ServiceLevel
from motcua.indicators.queries.moments import VietnamDay, VietnamWeekday
from motcua.indicators.rules import COUNTS, Group, Period, Tally

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
# Counted by a later context (surveys); none of its rows exist yet.
_NOT_YET: Final = ("ratings", "satisfied", "neutral", "dissatisfied")
_COUNTED: Final = tuple(name for name in COUNTS if name not in _NOT_YET)


def tallies_by(
    cases: QuerySet[Case], group: Group, period: Period, at: dt.datetime
) -> list[tuple[str, str, Tally]]:
    """(key, label, tally) of every group with something to count. One statement."""
    columns = COLUMNS[group]
    rows = (
        _touched_in(cases, period)
        .order_by()
        .values(*columns)
        .annotate(**_counts(period, at))
        .values_list(*columns, *_COUNTED)
    )
    # A file from another system may name no officer.
    return [
        (row[0] or "", row[len(columns) - 1] or "", _tally(row[len(columns) :])) for row in rows
    ]


def tallies_of(cases: QuerySet[Case], periods: Sequence[Period], at: dt.datetime) -> list[Tally]:
    """One tally for each period, in their order. One statement, whatever their number."""
    first, *rest = (_whole(cases, place, period, at) for place, period in enumerate(periods))
    rows = first.union(*rest, all=True) if rest else first
    found = {int(row[0]): _tally(row[1:]) for row in rows}
    return [found.get(place, Tally()) for place in range(len(periods))]


def _whole(
    cases: QuerySet[Case], place: int, period: Period, at: dt.datetime
) -> QuerySet[Case, tuple[Any, ...]]:
    marked = Value(f"{place:04}", output_field=CharField())
    return (
        _touched_in(cases, period)
        .order_by()
        .annotate(place=marked)
        .values("place")
        .annotate(**_counts(period, at))
        .values_list("place", *_COUNTED)
    )


def _tally(counts: Sequence[int]) -> Tally:
    return Tally(**dict(zip(_COUNTED, counts, strict=True)))


def _touched_in(cases: QuerySet[Case], period: Period) -> QuerySet[Case]:
    """Only files that some figure of the period may count, so that the past costs little."""
    known = Q(received_at__lt=period.end) & (
        Q(finished_at__isnull=True)
        | Q(finished_at__gte=period.start)
        | Q(returned_at__gte=period.start)
    )
    return cases.filter(known | _refused(period))


def _refused(period: Period) -> Q:
    """Not accepted at all: refusing is the last act, so its moment is the file's last one."""
    return Q(
        state=State.NOT_ACCEPTED,
        received_at__isnull=True,
        touched_at__gte=period.start,
        touched_at__lt=period.end,
    )


def _counts(period: Period, at: dt.datetime) -> dict[str, Count]:
    found = conditions(period, at)
    return {name: Count("pk", filter=found[name]) for name in _COUNTED}


def conditions(period: Period, at: dt.datetime) -> dict[str, Q]:
    """Which files each count of the period counts: those of Tally, and what follows from them.

    What is neither early nor late is on time, so a file without a promised day is; `in_time` is
    everything that is not late.
    """
    start, end = period.start, period.end
    received = Q(received_at__gte=start, received_at__lt=end)
    finished = Q(finished_at__gte=start, finished_at__lt=end)
    begun = Q(received_at__lt=end)
    is_open = begun & (Q(finished_at__isnull=True) | Q(finished_at__gte=end))
    carried = Q(received_at__lt=start) & (Q(finished_at__isnull=True) | Q(finished_at__gte=start))
    overdue = _overdue(period.seen_at(at))
    endings = _endings(finished)
    no_promise = Q(due_at__isnull=True)
    return {
        "carried_over": carried,
        "received": received,
        **dict(_kinds_of_reception(received)),
        "finished": finished,
        **endings,
        "on_time": finished & (no_promise | (~endings["early"] & ~endings["late"])),
        "in_time": finished & (no_promise | ~endings["late"]),
        "in_progress": is_open,
        "in_progress_overdue": is_open & overdue,
        "in_progress_on_time": is_open & (no_promise | ~overdue),
        "refused": _refused(period),
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
        "late": finished & Q(GreaterThan(closed, due)) & ~Q(_waiting(OuterRef("finished_at"))),
        "withdrawn": finished & Q(outcome=Outcome.WITHDRAWN),
    }


def _overdue(moment: dt.datetime) -> Q:
    """Past the promised moment, and not waiting for the applicant then.

    The due date is the one known now. It tells also of the past: an extension is given before
    the date and what is asked for after it moves nothing, so a date that is over stays.
    """
    return Q(due_at__lt=moment) & ~Q(_waiting(moment))


def _waiting(moment: dt.datetime | OuterRef) -> Exists:
    """A supplement request was with the applicant at a moment."""
    handed = SupplementRequest.objects.filter(case=OuterRef("pk"), handed_at__lte=moment)
    return Exists(handed.filter(Q(taken_at__isnull=True) | Q(taken_at__gt=moment)))
