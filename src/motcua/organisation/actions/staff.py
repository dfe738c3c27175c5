"""Somebody new: an account and a first post in one act, so that neither is without the other."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from motcua.accounts.models import Account
from motcua.accounts.states import AccountKind
from motcua.organisation.actions.people import open_account
from motcua.organisation.actions.posts import appoint
from motcua.organisation.rules import Actor
from motcua.organisation.states import Role


def take_on(
    *,
    actor: Actor,
    agency_id: int,
    username: str,
    full_name: str,
    password: str | None,
    unit_id: int,
    role: Role,
    valid_from: dt.date,
    at: dt.datetime,
    kind: AccountKind = AccountKind.OFFICER,
    email: str = "",
    phone: str = "",
    title: str = "",
    document: str = "",
) -> Account:
    """A new account of the agency with its first post. Raises Refused, Forbidden, Conflict."""
    person = {"username": username, "full_name": full_name, "email": email, "phone": phone}
    with transaction.atomic():
        account = open_account(
            actor=actor, agency_id=agency_id, kind=kind, password=password, at=at, **person
        )
        appoint(
            actor=actor,
            account_id=account.pk,
            unit_id=unit_id,
            role=role,
            valid_from=valid_from,
            at=at,
            title=title,
            document=document,
        )
    return account
