"""What everybody may do to their own account: a new password, an end to other sessions."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from motcua.accounts import actions as accounts
from motcua.accounts.models import Account
from motcua.accounts.rules import LockedOut
from motcua.kernel.refusals import Refused
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.rules import Actor


def change_own_password(
    request: HttpRequest,
    *,
    actor: Actor,
    agency_id: int,
    old: str,
    new: str,
    at: dt.datetime,
) -> None:
    """A new password for oneself; this session goes on, all others end.

    Wrong old passwords count like wrong sign-ins: nobody guesses at a desk left open. Raises
    Refused at `old` or `password`, LockedOut. The journal of the agency never holds it.
    """
    account = Account.objects.get(pk=actor.account_id)
    known = authenticate(request, username=account.username, password=old)
    if getattr(request, "axes_locked_out", False):
        raise LockedOut("Bạn đã nhập sai quá nhiều lần. Hãy thử lại sau 15 phút.", field="old")
    if known is None:
        raise Refused("Mật khẩu đang dùng không đúng.", field="old")
    if new == old:
        raise Refused("Mật khẩu mới phải khác mật khẩu đang dùng.", field="password")
    with transaction.atomic():
        agency = locked_agency(agency_id)
        accounts.set_password(account_id=account.pk, password=new)
        note(agency.pk, "account.own_password", {"account": account.pk}, actor=actor, at=at)
    account.refresh_from_db()
    update_session_auth_hash(request, account)


def end_own_sessions(*, actor: Actor, keep: str, agency_id: int, at: dt.datetime) -> int:
    """End every session of one's own but this one; how many ended."""
    with transaction.atomic():
        agency = locked_agency(agency_id)
        ended = accounts.end_sessions(account_id=actor.account_id, keep=keep, at=at)
        body = {"account": actor.account_id, "ended": ended}
        if ended:
            note(agency.pk, "account.sessions", body, actor=actor, at=at)
    return ended
