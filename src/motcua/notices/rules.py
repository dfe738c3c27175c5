"""What a message is, when it is tried again, and how a repeat of it is recognised."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from motcua.kernel.vietnamese import normalise
from motcua.kernel.worktime import VIETNAM
from motcua.notices.states import TO_A_TELEPHONE, Way

# Waiting before the next try, after the first, second, … failed one. Eight tries in all: the
# last comes about two days after the first.
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
MOST_TRIES = len(BACK_OFF) + 1

# How long a claim keeps a message from other workers. One pass must end within it, so a pass
# takes few messages: BATCH × the 20 seconds a mail server is given stays below.
LEASE = dt.timedelta(minutes=10)
BATCH = 20

KEY_LENGTH = 120


# Telephones are left alone from nine in the evening to seven in the morning.
QUIET_FROM, QUIET_TO = 21, 7


class Point(StrEnum):
    """Moments of a pass at which the fault tests kill it. Nothing else uses them."""

    CLAIMED = "claimed"
    RENDERED = "rendered"
    HANDED = "handed"
    MARKED = "marked"


class Undeliverable(Exception):
    """Trying again is no use; the text says why, without personal data."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be written into the outbox.

    `key` names the occasion ("digest/2026-03-02/17"): the same key is sent once. A DESK message
    needs `account_id`; `to` is an address for EMAIL, a number for SMS and ZALO, a name for DESK.
    The text of a `fleeting` one is kept no longer than it takes to send it.
    """

    key: str
    way: Way
    to: str
    subject: str
    body: str
    account_id: int | None = None
    agency_id: int | None = None
    fleeting: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message as a sender gets it; `message_id` is the same at every try."""

    way: Way
    to: str
    subject: str
    body: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass over the outbox did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def stored_key(key: str) -> str:
    """The key as it fits its column; a long one ends in its hash, so it stays one of a kind."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[:80]}…{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def one_line(text: str, length: int) -> str:
    """A header: one line without control characters, cut at a word when too long."""
    line = normalise("".join(c if c.isprintable() else " " for c in text))
    if len(line) <= length:
        return line
    return f"{line[: length - 1].rsplit(' ', 1)[0]}…"


def message_id(key: str, host: str) -> str:
    """RFC 5322 Message-ID out of the key: a mail client shows a repeat as the same letter."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def not_at_night(way: Way, at: dt.datetime, *, asked_for: bool = False) -> dt.datetime:
    """When a message may go out: short messages wait for the morning, letters do not.

    `asked_for`: its receiver waits for it now, as for a code.
    """
    if way not in TO_A_TELEPHONE or asked_for:
        return at
    local = at.astimezone(VIETNAM)
    morning = local.replace(hour=QUIET_TO, minute=0, second=0, microsecond=0)
    if local < morning:
        return morning
    return morning + dt.timedelta(days=1) if local.hour >= QUIET_FROM else at


def next_try(tries: int, at: dt.datetime) -> dt.datetime | None:
    """When a message that failed `tries` times is tried again; None when it is given up."""
    return at + BACK_OFF[tries - 1] if tries < MOST_TRIES else None
