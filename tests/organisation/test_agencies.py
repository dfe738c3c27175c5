"""Agencies and units: what is refused at which field, what is journalled."""

import datetime as dt

import pytest

from motcua.journal.models import Entry
from motcua.organisation import actions
from motcua.organisation.models import Agency
from motcua.organisation.rules import (
    CONSOLE,
    Conflict,
    Refused,
)
from motcua.organisation.states import Level, UnitKind
from tests.organisation.builders import NOW, START, TODAY, acting
from tests.organisation.conftest import City
from tests.organisation.forms import DAY, entries, facts


def test_console_plants_the_root_and_its_path_is_its_own_number(db: None) -> None:
    root = actions.create_agency(
        actor=CONSOLE, facts=facts("H29", level=Level.PROVINCE), parent_id=None, at=NOW
    )
    assert root.path == f"/{root.pk}/"
    assert root.slug == "phuong-tan-tao"
    ((verb, body),) = entries(root)
    assert verb == "agency.create"
    assert body["code"] == "H29"
    assert Entry.objects.get().actor_id is None


def test_agency_hangs_under_its_parent(city: City) -> None:
    made = actions.create_agency(
        actor=acting(city.admin), facts=facts(), parent_id=city.agency.pk, at=NOW
    )
    assert made.path == f"{city.agency.path}{made.pk}/"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "29.103"}, "code"),
        ({"code": ""}, "code"),
        ({"legacy_code": "16.H29.000"}, "legacy_code"),
        ({"name": " \u200b"}, "name"),
        ({"short_name": ""}, "short_name"),
        ({"slug": "Phường"}, "slug"),
        ({"valid_to": START - DAY}, "valid_to"),
        ({"valid_from": START - DAY}, "valid_from"),
        ({"email": "không phải thư"}, "email"),
        ({"hotline": "0" * 41}, "hotline"),
    ],
)
def test_bad_facts_are_refused_at_their_field(
    city: City, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.create_agency(
            actor=acting(city.admin), facts=facts(**change), parent_id=city.agency.pk, at=NOW
        )
    assert refusal.value.field == field
    assert Agency.objects.count() == 3


def test_code_is_used_once(city: City) -> None:
    with pytest.raises(Conflict, match=r"H29\.101"):
        actions.create_agency(
            actor=acting(city.admin), facts=facts("H29.101"), parent_id=city.agency.pk, at=NOW
        )


def test_province_does_not_stand_under_a_ward(city: City) -> None:
    with pytest.raises(Refused, match="cấp trên"):
        actions.create_agency(
            actor=acting(city.admin),
            facts=facts(level=Level.PROVINCE),
            parent_id=city.an_lac.agency.pk,
            at=NOW,
        )


def test_contact_changes_and_the_journal_keeps_both(city: City) -> None:
    actions.update_contact(
        actor=acting(city.an_lac.admin),
        agency_id=city.an_lac.agency.pk,
        changes={"hotline": "1022"},
        at=NOW,
    )
    assert entries(city.an_lac.agency) == [
        ("agency.contact", {"from": {"hotline": ""}, "to": {"hotline": "1022"}})
    ]
    with pytest.raises(Refused, match="code"):
        actions.update_contact(
            actor=acting(city.an_lac.admin),
            agency_id=city.an_lac.agency.pk,
            changes={"code": "H29.999"},
            at=NOW,
        )


def test_unit_lives_within_its_agency_and_its_code_is_used_once(city: City) -> None:
    def create(code: str, first: dt.date) -> None:
        actions.create_unit(
            actor=acting(city.an_lac.admin),
            agency_id=city.an_lac.agency.pk,
            code=code,
            name="Phòng Văn hóa - Xã hội",
            kind=UnitKind.HANDLING,
            valid_from=first,
            at=NOW,
        )

    with pytest.raises(Refused, match="01/07/2025"):
        create("VHXH", START - DAY)
    create("VHXH", START)
    with pytest.raises(Conflict, match="VHXH"):
        create("VHXH", START)


def test_unit_closes_only_when_nobody_sits_there_any_more(city: City) -> None:
    ward, boss = city.an_lac, acting(city.an_lac.admin)
    with pytest.raises(Refused, match="Còn 1 người"):
        actions.close_unit(actor=boss, unit_id=ward.desk.pk, last_day=TODAY, at=NOW)
    actions.end_post(actor=boss, post_id=ward.reception.posts.get().pk, last_day=TODAY, at=NOW)
    closed = actions.close_unit(actor=boss, unit_id=ward.desk.pk, last_day=TODAY, at=NOW)
    assert closed.valid_to == TODAY
    assert [verb for verb, _ in entries(ward.agency)] == ["post.end", "unit.close"]
