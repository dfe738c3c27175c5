"""Changes of the calendar with the arguments that most tests give them."""

import datetime as dt
from collections.abc import Callable

from motcua.organisation.rules import CONSOLE
from motcua.workcalendar import actions
from motcua.workcalendar.rules import Change, DeclareUntil, RemoveDay, SetDay, SetHours
from motcua.workcalendar.states import DayKind, HoursKind
from tests.organisation.builders import NOW

DAY = dt.timedelta(days=1)
SUMMER = {str(n): [["07:00", "11:00"], ["13:30", "17:30"]] for n in range(5)}
CARRY_OUT: dict[type[Change], Callable[..., object]] = {
    SetDay: actions.set_day,
    RemoveDay: actions.remove_day,
    SetHours: actions.set_hours,
    DeclareUntil: actions.declare_until,
}


def carry_out(change: Change, actor: object = CONSOLE) -> None:
    CARRY_OUT[type(change)](actor=actor, change=change, at=NOW)


def holiday(date: dt.date, agency_id: int | None = None, **more: object) -> SetDay:
    given = {"kind": DayKind.HOLIDAY, "name": "lễ mới", "document": "NQ 1/2026"}
    return SetDay(agency_id=agency_id, date=date, **(given | more))


def hours(agency_id: int | None, first: dt.date, **more: object) -> SetHours:
    given = {"kind": HoursKind.DEADLINE, "sessions": SUMMER, "document": "QĐ 5/QĐ-UBND"}
    return SetHours(agency_id=agency_id, valid_from=first, **(given | more))
