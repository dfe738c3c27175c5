"""Working time of one agency as a value: which days, which hours, until when it is declared.

Units. A *moment* is an aware datetime; it is read to the minute (seconds are dropped, as the
receipt prints minutes). A *minute number* is the integer count of minutes since 2000-01-01 00:00
in Vietnam; the batch functions work on those. A *session* is half-open: 07:00–11:30 holds 07:00
and not 11:30.

Everything is answered from prefix sums over the declared days and one bisect, so the cost does
not grow with the length of the limit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import accumulate, chain, pairwise
from types import MappingProxyType
from typing import NamedTuple

from motcua.kernel.vietnamese import short_date, weekday_words

# Vietnam keeps no summer time; the zone has been +07:00 since 1975.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
EPOCH = datetime(2000, 1, 1, tzinfo=VIETNAM)
EPOCH_DAY = EPOCH.toordinal()
MINUTES_A_DAY = 24 * 60


class BeyondHorizon(LookupError):
    """The calendar is not declared that far; the message says, in Vietnamese, how far it is."""


class Session(NamedTuple):
    """Half-open working session of a day, in minutes after midnight."""

    opens: int
    closes: int


Sessions = tuple[Session, ...]


class MarkKind(StrEnum):
    HOLIDAY = "holiday"
    COMPENSATION_OFF = "compensation_off"
    SWAPPED_OFF = "swapped_off"
    SWAPPED_WORKING = "swapped_working"


@dataclass(frozen=True, slots=True)
class Mark:
    """What sets one day apart. ``text`` reads on after a date: "nghỉ Tết Nguyên đán".

    ``replaces`` is the day whose work a swapped working day makes up for: it lends its sessions.
    """

    kind: MarkKind
    text: str
    replaces: date | None = None

    @property
    def is_off(self) -> bool:
        return self.kind is not MarkKind.SWAPPED_WORKING


def parse_sessions(text: str) -> Sessions:
    """Read "07:00-11:30, 13:30-17:00" (also with an en dash). Raises ``ValueError``."""
    sessions = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        opens, dash, closes = part.replace("–", "-").partition("-")
        if not dash:
            raise ValueError(f"Buổi làm việc phải viết như 07:00-11:30, không phải “{part}”.")
        sessions.append(Session(_minute_of_day(opens), _minute_of_day(closes)))
    return _checked(tuple(sessions))


def office_week(weekdays: str, saturday: str = "", sunday: str = "") -> tuple[Sessions, ...]:
    """Seven days of sessions, Monday first: ``office_week("07:30-11:30, 13:00-17:00")``."""
    return (parse_sessions(weekdays),) * 5 + (
        parse_sessions(saturday),
        parse_sessions(sunday),
    )


def minute_number(moment: datetime) -> int:
    """Minutes since the epoch, seconds dropped. Raises ``ValueError`` for a moment without zone."""
    if moment.tzinfo is None:
        raise ValueError(f"Thời điểm {moment.isoformat()} thiếu múi giờ.")
    elapsed = moment - EPOCH
    return elapsed.days * MINUTES_A_DAY + elapsed.seconds // 60


def moment_of(minute: int) -> datetime:
    """The moment of a minute number, in Vietnam's zone."""
    return EPOCH + timedelta(minutes=minute)


def end_moment(minute: int) -> datetime:
    """The moment a term ends; 24:00 stays on its day, written 23:59:59 as in ``end_of_day``."""
    moment = EPOCH + timedelta(minutes=minute)
    return moment if minute % MINUTES_A_DAY else moment - timedelta(seconds=1)


