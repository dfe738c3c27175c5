"""Taking files in over the API: what the receipt needs, and every refusal at its field."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.cases.models import Case
from motcua.journal.models import Entry
from tests.api.callers import Calls, fields_of, intake
from tests.office import BUILDING, COPIES, Clock, Office


def test_an_accepted_file_has_all_that_stands_on_the_receipt(office: Office, call: Calls) -> None:
    answer = call("tiepnhan").post("cases", intake(office))
    assert answer.status_code == 201
    told = answer.json()
    secret, steps = told.pop("secret"), told.pop("due_explanation")
    assert told == {
        "number": "H29.101-260302-0001",
        "code": "H29.101-260302-0001",
        "provisional": None,
        "state": "received",
        "public_code": 2,
        "received_at": "2026-03-02T09:00:00+07:00",
        "due_at": "2026-03-09T23:59:59+07:00",
        "fee_total": 0,
        "receipt_url": "/api/v1/cases/H29.101-260302-0001/slips/receipt",
    }
    assert len(secret) == 8
    assert [step["counted"] for step in steps].count(True) == 5
    assert steps[-1] == {
        "date": "2026-03-09",
        "counted": True,
        "text": "Thứ Hai 09/03/2026: ngày làm việc thứ 5; hết hạn lúc 24 giờ",
    }


def test_a_file_only_registered_has_no_promise(office: Office, call: Calls) -> None:
    told = call("tiepnhan").post("cases", intake(office, accept=False, papers=[])).json()
    assert told["number"] == told["provisional"]
    assert (told["code"], told["due_at"], told["received_at"]) == (None, None, None)
    assert (told["state"], told["public_code"], told["due_explanation"]) == ("registered", 1, [])
    assert told["receipt_url"] is None


def test_a_registered_file_is_accepted_later(office: Office, call: Calls, clock: Clock) -> None:
    desk = call("tiepnhan")
    number = desk.post("cases", intake(office, accept=False)).json()["number"]
    clock.forward(days=1)
    accepted = desk.act(number, "accept").json()
    assert (accepted["state"], accepted["code"]) == ("received", "H29.101-260303-0001")
    # Who wrote the provisional number down finds the file under it for ever.
    assert desk.get(f"cases/{number}").json()["code"] == accepted["code"]


def test_fees_and_the_second_unit(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    told = desk.post("cases", intake(office, BUILDING)).json()
    assert told["fee_total"] == 75_000
    page = desk.get(f"cases/{told['code']}").json()
    assert (page["handling_unit"]["code"], page["money"]) == ("DC", "due")
    copies = desk.post("cases", intake(office, COPIES, fee_pages=7)).json()
    assert (copies["fee_total"], copies["due_at"][:10]) == (14_000, "2026-03-02")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure_code": "9.999999"}, "procedure_code"),
        ({"procedure_code": BUILDING, "case_key": "?"}, "case_key"),
        ({"papers": []}, "papers"),
        ({"papers": [{"key": "la"}]}, "papers.0.name"),
        ({"papers": [{"key": "to_khai", "quantity": 0}]}, "papers.0.quantity"),
        ({"papers": [{"key": "to_khai", "quantity": "1"}]}, "papers.0.quantity"),
        ({"papers": [{"key": "to_khai", "form": "fax"}]}, "papers.0.form"),
        ({"papers": [{"key": "to_khai", "file": 2**63}]}, "papers.0.file"),
        ({"papers": [{"key": "to_khai", "file": 77}, {"key": "xac_nhan"}]}, "papers.0.file"),
        ({"applicant": {}}, "applicant.name"),
        ({"applicant": {"name": "  "}}, "applicant.name"),
        ({"applicant": {"name": "Hoa\u200b"}}, "applicant.name"),
        ({"applicant": {"name": "Hoa", "id_number": "12"}}, "applicant.id_number"),
        ({"applicant": {"name": "Hoa", "phone": "12"}}, "applicant.phone"),
        ({"applicant": {"name": "Hoa", "email": "hoa"}}, "applicant.email"),
        ({"applicant": {"name": "Hoa", "age": 30}}, "applicant.age"),
        ({"applicant": {"name": "Hoa"}, "return_channel": "postal"}, "applicant.address"),
        ({"owner": {"name": ""}}, "owner.name"),
        ({"channel": "fax"}, "channel"),
        ({"return_channel": "fax"}, "return_channel"),
        ({"copies": 0}, "copies"),
        ({"data": {"a": "\u0000"}}, "data"),
        ({"data": [1]}, "data"),
        ({"accept": "yes"}, "accept"),
        ({"state": "done"}, "state"),
        ({"code": "H29.101-260302-0009"}, "code"),
    ],
)
def test_what_is_wrong_is_named(
    office: Office, call: Calls, changes: dict[str, Any], field: str
) -> None:
    answer = call("tiepnhan").post("cases", intake(office) | changes)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert fields_of(answer) == [field]
    assert all(error["text"] for error in answer.json()["errors"])
    assert not Case.objects.exists()


def test_every_wrong_field_is_named_at_once(call: Calls) -> None:
    answer = call("tiepnhan").post("cases", {"channel": "fax", "copies": "x"})
    assert fields_of(answer) == [
        "procedure_code",
        "agency_code",
        "applicant",
        "channel",
        "copies",
    ]


def test_a_due_date_beyond_the_declared_calendar_is_refused(
    office: Office, call: Calls, clock: Clock
) -> None:
    clock.now = clock.now.replace(year=2031)
    answer = call("tiepnhan").post("cases", intake(office))
    assert answer.status_code == 422
    assert "Lịch" in answer.json()["detail"]


def test_a_refused_intake_leaves_no_gap_in_the_numbers(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    desk.post("cases", intake(office, papers=[]))
    desk.post("cases", intake(office, procedure_code="9.999999"))
    assert desk.post("cases", intake(office)).json()["code"].endswith("-0001")
    assert Entry.objects.filter(subject=1).count() == 1


def test_names_are_stored_in_normal_form(office: Office, call: Calls) -> None:
    decomposed = "Nguye\u0302\u0303n  Va\u0306n   A"
    told = call("tiepnhan").post("cases", intake(office, applicant={"name": decomposed})).json()
    assert Case.objects.get(code=told["code"]).applicant_name == "Nguyễn Văn A"
