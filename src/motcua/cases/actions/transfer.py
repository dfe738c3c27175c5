"""Live files go to the agency that answers for them now: code, clock, papers and history stay.

In batches of one short transaction each, so that officers go on working; a batch that was done
does nothing when it is asked for again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from motcua.cases.actions.act import after_last, last_entry_at
from motcua.cases.models import Case, CaseTransfer
from motcua.cases.states import ON_THE_CLOCK, State, Verb
from motcua.journal.actions import record
from motcua.journal.rules import ChainEnd
from motcua.journal.states import Subject
from motcua.process.actions import hand_items_over

# Files of one transaction: what a clerk who writes to one of them waits for.
BATCH: Final = 100
LIVE: Final = (State.REGISTERED, *ON_THE_CLOCK, State.DONE)


@dataclass(frozen=True, slots=True)
class Room:
    """A unit of the agency that takes over, with that agency and its desk."""

    unit_id: int
    agency_id: int
    agency_name: str
    desk_id: int


def live_ids(agency_ids: Sequence[int], *, most: int = BATCH) -> list[int]:
    """Files of these agencies that still have to be done something about. One statement."""
    live = Case.objects.filter(agency_id__in=agency_ids, state__in=LIVE).order_by("pk")
    return list(live.values_list("pk", flat=True)[:most])


def transfer_batch(
    ids: Sequence[int],
    *,
    rooms: Mapping[int, Room],
    document: str,
    actor_id: int | None,
    at: dt.datetime,
) -> int:
    """Hand over the files of `ids` that still lie with a unit of `rooms`. How many were.

    `rooms`: by id of the old unit. A file goes where the unit that handles it went, before it has
    one where its desk went.
    """
    with transaction.atomic():
        cases = (
            Case.objects.select_for_update(of=("self",))
            .select_related("agency")
            .annotate(last_at=last_entry_at())
            .defer("search")
            .filter(pk__in=ids, state__in=LIVE)
            .order_by("pk")
        )
        done = 0
        for case in cases:
            old = case.handling_unit_id or case.reception_unit_id
            room = rooms.get(old) or rooms.get(case.reception_unit_id)
            if room is not None and room.agency_id != case.agency_id:
                _transfer(case, room, rooms, document, actor_id, at)
                done += 1
    return done


def _transfer(
    case: Case,
    room: Room,
    rooms: Mapping[int, Room],
    document: str,
    actor_id: int | None,
    at: dt.datetime,
) -> None:
    at = after_last(at, case)
    source = case.agency
    handling = room.unit_id if case.handling_unit_id else None
    units = {old: new.unit_id for old, new in rooms.items() if new.agency_id == room.agency_id}
    units[case.reception_unit_id] = room.desk_id
    freed = hand_items_over(
        run_id=case.pk, agency_id=room.agency_id, units=units, on=at, otherwise=room.desk_id
    )
    CaseTransfer.objects.create(
        case=case, source=source, target_id=room.agency_id, at=at, document=document[:200]
    )
    end = record(
        ChainEnd(Subject.CASE, case.pk, case.journal_seq, bytes(case.journal_head)),
        verb=Verb.TRANSFER,
        body={
            "source": source.short_name,
            "target": room.agency_name,
            "agency": [source.pk, room.agency_id],
            "document": document,
            "freed": freed,
        },
        actor_id=actor_id,
        at=at,
    )
    Case.objects.filter(pk=case.pk).update(
        agency_id=room.agency_id,
        reception_unit_id=room.desk_id,
        handling_unit_id=handling,
        journal_seq=end.seq,
        journal_head=end.head,
    )
