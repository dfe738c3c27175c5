"""When versions hold: never two on one day, and none changes the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import short_date

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One published version: its number, its first and its last day (None: still in force)."""

    number: int
    valid_from: dt.date
    valid_to: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def overlapping(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """Two versions in force on the same day, if there are such."""
    ordered = sorted(spans, key=lambda span: span.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            return earlier, later
    return None


def in_force(spans: Iterable[Span], day: dt.date) -> Span | None:
    """The version that holds on `day`."""
    return next((span for span in spans if span.holds(day)), None)


def closed_by_publishing(
    spans: Iterable[Span], *, valid_from: dt.date, today: dt.date
) -> Span | None:
    """The version that ends the day before a new one begins on `valid_from`, already shortened.

    None when nothing has to end. Refused when the new version would begin in the past of an
    older one (files were taken in under it on those days), or on or before the first day of the
    one it follows.
    """
    spans = sorted(spans, key=lambda span: span.valid_from)
    if not spans:
        return None
    last = spans[-1]
    if valid_from < today:
        raise Refused(
            f"Ngày áp dụng {short_date(valid_from)} đã qua; hồ sơ những ngày đó đã theo bản cũ."
            " Chọn từ hôm nay trở đi, ngày hiệu lực theo luật ghi ở quyết định công bố.",
            field="valid_from",
        )
    if valid_from <= last.valid_from:
        raise Refused(
            f"Bản {last.number} áp dụng từ ngày {short_date(last.valid_from)};"
            " bản mới phải áp dụng sau ngày đó.",
            field="valid_from",
        )
    if last.valid_to is not None and last.valid_to < valid_from:
        return None
    return Span(last.number, last.valid_from, valid_from - ONE_DAY)


def closed_by_abolishing(spans: Iterable[Span], *, on: dt.date, today: dt.date) -> Span:
    """The version that is the last: it holds to the day before `on`. Refused as above."""
    spans = sorted(spans, key=lambda span: span.valid_from)
    last = spans[-1] if spans else None
    if last is None or (last.valid_to is not None and last.valid_to < on):
        raise Refused("Thủ tục không có bản nào còn hiệu lực đến ngày bãi bỏ.", field="on")
    if on < today:
        raise Refused(f"Ngày bãi bỏ {short_date(on)} đã qua; chọn từ hôm nay.", field="on")
    if on <= last.valid_from:
        raise Refused(
            f"Bản {last.number} áp dụng từ ngày {short_date(last.valid_from)};"
            " ngày bãi bỏ phải sau ngày đó.",
            field="on",
        )
    return Span(last.number, last.valid_from, on - ONE_DAY)
