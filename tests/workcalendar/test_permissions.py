"""Who may change whose calendar, and in which journal it stands."""

import datetime as dt

import pytest

from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.workcalendar.rules import (
    DeclareUntil,
    RemoveDay,
)
from tests.organisation.builders import TODAY, acting
from tests.workcalendar.conftest import City
from tests.workcalendar.forms import DAY, carry_out, holiday, hours

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.mark.parametrize(
    ("who", "own", "country"),
    [
        ("administrator of the ward", True, False),
        ("administrator above", True, True),
        ("administrator of another ward", False, False),
        ("leader of the ward", False, False),
        ("clerk of the ward", False, False),
        ("clerk of another ward", False, False),
    ],
)
def test_calendar_is_changed_by_administrators(
    city: City, who: str, own: bool, country: bool
) -> None:
    person = {
        "administrator of the ward": city.an_lac.admin,
        "administrator above": city.admin,
        "administrator of another ward": city.binh_tan.admin,
        "leader of the ward": city.an_lac.leader,
        "clerk of the ward": city.an_lac.reception,
        "clerk of another ward": city.binh_tan.reception,
    }[who]
    actor, ward = acting(person), city.an_lac.agency.pk
    for allowed, change in [
        (own, holiday(TODAY + DAY, ward)),
        (own, hours(ward, TODAY)),
        (country, holiday(TODAY + 2 * DAY)),
        (country, RemoveDay(None, dt.date(2026, 9, 1))),
        (country, hours(None, TODAY)),
    ]:
        if allowed:
            carry_out(change, actor)
        else:
            with pytest.raises(Forbidden):
                carry_out(change, actor)
    with pytest.raises(Refused if country else Forbidden):
        carry_out(DeclareUntil(dt.date(2027, 1, 1)), actor)


def test_journal_of_an_agency_is_apart_from_the_countrys(city: City) -> None:
    ward = city.an_lac.agency.pk
    carry_out(holiday(TODAY + DAY, ward), acting(city.an_lac.admin))
    entry = Entry.objects.get(subject=Subject.CALENDAR, subject_id=ward)
    assert (entry.seq, entry.verb, entry.actor_id) == (1, "calendar.day", city.an_lac.admin.pk)


def test_unknown_agency_is_said() -> None:
    with pytest.raises(NotFound):
        carry_out(holiday(TODAY + DAY, 999_999))
