"""The figures of a period, open to everybody."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from motcua.api.answers import OPEN, documented
from motcua.api.asking import Day, Word, answer, asker_if_any, refuse_unknown
from motcua.indicators.queries import statistics

router = Router(tags=["Công khai"])

GroupName = Literal[
    "agency", "field", "procedure", "level", "channel", "service_level", "month", "officer"
]


class FiguresOut(TypedDict):
    """Counts of files, and rates as fractions of one, null when there is nothing to count."""

    carried_over: int
    received: int
    received_online: int
    received_counter: int
    received_postal: int
    received_partial: int
    received_full: int
    received_saturday: int
    finished: int
    early: int
    on_time: int
    late: int
    in_progress: int
    in_progress_on_time: int
    in_progress_overdue: int
    supplement_files: int
    supplement_rate: float | None
    refused: int
    withdrawn: int
    returned_postal: int
    postal_rate: float | None
    online_rate: float | None
    on_time_rate: float | None
    paid_online: int
    ratings: int
    satisfied_rate: float | None
    neutral_rate: float | None
    dissatisfied_rate: float | None


class GroupOut(FiguresOut):
    """The figures of one group."""

    key: str
    label: str


# `from` is a word of Python's.
StatisticsOut = TypedDict(
    "StatisticsOut",
    {
        "from": str,
        "to": str,
        "agency": str | None,
        "total": FiguresOut,
        "groups": list[GroupOut],
    },
)


class StatisticsFilters(BaseModel):
    """The period, both days inside, and what to split it by."""

    first: Day = Field(alias="from", description="Từ ngày")
    to: Day = Field(description="Đến hết ngày")
    agency: Word = Field("", description="Mã cơ quan; gồm cả các cơ quan bên dưới")
    by: GroupName | None = Field(None, description="Chia theo")


@router.get(
    "/statistics",
    auth=None,
    operation_id="read_statistics",
    summary="Số liệu tiếp nhận, giải quyết",
    response=documented(StatisticsOut, 401, 404, 422, public=True),
)
def read_statistics(request: HttpRequest, filters: Query[StatisticsFilters]) -> HttpResponse:
    """Chia theo cán bộ (`officer`) thì tên chỉ hiện cho cán bộ có token."""
    refuse_unknown(request, StatisticsFilters)
    at = timezone.now()
    who = asker_if_any(request, at)
    found = statistics(
        from_day=filters.first,
        to_day=filters.to,
        agency_code=filters.agency or None,
        by=filters.by,
        at=at,
    )
    if filters.by == "officer" and not (who and who.actor.seats):
        found["groups"] = _unnamed(found["groups"])
    return answer(found, cache="no-store, private" if who else OPEN)


def _unnamed(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The public may check the sum, not who stands behind a part of it."""
    return [
        group | {"key": str(place), "label": f"Cán bộ {place}"}
        for place, group in enumerate(groups, start=1)
    ]
