"""What the public and the editors read: pages, versions, decisions and their counts."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from motcua.catalogue.actions import create_draft, import_catalogue
from motcua.catalogue.queries import (
    decision,
    decisions,
    decisions_count,
    procedure_page,
    unit_choices,
    versions_of,
)
from motcua.catalogue.states import Act
from motcua.kernel.refusals import NotFound
from tests.catalogue.conftest import AT, BIRTH, TODAY, Province


def test_a_page_shows_the_version_of_the_day_in_six_statements(
    catalogue: Province, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert connection.features.supports_json_field  # asked once per connection, then remembered
    with django_assert_num_queries(6):
        page = procedure_page(BIRTH, on=TODAY)
        assert page.procedure.field.name == "Hộ tịch"
        assert [offer.agency.code for offer in page.offers] == ["H29.16", "H29.17"]
        assert [offer.unit and offer.unit.code for offer in page.offers] == ["HT", None]
        assert [act.decision.number for act in page.acts] == ["163/QĐ-BTP"]
        assert [v.decision and v.decision.number for v in page.history] == ["163/QĐ-BTP", None]
    assert (page.version.number, page.in_force) == (2, True)
    assert [paper.key for paper in page.cases[0].papers] == ["to-khai", "chung-sinh"]
    assert page.cases[0].papers[1].satisfied_by == "database:giay-chung-sinh"
    assert [fee.amount for fee in page.fees] == [8000, 0, 2000]
    assert page.related == [(BIRTH, "Thủ tục đăng ký khai sinh")]


def test_an_old_version_stays_readable_and_says_it_is_old(catalogue: Province) -> None:
    page = procedure_page(BIRTH, on=TODAY, number=1)
    assert (page.version.number, page.in_force) == (1, False)
    assert procedure_page(BIRTH, on=dt.date(2020, 1, 1)).version.number == 1
    assert procedure_page(BIRTH, on=dt.date(2010, 1, 1)).in_force is False


def test_a_draft_is_on_no_page_but_the_editors(catalogue: Province) -> None:
    create_draft(code=BIRTH, actor=catalogue.controller, at=AT)
    with pytest.raises(NotFound):
        procedure_page(BIRTH, on=TODAY, number=3)
    assert [v.number for v in procedure_page(BIRTH, on=TODAY).history] == [2, 1]
    assert [v.number for v in versions_of(BIRTH)] == [3, 2, 1]


def test_an_unknown_procedure_has_no_page(catalogue: Province) -> None:
    with pytest.raises(NotFound, match=r"9\.999999"):
        procedure_page("9.999999", on=TODAY)


def test_the_units_that_may_handle_a_procedure(catalogue: Province) -> None:
    assert unit_choices(catalogue.ward.id, on=TODAY) == [(catalogue.handling.id, "Bộ phận Hộ tịch")]
    assert unit_choices(catalogue.ward.id, on=dt.date(2019, 1, 1)) == []


@pytest.fixture
def year_2021(province: Province) -> None:
    """A year's work as the seed article tells it: 190 new or amended, 29 abolished."""
    codes = [f"1.{number:06}" for number in range(219)]
    acts = ["issue"] * 100 + ["amend"] * 90 + ["abolish"] * 29
    halves = {"12/QĐ-UBND": "2021-01-01", "98/QĐ-UBND": "2021-12-31"}
    rows: dict[str, list[dict[str, str]]] = {number: [] for number in halves}
    for place, (code, act) in enumerate(zip(codes, acts, strict=True)):
        rows[list(halves)[place % 2]].append({"procedure": code, "act": act})
    data: dict[str, Any] = {
        "format": "motcua-catalogue/1",
        "fields": [{"code": "khac", "name": "Khác"}],
        "decisions": [
            {"number": number, "date": day, "items": rows[number]} for number, day in halves.items()
        ]
        + [
            {
                "number": "1/QĐ-UBND",
                "effective_date": "2022-01-01",
                "items": [{"procedure": codes[0], "act": "abolish"}],
            },
            {"number": "0/QĐ-UBND", "items": [{"procedure": codes[1], "act": "abolish"}]},
        ],
        "procedures": [
            {"code": code, "field": "khac", "versions": [{"number": 1, "name": "Thủ tục"}]}
            for code in codes
        ],
    }
    import_catalogue(data=data, actor=None, at=AT)


def test_the_year_2021_is_a_query(
    year_2021: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        counts = decisions_count(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    assert counts[Act.ISSUE] + counts[Act.AMEND] + counts[Act.REPLACE] == 190
    assert counts[Act.ABOLISH] == 29


def test_a_decision_known_by_its_first_day_counts_on_that_day(year_2021: None) -> None:
    counts = decisions_count(dt.date(2022, 1, 1), dt.date(2022, 1, 1))
    assert counts == {Act.ISSUE: 0, Act.AMEND: 0, Act.REPLACE: 0, Act.ABOLISH: 1}


def test_decisions_are_listed_newest_first_with_their_counts_in_one_statement(
    year_2021: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        rows = list(decisions())
    assert [row.number for row in rows] == ["1/QĐ-UBND", "98/QĐ-UBND", "12/QĐ-UBND", "0/QĐ-UBND"]
    newest = decisions().values_list("issued", "amended", "replaced", "abolished")
    assert list(newest)[1] == (50, 45, 0, 14)


def test_a_decision_has_a_page_in_four_statements(
    year_2021: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        page = decision("12/QĐ-UBND")
        assert len({item.procedure.code for item in page.items.all()}) == 110
        assert {v.name for item in page.items.all() for v in item.procedure.versions.all()} == {
            "Thủ tục"
        }
    with pytest.raises(NotFound, match="5/QĐ"):
        decision("5/QĐ")
