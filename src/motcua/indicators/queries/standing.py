"""Where each file stands in a period: how it came into it, and how it left it or stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Case as Choice
from django.db.models import CharField, Value, When

from motcua.cases.models import Case
from motcua.indicators.queries.counting import conditions, touched_in
from motcua.indicators.rules import Period

# Every file of a period is counted in exactly one of each.
ARRIVALS: Final = ("carried_over", "received_online", "received_direct")
STANDINGS: Final = ("early", "late", "on_time", "in_progress_overdue", "in_progress_on_time")


def standings(
    period: Period, at: dt.datetime, *, agencies: Sequence[int]
) -> Iterator[tuple[int, str, str, str]]:
    """(id, code of the field, arrival, standing) of every file of the period. One statement."""
    found = conditions(period.window(at))

    def one_of(names: Sequence[str]) -> Choice:
        whens = [When(found[name], then=Value(name)) for name in names]
        return Choice(*whens, default=Value(""), output_field=CharField())

    cases = touched_in(Case.objects.filter(agency_id__in=agencies), period)
    return (
        cases.filter(received_at__lt=period.end)
        .annotate(arrival=one_of(ARRIVALS), standing=one_of(STANDINGS))
        .exclude(arrival="")
        .values_list("pk", "version__procedure__field__code", "arrival", "standing")
        .iterator(chunk_size=5_000)
    )
