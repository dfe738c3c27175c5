"""What the background does: small passes, each of which may run again at any time without harm.

`motcua tick` runs each once, `motcua worker` whenever its turn has come. A pass that fails is
told and does not stop the others.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse

from motcua.cases.actions.calendar_change import finish_changes
from motcua.cases.actions.digest import send_digests
from motcua.cases.actions.timers import wake_steps
from motcua.cases.actions.tracking import forget_attempts
from motcua.cases.actions.warnings import tell_expired_supplements, warn_due_soon
from motcua.files.actions import sweep
from motcua.indicators.actions import fold_figures, forget_finished
from motcua.notices.actions import post_office, send_due
from motcua.online.actions.drafts import sweep_drafts
from motcua.organisation.rules import CONSOLE
from motcua.reorganisation.actions import carry_out_due

# The log of events is project.logs's; this floor may not import it, only write to it.
log = logging.getLogger("motcua.events")

MINUTE: Final = dt.timedelta(minutes=1)
HOUR: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One pass: its name, what it does, how often its turn comes."""

    name: str
    run: Callable[[dt.datetime], int]
    every: dt.timedelta


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pass did: a number of things, or the error that stopped it."""

    name: str
    count: int
    error: Exception | None = None


def _digests(at: dt.datetime) -> int:
    return send_digests(at=at, link=f"{settings.MOTCUA_URL}{reverse('desk_home')}")


def _letters(at: dt.datetime) -> int:
    """Batches until nothing more can be sent now; a batch with only failures is the last."""
    sent = 0
    with post_office() as sender:
        while (done := send_due(at=at, sender=sender)).sent:
            sent += done.sent
    return sent


STEPS: Final = (
    # First what changes promises, then what tells of them, then the sending.
    Step("calendar", lambda at: finish_changes(at=at), MINUTE),
    Step("reorganisation", lambda at: carry_out_due(actor=CONSOLE, at=at), MINUTE),
    Step("figures", lambda at: fold_figures(at=at), MINUTE),
    Step("steps", lambda at: wake_steps(at=at), MINUTE),
    Step("digests", _digests, MINUTE),
    Step("due_soon", lambda at: warn_due_soon(at=at), 5 * MINUTE),
    Step("supplements", lambda at: tell_expired_supplements(at=at), HOUR),
    Step("letters", _letters, MINUTE),
    Step("attempts", lambda at: forget_attempts(at=at), HOUR),
    Step("ledger", lambda at: forget_finished(at=at), HOUR),
    Step("drafts", lambda at: sweep_drafts(at=at), HOUR),
    Step("papers", lambda at: sweep(at=at), HOUR),
)


def run(at: dt.datetime, turns: dict[str, dt.datetime] | None = None) -> Iterator[Outcome]:
    """The passes whose turn has come, in order. `turns` keeps when each ran last (None: all run).

    A pass that fails loses its turn, so that it does not fail again every second.
    """
    for step in STEPS:
        if turns is not None:
            last = turns.get(step.name)
            # A clock that was set back must not stop a pass for hours.
            if last is not None and last <= at < last + step.every:
                continue
            turns[step.name] = at
        try:
            count = step.run(at)
        except Exception as error:
            # One broken pass must not stop the others.
            log.exception("pass failed")
            yield Outcome(step.name, 0, error)
        else:
            if count:
                log.info("pass", extra={"event_fields": {"verb": step.name, "count": count}})
            yield Outcome(step.name, count)
