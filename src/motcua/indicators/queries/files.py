"""The files behind a figure: every number opens.

The address of a figure's files is stable; reports link their cells to it:

    /desk/figures/files/?figure=late&from=2026-01-01&to=2026-03-31&agency=H29.101&by=field&key=ho-tich

`figure` is one of `indicators.rules.FIGURES` or `wording.COMPOSED`; `from` and `to` are days, both
inside; `agency`, `by` and `key` may be left out and mean what they mean to `statistics`. A rate
opens the files of its numerator; figures of satisfaction open nothing, for answers are kept apart
from who gave them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import CharField, Count, QuerySet, Value

from motcua.cases.models import Case
from motcua.cases.queries.lists import PAGE, Page, in_order, page_from, paged
from motcua.cases.queries.visible import Sight, seen_by, sight_of
from motcua.indicators.queries.counting import COLUMNS, conditions
from motcua.indicators.rules import FIGURES, Group, Period, Window, checked_group, checked_period
from motcua.indicators.wording import COMPOSED
from motcua.kernel.refusals import Refused
from motcua.organisation.queries import agency_by_code, subtree_ids
from motcua.organisation.rules import Actor
from motcua.prepared import prepared

# A rate opens the files that it counts above its line.
_NUMERATORS: Final[Mapping[str, str]] = {
    "supplement_rate": "supplement_files",
    "postal_rate": "to_post",
    "online_rate": "received_online",
    "on_time_rate": "in_time",
}
# Who answered what is nobody's business at the desk (surveys.models.Rating).
_ONE: Final = Value("-", output_field=CharField())
SECRET: Final = ("ratings", "satisfied_rate", "neutral_rate", "dissatisfied_rate")


@dataclass(frozen=True, slots=True)
class Question:
    """Which figure, of what."""

    figure: str
    from_day: dt.date
    to_day: dt.date
    agency: str | None = None
    by: str | None = None
    key: str = ""

    @property
    def query(self) -> str:
        """The tail of its address."""
        parts = {"figure": self.figure, "from": self.from_day, "to": self.to_day}
        parts |= {"agency": self.agency} if self.agency else {}
        return urlencode(parts | ({"by": self.by, "key": self.key} if self.by else {}))


@dataclass(frozen=True, slots=True)
class Behind:
    """`counted`: files the figure counts. `visible`: those of them this person may know of."""

    counted: int
    visible: int
    page: Page


def files_behind(
    question: Question, *, actor: Actor, at: dt.datetime, after: str = "", most: int = PAGE
) -> Behind:
    """The files that a figure counts, by right, the most urgent first.

    Two statements, two more for an agency. Raises Refused (field "figure", "from", "by", "key")
    and NotFound ("agency_code").
    """
    asked, sight = _asked(question, at), sight_of(actor)
    found = _questions(asked.name)
    counted, visible = next(iter(found.numbers(asked, sight)), (0, 0))
    if after or most != PAGE:
        page = page_from(_counted(asked).filter(seen_by(sight)), after=after, most=most)
    else:
        page = paged(found.first(asked, sight))
    return Behind(counted, visible, page)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as the database gets it: `key` is None for what nothing is known of."""

    name: str
    window: Window
    agencies: tuple[int, ...] | None
    group: Group | None
    key: str | None


class _Questions(NamedTuple):
    """What is asked about one figure, composed once."""

    numbers: Callable[[_Asked, Sight], list[tuple[int, int]]]
    first: Callable[[_Asked, Sight], list[tuple[Any, ...]]]


@cache
def _questions(name: str) -> _Questions:
    """Of each figure its own: which one is asked for shapes the statement."""

    @prepared
    def numbers(asked: _Asked, sight: Sight) -> QuerySet[Case, tuple[int, int]]:
        seen = Count("pk", filter=seen_by(sight))
        rows = _counted(replace(asked, name=name)).order_by().annotate(one=_ONE).values("one")
        return rows.annotate(counted=Count("pk"), visible=seen).values_list("counted", "visible")

    @prepared
    def first(asked: _Asked, sight: Sight) -> QuerySet[Case, tuple[Any, ...]]:
        return in_order(_counted(replace(asked, name=name)).filter(seen_by(sight)))

    return _Questions(numbers, first)


def _asked(question: Question, at: dt.datetime) -> _Asked:
    if question.figure not in FIGURES and question.figure not in COMPOSED:
        raise Refused(f"Không có chỉ tiêu “{question.figure}”.", field="figure")
    if question.figure in SECRET:
        raise Refused(
            "Đánh giá của người nộp được giữ kín; chỉ xem được con số chung.", field="figure"
        )
    period = checked_period(question.from_day, question.to_day)
    group = checked_group(question.by, period)
    if group == Group.MONTH:
        period, group = _month_of(period, question.key), None
    ids = None
    if question.agency:
        ids = tuple(subtree_ids([agency_by_code(question.agency).path]))
    return _Asked(
        name=_NUMERATORS.get(question.figure, question.figure),
        window=period.window(at),
        agencies=ids,
        group=group,
        key=question.key or None,
    )


def _counted(asked: _Asked) -> QuerySet[Case]:
    cases = Case.objects.filter(conditions(asked.window)[asked.name])
    if asked.agencies is not None:
        cases = cases.filter(agency__id__in=asked.agencies)
    if asked.group is None:
        return cases
    column = COLUMNS[asked.group][0]
    return cases.filter(
        **({f"{column}__isnull": True} if asked.key is None else {column: asked.key})
    )


def _month_of(period: Period, key: str) -> Period:
    found = next((part for part in period.months() if f"{part.first:%Y-%m}" == key), None)
    if found is None:
        raise Refused(f"Tháng “{key}” không nằm trong kỳ.", field="key")
    return found