def day_of(moment: datetime) -> date:
    """The day in Vietnam on which the moment falls. Raises ``ValueError`` without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"Thời điểm {moment.isoformat()} thiếu múi giờ.")
    return (moment if moment.tzinfo is VIETNAM else moment.astimezone(VIETNAM)).date()


def end_of_day(day: date) -> datetime:
    """The last second of the day.

    BLDS 2015, Điều 148 khoản 6: "Thời điểm kết thúc ngày cuối cùng của thời hạn vào lúc hai mươi
    tư giờ của ngày đó." 24:00 has the date of the next day, so the promise is written 23:59:59.
    """
    return datetime.combine(day, time(23, 59, 59), VIETNAM)


@dataclass(frozen=True)
class WorkCalendar:
    """The declared working time from ``first_day`` to ``last_day``, both inside.

    ``week`` has seven entries, Monday first; a weekday without sessions is a weekly rest day.
    A marked day is off, or, for ``swapped_working``, has the sessions of the day it replaces
    (of an ordinary day when that is not said). Every question about a day outside the horizon
    raises ``BeyondHorizon``.
    """

    week: tuple[Sessions, ...]
    first_day: date
    last_day: date
    marks: Mapping[date, Mark] = field(default_factory=dict, hash=False)
    # The office changed its hours: each of these weeks holds from its day on, in order of days.
    later_weeks: tuple[tuple[date, tuple[Sessions, ...]], ...] = ()

    # Prefix sums, indexed by days since first_day.
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)  # working days
    _rank: tuple[int, ...] = field(init=False, repr=False, compare=False)  # of them, before a day
    # Openings and closings in turn, as minute numbers, and the minutes worked up to each.
    _edges: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _closes: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _worked_at_close: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        weeks = (self.week, *(week for _, week in self.later_weeks))
        if any(len(week) != 7 for week in weeks):
            raise ValueError("Tuần làm việc phải có đủ bảy ngày, bắt đầu từ Thứ Hai.")
        starts = [start for start, _ in self.later_weeks]
        if starts != sorted(set(starts)):
            raise ValueError("Các lần đổi giờ làm việc phải theo thứ tự ngày, mỗi ngày một lần.")
        if self.last_day < self.first_day:
            raise ValueError("Ngày cuối của lịch làm việc đứng trước ngày đầu.")
        for sessions in chain.from_iterable(weeks):
            _checked(sessions)
        put = object.__setattr__
        put(self, "marks", MappingProxyType(dict(self.marks)))
        all_days = [self.first_day + timedelta(n) for n in range(self._length)]
        by_day = [self._sessions_of(day) for day in all_days]
        put(self, "_days", tuple(d for d, s in zip(all_days, by_day, strict=True) if s))
        put(self, "_rank", tuple(accumulate((bool(s) for s in by_day), initial=0)))
        edges = tuple(_edges(all_days, by_day))
        lengths = (b - a if n % 2 == 0 else 0 for n, (a, b) in enumerate(pairwise(edges)))
        worked = tuple(accumulate(lengths, initial=0)) if edges else ()
        put(self, "_edges", edges)
        put(self, "_worked", worked)
        put(self, "_closes", edges[1::2])
        put(self, "_worked_at_close", worked[1::2])

    # Days

    def week_on(self, day: date) -> tuple[Sessions, ...]:
        """The week whose hours hold on a day."""
        if not self.later_weeks:
            return self.week
        return next(
            (week for start, week in reversed(self.later_weeks) if start <= day),
            self.week,
        )

    def is_working(self, day: date) -> bool:
        index = self._index(day)
        return self._rank[index + 1] > self._rank[index]

    def sessions(self, day: date) -> Sessions:
        """The sessions of the day; none when it is off."""
        self._index(day)
        return self._sessions_of(day)

    def mark(self, day: date) -> Mark | None:
        """What the notice says about the day, if anything."""
        return self.marks.get(day)

    def why_off(self, day: date) -> str:
        """The reason a day does not count, to be read after its date; empty on a working day."""
        if self.is_working(day):
            return ""
        mark = self.marks.get(day)
        return mark.text if mark is not None and mark.is_off else "nghỉ hằng tuần"

    def roll_forward(self, day: date) -> date:
        """The day itself when it is a working day, else the next working day."""
        return self._working_day(self._rank[self._index(day)])

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; before it when negative.

        Zero gives the day itself, rolled forward when it is off.
        """
        index = self._index(day)
        if count > 0:
            return self._working_day(self._rank[index + 1] + count - 1)
        return self._working_day(self._rank[index] + count)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        return self._rank[self._index(end) + 1] - self._rank[self._index(start) + 1]

    # Minutes

    def worked_at(self, minute: int) -> int:
        """Working minutes from the first day up to a minute number."""
        self._check_minute(minute)
        place = bisect_right(self._edges, minute)
        if place % 2:  # inside a session
            return self._worked[place - 1] + minute - self._edges[place - 1]
        return self._worked[place - 1] if place else 0

    def minute_at(self, worked: int) -> int:
        """The first minute number by which so many working minutes have passed (at least 1)."""
        place = bisect_left(self._worked_at_close, worked)
        if place == len(self._closes):
            raise self._too_late()
        return self._closes[place] - (self._worked_at_close[place] - worked)

    def add_minutes_many(self, starts: Iterable[int], minutes: int) -> list[int]:
        """``add_working_minutes`` for many minute numbers at once; ``minutes`` at least 1.

        ``worked_at`` and ``minute_at`` are written out here: for a batch their calls cost more
        than what they do.
        """
        edges, worked, closes, at_close = (
            self._edges,
            self._worked,
            self._closes,
            self._worked_at_close,
        )
        begin = (self.first_day.toordinal() - EPOCH_DAY) * MINUTES_A_DAY
        ends = []
        try:
            for start in starts:
                if start < begin:
                    raise self._too_early()
                place = bisect_right(edges, start)
                # Odd: inside a session. Even: at the opening of the next, as far as work goes.
                done = worked[place] - (edges[place] - start if place % 2 else 0)
                target = bisect_left(at_close, done + minutes)
                ends.append(closes[target] - at_close[target] + done + minutes)
        except IndexError:
            raise self._too_late() from None
        return ends

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The first moment by which ``minutes`` of working time have passed since ``start``.

        At the end of a session it is that closing time, not the next opening. Zero gives
        ``start``, to the minute. Raises ``ValueError`` when negative.
        """
        if minutes < 0:
            raise ValueError("working minutes cannot be negative")
        begin = minute_number(start)
        worked = self.worked_at(begin)
        return moment_of(self.minute_at(worked + minutes) if minutes else begin)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Working minutes in ``[start, end)``; negative when ``end`` is earlier."""
        return self.worked_at(minute_number(end)) - self.worked_at(minute_number(start))

    def next_working_moment(self, moment: datetime) -> datetime:
        """The moment itself inside a session, else the opening of the next one."""
        minute = minute_number(moment)
        self._check_minute(minute)
        place = bisect_right(self._edges, minute)
        if place % 2:
            return moment_of(minute)
        if place == len(self._edges):
            raise self._too_late()
        return moment_of(self._edges[place])

    # Within

    @property
    def _length(self) -> int:
        return (self.last_day - self.first_day).days + 1

    def _index(self, day: date) -> int:
        index = day.toordinal() - self.first_day.toordinal()
        if index < 0:
            raise self._too_early()
        if index >= self._length:
            raise self._too_late()
        return index

    def _working_day(self, rank: int) -> date:
        if rank < 0:
            raise self._too_early()
        if rank >= len(self._days):
            raise self._too_late()
        return self._days[rank]

    def _check_minute(self, minute: int) -> None:
        day = minute // MINUTES_A_DAY + EPOCH_DAY
        if day < self.first_day.toordinal():
            raise self._too_early()
        if day > self.last_day.toordinal():
            raise self._too_late()

    def _sessions_of(self, day: date) -> Sessions:
        mark = self.marks.get(day)
        week = self.week_on(day)
        if mark is None:
            return week[day.weekday()]
        if mark.is_off:
            return ()
        # A swapped working day works the hours of the day it stands in for, even when that
        # weekday has none of its own.
        lender = week[(mark.replaces or day).weekday()]
        return lender or next((sessions for sessions in week if sessions), ())

    def _too_late(self) -> BeyondHorizon:
        return BeyondHorizon(
            f"Lịch làm việc mới khai báo đến hết ngày {short_date(self.last_day)};"
            " cần khai báo thêm trước khi tính thời hạn này."
        )

    def _too_early(self) -> BeyondHorizon:
        return BeyondHorizon(
            f"Lịch làm việc chỉ khai báo từ ngày {short_date(self.first_day)};"
            " không tính được thời hạn trước ngày đó."
        )


def day_words(day: date) -> str:
    """Written "Thứ Hai 23/02/2026", the way a step of an explanation begins."""
    return f"{weekday_words(day)} {short_date(day)}"


def _checked(sessions: Sessions) -> Sessions:
    edges = [edge for session in sessions for edge in session]
    if any(session.opens >= session.closes for session in sessions) or edges != sorted(edges):
        raise ValueError("Các buổi làm việc phải nối tiếp nhau và không chồng lên nhau.")
    if edges and not 0 <= edges[0] <= edges[-1] <= MINUTES_A_DAY:
        raise ValueError("Buổi làm việc phải nằm trong một ngày, từ 00:00 đến 24:00.")
    return sessions


def _minute_of_day(text: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isdigit() and minute.isdigit() and int(minute) < 60):
        raise ValueError(f"Giờ phải viết như 07:30, không phải “{text.strip()}”.")
    return int(hour) * 60 + int(minute)


def _edges(days: Sequence[date], by_day: Sequence[Sessions]) -> Iterator[int]:
    for day, sessions in zip(days, by_day, strict=True):
        midnight = (day.toordinal() - EPOCH_DAY) * MINUTES_A_DAY
        for session in sessions:
            yield midnight + session.opens
            yield midnight + session.closes
