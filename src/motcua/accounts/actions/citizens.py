"""Citizens' accounts: proved by VNeID, by a letter, or by an officer who saw the card.

A one-time link only leads to choosing a password; nothing is signed in by following it.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from motcua.accounts.actions.accounts import BY_PASSWORD, check_account, sign_in, take_password
from motcua.accounts.models import Account, OneTimeLink
from motcua.accounts.queries import link_in_force, sign_in_name
from motcua.accounts.rules import LINK_LASTS, TOKEN_PREFIX, token_digest
from motcua.accounts.states import AccountKind
from motcua.kernel.identity import BadIdentity, check_personal_number, normalise_phone
from motcua.kernel.refusals import Conflict, Refused
from motcua.kernel.vietnamese import normalise


def waiting_account(
    *,
    full_name: str,
    at: dt.datetime,
    email: str = "",
    phone: str = "",
    personal_number: str | None = None,
    opened_by_id: int | None = None,
) -> Account:
    """A citizen's account that opens nothing until its link has been followed.

    `personal_number` only from an officer who saw the card. Raises Refused at the field, Conflict
    when the person has an account already.
    """
    account = Account(
        username=f"cd-{secrets.token_hex(6)}",
        full_name=normalise(full_name),
        kind=AccountKind.CITIZEN,
        email=email.strip().lower(),
        phone=_phone(phone),
        personal_number=personal_number and _number(personal_number),
        opened_by_id=opened_by_id,
        created_at=at,
    )
    check_account(account)
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise Conflict(
            "Người mang số định danh này đã có tài khoản.", field="personal_number"
        ) from taken
    return account


def link_for(*, account_id: int, at: dt.datetime) -> str:
    """The text of a new one-time link, shown this once; the links given before open no more."""
    token = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        OneTimeLink.objects.filter(account_id=account_id, used_at__isnull=True).update(used_at=at)
        OneTimeLink.objects.create(
            account_id=account_id,
            digest=token_digest(token),
            created_at=at,
            expires_at=at + LINK_LASTS,
        )
    return token


def choose_password(*, token: str, password: str, at: dt.datetime) -> Account:
    """Follow a one-time link: the password is set, the account proved, the link used up.

    Raises NotFound for a link that is unknown, used or expired, Refused for a bad password (the
    link stays good), Conflict when another account has proved the same address meanwhile.
    """
    with transaction.atomic():
        link = link_in_force(token, at=at, for_update=True)
        account = Account.objects.select_for_update().get(pk=link.account_id)
        take_password(account, password)
        account.confirmed_at = account.confirmed_at or at
        try:
            with transaction.atomic():
                account.save(update_fields=["password", "confirmed_at"])
        except IntegrityError as taken:
            raise Conflict(
                "Địa chỉ thư này đã có tài khoản khác; hãy đăng nhập bằng tài khoản đó."
            ) from taken
        OneTimeLink.objects.filter(pk=link.pk).update(used_at=at)
    return account


def person_of_identity(*, personal_number: str, full_name: str, at: dt.datetime) -> Account:
    """The account of a person whom VNeID has proved; a new one at the first time.

    Linked by the personal number and nothing else: a name or an address proves no identity.
    Raises Refused when the number is not one, or the account was closed by the office.
    """
    number, name = _number(personal_number), normalise(full_name)
    account = Account.objects.filter(personal_number=number).first()
    if account is None:
        try:
            account = waiting_account(full_name=name, at=at, personal_number=number)
        except Conflict:  # the same person on two devices in one moment
            account = Account.objects.get(personal_number=number)
    if not account.is_active:
        raise Refused("Tài khoản này đã bị khóa; hãy liên hệ cơ quan.")
    account.full_name, account.confirmed_at = name or account.full_name, account.confirmed_at or at
    account.save(update_fields=["full_name", "confirmed_at"])
    return account


def sign_in_citizen(request: HttpRequest, *, typed: str, password: str) -> Account:
    """Sign in by a proved address or a sign-in name; refuses as `sign_in` does."""
    kinds = (AccountKind.CITIZEN, AccountKind.FIRM)
    return sign_in(request, username=sign_in_name(typed), password=password, kinds=kinds)


def keep_contact(
    *, account_id: int, phone: str, optional_letters: bool, by_zalo: bool = False
) -> Account:
    """A citizen's own telephone, whether they want the letters the law does not ask for, and
    short messages by Zalo.

    The address cannot be changed here: it was proved. Raises Refused at `phone`.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        number = _phone(phone)
        if number != account.phone:
            account.phone_confirmed_at = None
        account.phone, account.optional_letters = number, optional_letters
        account.by_zalo = by_zalo
        kept = ["phone", "phone_confirmed_at", "optional_letters", "by_zalo"]
        account.save(update_fields=kept)
    return account


def enter_as_citizen(request: HttpRequest, account: Account) -> None:
    """Open a session for somebody who has just proved who they are."""
    login(request, account, backend=BY_PASSWORD)


def _phone(text: str) -> str:
    try:
        return normalise_phone(text) if text.strip() else ""
    except ValueError as fault:
        raise Refused(str(fault), field="phone") from fault


def _number(text: str) -> str:
    try:
        return check_personal_number("".join(text.split())).number
    except BadIdentity as fault:
        raise Refused(str(fault), field="personal_number") from fault
