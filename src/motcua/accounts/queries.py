"""Reads of accounts and tokens."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from motcua.accounts.models import Account, Token
from motcua.accounts.rules import token_digest
from motcua.kernel.refusals import NotFound


def by_username(username: str) -> Account:
    """The account of this sign-in name, active or not. Raises NotFound."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NotFound(f"Không có tài khoản “{username}”.", field="username")
    return account


def tokens_in_force(at: dt.datetime) -> QuerySet[Token]:
    """Not revoked, not expired, of an account that may sign in."""
    return Token.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=at),
        revoked_at__isnull=True,
        account__is_active=True,
    )


def account_for_token(token: str, *, at: dt.datetime) -> Account | None:
    """Whose token this is, when it holds at `at`. One query; none when it cannot be a token."""
    digest = token_digest(token)
    if digest is None:
        return None
    found = tokens_in_force(at).filter(digest=digest).select_related("account").first()
    return found.account if found else None


def tokens_of(account_id: int) -> list[Token]:
    """Every token ever given to an account, newest first: what its page lists."""
    return list(Token.objects.filter(account_id=account_id).order_by("-created_at", "-id"))


def sessions_of(account_id: int, *, at: dt.datetime) -> list[Session]:
    """The running sessions of a person, the one that ends last first.

    A session names its person only inside, so every running one is opened: a few hundred at most.
    """
    running = Session.objects.filter(expire_date__gt=at).order_by("-expire_date")
    return [one for one in running if one.get_decoded().get(SESSION_KEY) == str(account_id)]
