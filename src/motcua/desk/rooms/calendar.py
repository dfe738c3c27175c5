"""The working calendar: a year as months, its marked days, its hours; changes in two steps."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.cases.actions.calendar_change import SHOWN, Preview, confirm_change, preview_change
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.calendar_forms import (
    WEEKDAYS,
    DayForm,
    HoursForm,
    RemoveDayForm,
    UntilForm,
)
from motcua.desk.rooms.month import LEGEND, months_of
from motcua.desk.rooms.sheet import Sheet, check_room, form_page, posted, today_of
from motcua.kernel.refusals import NotFound
from motcua.kernel.vietnamese import short_date
from motcua.organisation.models import Agency
from motcua.organisation.queries import agency_by_code
from motcua.organisation.states import Role
from motcua.ui.rows import Column, Table, day
from motcua.ui.said import said
from motcua.workcalendar.access import can_change
from motcua.workcalendar.models import CalendarDay, WorkingHours
from motcua.workcalendar.queries import (
    calendars,
    declared_until,
    hours_history,
    marked_days,
)
from motcua.workcalendar.states import HoursKind

AREA = "calendar"
COUNTRY = "vn"
READERS = (Role.ADMINISTRATOR, Role.CONTROLLER)
CONFIDENCE = {
    "found": "",
    "recalled": gettext_noop("nhớ lại, chưa đối chiếu"),
    "forecast": gettext_noop("dự báo"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose calendar is open: an agency's, or (None) the country's."""

    agency: Agency | None

    @property
    def id(self) -> int | None:
        return self.agency.pk if self.agency else None

    @property
    def code(self) -> str:
        return self.agency.code if self.agency else COUNTRY

    @property
    def name(self) -> str:
        return self.agency.short_name if self.agency else _("Cả nước")


@require_GET
@officer_view
def calendar_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A year: twelve months, the marked days, the hours."""
    check_room(officer, *READERS)
    owner = _owner(request, officer)
    year = _year(request, officer)
    days = marked_days(owner.id, dt.date(year, 1, 1), dt.date(year, 12, 31))
    may = can_change(officer.actor, owner.agency)
    of_all = calendars()
    context = {
        "title": _("Lịch làm việc năm %d") % year,
        "owner": owner,
        "owners": _owners(officer, owner),
        "may": may,
        "year": year,
        "years": range(of_all.first_day.year, of_all.declared_until.year + 2),
        "legend": LEGEND,
        "weekdays": (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN")),
        "months": list(months_of(year, of_all.of(owner.id), days, _link(owner) if may else None)),
        "days": [_day_row(one, owner, may=may) for one in days],
        "may_edit": may and any(one.agency_id == owner.id for one in days),
        "hours": [_hours_row(row) for row in hours_history(owner.id)],
        "until": of_all.declared_until,
        "may_declare": can_change(officer.actor, None),
    }
    return show(request, officer, "desk/rooms/calendar.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def day_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Mark a day or correct its mark: form, list of files that move, confirmation."""
    check_room(officer, *READERS)
    owner = _owner(request, officer)
    known = _known(owner, request.GET.get("date", ""))
    form = DayForm(posted(request), initial=_initial(request, known))
    title = _("Sửa ngày %s") % short_date(known.date) if known else _("Thêm ngày vào lịch")
    return _two_steps(request, officer, owner, form, title, _("Ghi ngày này vào lịch"))


