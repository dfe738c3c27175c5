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
    with transaction.atomic():
        account = open_account(
            actor=actor,
            agency_id=agency_id,
            username=username,
            full_name=full_name,
            kind=kind,
            email=email,
            phone=phone,
            password=password,
            at=at,
        )
        appoint(
            actor=actor,
            account_id=account.pk,
            unit_id=unit_id,
            role=role,
            valid_from=valid_from,
            title=title,
            document=document,
            at=at,
        )
    return account
