"""The register (sổ theo dõi hồ sơ) on screen and on paper: read from the files, never typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.catalogue.models import Field
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.menu import ROOMS
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.slips.queries import RegisterPart, register

FIRST_YEAR = 2018
ROWS_ON_SCREEN = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which book: a year, the months of it, a field or all."""

    year: int
    first_month: int
    last_month: int
    field: str
    after: str

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        ends = dt.date(self.year + self.last_month // 12, self.last_month % 12 + 1, 1)
        return dt.date(self.year, self.first_month, 1), ends - dt.timedelta(days=1)

    @property
    def query(self) -> str:
        pairs = {"year": self.year, "from": self.first_month, "to": self.last_month}
        return urlencode(pairs | ({"field": self.field} if self.field else {}))


@require_GET
@officer_view
def book(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The book of the officer's agency as a table, a hundred files a page."""
    wanted = _wanted(request, officer)
    fault, part = None, None
    try:
        part = _part(officer, wanted, ROWS_ON_SCREEN)
    except (Refused, NotFound) as refusal:
        fault = refusal
    context = {
        "wanted": wanted,
        "years": range(officer.at.astimezone(VIETNAM).year, FIRST_YEAR - 1, -1),
        "months": range(1, 13),
        "fields": list(Field.objects.order_by("name").values_list("code", "name")),
        "part": part,
        "fault": fault,
    }
    status = 422 if fault else 200
    return show(request, officer, "desk/register.html", context, area="register", status=status)


@require_GET
@officer_view
def book_pdf(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The same pages in the form of the circular then in force."""
    part = _part(officer, _wanted(request, officer))
    headers = {"Content-Disposition": f'inline; filename="{part.name}"'}
    return HttpResponse(part.pdf, content_type="application/pdf", headers=headers)


def _wanted(request: HttpRequest, officer: Officer) -> Wanted:
    roles = next(roles for area, _label, _name, roles in ROOMS if area == "register")
    if not officer.actor.seats_as(*roles):
        raise Forbidden("Sổ theo dõi dành cho bộ phận tiếp nhận và kiểm soát thủ tục.")
    get, today = request.GET, officer.at.astimezone(VIETNAM).date()
    first, last = _number(get.get("from"), 1, 12, 1), _number(get.get("to"), 1, 12, 12)
    return Wanted(
        year=_number(get.get("year"), FIRST_YEAR, today.year, today.year),
        first_month=min(first, last),
        last_month=max(first, last),
        field=get.get("field", ""),
        after=get.get("after", ""),
    )


def _number(text: str | None, least: int, most: int, otherwise: int) -> int:
    if not text or not text.isdecimal() or len(text) > 4:
        return otherwise
    return int(text) if least <= int(text) <= most else otherwise


def _part(officer: Officer, wanted: Wanted, rows: int | None = None) -> RegisterPart:
    from_day, to_day = wanted.days
    return register(
        officer.actor,
        agency_code=officer.seat.agency_code,
        from_day=from_day,
        to_day=to_day,
        on=officer.at.astimezone(VIETNAM).date(),
        site_url=settings.MOTCUA_URL,
        field_code=wanted.field,
        after=wanted.after,
        **({"rows": rows} if rows else {}),
    )
