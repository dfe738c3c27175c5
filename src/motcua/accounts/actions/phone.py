"""A telephone number confirmed by a code that was sent to it."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from motcua.accounts.models import Account, PhoneCode
from motcua.accounts.rules import CODE_DIGITS, CODE_LASTS, CODE_TRIES, code_digest
from motcua.kernel.refusals import Refused

_WRONG = "Mã không đúng hoặc đã hết hạn; hãy xem lại tin nhắn hoặc lấy mã mới."


def new_phone_code(*, account_id: int, at: dt.datetime) -> tuple[str, str]:
    """A number and the code to be sent to it, told this once; the code before it ends.

    Raises Refused when the account has no number, or it is confirmed already.
    """
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_DIGITS))
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        if not account.phone:
            raise Refused("Hãy ghi và lưu số điện thoại trước.", field="phone")
        if account.phone_confirmed_at is not None:
            raise Refused("Số điện thoại này đã được xác nhận.", field="phone")
        PhoneCode.objects.update_or_create(
            account=account,
            defaults={
                "phone": account.phone,
                "digest": code_digest(account_id, account.phone, code),
                "created_at": at,
                "expires_at": at + CODE_LASTS,
                "tries": 0,
            },
        )
    return account.phone, code


def confirm_phone(*, account_id: int, code: str, at: dt.datetime) -> Account:
    """The code came back: the number is confirmed, the code used up.

    Raises Refused for a wrong or expired code, and for every code after five wrong ones; a wrong
    try is counted all the same.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        known = PhoneCode.objects.select_for_update().filter(account=account).first()
        right = known is not None and _answers(known, account, code, at)
        if known is not None and not right:
            PhoneCode.objects.filter(pk=known.pk).update(tries=known.tries + 1)
        if right and known is not None:
            known.delete()
            account.phone_confirmed_at = at
            account.save(update_fields=["phone_confirmed_at"])
    if not right:
        raise Refused(_WRONG, field="code")
    return account


def _answers(known: PhoneCode, account: Account, typed: str, at: dt.datetime) -> bool:
    digest = code_digest(account.pk, account.phone, "".join(typed.split()))
    still = known.phone == account.phone and known.expires_at > at and known.tries < CODE_TRIES
    return still and secrets.compare_digest(bytes(known.digest), digest)
