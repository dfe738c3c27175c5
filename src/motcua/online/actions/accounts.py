"""How a citizen without VNeID comes to an account: by a letter, or with an officer's help.

Whether an address has an account is told to nobody but that address.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from motcua.accounts.actions import link_for, new_phone_code, waiting_account
from motcua.accounts.models import Account
from motcua.accounts.queries import citizen_by_address, last_code_at, last_link_at
from motcua.accounts.rules import account_link
from motcua.cases.access import check_can_receive
from motcua.cases.actions.tracking import count_try
from motcua.cases.queries.tracking import TooManyTries, network_place, tries_at
from motcua.kernel.refusals import Refused
from motcua.notices.actions import enqueue
from motcua.notices.states import Way
from motcua.online.rules import CODE_EVERY, LETTER_EVERY, LETTERS_PER_NETWORK
from motcua.organisation.actions.entry import locked_agency, note
from motcua.organisation.rules import Actor


def ask_for_account(*, full_name: str, email: str, network: str, at: dt.datetime) -> None:
    """Send the address a link to choose a password with, whether it has an account or not.

    `network`: the address that asks. Raises Refused at `full_name` or `email` when they cannot be
    a name and an address, TooManyTries when the network asks too often.
    """
    with transaction.atomic():
        _count_asking(network, at)
        known = citizen_by_address(email)
        account = known or waiting_account(full_name=full_name, email=email, at=at)
        _send_link(account, at)


def ask_for_password(*, email: str, network: str, at: dt.datetime) -> None:
    """A new link for a forgotten password; to an address without an account nothing is sent.

    Raises TooManyTries when the network asks too often.
    """
    with transaction.atomic():
        _count_asking(network, at)
        known = citizen_by_address(email)
        if known is not None:
            _send_link(known, at)


def ask_for_phone_code(*, actor: Actor, network: str, at: dt.datetime) -> None:
    """Send a code to the telephone of one's own account.

    Raises Refused when there is no number or no gateway, TooManyTries when asked too often.
    """
    if not settings.MOTCUA_SMS_URL:
        raise Refused("Nơi này chưa gửi được tin nhắn; số điện thoại không cần xác nhận.")
    with transaction.atomic():
        last = last_code_at(actor.account_id)
        if last is not None and at - last < CODE_EVERY:
            raise TooManyTries("Mã vừa được gửi; hãy chờ hai phút rồi lấy mã mới.")
        _count_asking(network, at)
        phone, code = new_phone_code(account_id=actor.account_id, at=at)
        enqueue(
            key=f"phone-code/{actor.account_id}/{at.isoformat()}",
            way=Way.SMS,
            to=phone,
            subject="Mã xác nhận",
            body=f"Ma xac nhan so dien thoai: {code}. Ma dung trong 10 phut. Khong dua ma cho ai.",
            fleeting=True,
            at=at,
        )


def open_for_citizen(
    *,
    actor: Actor,
    agency_id: int,
    full_name: str,
    personal_number: str,
    phone: str = "",
    email: str = "",
    at: dt.datetime,
) -> tuple[Account, str]:
    """An account for somebody who stands at the counter with their card, and its one-time link.

    The officer who saw the card answers for the number; the entry in the journal names both.
    Raises Forbidden away from the desk, Refused at the field, Conflict when there is one already.
    """
    check_can_receive(actor, agency_id)
    with transaction.atomic():
        locked_agency(agency_id)
        account = waiting_account(
            full_name=full_name,
            email=email,
            phone=phone,
            personal_number=personal_number,
            opened_by_id=actor.account_id,
            at=at,
        )
        token = link_for(account_id=account.pk, at=at)
        note(agency_id, "citizen.open", {"account": account.pk}, actor=actor, at=at)
    return account, token


def _count_asking(network: str, at: dt.datetime) -> None:
    place = network_place("letters", network)
    if tries_at(place, at=at) >= LETTERS_PER_NETWORK:
        raise TooManyTries("Nơi này vừa yêu cầu nhiều liên kết. Hãy thử lại sau 15 phút.")
    count_try(place, at=at)


def _send_link(account: Account, at: dt.datetime) -> None:
    last = last_link_at(account.pk)
    if last is not None and at - last < LETTER_EVERY:
        return
    link = account_link(settings.MOTCUA_URL, link_for(account_id=account.pk, at=at))
    enqueue(
        key=f"account-link/{account.pk}/{at.isoformat()}",
        way=Way.EMAIL,
        to=account.email,
        subject="Liên kết đặt mật khẩu tài khoản nộp hồ sơ trực tuyến",
        body=(
            "Kính gửi ông/bà,\n\n"
            "Để đặt mật khẩu cho tài khoản nộp hồ sơ trực tuyến, hãy mở liên kết sau trong ba ngày;"
            " liên kết chỉ dùng được một lần:\n\n"
            f"{link}\n\n"
            "Nếu ông/bà không yêu cầu việc này, xin bỏ qua thư. Không ai được hỏi mật khẩu của"
            " ông/bà, kể cả cán bộ một cửa.\n"
        ),
        fleeting=True,
        at=at,
    )
