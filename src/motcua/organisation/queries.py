"""Reads about people and agencies that several doors need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from motcua.accounts.rules import token_digest
from motcua.kernel.vietnamese import name_sort_key
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency, Delegation, Post, Succession, Unit
from motcua.organisation.rules import Actor, NotFound, Seat
from motcua.organisation.states import Role, UnitKind
from motcua.prepared import prepared

# Asked once per request, so it is one prepared statement: composing the same question from
# QuerySets takes longer than the database needs to answer it. A seat holds on a day when its
# post, unit and agency do; a lent one also ends when it is given back or its holder leaves.
_SEATS = """
WITH person AS ({person}),
held AS (
    SELECT person.id AS person_id, post.id AS post_id
    FROM person JOIN post ON post.account_id = person.id
    UNION
    SELECT person.id, delegation.post_id
    FROM person JOIN delegation ON delegation.to_id = person.id
    WHERE delegation.valid_from <= %(day)s AND delegation.valid_to >= %(day)s
      AND delegation.ended_at IS NULL
),
seat AS (
    SELECT held.person_id, post.id AS post_id, post.role, post.title,
           unit.id AS unit_id, unit.kind AS unit_kind,
           agency.id AS agency_id, agency.path, agency.code, agency.area,
           CASE WHEN holder.id = held.person_id THEN '' ELSE holder.full_name END AS on_behalf_of,
           NULLIF(holder.id, held.person_id) AS on_behalf_of_id, agency.short_name
    FROM held
    JOIN post ON post.id = held.post_id
    JOIN account holder ON holder.id = post.account_id
    JOIN unit ON unit.id = post.unit_id
    JOIN agency ON agency.id = unit.agency_id
    WHERE holder.is_active
      AND post.valid_from <= %(day)s AND (post.valid_to IS NULL OR post.valid_to >= %(day)s)
      AND unit.valid_from <= %(day)s AND (unit.valid_to IS NULL OR unit.valid_to >= %(day)s)
      AND agency.valid_from <= %(day)s
      AND (agency.valid_to IS NULL OR agency.valid_to >= %(day)s)
)
SELECT person.id, person.full_name, person.kind,
       seat.post_id, seat.role, seat.title, seat.unit_id, seat.unit_kind,
       seat.agency_id, seat.path, seat.code, seat.area, seat.on_behalf_of, seat.on_behalf_of_id,
       seat.short_name
FROM person LEFT JOIN seat ON seat.person_id = person.id
ORDER BY seat.post_id
"""
_BY_ACCOUNT = _SEATS.format(
    person="SELECT id, full_name, kind FROM account WHERE id = %(account)s AND is_active"
)
_BY_TOKEN = _SEATS.format(
    person="""
    SELECT account.id, account.full_name, account.kind
    FROM account_token JOIN account ON account.id = account_token.account_id
    WHERE account_token.digest = %(digest)s AND account_token.revoked_at IS NULL
      AND (account_token.expires_at IS NULL OR account_token.expires_at > %(at)s)
      AND account.is_active
    """
)


def actor_for_session(account_id: int, *, at: dt.datetime) -> Actor | None:
    """The person of a session with the seats of the day; None when the account is closed.

    One statement. Own posts and posts lent by delegation, on the day of `at` in Vietnam.
    """
    return _actor(_BY_ACCOUNT, {"account": account_id}, at)


def actor_for_token(token: str, *, at: dt.datetime) -> Actor | None:
    """Who stands behind a bearer token, with the seats of the day; None when it opens nothing.

    One statement, and none at all for a text that cannot be a token.
    """
    digest = token_digest(token)
    if digest is None:
        return None
    moment = connection.ops.adapt_datetimefield_value(at)
    return _actor(_BY_TOKEN, {"digest": digest, "at": moment}, at)


def actor_for(account_id: int, name: str, kind: str, *, at: dt.datetime) -> Actor:
    """The person of an account with today's seats. One query."""
    return Actor(account_id=account_id, name=name, kind=kind, seats=seats_of(account_id, at=at))


