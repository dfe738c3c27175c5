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
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from motcua.cases.models import Case
from motcua.cases.queries.lists import PAGE, Page, page_from
from motcua.cases.queries.visible import visible_to
from motcua.indicators.queries.counting import COLUMNS, conditions
from motcua.indicators.rules import FIGURES, Group, Period, checked_group, checked_period
from motcua.indicators.wording import COMPOSED
from motcua.kernel.refusals import Refused
from motcua.organisation.queries import agency_by_code, subtree_ids
from motcua.organisation.rules import Actor

# A rate opens the files that it counts above its line.
_NUMERATORS: Final[Mapping[str, str]] = {
    "supplement_rate": "supplement_files",
    "postal_rate": "to_post",
    "online_rate": "received_online",
    "on_time_rate": "in_time",
}
# Who answered what is nobody's business at the desk (surveys.models.Rating).
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
    cases = _counted(question, at)
    numbers = cases.aggregate(counted=Count("pk"), visible=Count("pk", filter=visible_to(actor)))
    page = page_from(cases.filter(visible_to(actor)), after=after, most=most)
    return Behind(numbers["counted"], numbers["visible"], page)


def _counted(question: Question, at: dt.datetime) -> QuerySet[Case]:
    if question.figure not in FIGURES and question.figure not in COMPOSED:
        raise Refused(f"Không có chỉ tiêu “{question.figure}”.", field="figure")
    if question.figure in SECRET:
        raise Refused(
            "Đánh giá của người nộp được giữ kín; chỉ xem được con số chung.", field="figure"
        )
    period = checked_period(question.from_day, question.to_day)
    group = checked_group(question.by, period)
    if group == Group.MONTH:
        period = _month_of(period, question.key)
    name = _NUMERATORS.get(question.figure, question.figure)
    cases = Case.objects.filter(conditions(period, at)[name])
    if question.agency:
        agency = agency_by_code(question.agency)
        cases = cases.filter(agency_id__in=subtree_ids([agency.path]))
    if group is None or group == Group.MONTH:
        return cases
    # An empty key is the group of those that nothing is known of.
    column = COLUMNS[group][0]
    return cases.filter(**({column: question.key} if question.key else {f"{column}__isnull": True}))


def _month_of(period: Period, key: str) -> Period:
    found = next((part for part in period.months() if f"{part.first:%Y-%m}" == key), None)
    if found is None:
        raise Refused(f"Tháng “{key}” không nằm trong kỳ.", field="key")
    return found
