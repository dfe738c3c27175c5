"""The figures counted one file at a time, from histories as a person would tell them.

Nothing here is shared with the code under test: days are read off a clock in Viet Nam, one file
after the other, with plain ifs.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class History:
    """What happened to one file. `waits`: from the request to the answer (None: none came)."""

    agency: str
    procedure: str
    channel: str
    service_level: str
    return_channel: str
    officer: str
    registered: dt.datetime
    received: dt.datetime | None = None
    due: dt.datetime | None = None
    waits: tuple[tuple[dt.datetime, dt.datetime | None], ...] = ()
    finished: dt.datetime | None = None
    outcome: str = ""
    returned: dt.datetime | None = None

    def waits_at(self, moment: dt.datetime) -> bool:
        """Whether the applicant has the file."""
        return any(a <= moment and (b is None or moment < b) for a, b in self.waits)


def day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(HANOI).date()


def count(files: Iterable[History], first: dt.date, last: dt.date, at: dt.datetime) -> Counter[str]:
    """All counts of section 7 for one group of files and one period."""
    n: Counter[str] = Counter()
    for file in files:
        if file.received is None:
            n["refused"] += file.outcome == "refused" and first <= day(file.registered) <= last
            continue
        if file.returned and file.return_channel == "postal":
            n["returned_postal"] += first <= day(file.returned) <= last
        if day(file.received) > last:
            continue
        if day(file.received) >= first:
            _received(n, file, file.received)
        elif file.finished is None or day(file.finished) >= first:
            n["carried_over"] += 1
        if file.finished is None or day(file.finished) > last:
            n["in_progress"] += 1
            n["in_progress_overdue" if _overdue(file, last, at) else "in_progress_on_time"] += 1
        elif day(file.finished) >= first:
            n["finished"] += 1
            n[_ending(file, file.finished)] += 1
            n["withdrawn"] += file.outcome == "withdrawn"
    return n


def _received(n: Counter[str], file: History, moment: dt.datetime) -> None:
    n["received"] += 1
    n[f"received_{file.channel}"] += 1
    if file.service_level != "information":
        n[f"received_{file.service_level}"] += 1
    n["received_saturday"] += day(moment).strftime("%A") == "Saturday"
    n["supplement_files"] += bool(file.waits)
    n["to_post"] += file.return_channel == "postal"


def _overdue(file: History, last: dt.date, at: dt.datetime) -> bool:
    midnight = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), HANOI)
    moment = min(at, midnight)
    return file.due is not None and file.due < moment and not file.waits_at(moment)


def _ending(file: History, finished: dt.datetime) -> str:
    if file.due is None or day(finished) == day(file.due):
        return "on_time"
    if day(finished) < day(file.due):
        return "early"
    return "on_time" if file.waits_at(finished) else "late"