def seats_of(account_id: int, *, at: dt.datetime) -> tuple[Seat, ...]:
    """Own posts and posts lent by delegation, on the day of `at`. One query."""
    actor = actor_for_session(account_id, at=at)
    return actor.seats if actor else ()


def _actor(statement: str, values: Mapping[str, Any], at: dt.datetime) -> Actor | None:
    day = connection.ops.adapt_datefield_value(at.astimezone(VIETNAM).date())
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "day": day})
        rows = cursor.fetchall()
    if not rows:
        return None
    account_id, name, kind = rows[0][:3]
    seats = tuple(_seat(*row[3:]) for row in rows if row[3] is not None)
    return Actor(account_id=account_id, name=name, kind=kind, seats=seats)


def _seat(
    post_id: int,
    role: str,
    title: str,
    unit_id: int,
    unit_kind: str,
    agency_id: int,
    path: str,
    code: str,
    area: str,
    on_behalf_of: str,
    on_behalf_of_id: int | None,
    place: str,
) -> Seat:
    return Seat(
        post_id=post_id,
        role=Role(role),
        title=title,
        unit_id=unit_id,
        unit_kind=UnitKind(unit_kind),
        agency_id=agency_id,
        agency_path=path,
        agency_code=code,
        area=area,
        on_behalf_of=on_behalf_of,
        on_behalf_of_id=on_behalf_of_id,
        place=place,
    )


def in_force(day: dt.date) -> Q:
    """Posts that give a seat on `day`: the post, its unit and its agency all hold."""
    held = Q()
    for prefix in ("", "unit__", "unit__agency__"):
        held &= Q(**{f"{prefix}valid_from__lte": day})
        held &= Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return held


def agency_by_code(code: str) -> Agency:
    """By present or old code. Raises NotFound."""
    found = _of_code(code) if code else []
    if not found:
        raise NotFound(f"Không có cơ quan nào mang mã “{code}”.", field="agency_code")
    return found[0]


@prepared
def _of_code(code: str) -> QuerySet[Agency]:
    return Agency.objects.filter(Q(code=code) | Q(legacy_code=code)).order_by("pk")[:1]


def agency_by_slug(slug: str) -> Agency:
    """By the short name in addresses, ended agencies too. One query. Raises NotFound."""
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        raise NotFound(f"Không có cơ quan nào mang tên tắt “{slug}”.")
    return agency


def agencies_on(*, on: dt.date) -> list[Agency]:
    """Agencies in force on a day, the one everybody stands under first. One query."""
    return list(Agency.objects.on(on).order_by(Length("path"), "short_name", "code"))


def front_agency(*, on: dt.date) -> Agency | None:
    """The agency this installation speaks for: the highest of those in force. One query."""
    return Agency.objects.on(on).order_by(Length("path"), "short_name", "code").first()


def ended_agencies(*, on: dt.date) -> list[Agency]:
    """Agencies that ended before a day, the latest first. One query."""
    return list(Agency.objects.filter(valid_to__lt=on).order_by("-valid_to", "code"))


def subtree_ids(paths: Iterable[str]) -> list[int]:
    """Ids of the agencies under these roots, the roots themselves included."""
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(path__startswith=path)
    return list(Agency.objects.filter(under).values_list("id", flat=True))


def unit_of_kind(agency_id: int, kind: UnitKind, *, on: dt.date) -> Unit | None:
    """The first unit of this kind in the agency on a day."""
    return Unit.objects.on(on).filter(agency_id=agency_id, kind=kind).order_by("id").first()


