"""Reads of the outbox: a person's messages, and how far the sending has come."""

from __future__ import annotations

import datetime as dt

from motcua.notices.models import Message
from motcua.notices.states import MessageState, Way


def inbox_of(account_id: int, *, limit: int = 50) -> list[Message]:
    """What stands in a person's box on the desk, newest first. One query."""
    return list(
        Message.objects.filter(account_id=account_id, way=Way.DESK).order_by("-queued_at", "-id")[
            :limit
        ]
    )


def unread_of(account_id: int) -> int:
    """How many of them have not been read. One query."""
    return Message.objects.filter(account_id=account_id, way=Way.DESK, read_at__isnull=True).count()


def waiting_since(at: dt.datetime) -> dt.timedelta:
    """How long the oldest message has been waiting: the age of the queue. One query."""
    oldest = (
        Message.objects.filter(state=MessageState.QUEUED)
        .order_by("queued_at")
        .values_list("queued_at", flat=True)
        .first()
    )
    return at - oldest if oldest is not None else dt.timedelta()


def given_up(*, since: dt.datetime) -> list[Message]:
    """Messages that could not be sent, for the administrator's page, newest first. One query."""
    return list(
        Message.objects.filter(state=MessageState.FAILED, queued_at__gte=since).order_by("-id")
    )
