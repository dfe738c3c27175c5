"""A prepared question is composed once for each shape and answers every call by its own values."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from pytest_django import DjangoAssertNumQueries

from motcua.accounts.models import Account
from motcua.organisation.models import Agency, Unit
from motcua.organisation.states import UnitKind
from motcua.prepared import insert_new, prepared, together
from tests.office import SETUP, SINCE, Office

composed: list[object] = []


@prepared
def units_of(
    codes: tuple[str, ...], kind: UnitKind | None, on: dt.date
) -> QuerySet[Unit, tuple[str, str]]:
    composed.append(codes)
    wanted = Q(agency__code__in=codes, valid_from__lte=on)
    if kind is not None:
        wanted &= Q(kind=kind)
    return Unit.objects.filter(wanted).order_by("id").values_list("agency__code", "code")


@prepared
def under(path: str) -> QuerySet[Agency]:
    return Agency.objects.filter(path__startswith=path).select_related("parent").order_by("id")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    composed.clear()


def test_each_call_is_answered_by_its_own_values(office: Office) -> None:
    assert ("H29.101", "HT") in units_of(("H29.101",), None, SINCE)
    assert {code for code, _ in units_of(("H29.102",), None, SINCE)} == {"H29.102"}
    assert units_of(("H29.102",), None, SINCE - dt.timedelta(days=1)) == []
    assert units_of(("H29.101",), UnitKind.CLERICAL, SINCE) == [("H29.101", "VT")]


def test_it_is_composed_once_for_each_shape(office: Office) -> None:
    units_of(("a", "b", "c", "d"), None, SINCE)
    composed.clear()
    units_of(("e", "f", "g", "h"), None, SINCE)
    assert composed == []
    units_of(("e", "f", "g", "h", "i"), None, SINCE)
    units_of(("e", "f", "g", "h", "i"), UnitKind.HANDLING, SINCE)
    assert len(composed) == 2


def test_no_two_threads_share_what_was_composed(office: Office) -> None:
    units_of(("a",), None, SINCE)
    composed.clear()

    def ask() -> None:
        units_of(("a",), None, SINCE)
        connection.close()

    asked = threading.Thread(target=ask)
    asked.start()
    asked.join()
    assert len(composed) == 1


def test_no_values_find_nothing(office: Office) -> None:
    assert units_of((), None, SINCE) == []
    assert units_of((), None, SINCE) == []


def test_models_come_whole_with_what_they_stand_beside(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    root = office.agencies["tphcm"]
    with django_assert_num_queries(2):
        found = under(root.path)
        again = under(office.ward.path)
        assert [agency.parent for agency in found[1:]] == [root, root]
    assert found == [root, office.ward, office.neighbour]
    assert again == [office.ward]
    assert again[0] is not found[1]


def test_a_moment_is_understood_by_both_databases(office: Office) -> None:
    @prepared
    def before(at: dt.datetime) -> QuerySet[Account, tuple[int]]:
        return Account.objects.filter(created_at__lt=at).values_list("pk")

    assert before(SETUP) == []
    assert len(before(SETUP + dt.timedelta(seconds=1))) > 10


def test_nothing_is_remembered_of_an_answer(office: Office) -> None:
    assert under("nowhere") == []
    assert under("nowhere/else") == []
    assert under(office.ward.path) == [office.ward]


def _units(office: Office, *codes: str) -> list[Unit]:
    agency = office.agencies["anlac"]
    return [
        Unit(agency=agency, code=code, name=code, kind=UnitKind.HANDLING, valid_from=SINCE)
        for code in codes
    ]


def test_new_rows_are_written_and_get_their_keys_in_their_order(office: Office) -> None:
    units = _units(office, "M1", "M2", "M3")
    insert_new(units)
    found = Unit.objects.filter(code__in=["M1", "M2", "M3"]).values_list("code", "pk")
    assert dict(found) == {unit.code: unit.pk for unit in units}
    units[0].name = "khác"
    units[0].save()
    assert Unit.objects.filter(code="M1").count() == 1, "it counts as saved"
    insert_new([])


def test_a_row_with_a_key_keeps_it(office: Office) -> None:
    (unit,) = _units(office, "M4")
    unit.pk = 987_654
    insert_new([unit])
    assert Unit.objects.get(code="M4").pk == 987_654
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_new([unit])


def test_rows_of_several_tables_go_together(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    statements = 1 if connection.vendor == "postgresql" else 2
    with django_assert_num_queries(statements), together():
        insert_new(_units(office, "M5", "M6"))
        insert_new([Account(username="chung", full_name="Chung", created_at=SETUP)])
    assert Unit.objects.filter(code__in=["M5", "M6"]).count() == 2
    assert Account.objects.filter(username="chung").exists()


def test_what_failed_together_sends_nothing_and_leaves_nothing_waiting(office: Office) -> None:
    first, second = _units(office, "M7", "M8")

    def broken() -> None:
        with together():
            insert_new([first])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    insert_new([second])
    found = Unit.objects.filter(code__in=["M7", "M8"])
    assert list(found.values_list("code", flat=True)) == ["M8"]
