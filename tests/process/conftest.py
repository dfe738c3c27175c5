"""An office to run processes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from motcua.accounts.models import Account
from motcua.organisation.models import Agency, Unit
from motcua.organisation.states import Role, UnitKind
from motcua.process.queries import forget_graphs
from tests.organisation import builders


@pytest.fixture(autouse=True)
def _fresh_graphs() -> Iterator[None]:
    """Graphs are cached by id, and each test's database counts its ids anew."""
    forget_graphs()
    yield
    forget_graphs()


@dataclass(frozen=True)
class Office:
    """One ward with every kind of unit and somebody for every role."""

    agency: Agency
    units: dict[UnitKind, Unit]
    people: dict[Role, Account]
    second: Account  # another specialist of the same room
    outsider: Account  # a specialist of another room

    def unit_for(self, kind: UnitKind) -> int:
        return self.units[kind].pk

    def id_of(self, role: Role) -> int:
        return self.people[role].pk


ROOMS = {
    Role.RECEPTION: UnitKind.RECEPTION,
    Role.SPECIALIST: UnitKind.HANDLING,
    Role.UNIT_LEADER: UnitKind.HANDLING,
    Role.AGENCY_LEADER: UnitKind.LEADERSHIP,
    Role.CLERK: UnitKind.CLERICAL,
    Role.CONTROLLER: UnitKind.CONTROL,
}


def make_office() -> Office:
    agency = builders.agency()
    units = {kind: builders.unit(agency, kind) for kind in UnitKind}
    people = {
        role: builders.officer(str(role.value), units[kind], role) for role, kind in ROOMS.items()
    }
    room = units[UnitKind.HANDLING]
    other = builders.unit(agency, UnitKind.HANDLING)
    return Office(
        agency=agency,
        units=units,
        people=people,
        second=builders.officer("thuly2", room, Role.SPECIALIST),
        outsider=builders.officer("thuly3", other, Role.SPECIALIST),
    )


@pytest.fixture
def office(db: None) -> Office:
    return make_office()
