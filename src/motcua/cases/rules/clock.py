"""The clock of a file: its columns as the kernel's input, and what an act does to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from motcua.kernel.deadline import Due, Pause, compute
from motcua.kernel.limits import Limit, parse_limit
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import WorkCalendar, day_of
from motcua.process.rules.budgets import working_minutes

Pauses = Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Clock:
    """All that decides a due date. `limit` None: the source prints none, nothing is promised."""

    since: dt.datetime
    limit: Limit | None
    policy: str
    day0_shift: bool = False
    pauses: Pauses = ()
    extended_to: dt.datetime | None = None

    def due(self, calendar: WorkCalendar) -> Due | None:
        """The promise and its explanation. Raises kernel BeyondHorizon."""
        if self.limit is None:
            return None
        due = self._after(calendar, ())
        kept: list[Pause] = []
        for pause in map(_pause, self.pauses):
            # A file that was late before the papers were asked for stays late: asking must not
            # wash the delay away (NĐ 61/2018 art. 19(4) gives three days to ask, not the limit).
            if due.due_at is not None and pause.start > due.due_at:
                break
            kept.append(pause)
            due = self._after(calendar, kept)
        return due

    def _after(self, calendar: WorkCalendar, pauses: Sequence[Pause]) -> Due:
        assert self.limit is not None
        return compute(
            calendar,
            received_at=self.since,
            limit=self.limit,
            pauses=pauses,
            policy=self.policy,
            day0_shift=self.day0_shift,
            extension=day_of(self.extended_to) if self.extended_to else None,
        )


def _pause(pair: Sequence[str | None]) -> Pause:
    start, end = pair
    if start is None:
        raise ValueError("a pause without a start")
    return Pause(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end) if end else None)


def promised_limit(
    of_case: str | None, by_channel: Mapping[str, str], channel: str, general: str | None
) -> Limit | None:
    """The most particular limit published: of the case (trường hợp), of the channel, of all.

    180 of 2,315 procedures differ per channel, and some (building permits) per kind of work.
    """
    text = of_case or by_channel.get(channel) or general
    return parse_limit(text) if text else None


def stands_still(pauses: Pauses) -> bool:
    """Whether the last pause is still open."""
    return bool(pauses) and pauses[-1][1] is None


def opened(pauses: Pauses, at: dt.datetime) -> list[list[str | None]]:
    """The pauses with a new open one; the same when one is open already (of a child file)."""
    if stands_still(pauses):
        return [list(pair) for pair in pauses]
    return [*map(list, pauses), [at.isoformat(), None]]


def closed(pauses: Pauses, at: dt.datetime) -> list[list[str | None]]:
    """The pauses with the last one ended at `at`; the same when none is open."""
    if not stands_still(pauses):
        return [list(pair) for pair in pauses]
    *before, (start, _end) = pauses
    return [*map(list, before), [start, at.isoformat()]]


def check_extension(
    *,
    at: dt.datetime,
    due_at: dt.datetime | None,
    new_due_at: dt.datetime,
    extended: bool,
) -> None:
    """NĐ 61/2018 art. 19(9): at least one day before the due date, and once only."""
    if due_at is None:
        raise Refused("Hồ sơ chưa có ngày hẹn nên không thể gia hạn.")
    if extended:
        raise Refused("Hồ sơ đã được gia hạn một lần; chỉ được hẹn lại một lần.")
    if day_of(at) > day_of(due_at) - dt.timedelta(days=1):
        raise Refused(
            "Phải xin lỗi và hẹn lại trước ngày hẹn ít nhất một ngày"
            f" (ngày hẹn là {day_of(due_at):%d/%m/%Y})."
        )
    if day_of(new_due_at) <= day_of(due_at):
        raise Refused(
            f"Ngày hẹn mới phải sau ngày hẹn cũ ({day_of(due_at):%d/%m/%Y}).", field="new_due"
        )


def step_due(
    calendar: WorkCalendar, *, at: dt.datetime, budget: str | None, limit: Limit | None
) -> dt.datetime | None:
    """When a step should be done: a limit of its own, or a share ("10%") of the file's."""
    if not budget:
        return None
    if not budget.endswith("%"):
        return _after(calendar, at, parse_limit(budget))
    if limit is None:
        return None
    minutes = working_minutes(limit) * int(budget.removesuffix("%")) // 100
    return calendar.add_working_minutes(at, max(minutes, 30))


def _after(calendar: WorkCalendar, at: dt.datetime, limit: Limit) -> dt.datetime | None:
    return compute(calendar, received_at=at, limit=limit).due_at
