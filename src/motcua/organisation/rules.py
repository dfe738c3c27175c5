"""Who is acting, from which seats. Values only: loaded once per request by `queries`."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.organisation.states import Role, UnitKind

__all__ = ["Actor", "Conflict", "Forbidden", "NotFound", "Refused", "Seat"]


@dataclass(frozen=True, slots=True)
class Seat:
    """One post in force, or one lent by delegation (`on_behalf_of` names the absent person)."""

    post_id: int
    role: Role
    title: str
    unit_id: int
    unit_kind: UnitKind
    agency_id: int
    agency_path: str
    agency_code: str
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person or system with the seats of the day of the act."""

    account_id: int
    name: str
    kind: str
    seats: tuple[Seat, ...] = ()

    def seats_as(self, *roles: Role) -> tuple[Seat, ...]:
        """The seats with one of these roles."""
        return tuple(seat for seat in self.seats if seat.role in roles)

    def holds(
        self, *roles: Role, agency_id: int | None = None, unit_id: int | None = None
    ) -> bool:
        """Whether some seat has one of these roles, in this agency, in this unit."""
        return any(
            (agency_id is None or seat.agency_id == agency_id)
            and (unit_id is None or seat.unit_id == unit_id)
            for seat in self.seats_as(*roles)
        )

    def seat_in(self, agency_code: str, *roles: Role) -> Seat | None:
        """The first seat with one of these roles in the agency of this code."""
        return next((s for s in self.seats_as(*roles) if s.agency_code == agency_code), None)

    def agency_ids(self, *roles: Role) -> frozenset[int]:
        """Agencies in which one of these roles is held."""
        return frozenset(seat.agency_id for seat in self.seats_as(*roles))

    def unit_ids(self, *roles: Role) -> frozenset[int]:
        """Units in which one of these roles is held."""
        return frozenset(seat.unit_id for seat in self.seats_as(*roles))

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """Roots of the subtrees in which one of these roles is held."""
        return tuple(sorted({seat.agency_path for seat in self.seats_as(*roles)}))
