"""Two wards under one city, each with a desk, a room and leaders."""

from dataclasses import dataclass

import pytest

from motcua.accounts.models import Account
from motcua.organisation.models import Agency, Unit
from motcua.organisation.states import Level, Role, UnitKind
from tests.organisation import builders


@dataclass(frozen=True)
class Ward:
    agency: Agency
    desk: Unit
    room: Unit
    reception: Account
    specialist: Account
    head: Account
    leader: Account
    admin: Account


@dataclass(frozen=True)
class City:
    agency: Agency
    admin: Account
    an_lac: Ward
    binh_tan: Ward


def ward(code: str, name: str, parent: Agency) -> Ward:
    of = builders.agency(code, parent=parent, name=f"UBND phường {name}")
    desk, room = builders.unit(of), builders.unit(of, UnitKind.HANDLING)
    leaders = builders.unit(of, UnitKind.LEADERSHIP)
    tail = code.rsplit(".", 1)[-1]
    return Ward(
        agency=of,
        desk=desk,
        room=room,
        reception=builders.officer(f"tiepnhan.{tail}", desk, Role.RECEPTION),
        specialist=builders.officer(f"thuly.{tail}", room, Role.SPECIALIST),
        head=builders.officer(f"truongphong.{tail}", room, Role.UNIT_LEADER),
        leader=builders.officer(f"lanhdao.{tail}", leaders, Role.AGENCY_LEADER),
        admin=builders.officer(f"quantri.{tail}", leaders, Role.ADMINISTRATOR),
    )


@pytest.fixture
def city(db: None) -> City:
    top = builders.agency("H29", level=Level.PROVINCE, name="UBND Thành phố Hồ Chí Minh")
    office = builders.unit(top, UnitKind.LEADERSHIP)
    return City(
        agency=top,
        admin=builders.officer("quantri.hcm", office, Role.ADMINISTRATOR),
        an_lac=ward("H29.101", "An Lạc", top),
        binh_tan=ward("H29.102", "Bình Tân", top),
    )
