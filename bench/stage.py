"""The office under load: the demonstration's catalogue, and a hundred wards that take files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction

from motcua.accounts.actions import create_account, issue_token
from motcua.accounts.models import Account
from motcua.catalogue.models import Offer, ProcedureVersion
from motcua.kernel.worktime import VIETNAM
from motcua.management.demo.stage import set_stage
from motcua.organisation.actions import appoint, create_agency, create_unit
from motcua.organisation.models import Agency, Unit
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import CONSOLE, Actor, AgencyFacts
from motcua.organisation.states import Level, Role, UnitKind

WARDS: Final = 100
SINCE: Final = dt.date(2025, 7, 1)
UNITS: Final = {
    "pvhcc": UnitKind.RECEPTION,
    "vp": UnitKind.HANDLING,
    "kthtdt": UnitKind.HANDLING,
    "lanh-dao": UnitKind.LEADERSHIP,
    "van-thu": UnitKind.CLERICAL,
}
PEOPLE: Final = {
    "tiepnhan": (Role.RECEPTION, ("pvhcc",)),
    "thuly": (Role.SPECIALIST, ("vp",)),
    "thuly2": (Role.SPECIALIST, ("vp",)),
    "diachinh": (Role.SPECIALIST, ("kthtdt",)),
    "truongphong": (Role.UNIT_LEADER, ("vp", "kthtdt")),
    "lanhdao": (Role.AGENCY_LEADER, ("lanh-dao",)),
    "vanthu": (Role.CLERK, ("van-thu",)),
}
# Who does the specialist's step in which unit.
SPECIALIST: Final = {"vp": "thuly", "kthtdt": "diachinh"}
# Two procedures with three papers and fees, by their case and the unit that handles them.
PROCEDURES: Final = (
    ("1.004884", "can-bo", "vp", ("to-khai", "xac-nhan-co-quan", "giay-to-ca-nhan")),
    ("1.013225", "nha-o-rieng-le", "kthtdt", ("don-de-nghi", "giay-to-dat", "ban-ve")),
)


@dataclass(frozen=True)
class Ward:
    """An agency with its units, people, tokens and sessions (cookies), all by short name."""

    agency: Agency
    units: dict[str, Unit]
    people: dict[str, Account]
    tokens: dict[str, str]
    cookies: dict[str, str]

    def actor(self, who: str, at: dt.datetime) -> Actor:
        """The person as a request would load them."""
        actor = actor_for_session(self.people[who].pk, at=at)
        assert actor is not None
        return actor


@dataclass(frozen=True)
class Stage:
    """What was made. `versions` are the published versions in force of PROCEDURES, in order."""

    wards: list[Ward]
    versions: list[ProcedureVersion]


def build(at: dt.datetime, *, wards: int = WARDS) -> Stage:
    """Fill an empty database with everything but files."""
    set_stage(password="chuyen-do-toc-do", at=at, files=0, say=lambda _text: None)
    with transaction.atomic():
        root = Agency.objects.get(slug="tphcm")
        made = [_ward(number, root, at) for number in range(wards)]
        versions = [
            ProcedureVersion.objects.on(at.astimezone(VIETNAM).date()).get(
                procedure__code=code, state="published"
            )
            for code, *_rest in PROCEDURES
        ]
        _offer(made, versions)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Stage(made, versions)


def _ward(number: int, root: Agency, at: dt.datetime) -> Ward:
    facts = AgencyFacts(
        code=f"H29.9{number // 10:02}.{number % 10:02}",
        name=f"Ủy ban nhân dân phường Số {number}",
        short_name=f"Phường Số {number}",
        slug=f"so-{number}",
        level=Level.COMMUNE,
        area="79",
        valid_from=SINCE,
    )
    agency = create_agency(actor=CONSOLE, facts=facts, parent_id=root.pk, at=at)
    units = {
        code: create_unit(
            actor=CONSOLE,
            agency_id=agency.pk,
            code=code,
            name=f"Bộ phận {code}",
            kind=kind,
            valid_from=SINCE,
            at=at,
        )
        for code, kind in UNITS.items()
    }
    people = {name: _person(name, number, units, at) for name in PEOPLE}
    tokens = {
        name: issue_token(account_id=people[name].pk, label="đo", expires_at=None, at=at)
        for name in people
    }
    cookies = {name: _session(people[name]) for name in ("thuly", "diachinh")}
    return Ward(agency, units, people, tokens, cookies)


def _person(name: str, number: int, units: dict[str, Unit], at: dt.datetime) -> Account:
    role, seats = PEOPLE[name]
    account = create_account(
        username=f"{name}.so{number}", full_name=f"Nguyễn Văn {name.title()} {number}", at=at
    )
    for unit in seats:
        appoint(
            actor=CONSOLE,
            account_id=account.pk,
            unit_id=units[unit].pk,
            role=role,
            valid_from=SINCE,
            at=at,
        )
    return account


def _session(account: Account) -> str:
    """A cookie of a session as signing in leaves it."""
    from importlib import import_module

    from django.conf import settings

    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    assert store.session_key
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def _offer(wards: list[Ward], versions: list[ProcedureVersion]) -> None:
    Offer.objects.bulk_create(
        Offer(
            procedure_id=version.procedure_id,
            agency=ward.agency,
            unit=ward.units[unit],
            valid_from=SINCE,
        )
        for ward in wards
        for version, (_code, _case, unit, _papers) in zip(versions, PROCEDURES, strict=True)
    )


def intake_body(ward: Ward, number: int) -> dict[str, Any]:
    """What POST /api/v1/cases takes: one of PROCEDURES with its three papers."""
    code, case_key, _unit, papers = PROCEDURES[number % len(PROCEDURES)]
    return {
        "procedure_code": code,
        "agency_code": ward.agency.code,
        "case_key": case_key,
        "applicant": {
            "name": f"Nguyễn Thị Hoa {number}",
            "id_number": f"0793010{number % 100_000:05}",
            "phone": f"09{number % 100_000_000:08}",
            "address": f"{number % 300} Kinh Dương Vương, phường An Lạc",
        },
        "papers": [{"key": key} for key in papers],
        "return_channel": "counter",
    }
