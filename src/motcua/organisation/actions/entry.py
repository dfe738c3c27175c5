"""The journal of an agency: its row is locked first, so that entries queue and never collide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from motcua.journal.actions import record_on
from motcua.journal.states import Subject
from motcua.organisation.models import Agency
from motcua.organisation.rules import Actor, NotFound


def locked_agency(agency_id: int) -> Agency:
    """The agency with its row locked until the transaction ends. Raises NotFound."""
    agency = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if agency is None:
        raise NotFound("Không có cơ quan này.", field="agency")
    return agency


def note(
    agency_id: int, verb: str, body: Mapping[str, object], *, actor: Actor, at: dt.datetime
) -> None:
    """One entry on the agency's chain; the caller holds its lock. Two statements."""
    record_on(
        Subject.ORGANISATION,
        agency_id,
        verb=verb,
        body=body,
        actor_id=actor.account_id or None,
        at=at,
    )