@require_http_methods(["GET", "POST"])
@officer_view
def day_removal(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Take a mark away."""
    check_room(officer, *READERS)
    owner = _owner(request, officer)
    known = _known(owner, request.GET.get("date", ""))
    if known is None:
        raise NotFound(_("Ngày này chưa được ghi trong lịch."))
    form = RemoveDayForm(posted(request), initial={"date": known.date})
    title = _("Bỏ ngày %(day)s: %(name)s") % {"day": short_date(known.date), "name": known.name}
    return _two_steps(request, officer, owner, form, title, _("Bỏ ngày này khỏi lịch"))


@require_http_methods(["GET", "POST"])
@officer_view
def hours_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """New hours from a day on."""
    check_room(officer, *READERS)
    owner = _owner(request, officer)
    form = HoursForm(
        posted(request),
        own=owner.agency is not None,
        initial=_hours_initial(owner, request.GET.get("kind", ""), today_of(officer)),
    )
    return _two_steps(request, officer, owner, form, _("Đổi giờ làm việc"), _("Đổi giờ làm việc"))


@require_http_methods(["GET", "POST"])
@officer_view
def until_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Promise due dates up to a later day."""
    check_room(officer, *READERS)
    form = UntilForm(posted(request), initial={"last_day": declared_until()})
    return _two_steps(
        request, officer, Owner(None), form, _("Kéo dài lịch đã khai báo"), _("Khai báo")
    )


def _two_steps(
    request: HttpRequest, officer: Officer, owner: Owner, form: Any, title: str, button: str
) -> HttpResponse:
    """The form; then the files that would move; then, confirmed, the act."""
    sheet = Sheet(
        title=title,
        area=AREA,
        trail=[(_("Lịch làm việc"), _address(owner)), (title, "")],
        button=_("Xem hồ sơ đổi ngày hẹn"),
        intro=_("Lịch của: %s. Chưa có gì thay đổi cho đến khi bạn xác nhận ở bước sau.")
        % owner.name,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        change = form.change(owner.id)
        if request.POST.get("step") == "confirm":
            return _confirm(request, officer, owner, change)
        found = preview_change(change, actor=officer.actor, at=officer.at)
        context = {
            "title": title,
            "trail": sheet.trail,
            "found": found,
            "rows": _preview_rows(found),
            "shown": SHOWN,
            "button": button,
            "act_key": uuid.uuid4().hex,
            "kept": _kept(request),
        }
        return show(request, officer, "desk/rooms/calendar_confirm.html", context, area=AREA)

    return form_page(request, officer, form, sheet, act)


def _confirm(request: HttpRequest, officer: Officer, owner: Owner, change: Any) -> HttpResponse:
    seen = request.POST.get("revision", "")
    moved = confirm_change(
        change,
        actor=officer.actor,
        at=officer.at,
        seen=int(seen) if seen.isdecimal() and len(seen) < 20 else 0,
        key=officer.key_of(request),
    )
    text = ngettext(
        "Đã sửa lịch; %d hồ sơ được tính lại ngày hẹn.",
        "Đã sửa lịch; %d hồ sơ được tính lại ngày hẹn.",
        moved,
    )
    messages.success(request, text % moved)
    when = getattr(change, "date", None) or getattr(change, "valid_from", None)
    return redirect(_address(owner, year=(when or today_of(officer)).year))


def _preview_rows(found: Preview) -> dict[str, Any]:
    table = Table(
        columns=(
            Column("code", _("Mã hồ sơ"), css="code"),
            Column("procedure", _("Thủ tục")),
            Column("agency", _("Cơ quan")),
            Column("before", _("Ngày hẹn cũ"), cell=day, css="nowrap"),
            Column("after", _("Ngày hẹn mới"), cell=day, css="nowrap"),
        ),
        prefix="/desk/cases/",
        suffix="/",
    )
    rows = [
        (
            one.case.number,
            one.case.number,
            one.case.version.name,
            one.case.agency.short_name,
            one.due_before,
            one.due_after,
        )
        for one in found.rows
    ]
    return {"heads": table.head(), "body": table.body(rows)}


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the confirmation."""
    own = ("csrfmiddlewaretoken", "step", "act_key", "revision")
    return [(name, str(value)) for name, value in request.POST.items() if name not in own]


def _owner(request: HttpRequest, officer: Officer) -> Owner:
    """`?of=H29.101`, `?of=vn`; without it the agency of the seat in use.

    Everybody in the room reads the country's calendar, and those of agencies they sit over.
    """
    code = request.GET.get("of", "")
    if code == COUNTRY:
        return Owner(None)
    agency = agency_by_code(code) if code else Agency.objects.get(pk=officer.seat.agency_id)
    if not any(agency.path.startswith(path) for path in officer.actor.paths(*READERS)):
        raise NotFound(_("Không có lịch của cơ quan này."))
    return Owner(agency)


def _owners(officer: Officer, owner: Owner) -> list[dict[str, Any]]:
    """Tabs: the country, the agency of the seat, and the one that is open."""
    own = Owner(Agency.objects.get(pk=officer.seat.agency_id))
    shown = [Owner(None), own] + ([owner] if owner.id not in (None, own.id) else [])
    return [
        {"label": one.name, "href": _address(one), "current": one.id == owner.id, "count": None}
        for one in shown
    ]


def _year(request: HttpRequest, officer: Officer) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else today_of(officer).year
    return min(max(year, 2000), 2100)


def _address(owner: Owner, **query: Any) -> str:
    return f"{reverse('desk_calendar')}?{urlencode({'of': owner.code, **query})}"


def _link(owner: Owner) -> str:
    return f"{reverse('desk_calendar_day')}?{urlencode({'of': owner.code})}&date="


def _known(owner: Owner, text: str) -> CalendarDay | None:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return next((d for d in marked_days(owner.id, date, date) if d.agency_id == owner.id), None)


def _initial(request: HttpRequest, known: CalendarDay | None) -> dict[str, Any]:
    if known is None:
        return {"date": request.GET.get("date", "")}
    parts = ("date", "kind", "name", "replaces", "document")
    return {part: getattr(known, part) for part in parts} | {"overwrite": True}


def _day_row(one: CalendarDay, owner: Owner, *, may: bool) -> dict[str, Any]:
    mine = one.agency_id == owner.id
    query = urlencode({"of": owner.code, "date": one.date.isoformat()})
    return {
        "day": one,
        "owner": _("Cả nước") if one.agency_id is None else owner.name,
        "confidence": _(CONFIDENCE.get(one.confidence, one.confidence))
        if one.confidence != "found"
        else "",
        "forecast": one.confidence == "forecast",
        "edit": f"{reverse('desk_calendar_day')}?{query}" if may and mine else "",
        "remove": f"{reverse('desk_calendar_day_removal')}?{query}" if may and mine else "",
    }


def _hours_row(row: WorkingHours) -> dict[str, Any]:
    return {
        "row": row,
        "kind": said(HoursKind(row.kind).label),
        "lines": list(_week_lines(row)),
    }


def _week_lines(row: WorkingHours) -> Iterator[tuple[str, str]]:
    """Weekdays with the same sessions together: ("Thứ Hai – Thứ Sáu", "07:30–11:30, …")."""
    texts = [_sessions(row, number) for number in range(7)]
    start = 0
    for number in range(1, 8):
        if number == 7 or texts[number] != texts[start]:
            first, last = str(WEEKDAYS[start]), str(WEEKDAYS[number - 1])
            label = first if first == last else f"{first} – {last}"
            yield label, texts[start].replace("-", "–") or _("nghỉ")
            start = number


def _sessions(row: WorkingHours, number: int) -> str:
    return ", ".join("-".join(pair) for pair in row.sessions.get(str(number), ()))


def _hours_initial(owner: Owner, kind: str, today: dt.date) -> dict[str, Any]:
    """The hours in force, the country's where the agency has none, as a start."""
    chosen = HoursKind(kind) if kind in HoursKind.values else HoursKind.DEADLINE
    rows = [*hours_history(owner.id), *(hours_history(None) if owner.id else ())]
    of_kind = [row for row in rows if row.kind == chosen]
    held = next((row for row in of_kind if row.valid_from <= today), None)
    week = {f"day_{n}": _sessions(held, n) if held else "" for n in range(7)}
    return {"kind": chosen, "valid_from": today, **week}
