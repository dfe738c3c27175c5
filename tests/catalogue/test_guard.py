"""The database itself keeps what was published, whatever a program or a person tries."""

import datetime as dt
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.catalogue.actions import create_draft
from motcua.catalogue.models import FeeRule, ProcedureVersion
from tests.catalogue.conftest import AT, BIRTH, Province

CHANGES = {
    "name": "Tên khác",
    "limit": "1 days",
    "content": {},
    "valid_from": dt.date(2024, 1, 1),
    "state": "draft",
    "number": 9,
    "levels": ["province"],
    "published_at": None,
    "on_the_spot": True,
    "facts": {"limit": {"confidence": "sure"}},
}


@pytest.fixture
def published(catalogue: Province) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__code=BIRTH, number=2)


@pytest.mark.parametrize("column", CHANGES)
def test_no_column_of_a_published_version_can_change(
    published: ProcedureVersion, column: str
) -> None:
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        ProcedureVersion.objects.filter(id=published.id).update(**{column: CHANGES[column]})


def test_every_column_is_guarded_but_the_last_day_and_the_search_text(
    published: ProcedureVersion,
) -> None:
    guard = import_module("motcua.migrations.0003_catalogue_guard")
    columns = {field.column for field in ProcedureVersion._meta.concrete_fields}
    assert columns - set(guard.COLUMNS) == {"valid_to", "search"}


def test_a_published_version_cannot_be_deleted(published: ProcedureVersion) -> None:
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM procedure_version WHERE id = %s", [published.id])


def test_its_last_day_may_come_and_come_sooner_but_never_go(published: ProcedureVersion) -> None:
    rows = ProcedureVersion.objects.filter(id=published.id)
    rows.update(valid_to=dt.date(2027, 1, 1))
    rows.update(valid_to=dt.date(2026, 12, 1))
    for day in (dt.date(2026, 12, 2), None):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(valid_to=day)


def test_fees_of_a_published_version_can_neither_come_nor_change_nor_go(
    published: ProcedureVersion,
) -> None:
    fees = FeeRule.objects.filter(version=published)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        fees.update(amount=1)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        fees.delete()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        FeeRule.objects.create(
            version=published, kind="fee", name="Phí lạ", amount=1, valid_from=dt.date(2026, 1, 1)
        )


def test_a_fee_cannot_slip_in_from_a_draft(
    catalogue: Province, published: ProcedureVersion
) -> None:
    draft = create_draft(code=BIRTH, actor=catalogue.controller, at=AT)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        FeeRule.objects.filter(version=draft).update(version=published)


def test_a_draft_and_its_fees_may_change(catalogue: Province) -> None:
    draft = create_draft(code=BIRTH, actor=catalogue.controller, at=AT)
    FeeRule.objects.filter(version=draft).update(amount=5)
    ProcedureVersion.objects.filter(id=draft.id).update(name="Tên mới")
    FeeRule.objects.filter(version=draft).delete()
    draft.delete()


def test_the_tables_cannot_be_emptied_at_a_stroke(published: ProcedureVersion) -> None:
    empty = "TRUNCATE fee_rule" if connection.vendor == "postgresql" else "DELETE FROM fee_rule"
    # The rows are of this transaction: PostgreSQL first wants to have checked their keys.
    connection.check_constraints()
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(empty)
