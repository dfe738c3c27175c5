"""The filters of "Tất cả hồ sơ": what was asked in the address, and the choices offered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.cases.queries.filters import LATE, SOON, STILL, Filters
from motcua.cases.queries.visible import SUBTREE_VIEWERS
from motcua.cases.states import State
from motcua.catalogue.models import Field
from motcua.desk.door import Officer
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Unit
from motcua.ui.said import said

UNUSED = (State.PAYMENT_DUE,)
NAMES = ("q", "state", "field", "unit", "received_from", "received_to", "clock", "holder")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `fault` when a part of it cannot be read."""

    q: str
    only: Filters
    typed: dict[str, str]
    fault: Refused | None = None

    @property
    def query(self) -> str:
        """The same question as the tail of an address, for the next page and the export."""
        return urlencode({name: text for name, text in self.typed.items() if text})


def asked(get: QueryDict) -> Asked:
    """Read the address. A part that cannot be read asks for nothing, and is told."""
    typed = {name: get.get(name, "").strip() for name in NAMES}
    state, unit = _number(typed["state"]), _number(typed["unit"])
    clock = typed["clock"] if typed["clock"] in (LATE, SOON, STILL) else ""
    fault, days = None, {}
    for name in ("received_from", "received_to"):
        try:
            days[name] = dt.date.fromisoformat(typed[name]) if typed[name] else None
        except ValueError:
            fault = Refused(f"Ngày “{typed[name]}” không đúng; chọn trên lịch.", field=name)
            days[name] = None
    first, last = days["received_from"], days["received_to"]
    if first and last and first > last:
        fault = Refused("Ngày đầu phải trước hoặc bằng ngày cuối.", field="received_from")
        days = {"received_from": None, "received_to": None}
    holder = _number(typed["holder"])
    only = Filters(state=state, field=typed["field"], unit=unit, holder=holder, clock=clock, **days)
    return Asked(typed["q"], only, typed, fault)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def choices(officer: Officer) -> dict[str, Any]:
    """What the filters offer. Two statements."""
    return {
        "states": [(str(s.value), said(s.label)) for s in State if s not in UNUSED],
        "fields": list(Field.objects.order_by("name").values_list("code", "name")),
        "units": _units(officer),
        "clocks": [
            (LATE, _("Quá hạn")),
            (SOON, _("Sắp đến hạn")),
            (STILL, _("Một ngày chưa ai xử lý")),
        ],
    }


def _units(officer: Officer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Units of the agencies one may see, grouped by agency."""
    actor = officer.actor
    units = Unit.objects.filter(agency_id__in={seat.agency_id for seat in actor.seats})
    for path in actor.paths(*SUBTREE_VIEWERS):
        units |= Unit.objects.filter(agency__path__startswith=path)
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = units.order_by("agency__path", "id").values_list("id", "name", "agency__short_name")
    for pk, name, agency in rows:
        groups.setdefault(agency, []).append((str(pk), name))
    return list(groups.items())
