"""A planted number, telephone and address never leave the house to whom they are masked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from motcua.cases.models import Case
from motcua.journal.models import Entry, Look
from tests.access import table
from tests.access.conftest import signed_in
from tests.access.town import Town
from tests.api.callers import Caller
from tests.office import NOW, PERSON

pytestmark = pytest.mark.django_db
NUMBER, PHONE, PLACE = "079188765432", "0908765431", "71 hẻm Trồng Cây"
PLANTED = (NUMBER, PHONE, PLACE)
LINES = table.tables()["fields"]


@pytest.fixture(scope="module")
def case(people: Town) -> Case:
    office = people.office
    person = replace(PERSON, id_number=NUMBER, phone=PHONE, address=PLACE)
    return office.walk(office.take_in(applicant=person), to="thu_ly")


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def _told(content: bytes) -> list[str]:
    return [text for text in PLANTED if text in content.decode("utf-8", "replace")]


@pytest.mark.parametrize("line", LINES, ids=lambda line: table.code(line["place"]))
def test_a_number_is_whole_where_the_table_says(people: Town, case: Case, line: table.Line) -> None:
    """Whoever may see it is noted every time; to the others it is nowhere in the bytes."""
    place = table.code(line["place"]).format(number=case.number, id=NUMBER)
    whole = table.people(line["whole for"])
    for who in sorted(table.group("seated")):
        looks = Look.objects.count()
        if place.startswith("/api/"):
            caller = Caller(people.office.token(who))
            content = caller.client.get(place, headers=caller.headers).content
        else:
            content = signed_in(people.office, who).get(place).content
        content = _without_the_question(content) if "?q=" in place else content
        assert _told(content) == (list(PLANTED) if who in whole else []), who
        assert Look.objects.count() - looks == (1 if who in whole else 0), who
        if who in whole:
            look = Look.objects.latest("id")
            assert (look.subject_id, look.account_id) == (case.pk, people.actors[who].account_id)


def _without_the_question(content: bytes) -> bytes:
    """What one typed stands in the box, the title and the links of this page, for oneself only."""
    text = content.decode()
    for said in (f"“{NUMBER}”", f"q={NUMBER}", f'value="{NUMBER}"'):
        text = text.replace(said, "")
    return text.encode()


def test_a_spreadsheet_holds_no_number(people: Town, case: Case) -> None:
    for who in ("tiepnhan", "kiemsoat", "lanhdao.tphcm"):
        answer = signed_in(people.office, who).get("/desk/all/export.xlsx")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            whole = b"".join(book.read(name) for name in book.namelist())
        assert case.number.encode() in whole
        assert _told(whole) == []


@pytest.mark.parametrize(
    ("who", "told"), [("tiepnhan", [PLACE]), ("kiemnhiem", [PLACE]), ("kiemsoat", [])]
)
def test_the_register_tells_no_identity_number_and_controllers_no_address(
    people: Town, case: Case, who: str, told: list[str]
) -> None:
    content = signed_in(people.office, who).get("/desk/register/").content
    assert case.number in content.decode()
    assert _told(content) == told


def test_the_secret_is_for_who_works_on_the_file(people: Town, case: Case) -> None:
    secret = f"{case.secret[:4]}-{case.secret[4:]}"
    for who in sorted(table.people(LINES[0]["whole for"]) | table.group("above") | {"kiemsoat"}):
        shown = (
            secret
            in signed_in(people.office, who).get(f"/desk/cases/{case.number}/").content.decode()
        )
        assert shown is (who in table.group("working")), who


def test_citizens_pages_and_tracking_hold_nobody(people: Town, case: Case) -> None:
    visitor = Client()
    for place in (
        "/",
        "/so-lieu/",
        "/so-lieu.csv",
        "/api/v1/statistics?from=2026-01-01&to=2026-03-02",
    ):
        assert _told(visitor.get(place).content) == [], place
    sent = {"code": case.number, "secret": case.secret}
    page = visitor.post("/tra-cuu/", sent, follow=True)
    assert page.status_code == 200
    assert case.number in page.content.decode()
    assert _told(page.content) == []
    assert PERSON.name not in page.content.decode()
    tracked = visitor.post("/api/v1/track", sent, content_type="application/json")
    assert tracked.status_code == 200
    assert _told(tracked.content) == []
    assert PERSON.name not in tracked.content.decode()


def test_the_journal_of_a_file_repeats_no_number(people: Town, case: Case) -> None:
    for entry in Entry.objects.filter(subject_id=case.pk):
        assert _told(str(entry.body).encode()) == []