@dataclass(frozen=True, slots=True)
class Branch:
    """An agency with the agencies under it, as they stood on a day."""

    agency: Agency
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in a unit on a day; `lent` when only by delegation."""

    account_id: int
    username: str
    name: str
    roles: tuple[Role, ...]
    seats: int
    lent: bool


def agency_tree(*, on: dt.date) -> tuple[Branch, ...]:
    """The agencies in force on a day, by code; one whose parent has ended stands as a root."""
    agencies = list(Agency.objects.on(on).order_by("code"))
    known = {agency.pk for agency in agencies}
    under: dict[int | None, list[Agency]] = {}
    for agency in agencies:
        under.setdefault(agency.parent_id if agency.parent_id in known else None, []).append(agency)

    def branches(parent_id: int | None) -> tuple[Branch, ...]:
        return tuple(Branch(a, branches(a.pk)) for a in under.get(parent_id, []))

    return branches(None)


def units_of_agency(agency_id: int, *, on: dt.date) -> list[Unit]:
    """The units of an agency on a day, in the order they were made. One query."""
    return list(Unit.objects.on(on).filter(agency_id=agency_id).order_by("id"))


def posts_of_agency(agency_id: int, *, on: dt.date) -> list[Post]:
    """Who sits where in an agency on a day, and from a later day, with names. One query.

    Posts that begin later are listed too, so that an administrator sees what was arranged.
    """
    return list(
        Post.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), unit__agency_id=agency_id
        )
        .select_related("account", "unit")
        .order_by("unit_id", "role", "valid_from", "id")
    )


def people_of_unit(unit_id: int, *, on: dt.date) -> tuple[Colleague, ...]:
    """To whom work of this unit may be given on a day, by name. Two queries.

    People with an open account who hold a post in the unit or were lent one.
    """
    posts = Post.objects.filter(in_force(on), unit_id=unit_id, account__is_active=True)
    own = posts.values_list("account_id", "account__username", "account__full_name", "role")
    lent = (
        Delegation.objects.on(on)
        .filter(post__in=posts, ended_at__isnull=True, to__is_active=True)
        .values_list("to_id", "to__username", "to__full_name", "post__role")
    )
    held: dict[tuple[int, str, str], list[tuple[Role, bool]]] = {}
    for is_lent, rows in ((False, own), (True, lent)):
        for account_id, username, name, role in rows:
            person = (account_id, username, name)
            held.setdefault(person, []).append((Role(role), is_lent))
    people = (
        Colleague(
            account_id=account_id,
            username=username,
            name=name,
            roles=tuple(dict.fromkeys(role for role, _ in seats)),
            seats=len(seats),
            lent=all(is_lent for _, is_lent in seats),
        )
        for (account_id, username, name), seats in held.items()
    )
    return tuple(sorted(people, key=lambda person: name_sort_key(person.name)))


def delegations_of_agency(agency_id: int, *, at: dt.datetime) -> list[Delegation]:
    """Posts lent now or soon in an agency, the earliest first. One query."""
    return list(_running(at).filter(post__unit__agency_id=agency_id))


def delegations_of(account_id: int, *, at: dt.datetime) -> list[Delegation]:
    """What a person has lent or been lent, now or soon. One query."""
    return list(_running(at).filter(Q(post__account_id=account_id) | Q(to_id=account_id)))


def _running(at: dt.datetime) -> QuerySet[Delegation]:
    day = at.astimezone(VIETNAM).date()
    return (
        Delegation.objects.filter(valid_to__gte=day, ended_at__isnull=True)
        .select_related("post__account", "post__unit", "to")
        .order_by("valid_from", "id")
    )


def successors_of(agency_id: int, *, on: dt.date) -> list[Agency]:
    """Who answers for an ended agency today: its successors, or theirs, as far as they go on.

    One query for each step of the chain. Empty while the agency itself goes on.
    """
    found: dict[int, Agency] = {}
    seen, asked = {agency_id}, [agency_id]
    while asked:
        rows = Succession.objects.filter(predecessor_id__in=asked, effective_on__lte=on)
        asked = []
        for row in rows.select_related("successor").order_by("successor_id"):
            if row.successor_id in seen:
                continue
            seen.add(row.successor_id)
            ended = row.successor.valid_to is not None and row.successor.valid_to < on
            if ended:
                asked.append(row.successor_id)
            else:
                found[row.successor_id] = row.successor
    return list(found.values())
