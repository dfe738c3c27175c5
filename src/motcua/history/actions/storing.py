"""Past files into the database in batches: COPY on PostgreSQL, many rows a statement on SQLite."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Field, JSONField

from motcua.cases.models import Case
from motcua.cases.rules.intake import search_text
from motcua.cases.rules.parties import FIRM, PERSON, Party
from motcua.cases.states import Delivery, Money, Outcome, State
from motcua.history.models import Batch
from motcua.history.queries import Known
from motcua.history.rules import PastCase
from motcua.journal.actions import record_on
from motcua.journal.models import Entry
from motcua.journal.rules import ActKey
from motcua.journal.states import Subject
from motcua.kernel.codes import make_secret
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import VIETNAM
from motcua.process.models import Run
from motcua.process.queries import published
from motcua.process.states import DEFAULT_DEFINITION, RunState
from motcua.surveys.models import Rating
from motcua.surveys.states import RatingChannel

_STATES: Final = {
    "": State.PROCESSING,
    Outcome.GRANTED: State.DONE,
    Outcome.REJECTED: State.DONE,
    Outcome.REFUSED: State.NOT_ACCEPTED,
    Outcome.WITHDRAWN: State.WITHDRAWN,
    Outcome.STOPPED: State.STOPPED,
}
# A number of so many digits is of a firm (mã số thuế); others are of a person.
_FIRM_DIGITS: Final = (10, 13, 14)


def begin_import(*, digest: bytes, facts: dict[str, Any], at: dt.datetime) -> Entry:
    """The journal entry that vouches for every file of one import.

    One entry, not one a file: nobody here did anything to them. The file is known by its
    SHA-256, so an import that was stopped goes on under the entry it began with.
    """
    key = ActKey(digest[:15], digest[-8:])
    with transaction.atomic():
        begun = Entry.objects.filter(act_key=key.key).first()
        if begun is None:
            record_on(
                Subject.IMPORT,
                0,
                verb="import_cases",
                body={"sha256": digest.hex(), **facts},
                actor_id=None,
                at=at,
                key=key,
            )
            begun = Entry.objects.get(act_key=key.key)
    return begun


def store_batch(*, rows: Sequence[PastCase], found: Known, entry: Entry, at: dt.datetime) -> None:
    """Store files that are not there yet, all of them or none, and say so to who counts them.

    Raises IntegrityError when somebody stored one of their codes meanwhile.
    """
    definition = published(DEFAULT_DEFINITION)
    if definition is None:
        raise Refused("Chưa ban hành quy trình nào; hãy dùng --create-missing hoặc báo quản trị.")
    with transaction.atomic():
        ids = _run_ids(len(rows))
        runs = (
            {"id": pk, "definition_id": definition.pk, "state": _run(row)}
            for pk, row in zip(ids, rows, strict=True)
        )
        _insert(Run, runs)
        head = bytes(entry.hash)
        _insert(Case, (_case(pk, row, found, head) for pk, row in zip(ids, rows, strict=True)))
        Rating.objects.bulk_create(
            Rating(
                case_id=pk,
                agency_id=found.places[row.agency].agency_id,
                value=row.rating,
                channel=RatingChannel.IMPORTED,
                at=row.rated,
            )
            for pk, row in zip(ids, rows, strict=True)
            if row.rating
        )
        Batch.objects.create(seq=entry.seq, first=min(ids), last=max(ids), files=len(rows), at=at)


def _run(row: PastCase) -> int:
    return RunState.FINISHED if row.outcome else RunState.OPEN


def _case(pk: int, row: PastCase, found: Known, head: bytes) -> dict[str, Any]:
    refused = row.outcome == Outcome.REFUSED
    place = found.places[row.agency]
    digits = sum(letter.isdigit() for letter in row.number)
    party = Party(row.name, FIRM if digits in _FIRM_DIGITS else PERSON, row.number)
    state = State.RETURNED if row.returned else _STATES[row.outcome]
    return {
        "id": pk,
        "code": row.code,
        "secret": make_secret(secrets.token_bytes),
        "agency_id": place.agency_id,
        "reception_unit_id": place.unit_id,
        "handling_unit_id": found.handling.get((place.agency_id, row.procedure)),
        "version_id": found.versions[row.procedure].on(row.received.astimezone(VIETNAM).date()),
        "channel": row.channel,
        "service_level": row.service_level,
        "state": int(state),
        "outcome": row.outcome,
        "applicant": json.dumps(party.as_json(), ensure_ascii=False),
        "applicant_name": row.name,
        "applicant_number": row.number,
        "search": search_text(row.code, party, None),
        "money": str(Money.PAID if row.paid_online is not None else Money.NONE),
        "paid_online": row.paid_online,
        "return_channel": row.return_channel,
        "delivery": str(_delivery(row)),
        "submitted_at": row.received,
        "received_at": None if refused else row.received,
        "clock_from": None if refused else row.received,
        "due_at": row.due,
        "due_original_at": row.due,
        "finished_at": None if refused else row.finished,
        "returned_at": row.returned,
        "touched_at": row.returned or row.finished or row.received,
        "supplements": row.supplements,
        "journal_head": head,
    }


def _delivery(row: PastCase) -> Delivery:
    if row.returned:
        return Delivery.DELIVERED
    done = row.outcome in (Outcome.GRANTED, Outcome.REJECTED)
    return Delivery.READY if done else Delivery.NONE


def _run_ids(count: int) -> list[int]:
    """Ids nobody else gets. SQLite: one writer at a time, so the next ones are free."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('process_run', 'id'))"
                " FROM generate_series(1, %s)",
                [count],
            )
            return [int(pk) for (pk,) in cursor.fetchall()]
        cursor.execute(
            "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'process_run'"
        )
        ((last,),) = cursor.fetchall()
        return list(range(last + 1, last + 1 + count))


def _insert(model: type[Case | Run], rows: Iterable[dict[str, Any]]) -> None:
    """All rows of one table; a column that a row does not name has the model's own default."""
    options = model._meta  # noqa: SLF001  (public in Django)
    plain = {str(column.column): _default(column) for column in options.concrete_fields}
    columns = ", ".join(f'"{name}"' for name in plain)
    values = ([row.get(name, default) for name, default in plain.items()] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{options.db_table}" ({columns}) FROM STDIN') as copy:
                for value in values:
                    copy.write_row(value)
        else:
            marks = ", ".join(["%s"] * len(plain))
            statement = f'INSERT INTO "{options.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608
            cursor.executemany(statement, [_adapted(value) for value in values])


def _default(column: Field[Any, Any]) -> Any:
    value = column.get_default()
    return json.dumps(value) if isinstance(column, JSONField) and value is not None else value


def _adapted(values: list[Any]) -> list[Any]:
    """Moments as SQLite keeps them."""
    moment = connection.ops.adapt_datetimefield_value
    return [moment(value) if isinstance(value, dt.datetime) else value for value in values]
