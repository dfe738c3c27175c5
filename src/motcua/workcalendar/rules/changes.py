"""What may be changed in the calendars, and what a change makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import normalise, short_date
from motcua.workcalendar.rules.calendars import Calendars, Day, Hours, read_week
from motcua.workcalendar.states import DayKind, HoursKind

# A typing slip in the year must not reach the calendar.
FARTHEST_AHEAD = dt.timedelta(days=5 * 366)
LONGEST_SWAP = dt.timedelta(days=62)
_ONE_DAY = dt.timedelta(days=1)

# Changes. The same value is previewed, confirmed and carried out.


@dataclass(frozen=True, slots=True)
class SetDay:
    """Mark a day. `overwrite` when the day is marked already and that is to be corrected.

    `document` says who decided it; a day that has passed needs a `reason` as well.
    """

    agency_id: int | None
    date: dt.date
    kind: DayKind
    name: str
    document: str
    replaces: dt.date | None = None
    reason: str = ""
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class RemoveDay:
    """Take a mark away; for a day that has passed with a `reason`."""

    agency_id: int | None
    date: dt.date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetHours:
    """New hours from a day on. `sessions`: "0" (Monday) to "6" → [["07:30", "11:30"], …].

    `sessions` None ends an agency's own hours: from that day it has the country's again.
    """

    agency_id: int | None
    kind: HoursKind
    sessions: Mapping[str, Sequence[Sequence[str]]] | None
    valid_from: dt.date
    document: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeclareUntil:
    """Due dates may be promised up to this day: its holidays have been entered."""

    last_day: dt.date
    agency_id: None = None


Change = SetDay | RemoveDay | SetHours | DeclareUntil


def changed(calendars: Calendars, change: Change, today: dt.date) -> Calendars:
    """The calendars as they would be. Raises Refused, Conflict or NotFound when it may not be."""
    if isinstance(change, SetDay):
        return _with_day(calendars, change, today)
    if isinstance(change, RemoveDay):
        return _without_day(calendars, change, today)
    if isinstance(change, SetHours):
        return _with_hours(calendars, change, today)
    return _declared(calendars, change, today)


def _with_day(calendars: Calendars, change: SetDay, today: dt.date) -> Calendars:
    name, document = normalise(change.name), normalise(change.document)
    if not name or len(name) > 120:
        raise Refused("Ghi tên ngày nghỉ hoặc dịp làm bù, không quá 120 ký tự.", field="name")
    if not document or len(document) > 200:
        raise Refused("Ghi số, ký hiệu văn bản, không quá 200 ký tự.", field="document")
    _check_date(calendars, change.date, change.reason, today)
    _check_swap(calendars, change)
    day = Day(change.agency_id, change.date, change.kind, name, change.replaces)
    before = calendars.day(change.agency_id, change.date)
    if before == day:
        raise Conflict(f"Ngày {short_date(day.date)} đã được ghi đúng như vậy.", field="date")
    if before is not None and not change.overwrite:
        raise Conflict(
            f"Ngày {short_date(day.date)} đã được ghi là “{before.name}”"
            f" ({before.kind.label.lower()}); hãy sửa mục đó.",
            field="date",
        )
    kept = tuple(d for d in calendars.days if d != before)
    return replace(calendars, days=(*kept, day))


def _without_day(calendars: Calendars, change: RemoveDay, today: dt.date) -> Calendars:
    before = calendars.day(change.agency_id, change.date)
    if before is None:
        shared = change.agency_id is not None and calendars.day(None, change.date)
        raise NotFound(
            f"Ngày {short_date(change.date)} là ngày chung của cả nước; muốn làm việc ngày đó,"
            " hãy ghi ngày làm bù cho cơ quan."
            if shared
            else f"Ngày {short_date(change.date)} chưa được ghi trong lịch.",
            field="date",
        )
    _check_reason(change.date, change.reason, today)
    return replace(calendars, days=tuple(d for d in calendars.days if d != before))


def _with_hours(calendars: Calendars, change: SetHours, today: dt.date) -> Calendars:
    if not normalise(change.document) or len(normalise(change.document)) > 200:
        raise Refused("Ghi số, ký hiệu văn bản, không quá 200 ký tự.", field="document")
    if change.sessions is None and change.agency_id is None:
        raise Refused("Giờ làm việc chung chỉ có thể đổi, không thể bỏ.", field="sessions")
    if abs(change.valid_from - today) > FARTHEST_AHEAD:
        raise Refused("Ngày áp dụng cách hôm nay quá 5 năm.", field="valid_from")
    if any(row.agency_id is None for row in calendars.hours):
        _check_reason(change.valid_from, change.reason, today, field="valid_from")
    mine = [
        row
        for row in calendars.hours
        if row.agency_id == change.agency_id and row.kind == change.kind
    ]
    later = [row.valid_from for row in mine if row.valid_from > change.valid_from]
    if later:
        raise Conflict(
            f"Đã có giờ làm việc áp dụng từ ngày {short_date(min(later))}; chỉ thêm được từ ngày"
            " đó trở đi.",
            field="valid_from",
        )
    kept = [row for row in calendars.hours if row not in mine]
    for row in mine:
        if row.valid_from < change.valid_from:
            last = change.valid_from - _ONE_DAY
            open_ended = row.valid_to is None or row.valid_to > last
            kept.append(replace(row, valid_to=last) if open_ended else row)
    if change.sessions is None and not mine:
        raise Refused("Cơ quan đang theo giờ làm việc chung.", field="sessions")
    if change.sessions is not None:
        week = read_week(change.sessions)
        kept.append(Hours(change.agency_id, change.kind, week, change.valid_from))
    return replace(calendars, hours=tuple(kept))


def _declared(calendars: Calendars, change: DeclareUntil, today: dt.date) -> Calendars:
    last = change.last_day
    if last <= calendars.declared_until:
        raise Refused(
            f"Lịch đã khai báo đến hết ngày {short_date(calendars.declared_until)} và chỉ có thể"
            " kéo dài thêm.",
            field="last_day",
        )
    if last - today > FARTHEST_AHEAD:
        raise Refused("Không khai báo lịch quá 5 năm tới.", field="last_day")
    marked = {d.date.year for d in calendars.days if d.agency_id is None}
    for year in range(calendars.declared_until.year + 1, last.year + 1):
        if year not in marked:
            raise Refused(
                f"Năm {year} chưa ghi ngày nghỉ lễ nào; hãy ghi các ngày nghỉ trước khi khai báo.",
                field="last_day",
            )
    return replace(calendars, declared_until=last)


def _check_date(calendars: Calendars, date: dt.date, reason: str, today: dt.date) -> None:
    if date - today > FARTHEST_AHEAD:
        raise Refused(
            f"Ngày {short_date(date)} cách hôm nay quá 5 năm, hãy xem lại năm.", field="date"
        )
    if date < calendars.first_day:
        raise Refused(
            f"Lịch làm việc bắt đầu từ ngày {short_date(calendars.first_day)}.", field="date"
        )
    _check_reason(date, reason, today)


def _check_reason(date: dt.date, reason: str, today: dt.date, *, field: str = "date") -> None:
    if date < today and not normalise(reason):
        raise Refused(
            f"Ngày {short_date(date)} đã qua: sửa lịch của ngày đã qua phải ghi lý do.",
            field="reason" if field == "date" else field,
        )


def _check_swap(calendars: Calendars, change: SetDay) -> None:
    swapped = change.kind in (DayKind.SWAPPED_OFF, DayKind.SWAPPED_WORKING)
    if not swapped and change.replaces is not None:
        raise Refused("Chỉ ngày hoán đổi mới có ngày làm bù đi kèm.", field="replaces")
    if change.kind is DayKind.SWAPPED_WORKING:
        if change.replaces is None:
            raise Refused("Ghi ngày làm bù này thay cho ngày nghỉ nào.", field="replaces")
        week = calendars.of(change.agency_id).week_on(change.date)
        marked = calendars.of(change.agency_id).mark(change.date)
        if week[change.date.weekday()] and marked is None:
            raise Refused(
                f"Ngày {short_date(change.date)} vốn là ngày làm việc, không cần làm bù.",
                field="date",
            )
    if change.replaces is not None and not (
        _ONE_DAY <= abs(change.replaces - change.date) <= LONGEST_SWAP
    ):
        raise Refused(
            "Ngày hoán đổi phải là một ngày khác, cách không quá hai tháng.", field="replaces"
        )
