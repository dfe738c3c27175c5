"""A small office to test with, made through the same actions as the pages use.

    def test_something(office: Office, clock: Clock) -> None:
        case = office.take_in()                        # a marriage, accepted at An Lạc's desk
        office.walk(case, to="thu_ly")                 # forwarded: the specialist has it
        office.act(case, Verb.COMPLETE, by="thuly", outcome="de_nghi_giai_quyet")

Three agencies: the city (province) and two wards, phường An Lạc with every unit and role and
phường Bình Tân, the neighbour that must see nothing. A person is named `thuly` in An Lạc, by the
whole sign-in name elsewhere: `thuly.binhtan`, `kiemsoat.tphcm`. Nobody has a password;
`office.token(who)` gives a bearer token. `clock` holds the time that doors read.

Everything was set up on SETUP and happens at NOW unless told otherwise.
"""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pytest
from django.utils import timezone

from motcua.accounts.actions import create_account, issue_token
from motcua.accounts.models import Account
from motcua.cases.actions.intake import take_in
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import Verb
from motcua.catalogue import actions as catalogue
from motcua.catalogue.queries.intake import forget_versions
from motcua.forms.queries import forget_forms
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.actions import appoint, create_agency, create_unit
from motcua.organisation.models import Agency, Unit
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import CONSOLE, Actor, AgencyFacts
from motcua.organisation.states import Level, Role, UnitKind
from motcua.process.actions import install_seed_definitions
from motcua.process.queries import forget_graphs, graph_of, live_items
from motcua.workcalendar import actions as workcalendar
from motcua.workcalendar import queries as calendars
from tests import rows
from tests.office_catalogue import BUILDING, COPIES, MARRIAGE, SINCE, catalogue_file

__all__ = ["BUILDING", "COPIES", "MARRIAGE", "NOW", "PERSON", "SETUP", "Clock", "Office"]

SETUP: Final = dt.datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)
NOW: Final = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)  # a Monday

PERSON: Final = Party(
    name="Nguyễn Thị Hoa",
    id_number="079301012345",
    phone="0901234567",
    address="12 đường số 3, phường An Lạc",
)

_UNITS: Final = {
    "MC": ("Bộ phận Tiếp nhận và trả kết quả", UnitKind.RECEPTION),
    "HT": ("Tư pháp - Hộ tịch", UnitKind.HANDLING),
    "DC": ("Địa chính - Xây dựng", UnitKind.HANDLING),
    "LD": ("Lãnh đạo Ủy ban", UnitKind.LEADERSHIP),
    "VT": ("Văn thư", UnitKind.CLERICAL),
    "KS": ("Kiểm soát thủ tục hành chính", UnitKind.CONTROL),
}
_PEOPLE: Final = {
    "tphcm": [
        ("kiemsoat", "Lý Kiểm Soát", "KS", Role.CONTROLLER),
        ("quantri", "Mạc Quản Trị", "LD", Role.ADMINISTRATOR),
        ("lanhdao", "Đỗ Thành Phố", "LD", Role.AGENCY_LEADER),
    ],
    "anlac": [
        ("tiepnhan", "Trần Tiếp Nhận", "MC", Role.RECEPTION),
        ("tiepnhan2", "Vũ Tiếp Nhận", "MC", Role.RECEPTION),
        ("thuly", "Lê Thụ Lý", "HT", Role.SPECIALIST),
        ("thuly2", "Hồ Thụ Lý", "HT", Role.SPECIALIST),
        ("diachinh", "Ngô Địa Chính", "DC", Role.SPECIALIST),
        ("truongphong", "Phạm Trưởng Phòng", "HT", Role.UNIT_LEADER),
        ("truongphong2", "Phan Trưởng Phòng", "DC", Role.UNIT_LEADER),
        ("lanhdao", "Hoàng Lãnh Đạo", "LD", Role.AGENCY_LEADER),
        ("vanthu", "Bùi Văn Thư", "VT", Role.CLERK),
        ("kiemsoat", "Đặng Kiểm Soát", "KS", Role.CONTROLLER),
        ("thanhtra", "Dương Thanh Tra", "KS", Role.INSPECTOR),
        ("quantri", "Tô Quản Trị", "LD", Role.ADMINISTRATOR),
    ],
    "binhtan": [
        ("tiepnhan", "Cao Tiếp Nhận", "MC", Role.RECEPTION),
        ("thuly", "Đinh Thụ Lý", "HT", Role.SPECIALIST),
        ("lanhdao", "Mai Lãnh Đạo", "LD", Role.AGENCY_LEADER),
    ],
}
# Who does a step of the shipped processes, by its role.
_BY_ROLE: Final = {
    "reception": "tiepnhan",
    "specialist": "thuly",
    "unit_leader": "truongphong",
    "agency_leader": "lanhdao",
    "clerk": "vanthu",
}


@dataclass
class Clock:
    """The time that doors read; it stands still until moved."""

    now: dt.datetime = NOW

    def forward(self, **amount: float) -> dt.datetime:
        """`clock.forward(hours=2)`."""
        self.now += dt.timedelta(**amount)
        return self.now


