"""Who is acting, from which seats. Values only: loaded once per request by `queries`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

from motcua.kernel.codes import AGENCY_CODE
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.kernel.vietnamese import fold, normalise, short_date
from motcua.organisation.states import Level, Role, UnitKind

__all__ = [
    "CONSOLE",
    "Actor",
    "AgencyFacts",
    "Conflict",
    "Forbidden",
    "NotFound",
    "Refused",
    "Seat",
    "check_agency",
    "check_period",
    "check_separation",
]


@dataclass(frozen=True, slots=True)
class Seat:
    """One post in force, or one lent by delegation (`on_behalf_of` names the absent person).

    `place` is the short name of the agency.
    """

    post_id: int
    role: Role
    title: str
    unit_id: int
    unit_kind: UnitKind
    agency_id: int
    agency_path: str
    agency_code: str
    area: str = ""
    on_behalf_of: str = ""
    on_behalf_of_id: int | None = None
    place: str = ""


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

    def holds(self, *roles: Role, agency_id: int | None = None, unit_id: int | None = None) -> bool:
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
        return tuple(dict.fromkeys(seat.agency_path for seat in self.seats_as(*roles)))


# The machine's own administrator at the command line: needs no seat, signs the journal as nobody.
CONSOLE: Final = Actor(account_id=0, name="Quản trị máy chủ", kind="console")

# Two hands that may not be one person's in one agency: who receives or appraises a file does
# not sign it, and who inspects does no work that is inspected.
SEPARATED: Final = frozenset(
    frozenset(pair)
    for pair in [
        (Role.RECEPTION, Role.AGENCY_LEADER),
        (Role.SPECIALIST, Role.AGENCY_LEADER),
        *product(
            [Role.INSPECTOR],
            [
                Role.RECEPTION,
                Role.SPECIALIST,
                Role.UNIT_LEADER,
                Role.AGENCY_LEADER,
                Role.CLERK,
            ],
        ),
    ]
)

_LEVELS: Final = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is known about an agency when it is entered. `slug` is made from the short name."""

    code: str
    name: str
    short_name: str
    level: Level
    valid_from: dt.date
    valid_to: dt.date | None = None
    legacy_code: str = ""
    slug: str = ""
    desk_name: str = ""
    place: str = ""
    area: str = ""
    address: str = ""
    hotline: str = ""
    email: str = ""
    opening_hours: str = ""
    document: str = ""

    @property
    def address_name(self) -> str:
        """The slug: as given, else out of the short name ("Phường An Lạc" → "phuong-an-lac")."""
        words = re.findall(r"[a-z0-9]+", fold(self.short_name))
        return self.slug or "-".join(words)[:40].strip("-")


def check_agency(facts: AgencyFacts, parent_level: str | None) -> None:
    """Raises Refused: code, names, slug, dates, and a level that stands above the parent's."""
    for code, field in ((facts.code, "code"), (facts.legacy_code, "legacy_code")):
        if (code or field == "code") and not (len(code) <= 35 and AGENCY_CODE.fullmatch(code)):
            raise Refused(f"Mã cơ quan “{code}” không đúng dạng, ví dụ H29.101.05.", field=field)
    for text, field in ((facts.name, "name"), (facts.short_name, "short_name")):
        if not normalise(text):
            raise Refused("Tên cơ quan không được để trống.", field=field)
    if not _SLUG.fullmatch(facts.address_name) or len(facts.address_name) > 40:
        raise Refused("Tên trên đường dẫn chỉ gồm chữ thường, số và gạch nối.", field="slug")
    check_period(facts.valid_from, facts.valid_to)
    if parent_level is not None and _LEVELS.index(facts.level) < _LEVELS.index(Level(parent_level)):
        raise Refused("Cơ quan cấp trên không thể trực thuộc cơ quan cấp dưới.", field="level")


def check_period(
    start: dt.date, end: dt.date | None, *, within: tuple[dt.date, dt.date | None] | None = None
) -> None:
    """First and last day, both inside. Raises Refused when reversed or reaching out of `within`."""
    if end is not None and end < start:
        raise Refused(
            f"Ngày cuối {short_date(end)} ở trước ngày đầu {short_date(start)}.", field="valid_to"
        )
    if within is None:
        return
    first, last = within
    if start < first:
        raise Refused(f"Không được bắt đầu trước ngày {short_date(first)}.", field="valid_from")
    if last is not None and (end or last) > last:
        raise Refused(f"Không được kéo dài quá ngày {short_date(last)}.", field="valid_to")
    if last is not None and start > last:
        raise Refused(f"Nơi này chỉ hoạt động đến hết {short_date(last)}.", field="valid_from")


def check_separation(role: Role, held: Iterable[Role]) -> None:
    """Raises Refused when one person would hold both hands of a check in one agency."""
    for other in held:
        if frozenset((role, other)) in SEPARATED:
            raise Refused(
                f"Một người không thể vừa là “{role.label}” vừa là “{other.label}”"
                " trong cùng một cơ quan.",
                field="role",
            )
