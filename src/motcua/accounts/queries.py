"""Reads of accounts and tokens."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from motcua.accounts.models import Account, OneTimeLink, PhoneCode, Token
from motcua.accounts.rules import token_digest
from motcua.accounts.states import AccountKind
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


def link_in_force(token: str, *, at: dt.datetime, for_update: bool = False) -> OneTimeLink:
    """The one-time link of this text. One sentence for unknown, used and expired ones.

    Raises NotFound.
    """
    digest = token_digest(token)
    links = OneTimeLink.objects.select_for_update() if for_update else OneTimeLink.objects
    found = (
        links.filter(digest=digest, used_at__isnull=True, expires_at__gt=at)
        .filter(account__is_active=True)
        .first()
        if digest
        else None
    )
    if found is None:
        raise NotFound("Liên kết này không đúng, đã dùng hoặc đã hết hạn; hãy xin liên kết mới.")
    return found


def last_code_at(account_id: int) -> dt.datetime | None:
    """When a code was last sent to the account's telephone. One statement."""
    codes = PhoneCode.objects.filter(account_id=account_id)
    return codes.values_list("created_at", flat=True).first()


def last_link_at(account_id: int) -> dt.datetime | None:
    """When an account was last given a one-time link. One query."""
    links = OneTimeLink.objects.filter(account_id=account_id).order_by("-created_at")
    return links.values_list("created_at", flat=True).first()


def citizen_by_address(email: str) -> Account | None:
    """Whose proved address this is. One query."""
    return Account.objects.filter(
        kind=AccountKind.CITIZEN, confirmed_at__isnull=False, email=email.strip().lower()
    ).first()


def sign_in_name(typed: str) -> str:
    """The sign-in name behind what a citizen typed: a proved address or the name itself."""
    if "@" not in typed:
        return typed.strip()
    account = citizen_by_address(typed)
    return account.username if account else typed.strip()
