"""The database itself lets the journal only grow, whatever a program or a person tries."""

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.journal.actions import note_look
from motcua.journal.models import Entry, Look
from motcua.journal.states import Subject
from tests.office import NOW, Office
from tests.unguarded import guards_lifted

COLUMNS = [field.column for field in Entry._meta.concrete_fields]
TABLES = ["journal_entry", "journal_look"]


@pytest.fixture
def written(office: Office) -> Office:
    office.take_in()
    note_look(
        account_id=office.account("thuly").pk,
        subject=Subject.CASE,
        subject_id=1,
        what="số định danh",
        at=NOW,
    )
    # PostgreSQL alters and truncates no table that still has keys to check.
    connection.check_constraints()
    return office


def refused(statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_entry_can_be_updated(written: Office, column: str) -> None:
    refused(f'UPDATE journal_entry SET "{column}" = "{column}"')


@pytest.mark.parametrize("table", TABLES)
def test_nothing_can_be_updated_or_deleted(written: Office, table: str) -> None:
    before = Entry.objects.count(), Look.objects.count()
    refused(f"UPDATE {table} SET at = at")
    refused(f"DELETE FROM {table}")
    refused(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table} CASCADE")
    else:
        # On SQLite a REPLACE deletes first; the place of the entry is taken, so it is refused too.
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1")
    assert (Entry.objects.count(), Look.objects.count()) == before


def test_no_entry_can_take_the_place_of_another(written: Office) -> None:
    last = Entry.objects.latest("id")
    last.pk = None
    last.act_key = None
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save(force_insert=True)


def test_control_without_the_guard_an_entry_can_go(written: Office) -> None:
    """The tests above see the trigger, not some other obstacle."""
    before = Entry.objects.count()
    with guards_lifted(connection), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE journal_entry CASCADE")
        else:
            cursor.execute("DELETE FROM journal_entry")
    assert before > 0
    assert Entry.objects.count() == 0