@dataclass(frozen=True)
class Office:
    """What was made. `units` and `accounts` are by ("anlac", "HT") and "thuly.anlac"."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def ward(self) -> Agency:
        """Phường An Lạc, where things happen."""
        return self.agencies["anlac"]

    @property
    def neighbour(self) -> Agency:
        """Phường Bình Tân, whose people may see nothing of An Lạc's files."""
        return self.agencies["binhtan"]

    def account(self, who: str) -> Account:
        return self.accounts[who if "." in who else f"{who}.anlac"]

    def actor(self, who: str, *, at: dt.datetime = NOW) -> Actor:
        """The person with today's seats, as a request would load them. One statement."""
        actor = actor_for_session(self.account(who).pk, at=at)
        assert actor is not None
        return actor

    def token(self, who: str, *, at: dt.datetime = NOW) -> str:
        """A bearer token in plain text."""
        return issue_token(account_id=self.account(who).pk, label="thử", expires_at=None, at=at)

    def form(self, procedure: str = MARRIAGE, **changes: Any) -> IntakeForm:
        """A complete form of a procedure; `changes` are fields of IntakeForm."""
        papers = {
            MARRIAGE: ("to_khai", "xac_nhan"),
            BUILDING: ("don", "ban_ve"),
            COPIES: ("ban_chinh",),
        }[procedure]
        plain = IntakeForm(
            procedure_code=procedure,
            agency_code=self.ward.code,
            applicant=PERSON,
            case_key="xay_moi" if procedure == BUILDING else "",
            papers=tuple(PaperIn(key) for key in papers),
        )
        return replace(plain, **changes)

    def take_in(
        self,
        procedure: str = MARRIAGE,
        *,
        by: str = "tiepnhan",
        at: dt.datetime = NOW,
        **changes: Any,
    ) -> Case:
        """A file at the desk of An Lạc; `accept=False` only registers it."""
        form = self.form(procedure, **changes)
        return take_in(form=form, actor=self.actor(by, at=at), at=at)

    def act(
        self, case: Case, verb: Verb, *, by: str, at: dt.datetime | None = None, **fields: Any
    ) -> Case:
        """One verb to a file, as the person would do it; at the file's last moment by default."""
        at = at or case.touched_at
        return act_on(case.number, verb, actor=self.actor(by, at=at), at=at, **fields)

    def walk(self, case: Case, *, to: str = "", at: dt.datetime | None = None) -> Case:
        """Take the file forward, step by step, until step `to` is open; with none, to the end."""
        for _turn in range(12):
            live = live_items(case.pk)
            if not live or live[0].step == to:
                return Case.objects.select_related("version", "run").get(pk=case.pk)
            task = graph_of(case.run.definition_id).task(live[0].step)
            fields: dict[str, Any] = {}
            if task.outcomes:
                fields["outcome"] = task.outcomes[0].key
            if str(task.verb) == Verb.ISSUE:
                fields["number"] = "12/UBND"
            who = _BY_ROLE[str(task.role)]
            if live[0].unit_id == self.units["anlac", "DC"].pk:
                who = {"thuly": "diachinh", "truongphong": "truongphong2"}[who]
            case = self.act(case, Verb(str(task.verb)), by=who, at=at, **fields)
        raise AssertionError(f"step “{to}” was never reached")


_made: list[tuple[bytes, rows.Rows]] = []


def build() -> Office:
    """The office in an empty database: by its verbs once, afterwards by its rows."""
    assert not Account.objects.exists(), "ask for the office first: it needs an empty database"
    forget_graphs()
    forget_versions()
    forget_forms()
    if not _made:
        calendars._kept.clear()
        _made.append((pickle.dumps(_build()), rows.taken()))
    else:
        rows.put_back(_made[0][1])
    # A copy for each test: whoever changes an object of it changes only their own.
    office = pickle.loads(_made[0][0])
    assert isinstance(office, Office)
    return office


def _build() -> Office:
    workcalendar.install_seed(actor=CONSOLE, at=SETUP)
    install_seed_definitions(actor_id=None, at=SETUP)
    office = Office()
    _agency(office, "tphcm", "H29", "Thành phố Hồ Chí Minh", Level.PROVINCE, ("LD", "KS"))
    _agency(office, "anlac", "H29.101", "Phường An Lạc", Level.COMMUNE, tuple(_UNITS))
    _agency(office, "binhtan", "H29.102", "Phường Bình Tân", Level.COMMUNE, ("MC", "HT", "LD"))
    for slug, people in _PEOPLE.items():
        for name, full_name, unit, role in people:
            _person(office, f"{name}.{slug}", full_name, office.units[slug, unit], role)
    _catalogue(office)
    return office


def _agency(
    office: Office, slug: str, code: str, name: str, level: Level, units: tuple[str, ...]
) -> None:
    root = office.agencies.get("tphcm")
    facts = AgencyFacts(
        code=code,
        name=f"Ủy ban nhân dân {name}",
        short_name=name,
        slug=slug,
        level=level,
        valid_from=SINCE,
        hotline="1900 1234",
        address="521 Kinh Dương Vương",
    )
    agency = create_agency(
        actor=CONSOLE, facts=facts, parent_id=root.pk if root else None, at=SETUP
    )
    office.agencies[slug] = agency
    for unit in units:
        unit_name, kind = _UNITS[unit]
        office.units[slug, unit] = create_unit(
            actor=CONSOLE,
            agency_id=agency.pk,
            code=unit,
            name=unit_name,
            kind=kind,
            valid_from=SINCE,
            at=SETUP,
        )


def _person(office: Office, username: str, full_name: str, unit: Unit, role: Role) -> None:
    account = create_account(username=username, full_name=full_name, at=SETUP)
    office.accounts[username] = account
    appoint(
        actor=CONSOLE,
        account_id=account.pk,
        unit_id=unit.pk,
        role=role,
        valid_from=SINCE,
        at=SETUP,
    )


def _catalogue(office: Office) -> None:
    catalogue.import_catalogue(
        data=catalogue_file(), actor=office.actor("kiemsoat.tphcm", at=SETUP), at=SETUP
    )


@pytest.fixture
def office(db: None) -> Office:
    """Two wards and their city with people, calendar, processes and three procedures."""
    return build()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Doors read the time from here; it begins at NOW."""
    held = Clock()
    monkeypatch.setattr(timezone, "now", lambda: held.now)
    return held
