"""Reads about people and agencies that several doors need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.rules import Actor, NotFound, Seat
from motcua.organisation.states import Role, UnitKind

_SEAT_COLUMNS = (
    "id",
    "role",
    "title",
    "unit_id",
    "unit__kind",
    "unit__agency_id",
    "unit__agency__path",
    "unit__agency__code",
    "account_id",
    "account__full_name",
)


def _in_force(day: dt.date) -> Q:
    """Post, unit and agency all hold on `day`: a seat ends with its unit."""
    held = Q()
    for prefix in ("", "unit__", "unit__agency__"):
        held &= Q(**{f"{prefix}valid_from__lte": day})
        held &= Q(**{f"{prefix}valid_to__isnull": True}) | Q(
            **{f"{prefix}valid_to__gte": day}
        )
    return held


def _lent_to(account_id: int, day: dt.date) -> Q:
    return Q(
        delegations__to_id=account_id,
        delegations__valid_from__lte=day,
        delegations__valid_to__gte=day,
        delegations__ended_at__isnull=True,
    )


def seats_of(account_id: int, *, at: dt.datetime) -> tuple[Seat, ...]:
    """Own posts and posts lent by delegation, on the day of `at`. One query."""
    day = at.astimezone(VIETNAM).date()
    rows = (
        Post.objects.filter(Q(account_id=account_id) | _lent_to(account_id, day))
        .filter(_in_force(day), account__is_active=True)
        .order_by("id")
        .values_list(*_SEAT_COLUMNS)
        .distinct()
    )
    return tuple(_seat(row, account_id) for row in rows)


def _seat(row: tuple[object, ...], account_id: int) -> Seat:
    post_id, role, title, unit_id, kind, agency_id, path, code, holder_id, holder = row
    return Seat(
        post_id=int(str(post_id)),
        role=Role(str(role)),
        title=str(title),
        unit_id=int(str(unit_id)),
        unit_kind=UnitKind(str(kind)),
        agency_id=int(str(agency_id)),
        agency_path=str(path),
        agency_code=str(code),
        on_behalf_of="" if holder_id == account_id else str(holder),
    )


def actor_for(account_id: int, name: str, kind: str, *, at: dt.datetime) -> Actor:
    """The person of an account with today's seats. One query."""
    return Actor(
        account_id=account_id, name=name, kind=kind, seats=seats_of(account_id, at=at)
    )


def agency_by_code(code: str) -> Agency:
    """By present or old code. Raises NotFound."""
    agency = (
        Agency.objects.filter(Q(code=code) | Q(legacy_code=code)).first()
        if code
        else None
    )
    if agency is None:
        raise NotFound(f"Không có cơ quan nào mang mã “{code}”.", field="agency_code")
    return agency


def subtree_ids(paths: Iterable[str]) -> list[int]:
    """Ids of the agencies under these roots, the roots themselves included."""
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(path__startswith=path)
    return list(Agency.objects.filter(under).values_list("id", flat=True))


def unit_of_kind(agency_id: int, kind: UnitKind, *, on: dt.date) -> Unit | None:
    """The first unit of this kind in the agency on a day."""
    return (
        Unit.objects.on(on)
        .filter(agency_id=agency_id, kind=kind)
        .order_by("id")
        .first()
    )
