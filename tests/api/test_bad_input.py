"""Nonsense is refused with a sentence, and our own faults tell nothing of the inside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError

from motcua.cases.models import Case
from tests.api.callers import Caller, Calls, intake
from tests.office import Office

NASTY = [
    "",
    " ",
    "\u0000",
    "\u202egnp.exe",
    "a\u200bb",
    "{{7*7}}",
    "${7*7}",
    "'\"><svg onload=alert(1)>",
    "'; DROP TABLE case_file; --",
    "../../etc/passwd",
    "%00",
    "😀" * 50,
    "x" * 100_000,
    "NFD: e\u0302\u0301",
]


def raw(caller: Caller, place: str, body: bytes, media: str = "application/json") -> Any:
    return caller.client.post(f"/api/v1/{place}", body, content_type=media, headers=caller.headers)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b'{"a": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"procedure_code=1",
        b"\x00",
    ],
)
def test_what_is_no_json_is_400(call: Calls, body: bytes) -> None:
    answer = raw(call("tiepnhan"), "cases", body)
    assert answer.status_code == 400
    assert answer.json()["title"] == "Yêu cầu không đọc được"


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"1", b'"x"', b"true", b"{}"])
def test_json_that_is_no_object_is_422(call: Calls, body: bytes) -> None:
    assert raw(call("tiepnhan"), "cases", body).status_code == 422
    assert raw(call("tiepnhan"), "track", body).status_code == 422


def test_a_body_too_large_is_413(call: Calls) -> None:
    body = json.dumps({"summary": "x" * (5 * 1024 * 1024)}).encode()
    assert raw(call("tiepnhan"), "cases", body).status_code == 413


def test_a_broken_multipart_is_no_fault_of_ours(call: Calls) -> None:
    media = "multipart/form-data; boundary=x"
    assert raw(call("tiepnhan"), "files", b"--x\r\nno end", media).status_code in (400, 422)
    assert raw(call("tiepnhan"), "files", b"", "multipart/form-data").status_code in (400, 422)


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_texts_are_refused_or_kept_as_text(office: Office, call: Calls, nasty: str) -> None:
    desk = call("tiepnhan")
    for field in ("summary", "case_key", "applicant_class", "procedure_code", "agency_code"):
        answer = desk.post("cases", intake(office) | {field: nasty})
        assert answer.status_code in (201, 403, 409, 422), (field, answer.content)
    for field in ("name", "address", "authorisation", "email", "phone", "id_number"):
        applicant = {"name": "Hoa"} | {field: nasty}
        answer = desk.post("cases", intake(office, applicant=applicant))
        assert answer.status_code in (201, 422), (field, answer.content)
    answer = desk.post("cases", intake(office, data={"x": nasty, nasty or "y": [nasty]}))
    assert answer.status_code in (201, 422)
    for case in Case.objects.all():
        assert desk.get(f"cases/{case.code}", personal="true").status_code == 200


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_filters_list_nothing_and_break_nothing(call: Calls, nasty: str) -> None:
    desk = call("tiepnhan")
    for name in ("q", "procedure", "agency", "state", "received_from", "cursor", "list", nasty):
        assert desk.get("cases", **{name: nasty}).status_code in (200, 422), name
    for name in ("q", "list", "cursor"):
        assert desk.get("work-items", **{name: nasty}).status_code in (200, 422), name
    for name in ("q", "field", "agency", "level", "cursor"):
        assert desk.get("procedures", **{name: nasty}).status_code in (200, 404, 422), name


@pytest.mark.parametrize("number", [-1, 0, 2**31, 2**63, 2**63 - 1, 10**30, 1.5, "1", None, [1]])
def test_odd_numbers_are_refused(office: Office, call: Calls, number: Any) -> None:
    desk = call("tiepnhan")
    case = office.take_in()
    paper = {"key": "to_khai", "file": number}
    expected = (201, 422) if number is None else (422,)
    papers = [paper, {"key": "xac_nhan"}]
    assert desk.post("cases", intake(office, papers=papers)).status_code in expected
    assert desk.post("cases", intake(office, copies=number)).status_code == 422
    if number is not None:
        assert desk.act(case.number, "claim", seen=number).status_code in (409, 422)
        assert desk.get(f"cases/{case.code}/papers/{number}/file").status_code in (404, 422)


@pytest.mark.parametrize("value", [2**60, 1e300, -(10**40)])
def test_numbers_no_program_agrees_on_are_not_taken_into_data(
    office: Office, call: Calls, value: float
) -> None:
    assert call("tiepnhan").post("cases", intake(office, data={"x": value})).status_code == 422


def test_data_of_a_form_is_bounded(office: Office, call: Calls) -> None:
    desk = call("tiepnhan")
    deep: Any = "x"
    for _level in range(40):
        deep = [deep]
    assert desk.post("cases", intake(office, data={"x": deep})).status_code == 422
    assert desk.post("cases", intake(office, data={"x": "y" * 70_000})).status_code == 422
    assert desk.post("cases", intake(office, data={"x": ["y", 1, 2.5, None]})).status_code == 201


def test_a_fault_of_ours_tells_nothing_of_the_inside(
    office: Office, call: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_form: object) -> None:
        raise DatabaseError("SELECT secret FROM case_file WHERE id_number = '079301012345'")

    monkeypatch.setattr("motcua.api.intake.take_in", broken)
    answer = call("tiepnhan").post("cases", intake(office))
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    for inside in ("SELECT", "079301012345", "Traceback", "DatabaseError", ".py"):
        assert inside not in answer.content.decode()


def test_a_busy_database_is_503_and_says_when_to_come_again(
    office: Office, call: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_form: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("motcua.api.intake.take_in", busy)
    answer = call("tiepnhan").post("cases", intake(office))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "locked" not in answer.content.decode()
