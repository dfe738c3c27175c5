"""Writing messages into the outbox, and sending them from it.

A message is written in the transaction of the act it tells of, so neither is ever without the
other. Any number of workers may send: a message belongs to whoever moved its next try ahead.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from motcua.notices.models import Message
from motcua.notices.rules import (
    BATCH,
    LEASE,
    Draft,
    Letter,
    Pass,
    Point,
    Undeliverable,
    message_id,
    next_try,
    not_at_night,
    one_line,
    stored_key,
)
from motcua.notices.sms import send_sms
from motcua.notices.states import MessageState, Way

Sender = Callable[[Letter], None]

_FIRST_PERMANENT_SMTP_CODE = 500


def enqueue(
    *,
    key: str,
    way: Way,
    to: str,
    subject: str,
    body: str,
    at: dt.datetime,
    account_id: int | None = None,
    agency_id: int | None = None,
    fleeting: bool = False,
) -> None:
    """One message. Writing the same key again changes nothing. One statement."""
    enqueue_many(
        [
            Draft(
                key=key,
                way=way,
                to=to,
                subject=subject,
                body=body,
                account_id=account_id,
                agency_id=agency_id,
                fleeting=fleeting,
            )
        ],
        at=at,
    )


def enqueue_many(drafts: Iterable[Draft], *, at: dt.datetime) -> None:
    """Messages whose keys are new; the others are there already. One statement.

    A bad address never stops the act: the message is kept as not sendable and says why.
    """
    rows = [_row(draft, at) for draft in drafts]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(*, account_id: int, message_ids: Iterable[int], at: dt.datetime) -> int:
    """The person has seen these messages of theirs; the first time stays. How many were new."""
    return Message.objects.filter(
        pk__in=list(message_ids), account_id=account_id, way=Way.DESK, read_at__isnull=True
    ).update(read_at=at)


def send_due(
    *,
    at: dt.datetime,
    sender: Sender,
    limit: int = BATCH,
    reached: Callable[[Point], None] = lambda _: None,
) -> Pass:
    """One pass: send what is due, at most `limit` (never more than BATCH).

    A pass that dies leaves its message claimed; after the lease it comes back and, if it had
    been handed over already, goes out a second time under the same Message-ID.
    """
    due = list(
        Message.objects.filter(state=MessageState.QUEUED, next_try_at__lte=at).order_by(
            "next_try_at", "id"
        )[: min(limit, BATCH)]
    )
    counts = Counter(_send(message, at, sender, reached) for message in due)
    return Pass(
        sent=counts[MessageState.SENT],
        postponed=counts[MessageState.QUEUED],
        failed=counts[MessageState.FAILED],
    )


@contextmanager
def post_office() -> Iterator[Sender]:
    """A sender over Django's mail back end, with one connection for the whole pass."""
    connection = get_connection()
    try:
        yield lambda letter: _mail(letter, connection)
    finally:
        connection.close()


def _row(draft: Draft, at: dt.datetime) -> Message:
    fault = _unsendable(draft)
    on_desk = draft.way == Way.DESK
    state = MessageState.SENT if on_desk else MessageState.QUEUED
    return Message(
        key=stored_key(draft.key),
        way=draft.way,
        to=one_line(draft.to, 254),
        account_id=draft.account_id,
        agency_id=draft.agency_id,
        subject=one_line(draft.subject, 200),
        body="" if draft.fleeting and fault else draft.body,
        fleeting=draft.fleeting,
        state=MessageState.FAILED if fault else state,
        queued_at=at,
        next_try_at=not_at_night(draft.way, at, asked_for=draft.fleeting),
        sent_at=at if on_desk and not fault else None,
        fault=fault,
    )


def _unsendable(draft: Draft) -> str:
    if draft.way == Way.DESK:
        return "" if draft.account_id else "Thông báo trên hệ thống phải có người nhận."
    if draft.way == Way.EMAIL:
        try:
            validate_email(draft.to)
        except ValidationError:
            return "Địa chỉ thư điện tử không đúng."
    return ""


def _send(
    message: Message, at: dt.datetime, sender: Sender, reached: Callable[[Point], None]
) -> MessageState | None:
    if not _claim(message, at):
        return None
    reached(Point.CLAIMED)
    letter = _letter(message)
    reached(Point.RENDERED)
    try:
        sender(letter)
    except Exception as problem:  # noqa: BLE001  # one bad message must not stop the others
        return _note_failure(message, at, problem)
    reached(Point.HANDED)
    _settle(message, state=MessageState.SENT, sent_at=at, fault="")
    reached(Point.MARKED)
    return MessageState.SENT


def _claim(message: Message, at: dt.datetime) -> bool:
    """Ours when nobody moved it since it was read; committed before anything is sent."""
    with transaction.atomic(durable=True):
        claimed = Message.objects.filter(
            pk=message.pk, state=MessageState.QUEUED, next_try_at=message.next_try_at
        ).update(next_try_at=at + LEASE, tries=F("tries") + 1)
    message.tries += 1
    message.next_try_at = at + LEASE
    return claimed == 1


def _settle(message: Message, **facts: object) -> None:
    if message.fleeting and "state" in facts:  # sent, or given up
        facts["body"] = ""
    # Only while the claim is still ours: a worker that was away too long changes nothing.
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, tries=message.tries).update(
        **facts
    )


def _note_failure(message: Message, at: dt.datetime, problem: Exception) -> MessageState:
    again = None if _is_permanent(problem) else next_try(message.tries, at)
    fault = _fault_of(problem)
    if again is None:
        _settle(message, state=MessageState.FAILED, fault=fault)
        return MessageState.FAILED
    _settle(message, next_try_at=again, fault=fault)
    return MessageState.QUEUED


def _is_permanent(problem: Exception) -> bool:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return bool(codes) and min(codes) >= _FIRST_PERMANENT_SMTP_CODE
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return False  # the administrator mends the password, the letter waits
    if isinstance(problem, smtplib.SMTPResponseException):
        return problem.smtp_code >= _FIRST_PERMANENT_SMTP_CODE
    return isinstance(problem, Undeliverable | ValueError)


def _fault_of(problem: Exception) -> str:
    """What went wrong, without addresses or text of the letter."""
    if isinstance(problem, Undeliverable):
        return one_line(str(problem), 250)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in problem.recipients.values()})
        return f"Máy chủ thư từ chối người nhận ({', '.join(map(str, codes))})."
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"Máy chủ thư trả lời {problem.smtp_code}."
    return f"Không gửi được ({type(problem).__name__})."


def _letter(message: Message) -> Letter:
    return Letter(
        way=Way(message.way),
        to=message.to,
        subject=message.subject,
        body=message.body,
        message_id=message_id(message.key, urlsplit(settings.MOTCUA_URL).hostname or "localhost"),
    )


def _mail(letter: Letter, connection: BaseEmailBackend) -> None:
    gateways = {Way.SMS: settings.MOTCUA_SMS_URL, Way.ZALO: settings.MOTCUA_ZALO_URL}
    if gateway := gateways.get(letter.way):
        send_sms(letter, gateway)
        return
    if letter.way != Way.EMAIL:
        raise Undeliverable(f"Chưa cấu hình cách gửi “{letter.way.label}”.")
    EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        # RFC 3834: no absence notices in reply.
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    ).send()
