"""Intake asks one question and gets the version of the day, or a reason a clerk can repeat."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from motcua.catalogue.actions import abolish, create_draft, import_catalogue, offer
from motcua.catalogue.models import Procedure
from motcua.catalogue.queries import NotInForce, NotOffered, for_intake
from motcua.catalogue.rules.fees import quote
from motcua.kernel.refusals import NotFound
from motcua.process.models import Definition
from motcua.workcalendar.models import CalendarRevision
from tests.catalogue.conftest import AT, BIRTH, TODAY, Province


def test_one_statement_brings_all_that_accepting_needs(
    catalogue: Province, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    CalendarRevision.objects.update_or_create(
        id=1,
        defaults={"number": 7, "declared_until": dt.date(2027, 12, 31), "changed_at": AT},
    )
    assert connection.features.supports_json_field  # asked once per connection, then remembered
    for statements in (2, 1):  # what was published is read once
        with django_assert_num_queries(statements):
            version = for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=TODAY)
    assert (version.number, version.name, version.field_name) == (
        2,
        "Thủ tục đăng ký khai sinh",
        "Hộ tịch",
    )
    assert (version.limit, version.limits_by_channel) == ("same_day", {"online": "1 working_days"})
    assert version.unit_id == catalogue.handling.id
    assert version.calendar_revision == 7
    assert [case["key"] for case in version.content["cases"]] == ["dung-han", "qua-han"]
    assert [case.key for case in version.cases] == ["dung-han", "qua-han"]
    bill = quote(version.fees, day=TODAY, case_key="qua-han", units={"page": 5, "copy": 2})
    assert bill.total == 8000 + 2 * (2 * 2000 + 3 * 1000)


def test_a_version_without_fees_is_free(catalogue: Province) -> None:
    small: dict[str, Any] = {
        "format": "motcua-catalogue/1",
        "procedures": [],
        "offers": [
            {
                "procedure": BIRTH,
                "agency": "H29",
                "valid_from": "2019-01-01",
                "valid_to": "2025-06-30",
            }
        ],
    }
    import_catalogue(data=small, actor=None, at=AT)
    version = for_intake(procedure_code=BIRTH, agency_id=catalogue.root.id, on=dt.date(2025, 6, 30))
    assert (version.number, version.fees) == (1, ())


def test_without_a_unit_of_its_own_the_offer_takes_the_first_specialist_unit(
    catalogue: Province,
) -> None:
    offer(
        code=BIRTH,
        agency_code="H29.16",
        valid_from=TODAY,
        unit_id=None,
        actor=catalogue.controller,
        at=AT,
    )
    at_ward = for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=TODAY)
    at_other = for_intake(procedure_code=BIRTH, agency_id=catalogue.other.id, on=TODAY)
    assert at_ward.unit_id == catalogue.handling.id
    assert at_other.unit_id is None


@pytest.mark.parametrize(
    ("limit", "process"), [("same_day", "trong-ngay"), ("5 days", "mac-dinh"), (None, "mac-dinh")]
)
def test_a_procedure_without_a_process_of_its_own_gets_the_default_one(
    province: Province, small: dict[str, Any], limit: str | None, process: str
) -> None:
    small["procedures"][0]["versions"][1]["limit"] = limit
    import_catalogue(data=small, actor=None, at=AT)
    version = for_intake(procedure_code=BIRTH, agency_id=province.ward.id, on=TODAY)
    assert Definition.objects.get(id=version.definition_id).key == process


def test_a_process_of_its_own_wins(province: Province, small: dict[str, Any]) -> None:
    small["procedures"][0]["process"] = "mac-dinh"
    import_catalogue(data=small, actor=None, at=AT)
    version = for_intake(procedure_code=BIRTH, agency_id=province.ward.id, on=TODAY)
    assert Definition.objects.get(id=version.definition_id).key == "mac-dinh"


def test_a_draft_is_never_taken(catalogue: Province) -> None:
    create_draft(code=BIRTH, actor=catalogue.controller, at=AT)
    assert for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=TODAY).number == 2


def test_an_unknown_code_is_named(catalogue: Province) -> None:
    with pytest.raises(NotFound, match=r"9\.999999") as refused:
        for_intake(procedure_code="9.999999", agency_id=catalogue.ward.id, on=TODAY)
    assert refused.value.field == "procedure_code"


def test_too_early_says_since_when(catalogue: Province) -> None:
    said = re.escape("không có hiệu lực ngày 31/12/2018: có hiệu lực từ ngày 01/01/2019")
    with pytest.raises(NotInForce, match=said):
        for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=dt.date(2018, 12, 31))


def test_too_late_says_until_when_and_what_came_instead(catalogue: Province) -> None:
    other = Procedure.objects.create(code="1.000894", field=Procedure.objects.get(code=BIRTH).field)
    abolish(
        code=BIRTH,
        decision_number="900/QĐ-BTP",
        on=dt.date(2026, 4, 1),
        successor_code=other.code,
        actor=catalogue.controller,
        at=AT,
    )
    said = re.escape("đã hết hiệu lực sau ngày 31/03/2026. Thủ tục thay thế: 1.000894.")
    with pytest.raises(NotInForce, match=said):
        for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=dt.date(2026, 4, 1))
    assert for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=dt.date(2026, 3, 31))


def test_an_agency_that_does_not_offer_it_says_so(catalogue: Province) -> None:
    with pytest.raises(NotOffered, match="không tiếp nhận thủ tục 1.001193"):
        for_intake(procedure_code=BIRTH, agency_id=catalogue.root.id, on=TODAY)
    with pytest.raises(NotOffered, match="tiếp nhận từ ngày 01/07/2025"):
        for_intake(procedure_code=BIRTH, agency_id=catalogue.ward.id, on=dt.date(2025, 6, 30))
