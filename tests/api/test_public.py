"""What anybody may read: agencies, procedures, a file by code and secret, figures."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from motcua.api.figures import FiguresOut
from motcua.indicators.rules import FIGURES, Group
from tests.api.callers import Caller, Calls, fields_of
from tests.office import BUILDING, MARRIAGE, PERSON, Clock, Office

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def test_agencies_from_the_root_down(anybody: Caller) -> None:
    items = anybody.get("agencies").json()["items"]
    assert [(item["code"], item["parent_code"]) for item in items] == [
        ("H29", None),
        ("H29.101", "H29"),
        ("H29.102", "H29"),
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["1.009994", "2.000815", "1.000894"]),
        ({"q": "ket hon"}, [MARRIAGE]),
        ({"q": "cưới"}, [MARRIAGE]),
        ({"field": "xay-dung"}, [BUILDING]),
        ({"agency": "H29.102"}, ["2.000815", "1.000894"]),
        ({"level": "province"}, []),
        ({"q": "khongcogi"}, []),
    ],
)
def test_procedures_are_found(anybody: Caller, query: dict[str, str], codes: list[str]) -> None:
    answer = anybody.get("procedures", **query).json()
    assert sorted(item["code"] for item in answer["items"]) == sorted(codes)
    assert (answer["total"], answer["next"]) == (len(codes), None)


def test_a_page_of_procedures_begins_where_the_cursor_says(anybody: Caller) -> None:
    everything = anybody.get("procedures").json()["items"]
    assert anybody.get("procedures", cursor="2").json()["items"] == everything[2:]
    assert anybody.get("procedures", cursor="99").json() == {"items": [], "total": 3, "next": None}


def test_one_procedure_answers_what_papers_how_long_how_much_where(anybody: Caller) -> None:
    page = anybody.get(f"procedures/{BUILDING}").json()
    assert (page["limit"], page["fees"][0]["amount"]) == ("20 days", 75_000)
    assert [case["key"] for case in page["cases"]] == ["xay_moi", "sua_chua"]
    assert page["cases"][0]["papers"][1]["name"] == "Bản vẽ thiết kế"
    assert [offer["agency_code"] for offer in page["offers"]] == ["H29.101"]
    assert (page["in_force"], page["decision"]) == (True, "2268/QĐ-BTP")
    assert anybody.get("procedures/9.999999").status_code == 404


def test_the_applicant_follows_the_file(office: Office, anybody: Caller) -> None:
    case = office.take_in()
    typed = {"code": f" {case.code.lower()} ".replace("-", "–"), "secret": case.secret.lower()}  # type: ignore[union-attr]
    answer = anybody.post("track", typed)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["state"], told["public_code"]) == ("received", 2)
    assert told["steps"] == ["Hồ sơ đã được tiếp nhận, đang chuyển đến bộ phận chuyên môn"]
    assert told["due_at"] == "2026-03-09T23:59:59+07:00"
    for private in (PERSON.name, PERSON.id_number, PERSON.phone):
        assert private not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_code_and_a_wrong_secret_are_one_answer(office: Office, anybody: Caller) -> None:
    case = office.take_in()
    answers = [
        anybody.post("track", {"code": code, "secret": secret})
        for code, secret in [
            (case.code, "23456789"),
            ("H29.101-260302-0099", case.secret),
            ("không phải mã", "x"),
            ("", ""),
            (case.code, "\u0000"),
        ]
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_guessing_is_stopped_for_a_while(office: Office, anybody: Caller, clock: Clock) -> None:
    case = office.take_in()
    right = {"code": case.code, "secret": case.secret}
    for _guess in range(10):
        assert anybody.post("track", right | {"secret": "23456789"}).status_code == 404
    stopped = anybody.post("track", right)
    assert stopped.status_code == 429
    assert stopped["Retry-After"] == "900"
    clock.forward(minutes=16)
    assert anybody.post("track", right).status_code == 200


def test_secrets_stand_in_no_log(
    office: Office, anybody: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    case = office.take_in()
    caplog.set_level(logging.DEBUG)
    anybody.post("track", {"code": case.code, "secret": case.secret})
    anybody.post("track", {"code": case.code, "secret": "23456789"})
    told = "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert case.secret not in told
    assert "23456789" not in told


def test_a_secret_is_not_taken_from_an_address(office: Office, anybody: Caller) -> None:
    case = office.take_in()
    assert anybody.get("track", code=case.code, secret=case.secret).status_code == 405


def test_figures_have_the_published_keys() -> None:
    assert tuple(FiguresOut.__annotations__) == FIGURES


@pytest.mark.parametrize("group", [None, *Group])
def test_figures_of_every_group_add_up(
    office: Office, anybody: Caller, clock: Clock, group: str | None
) -> None:
    office.take_in()
    office.walk(office.take_in(BUILDING))
    clock.forward(days=1)
    query = YEAR | ({"by": group} if group else {})
    told = anybody.get("statistics", **query).json()
    assert (told["from"], told["to"], told["agency"]) == ("2026-01-01", "2026-12-31", None)
    assert (told["total"]["received"], told["total"]["finished"]) == (2, 1)
    if group and group != "month":
        assert sum(part["received"] for part in told["groups"]) == 2
    assert bool(told["groups"]) == bool(group)


def test_the_public_is_not_told_which_officer(
    office: Office, anybody: Caller, call: Calls, clock: Clock
) -> None:
    office.walk(office.take_in())
    clock.forward(days=1)
    names = "Tiếp Nhận", "Thụ Lý", "tiepnhan", "thuly"
    told = anybody.get("statistics", by="officer", **YEAR)
    assert told.json()["groups"]
    assert not any(name in told.content.decode() for name in names)
    inside = call("lanhdao").get("statistics", by="officer", **YEAR)
    assert any(name in inside.content.decode() for name in names)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-01-01"}, "to"),
        (YEAR | {"from": "0"}, "from"),
        (YEAR | {"from": "2026-02-30"}, "from"),
        (YEAR | {"to": "9999-12-31"}, "to"),
        (YEAR | {"to": "2025-12-31"}, "from"),
        (YEAR | {"by": "colour"}, "by"),
        (YEAR | {"frm": "2026-01-01"}, "frm"),
        ({"from": "1900-01-01", "to": "2199-12-31", "by": "month"}, "to"),
    ],
)
def test_a_wrong_question_is_named(anybody: Caller, query: dict[str, str], field: str) -> None:
    answer = anybody.get("statistics", **query)
    assert answer.status_code == 422
    assert fields_of(answer) == [field]


def test_a_wrong_token_is_refused_where_none_is_needed(anybody: Caller) -> None:
    assert Caller("mc_" + "A" * 43).get("statistics", **YEAR).status_code == 401


def test_registers_page_by_page(office: Office, call: Calls) -> None:
    for day in range(3):
        for _file in range(20):
            office.take_in(at=office_day(day))
    desk, seen, cursor = call("tiepnhan"), [], ""
    while True:
        page = desk.get("cases", cursor=cursor).json()
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 60
    assert seen[0].startswith("H29.101-260304-")
    only = desk.get("cases", received_from="2026-03-03", received_to="2026-03-03").json()["items"]
    assert {row["received_at"][:10] for row in only} == {"2026-03-03"}
    assert len(only) == 20


def office_day(days: int) -> dt.datetime:
    """The same hour some days later."""
    return Clock().forward(days=days)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "registered"}, 1),
        ({"state": "received"}, 1),
        ({"state": "done"}, 0),
        ({"procedure": BUILDING}, 1),
        ({"agency": "H29.102"}, 0),
        ({"list": "to_accept"}, 1),
        ({"q": "nguyen thi hoa"}, 2),
        ({"q": "079301012345"}, 2),
        ({"cursor": "999999999999999999999"}, 2),
    ],
)
def test_the_register_is_filtered(
    office: Office, call: Calls, query: dict[str, str], found: int
) -> None:
    office.take_in(BUILDING)
    office.take_in(accept=False)
    assert len(call("tiepnhan").get("cases", **query).json()["items"]) == found


@pytest.mark.parametrize("cursor", [".", "1.", ".1", "1.1", "9" * 16 + ".1", "1." + "9" * 18])
def test_a_cursor_that_was_made_up_breaks_nothing(office: Office, call: Calls, cursor: str) -> None:
    office.take_in()
    assert call("tiepnhan").get("work-items", list="all", cursor=cursor).status_code == 200
