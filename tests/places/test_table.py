"""The table of places: found by words, corrected with a document by who may, journalled."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden, Refused
from motcua.organisation.rules import CONSOLE
from motcua.places.actions import correct_place, install_seed_places
from motcua.places.models import Place, PlaceSuccession
from motcua.places.queries import find_places, names_today
from motcua.places.rules import search_text
from tests.office import NOW, Office

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LAST = dt.date(2025, 6, 30)


@pytest.fixture
def places(office: Office) -> dict[str, Place]:
    """Two wards of today, and two former ones of which one was divided."""

    def made(level: str, code: str, name: str, within: Place | None, *, former: bool) -> Place:
        above = [within.name, within.within.name] if within and within.within else []
        above = above or ([within.name] if within else [])
        return Place.objects.create(
            level=level,
            code=code,
            name=name,
            within=within,
            valid_from=None if former else dt.date(2025, 7, 1),
            valid_to=LAST if former else None,
            search=search_text([name, *above]),
        )

    city = made("province", "79", "Thành phố Hồ Chí Minh", None, former=False)
    before = made("province", "79", "Thành phố Hồ Chí Minh", None, former=True)
    third = made("district", "770", "Quận 3", before, former=True)
    found = {
        "xuanhoa": made("commune", "27139", "Phường Xuân Hòa", city, former=False),
        "bancoc": made("commune", "27154", "Phường Bàn Cờ", city, former=False),
        "anlac": made("commune", "27460", "Phường An Lạc", city, former=False),
        "p1": made("commune", "27160", "Phường 1", third, former=True),
        "p10": made("commune", "27142", "Phường 10", third, former=True),
    }
    for old, now in (("p1", "bancoc"), ("p10", "xuanhoa"), ("p10", "bancoc")):
        PlaceSuccession.objects.create(
            former=found[old], now=found[now], on=LAST + dt.timedelta(days=1)
        )
    return found


@pytest.mark.parametrize(
    ("words", "first"),
    [("an lac", "Phường An Lạc"), ("xuan hoa hcm", "Phường Xuân Hòa"), ("p1 q3", "Phường 1")],
)
def test_a_commune_is_found_without_marks_and_by_short_forms(
    places: dict[str, Place], words: str, first: str
) -> None:
    assert find_places(words, on=TODAY)[0].name == first


def test_words_in_their_order_come_first(places: dict[str, Place]) -> None:
    city = places["p1"].within.within
    fourth = Place.objects.create(
        level="district", code="773", name="Quận 1", within=city, valid_to=LAST
    )
    Place.objects.create(
        level="commune",
        code="27200",
        name="Phường 3",
        within=fourth,
        valid_to=LAST,
        search=search_text(["Phường 3", "Quận 1", city.name]),
    )
    assert [one.name for one in find_places("p1 q3", on=TODAY)] == ["Phường 1", "Phường 3"]
    assert [one.name for one in find_places("p3 q1", on=TODAY)] == ["Phường 3", "Phường 1"]


def test_a_number_is_a_whole_word(places: dict[str, Place]) -> None:
    assert [one.name for one in find_places("phuong 1 quan 3", on=TODAY)] == ["Phường 1"]
    assert find_places("", on=TODAY) == find_places("khong co dau", on=TODAY) == []


def test_old_addresses_are_said_with_todays_names_in_two_statements(
    places: dict[str, Place], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city = "TP. Hồ Chí Minh"
    asked = [("Phường 1, Quận 3", city), ("P10, Q3", city), ("Phường An Lạc", city)]
    with django_assert_num_queries(2):
        said = names_today(asked, on=TODAY)
    assert said == {
        asked[0]: "nay là Phường Bàn Cờ, Thành phố Hồ Chí Minh",
        asked[1]: "nay thuộc một trong: Phường Bàn Cờ, Thành phố Hồ Chí Minh; Phường Xuân Hòa,"
        " Thành phố Hồ Chí Minh; cán bộ xác định theo số nhà",
    }
    with django_assert_num_queries(0):
        assert names_today([], on=TODAY) == {}


def test_the_public_page_says_what_a_former_ward_is_now(
    places: dict[str, Place], office: Office, client: Client
) -> None:
    page = client.get("/dia-danh/", {"q": "p1 q3"}).content.decode()
    assert "Phường 1, Quận 3, Thành phố Hồ Chí Minh" in page
    assert "<strong>Phường Bàn Cờ, Thành phố Hồ Chí Minh</strong>" in page
    assert "Không tìm thấy" in client.get("/dia-danh/", {"q": "\x00zzz"}).content.decode()


def test_a_row_is_corrected_with_a_document_and_leaves_an_entry(
    places: dict[str, Place], office: Office
) -> None:
    old = places["p1"]
    facts = {"name": "Phường 1", "valid_from": None, "valid_to": LAST, "now": ["27139"]}
    correct_place(old.pk, **facts, document="NQ 1685/NQ-UBTVQH15", actor=CONSOLE, at=NOW)
    (found,) = find_places("p1 q3", on=TODAY)
    assert found.now == ("Phường Xuân Hòa, Thành phố Hồ Chí Minh",)
    assert Entry.objects.filter(verb="place.correct").count() == 1
    refused = [
        ({**facts, "now": ["99999"]}, "now"),
        ({**facts, "name": " "}, "name"),
        ({**facts, "valid_to": None}, "now"),
    ]
    for wrong, field in refused:
        with pytest.raises(Refused) as fault:
            correct_place(old.pk, **wrong, document="x", actor=CONSOLE, at=NOW)
        assert fault.value.field == field


@pytest.mark.parametrize("who", ["quantri", "tiepnhan", "lanhdao"])
def test_only_the_administrator_at_the_root_corrects_a_row(
    places: dict[str, Place], office: Office, who: str
) -> None:
    with pytest.raises(Forbidden):
        correct_place(
            places["p1"].pk,
            name="X",
            valid_from=None,
            valid_to=LAST,
            now=[],
            document="x",
            actor=office.actor(who),
            at=NOW,
        )


def test_the_shipped_table_goes_into_an_empty_table_once() -> None:
    assert install_seed_places() == 14_149
    assert install_seed_places() == 0
    (first, *_others) = find_places("phuong cong vi ba dinh ha noi", on=TODAY)
    assert {one.split(",")[0] for one in first.now} == {"Phường Giảng Võ", "Phường Ngọc Hà"}
