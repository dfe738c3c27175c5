"""Addresses of the rooms, included below desk/."""

from __future__ import annotations

from django.urls import path

from motcua.desk.rooms import calendar

urlpatterns = [
    path("calendar/", calendar.calendar_page, name="desk_calendar"),
    path("calendar/day/", calendar.day_page, name="desk_calendar_day"),
    path("calendar/day/remove/", calendar.day_removal, name="desk_calendar_day_removal"),
    path("calendar/hours/", calendar.hours_page, name="desk_calendar_hours"),
    path("calendar/until/", calendar.until_page, name="desk_calendar_until"),
]
