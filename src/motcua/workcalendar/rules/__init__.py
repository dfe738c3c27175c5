"""Pure calendars: what is declared, what may be changed in it, what that makes of it."""

from motcua.workcalendar.rules.calendars import (
    Calendars,
    Day,
    Hours,
    Week,
    read_week,
    stored_week,
)
from motcua.workcalendar.rules.changes import (
    Change,
    DeclareUntil,
    RemoveDay,
    SetDay,
    SetHours,
    changed,
)

__all__ = [
    "Calendars",
    "Change",
    "Day",
    "DeclareUntil",
    "Hours",
    "RemoveDay",
    "SetDay",
    "SetHours",
    "Week",
    "changed",
    "read_week",
    "stored_week",
]
