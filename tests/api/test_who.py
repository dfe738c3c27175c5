"""Who sees and does what through the API: the seat decides, on the day of the request."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.cases.models import Case
from motcua.journal.models import Entry, Look
from motcua.organisation.actions import end_post
from motcua.organisation.models import Post
from motcua.organisation.rules import CONSOLE
from tests.api.callers import Calls, intake
from tests.office import NOW, PERSON, Clock, Office

INSIDE = ("tiepnhan", "tiepnhan2", "thuly", "truongphong", "lanhdao", "vanthu", "kiemsoat")
ABOVE = ("lanhdao.tphcm", "kiemsoat.tphcm")
OUTSIDE = ("tiepnhan.binhtan", "thuly.binhtan", "lanhdao.binhtan")
# Another unit's specialist and administrators have nothing to do with this file.
BESIDE = ("diachinh", "quantri", "quantri.tphcm")


@pytest.fixture
def case(office: Office) -> Case:
    return office.take_in()


@pytest.mark.parametrize("who", [*INSIDE, *ABOVE])
def test_those_concerned_see_the_file(case: Case, call: Calls, who: str) -> None:
    assert call(who).get(f"cases/{case.code}").status_code == 200
    numbers = [row["number"] for row in call(who).get("cases").json()["items"]]
    assert numbers == [case.code]


@pytest.mark.parametrize("who", [*OUTSIDE, *BESIDE])
def test_the_others_do_not_learn_that_it_exists(case: Case, call: Calls, who: str) -> None:
    read = call(who).get(f"cases/{case.code}")
    nowhere = call(who).get("cases/H29.101-260302-0099")
    assert read.status_code == nowhere.status_code == 404
    assert read.json()["detail"] == nowhere.json()["detail"].replace("0099", "0001")
    assert call(who).get("cases").json()["items"] == []
    assert call(who).get("cases", q="Hoa").json()["items"] == []
    assert call(who).get("work-items", list="all").json()["items"] == []


@pytest.mark.parametrize("who", [*OUTSIDE, *BESIDE])
@pytest.mark.parametrize("verb", ["forward", "recall", "withdraw", "claim"])
def test_the_others_do_nothing_to_it(case: Case, call: Calls, who: str, verb: str) -> None:
    before = Entry.objects.count()
    assert call(who).act(str(case.code), verb).status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize("who", ["thuly", "lanhdao", "tiepnhan.binhtan", "quantri", "kiemsoat"])
def test_only_the_desk_of_the_agency_takes_in(office: Office, call: Calls, who: str) -> None:
    refused = call(who).post("cases", intake(office))
    assert refused.status_code == 403
    assert not Case.objects.exists()


def test_one_desk_does_not_take_in_for_another(office: Office, call: Calls) -> None:
    elsewhere = intake(office, agency_code=office.neighbour.code)
    assert call("tiepnhan").post("cases", elsewhere).status_code == 403
    assert call("tiepnhan.binhtan").post("cases", elsewhere).status_code == 201


def test_a_wrong_role_inside_is_told_why(case: Case, call: Calls) -> None:
    refused = call("vanthu").act(str(case.code), "forward")
    assert refused.status_code == 403
    assert "Tiếp nhận" in refused.json()["detail"]


def test_a_post_that_ended_opens_nothing_more(
    office: Office, call: Calls, case: Case, clock: Clock
) -> None:
    desk = call("tiepnhan")
    post = Post.objects.get(account=office.account("tiepnhan"))
    end_post(actor=CONSOLE, post_id=post.pk, last_day=NOW.date(), at=NOW)
    assert desk.get(f"cases/{case.code}").status_code == 200
    clock.now = NOW + dt.timedelta(days=1)
    assert desk.get(f"cases/{case.code}").status_code == 404
    assert desk.post("cases", intake(office)).status_code == 403
    assert desk.upload(SimpleUploadedFile("a.pdf", b"%PDF-1.7")).status_code == 403


def test_numbers_are_masked_until_somebody_asks_and_is_noted(case: Case, call: Calls) -> None:
    desk, place = call("tiepnhan"), f"cases/{case.code}"
    for answer in (desk.get(place), desk.get("cases"), desk.get("work-items", list="unit")):
        assert PERSON.id_number not in answer.content.decode()
        assert PERSON.phone not in answer.content.decode()
        assert PERSON.address not in answer.content.decode()
    assert not Look.objects.exists()
    whole = desk.get(place, personal="true").json()["applicant"]
    assert (whole["id_number"], whole["phone"]) == (PERSON.id_number, PERSON.phone)
    look = Look.objects.get()
    assert (look.subject_id, look.what, look.at) == (case.pk, "personal", NOW)


def test_control_of_procedures_sees_files_but_no_numbers(case: Case, call: Calls) -> None:
    refused = call("kiemsoat").get(f"cases/{case.code}", personal="true")
    assert refused.status_code == 403
    assert not Look.objects.exists()
