"""Accounts and tokens, given and taken by the administrator of an agency, with a journal.

The verbs themselves are in `accounts`, a floor below, which knows no seats and no journal.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from motcua.accounts import actions as accounts
from motcua.accounts.models import Account, Token
from motcua.accounts.states import AccountKind
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.access import check_can_administer, check_can_administer_account
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor, NotFound


def open_account(
    *,
    actor: Actor,
    agency_id: int,
    username: str,
    full_name: str,
    at: dt.datetime,
    kind: AccountKind = AccountKind.OFFICER,
    email: str = "",
    phone: str = "",
    password: str | None = None,
) -> Account:
    """A new account for somebody of the agency. Raises Refused, Forbidden, Conflict."""
    with transaction.atomic():
        agency = locked_agency(agency_id)
        check_can_administer(actor, agency)
        account = accounts.create_account(
            username=username,
            full_name=full_name,
            kind=kind,
            email=email,
            phone=phone,
            password=password,
            at=at,
        )
        body = {"account": account.pk, "username": account.username, "kind": kind.value}
        note(agency_id, "account.open", body, actor=actor, at=at)
    return account


def reset_password(
    *, actor: Actor, agency_id: int, account_id: int, password: str, at: dt.datetime
) -> None:
    """A new password for somebody who lost theirs. The journal never holds it."""
    with transaction.atomic():
        agency = _over_account(actor, agency_id, account_id, at)
        accounts.set_password(account_id=account_id, password=password)
        note(agency.pk, "account.password", {"account": account_id}, actor=actor, at=at)


def close_account(*, actor: Actor, agency_id: int, account_id: int, at: dt.datetime) -> None:
    """Sessions, tokens and seats of the account end with the next request."""
    with transaction.atomic():
        agency = _over_account(actor, agency_id, account_id, at)
        accounts.disable(account_id=account_id)
        note(agency.pk, "account.close", {"account": account_id}, actor=actor, at=at)


def reopen_account(*, actor: Actor, agency_id: int, account_id: int, at: dt.datetime) -> None:
    """The account may sign in again."""
    with transaction.atomic():
        agency = _over_account(actor, agency_id, account_id, at)
        accounts.enable(account_id=account_id)
        note(agency.pk, "account.reopen", {"account": account_id}, actor=actor, at=at)


def grant_token(
    *,
    actor: Actor,
    agency_id: int,
    account_id: int,
    label: str,
    expires_at: dt.datetime | None,
    at: dt.datetime,
) -> str:
    """A bearer token in plain text, shown this once."""
    with transaction.atomic():
        agency = _over_account(actor, agency_id, account_id, at)
        token = accounts.issue_token(
            account_id=account_id, label=label, expires_at=expires_at, at=at
        )
        body = {"account": account_id, "label": label, "expires": expires_at}
        note(agency.pk, "token.grant", body, actor=actor, at=at)
    return token


def withdraw_token(*, actor: Actor, agency_id: int, token_id: int, at: dt.datetime) -> None:
    """The token opens nothing from the next request on."""
    with transaction.atomic():
        token = Token.objects.filter(pk=token_id).first()
        if token is None:
            raise NotFound("Không có token này.")
        agency = _over_account(actor, agency_id, token.account_id, at)
        accounts.revoke_token(token_id=token_id, at=at)
        body = {"account": token.account_id, "token": token_id}
        note(agency.pk, "token.withdraw", body, actor=actor, at=at)


def _over_account(actor: Actor, agency_id: int, account_id: int, at: dt.datetime) -> Agency:
    agency = locked_agency(agency_id)
    check_can_administer(actor, agency)
    check_can_administer_account(actor, account_id, at=at.astimezone(VIETNAM).date())
    return agency
