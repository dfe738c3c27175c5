"""A small province for tests: rows made straight, without the verbs under test."""

from __future__ import annotations

import datetime as dt

from motcua.accounts.models import Account
from motcua.accounts.states import AccountKind
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.queries import actor_for_session
from motcua.organisation.rules import Actor
from motcua.organisation.states import Level, Role, UnitKind

START = dt.date(2025, 7, 1)
TODAY = dt.date(2026, 3, 2)  # a Monday
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)


def agency(
    code: str = "H29.101",
    *,
    parent: Agency | None = None,
    level: Level = Level.COMMUNE,
    name: str = "",
    valid_from: dt.date = START,
    valid_to: dt.date | None = None,
) -> Agency:
    name = name or f"Cơ quan {code}"
    made = Agency.objects.create(
        code=code,
        slug=code.lower().replace(".", "-"),
        name=name,
        short_name=name,
        level=level,
        parent=parent,
        path="",
        valid_from=valid_from,
        valid_to=valid_to,
    )
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    return made


def unit(
    of: Agency,
    kind: UnitKind = UnitKind.RECEPTION,
    *,
    valid_from: dt.date = START,
    valid_to: dt.date | None = None,
) -> Unit:
    number = of.units.count() + 1
    return Unit.objects.create(
        agency=of,
        code=f"U{number}",
        name=f"{kind.label} {number}",
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def account(username: str, *, kind: AccountKind = AccountKind.OFFICER) -> Account:
    return Account.objects.create(username=username, full_name=f"Người {username}", kind=kind)


def post(
    holder: Account,
    at: Unit,
    role: Role,
    *,
    valid_from: dt.date = START,
    valid_to: dt.date | None = None,
) -> Post:
    return Post.objects.create(
        account=holder, unit=at, role=role, valid_from=valid_from, valid_to=valid_to
    )


def officer(username: str, at: Unit, role: Role) -> Account:
    """An account with one post."""
    holder = account(username)
    post(holder, at, role)
    return holder


def acting(who: Account, at: dt.datetime = NOW) -> Actor:
    """The person as a request would see them."""
    actor = actor_for_session(who.pk, at=at)
    assert actor is not None
    return actor
