"""What an office needs on its first day: calendar, processes, catalogue, units, a key-holder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from motcua.accounts.actions import create_account
from motcua.catalogue import seed
from motcua.catalogue.actions import import_catalogue
from motcua.forms.actions import install_seed_forms
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import day_of
from motcua.organisation.actions import appoint, create_agency, create_unit
from motcua.organisation.models import Agency
from motcua.organisation.rules import CONSOLE, AgencyFacts
from motcua.organisation.states import Level, Role, UnitKind
from motcua.places.actions import install_seed_places
from motcua.process.actions import install_seed_definitions
from motcua.workcalendar.actions import install_seed

# The rooms the default process walks through; the office renames and adds to them.
UNITS: Final = (
    ("pvhcc", "Trung tâm Phục vụ hành chính công", UnitKind.RECEPTION),
    ("chuyen-mon", "Bộ phận chuyên môn", UnitKind.HANDLING),
    ("lanh-dao", "Lãnh đạo Ủy ban nhân dân", UnitKind.LEADERSHIP),
    ("van-thu", "Văn thư", UnitKind.CLERICAL),
    ("kiem-soat", "Kiểm soát thủ tục hành chính", UnitKind.CONTROL),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The first agency and what it can take from its first day."""

    agency: Agency
    username: str
    offers: int


@transaction.atomic
def open_office(*, facts: AgencyFacts, username: str, password: str, at: dt.datetime) -> Opened:
    """Fill an empty installation; all of it or nothing. Raises Refused when there is an agency.

    The agency offers every procedure in force at its level; the administrator withdraws what it
    does not handle. Figures that are only remembered stay marked as such.
    """
    if Agency.objects.exists():
        raise Refused("Đã có cơ quan trong hệ thống; thêm cơ quan ở màn hình Tổ chức, nhân sự.")
    install_seed(actor=CONSOLE, at=at)
    install_seed_definitions(actor_id=None, at=at)
    install_seed_forms(at=at)
    install_seed_places()
    agency = create_agency(actor=CONSOLE, facts=facts, parent_id=None, at=at)
    for code, name, kind in UNITS:
        unit = create_unit(
            actor=CONSOLE,
            agency_id=agency.pk,
            code=code,
            name=name,
            kind=kind,
            valid_from=facts.valid_from,
            at=at,
        )
    person = create_account(username=username, full_name="Quản trị", password=password, at=at)
    appoint(
        actor=CONSOLE,
        account_id=person.pk,
        unit_id=unit.pk,
        role=Role.ADMINISTRATOR,
        title="Quản trị hệ thống",
        valid_from=facts.valid_from,
        at=at,
    )
    document = seed.document()
    document["offers"] = list(_offers(document, facts, day_of(at)))
    report = import_catalogue(data=document, actor=None, at=at)
    return Opened(agency, username, report.offers)


def _offers(document: dict[str, Any], facts: AgencyFacts, today: dt.date) -> list[dict[str, Any]]:
    level = Level(facts.level).value
    return [
        {
            "procedure": procedure["code"],
            "agency": facts.code,
            "unit": "chuyen-mon",
            "valid_from": max(facts.valid_from, today).isoformat(),
            "valid_to": None,
        }
        for procedure in document["procedures"]
        if procedure["status"] == "active"
        and any(
            level in version["levels"] and version["valid_to"] is None
            for version in procedure["versions"]
        )
    ]
