"""Agencies, units and people of the demonstration, through the same actions as the pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import cycle
from typing import Any

from motcua.accounts.actions import create_account
from motcua.accounts.models import Account
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.actions import appoint, create_agency, create_unit
from motcua.organisation.models import Agency, Unit
from motcua.organisation.rules import CONSOLE, AgencyFacts
from motcua.organisation.states import Level, Role, UnitKind

LAST_OLD_DAY = dt.date(2025, 6, 30)
FIRST_NEW_DAY = dt.date(2025, 7, 1)
OLD_STAFF = ("tiepnhan", "thuly", "truongphong", "lanhdao", "vanthu")
OLD_FROM = dt.date(2003, 12, 2)


@dataclass(frozen=True)
class Demo:
    """What the later parts of the demonstration build on."""

    data: dict[str, Any]
    agencies: dict[str, Agency]
    units: dict[tuple[str, str], Unit]
    accounts: dict[str, Account]

    @property
    def wards(self) -> list[str]:
        """Slugs of the five wards of today."""
        return [ward["slug"] for ward in self.data["wards"]]


def demo_data() -> dict[str, Any]:
    """The file beside this module."""
    text = (resources.files(__package__) / "organisation.json").read_text("utf-8")
    return dict(json.loads(text))


def make_organisation(*, password: str, at: dt.datetime) -> Demo:
    """Both eras with their people; every account has `password`."""
    demo = Demo(demo_data(), {}, {}, {})
    data = demo.data
    root = _agency(demo, data["province"], parent=None, at=at)
    district = _agency(demo, data["district"], parent=root, at=at)
    for ward in data["old_wards"]:
        _ward(demo, ward, parent=district, old=True, at=at)
    for ward in data["wards"]:
        _ward(demo, ward, parent=root, old=False, at=at)
    names = cycle(data["names"])
    _root_staff(demo, root, names, password, at)
    _staff_of(demo, "quan-binhtan", "quanbinhtan", names, password, at)
    for ward in data["wards"]:
        _staff_of(demo, ward["slug"], ward["slug"], names, password, at)
        _posts_before(demo, ward, at)
    return demo


def _ward(demo: Demo, ward: dict[str, Any], *, parent: Agency, old: bool, at: dt.datetime) -> None:
    short = ward["short_name"]
    own = {k: ward[k] for k in ("code", "slug", "short_name", "address", "hotline") if k in ward}
    body = own | {
        "level": "commune",
        "area": "79",
        "name": f"Ủy ban nhân dân {short[0].lower()}{short[1:]}",
        "place": short.removeprefix("Phường "),
        "valid_from": OLD_FROM.isoformat() if old else FIRST_NEW_DAY.isoformat(),
        "valid_to": LAST_OLD_DAY.isoformat() if old else None,
        "opening_hours": "Thứ Hai đến Thứ Sáu 7:30–11:30, 13:00–17:00; sáng Thứ Bảy 7:30–11:30",
    }
    if old:
        number = ward["code"].rpartition(".")[2]
        body["legacy_code"] = f"000.{number}.16.H29"
        body["desk_name"] = f"Bộ phận Tiếp nhận và trả kết quả {short[0].lower()}{short[1:]}"
    else:
        body["desk_name"] = f"Trung tâm Phục vụ hành chính công {short[0].lower()}{short[1:]}"
        body["document"] = "Nghị quyết số 1685/NQ-UBTVQH15 (16/6/2025)"
    _agency(demo, body, parent=parent, at=at)


def _agency(demo: Demo, body: dict[str, Any], *, parent: Agency | None, at: dt.datetime) -> Agency:
    facts = {**body, "level": Level(body["level"])}
    for name in ("valid_from", "valid_to"):
        facts[name] = dt.date.fromisoformat(body[name]) if body.get(name) else None
    agency = create_agency(
        actor=CONSOLE, facts=AgencyFacts(**facts), parent_id=parent.pk if parent else None, at=at
    )
    demo.agencies[agency.slug] = agency
    old = agency.valid_to is not None
    for unit in demo.data["old_units" if old else "units"]:
        demo.units[agency.slug, unit["code"]] = create_unit(
            actor=CONSOLE,
            agency_id=agency.pk,
            code=unit["code"],
            name=unit["name"],
            kind=UnitKind(unit["kind"]),
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            at=at,
        )
    return agency


def _root_staff(
    demo: Demo, root: Agency, names: Iterator[str], password: str, at: dt.datetime
) -> None:
    for name in ("lanhdao", "kiemsoat", "thanhtra", "quantri"):
        account = _account(demo, f"{name}.tphcm", next(names), password, at)
        _seat(demo, account, root, demo.data["staff"][name], at)


def _staff_of(
    demo: Demo, slug: str, suffix: str, names: Iterator[str], password: str, at: dt.datetime
) -> None:
    for name, post in demo.data["staff"].items():
        if slug == "quan-binhtan" and name not in OLD_STAFF:
            continue
        account = _account(demo, f"{name}.{suffix}", next(names), password, at)
        _seat(demo, account, demo.agencies[slug], post, at)


def _posts_before(demo: Demo, ward: dict[str, Any], at: dt.datetime) -> None:
    """The same people sat in the ward of before: their old posts end with it."""
    for name, post in demo.data["staff"].items():
        account = demo.accounts[f"{name}.{ward['slug']}"]
        _seat(demo, account, demo.agencies[ward["was"]], post, at)


def _account(demo: Demo, username: str, name: str, password: str, at: dt.datetime) -> Account:
    account = create_account(
        username=username,
        full_name=name,
        email=f"{username}@motcua.example",
        password=password,
        at=at,
    )
    demo.accounts[username] = account
    return account


def _seat(
    demo: Demo, account: Account, agency: Agency, post: dict[str, Any], at: dt.datetime
) -> None:
    since = max(agency.valid_from, dt.date(2020, 1, 1))
    for code in post["units"]:
        unit = demo.units.get((agency.slug, code))
        if unit is None:
            continue
        appoint(
            actor=CONSOLE,
            account_id=account.pk,
            unit_id=unit.pk,
            role=Role(post["role"]),
            title=post["title"],
            valid_from=since,
            valid_to=agency.valid_to,
            at=at,
        )


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A moment in Vietnam."""
    return dt.datetime.combine(day, dt.time(hour, minute), VIETNAM)
