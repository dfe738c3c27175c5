"""Making, closing and signing in to an account, and the tokens it holds."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Final

from django.contrib.auth import authenticate, login
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from motcua.accounts.models import Account, Token
from motcua.accounts.queries import sessions_of
from motcua.accounts.rules import TOKEN_PREFIX, LockedOut, password_refusal, token_digest
from motcua.accounts.states import AccountKind
from motcua.kernel.refusals import Conflict, NotFound, Refused
from motcua.kernel.vietnamese import normalise

BY_PASSWORD: Final = "django.contrib.auth.backends.ModelBackend"  # noqa: S105  (a path)


def create_account(
    *,
    username: str,
    full_name: str,
    at: dt.datetime,
    kind: AccountKind = AccountKind.OFFICER,
    email: str = "",
    phone: str = "",
    password: str | None = None,
) -> Account:
    """A new account; without a password it cannot sign in until one is set.

    Raises Refused for a bad name or password, Conflict when the sign-in name is taken.
    """
    account = Account(
        username=username.strip(),
        full_name=normalise(full_name),
        kind=kind,
        email=email.strip(),
        phone=phone.strip(),
        created_at=at,
    )
    check_account(account)
    if password is None:
        account.set_unusable_password()
    else:
        take_password(account, password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise Conflict(
            f"Tên đăng nhập “{account.username}” đã có người dùng.", field="username"
        ) from taken
    return account


def set_password(*, account_id: int, password: str) -> None:
    """A new password; every other session of the account ends with it (Django's session hash)."""
    with transaction.atomic():
        account = _locked(account_id)
        take_password(account, password)
        account.save(update_fields=["password"])


def disable(*, account_id: int) -> None:
    """The account signs in no more: sessions and tokens end with the next request."""
    with transaction.atomic():
        account = _locked(account_id)
        account.is_active = False
        account.save(update_fields=["is_active"])


def enable(*, account_id: int) -> None:
    """The account may sign in again, with the password it had."""
    with transaction.atomic():
        account = _locked(account_id)
        account.is_active = True
        account.save(update_fields=["is_active"])


def issue_token(
    *, account_id: int, label: str, expires_at: dt.datetime | None, at: dt.datetime
) -> str:
    """A bearer token in plain text: shown this once, kept only as its SHA-256."""
    label = normalise(label)
    if not label or len(label) > 120:
        raise Refused("Ghi token dùng để làm gì, không quá 120 ký tự.", field="label")
    if expires_at is not None and expires_at <= at:
        raise Refused("Thời điểm hết hạn của token phải ở sau lúc cấp.", field="expires_at")
    token = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        if not _locked(account_id).is_active:
            raise Refused("Tài khoản đã bị khóa, không cấp token được.")
        Token.objects.create(
            account_id=account_id,
            digest=token_digest(token),
            label=label,
            created_at=at,
            expires_at=expires_at,
        )
    return token


def revoke_token(*, token_id: int, at: dt.datetime) -> None:
    """The token opens nothing from the next request on; doing it again changes nothing."""
    if not Token.objects.filter(pk=token_id).exists():
        raise NotFound("Không có token này.")
    Token.objects.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=at)


def end_sessions(*, account_id: int, keep: str, at: dt.datetime) -> int:
    """End every session of the account but the one under the key `keep`; how many ended."""
    keys = [one.session_key for one in sessions_of(account_id, at=at) if one.session_key != keep]
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    return ended


def sign_in(
    request: HttpRequest,
    *,
    username: str,
    password: str,
    kinds: Collection[str] = (AccountKind.OFFICER,),
) -> Account:
    """Check name and password and open a session, for accounts of these kinds.

    One sentence for a wrong name, a wrong password, a closed account and somebody else's door, so
    that nobody learns which names exist. Raises LockedOut after too many wrong tries
    (django-axes counts them).
    """
    account = authenticate(request, username=username.strip(), password=password)
    if getattr(request, "axes_locked_out", False):
        raise LockedOut("Bạn đã nhập sai quá nhiều lần. Hãy thử lại sau 15 phút.")
    if not isinstance(account, Account) or account.kind not in kinds:
        raise Refused("Tên đăng nhập hoặc mật khẩu không đúng.", field="password")
    login(request, account, backend=BY_PASSWORD)
    return account


def _locked(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound("Không có tài khoản này.")
    return account


def check_account(account: Account) -> None:
    if not account.full_name:
        raise Refused("Họ và tên không được để trống.", field="full_name")
    try:
        account.clean_fields(exclude=["password"])
    except ValidationError as problem:
        field, messages = next(iter(problem.message_dict.items()))
        raise Refused(messages[0], field=field) from problem


def take_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as problem:
        raise password_refusal(problem.error_list) from problem
    account.set_password(password)
