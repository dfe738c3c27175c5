"""Files as the sums know them: where they are counted and what they add."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from django.db.models import QuerySet

from motcua.cases.models import Case, SupplementRequest
from motcua.cases.states import Channel, State
from motcua.catalogue.states import ServiceLevel
from motcua.indicators.rules import Event, Facts, events_of, rating_events
from motcua.surveys.models import Rating

# The key of the second axis: how a file came in, and at which level the service was offered.
WAYS: Final[Mapping[tuple[str, str], int]] = {
    (str(channel), str(level)): number
    for number, (channel, level) in enumerate(product(Channel, ServiceLevel))
}
# Nothing more can be done to a file in these states.
OVER: Final = (State.RETURNED, State.WITHDRAWN, State.STOPPED, State.NOT_ACCEPTED)
_COLUMNS: Final = (
    *("pk", "agency_id", "version__procedure__field_id", "state", "touched_at", "supplements"),
    *("channel", "service_level", "return_channel", "outcome", "paid_online", "received_at"),
    *("due_at", "finished_at", "returned_at"),
)


RatingRow = tuple[int, int, str, str, str, dt.datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose cells a file stands in: the agency's, in the field's and in the way's."""

    agency_id: int
    field_id: int
    way: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one file adds, and since when nothing more can change it (None: it still may)."""

    place: Place
    events: Counter[Event]
    over_since: dt.datetime | None


def shares(cases: QuerySet[Case]) -> dict[int, Share]:
    """By id of the file. Two statements."""
    rows = list(cases.order_by("pk").values_list(*_COLUMNS))
    asked = [row[0] for row in rows if row[5]]
    waits: dict[int, list[tuple[dt.datetime, dt.datetime | None]]] = defaultdict(list)
    handed = SupplementRequest.objects.filter(case_id__in=asked, handed_at__isnull=False)
    for case_id, begins, ends in handed.values_list("case_id", "handed_at", "taken_at"):
        assert begins is not None
        waits[case_id].append((begins, ends))
    return {row[0]: _share(*row[1:], waits=tuple(waits.get(row[0], ()))) for row in rows}


def _share(
    agency_id: int,
    field_id: int,
    state: int,
    touched: dt.datetime,
    supplements: int,
    channel: str,
    level: str,
    return_channel: str,
    outcome: str,
    paid_online: bool | None,  # noqa: FBT001 (a column)
    received: dt.datetime | None,
    due: dt.datetime | None,
    finished: dt.datetime | None,
    returned: dt.datetime | None,
    *,
    waits: tuple[tuple[dt.datetime, dt.datetime | None], ...],
) -> Share:
    # Refusing is the last act, so its moment is the file's last one.
    refused = touched if state == State.NOT_ACCEPTED and received is None else None
    facts = Facts(
        channel=channel,
        service_level=level,
        return_channel=return_channel,
        outcome=outcome,
        supplements=supplements,
        paid_online=paid_online,
        received=received,
        due=due,
        finished=finished,
        returned=returned,
        refused=refused,
        waits=waits,
    )
    place = Place(agency_id, field_id, WAYS[channel, level])
    return Share(place, events_of(facts), touched if state in OVER else None)


def rating_rows(ratings: QuerySet[Rating]) -> QuerySet[Rating, RatingRow]:
    """Answers as `shares_of_ratings` takes them."""
    return ratings.values_list(
        *("case__agency_id", "case__version__procedure__field_id"),
        *("case__channel", "case__service_level", "value", "at"),
    )


def shares_of_ratings(rows: Iterable[RatingRow]) -> Counter[tuple[Place, Event]]:
    """What answers add to the cells of their files."""
    shift: Counter[tuple[Place, Event]] = Counter()
    for agency_id, field_id, channel, level, value, at in rows:
        place = Place(agency_id, field_id, WAYS[channel, level])
        shift.update((place, event) for event in rating_events(value, at))
    return shift
