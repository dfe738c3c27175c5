"""How many statements a request costs: the same for one row and for fifty, BEGIN included."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.cases.states import Verb
from tests.api.callers import Caller, Calls, intake
from tests.office import BUILDING, COPIES, MARRIAGE, Office

# The budgets are 10 for an intake and 12 for a step.
# SQLite takes the rows of several tables one table at a time.
INTAKE = 7 if connection.vendor == "postgresql" else 10
FORWARD = 9
COMPLETE = 10
LIST = 3
PAGE = 9
TRACK = 3


def cost(ask: Callable[[], Any], status: int = 200) -> int:
    with CaptureQueriesContext(connection) as statements:
        answer = ask()
    assert answer.status_code == status, answer.content.decode()
    return len(statements)


@pytest.mark.parametrize("procedure", [MARRIAGE, BUILDING, COPIES])
@pytest.mark.parametrize("key", [None, "k-1"])
def test_an_intake(office: Office, call: Calls, procedure: str, key: str | None) -> None:
    desk = call("tiepnhan")
    body = intake(office, procedure)
    # The graph of a process is read once per process, the calendar once per change.
    office.take_in(procedure)
    assert cost(lambda: desk.post("cases", body, key=key), 201) == INTAKE
    many = body | {"papers": [*body["papers"], *({"key": f"k{n}", "name": "x"} for n in range(40))]}
    assert cost(lambda: desk.post("cases", many, key=key and "k-2"), 201) == INTAKE


def test_steps_cost_the_same_after_one_and_after_twenty(office: Office, call: Calls) -> None:
    case = office.take_in()
    desk, specialist, head = call("tiepnhan"), call("thuly"), call("truongphong")
    assert cost(lambda: desk.act(case.number, "forward")) == FORWARD
    goes_on = {"outcome": "de_nghi_giai_quyet"}
    assert cost(lambda: specialist.act(case.number, "complete", **goes_on)) == COMPLETE
    for _turn in range(10):
        head.act(case.number, "send_back", reason="xem lại")
        specialist.act(case.number, "complete", **goes_on)
    head.act(case.number, "send_back", reason="xem lại")
    assert cost(lambda: specialist.act(case.number, "complete", **goes_on)) == COMPLETE


@pytest.mark.parametrize("rows", [1, 3, 10, 50])
@pytest.mark.parametrize(
    ("place", "query"),
    [
        ("cases", {}),
        ("cases", {"list": "overdue", "q": "hoa", "state": "received", "agency": "H29.101"}),
        ("work-items", {"list": "unit"}),
        ("work-items", {"list": "due_soon", "q": "hoa"}),
    ],
)
def test_a_list(office: Office, call: Calls, rows: int, place: str, query: dict[str, str]) -> None:
    for _row in range(rows):
        office.take_in()
    desk = call("tiepnhan")
    desk.get(place, **query)
    assert cost(lambda: desk.get(place, **query)) == LIST


@pytest.mark.parametrize("turns", [0, 3])
def test_a_page(office: Office, call: Calls, turns: int) -> None:
    case = office.walk(office.take_in(), to="lanh_dao_phong")
    for _turn in range(turns):
        office.act(case, Verb.SEND_BACK, by="truongphong", reason="xem lại")
        office.act(case, Verb.COMPLETE, by="thuly")
    colleague = call("thuly2")
    assert cost(lambda: colleague.get(f"cases/{case.number}")) == PAGE


def test_tracking(office: Office, anybody: Caller) -> None:
    case = office.take_in()
    right = {"code": case.code, "secret": case.secret}
    assert cost(lambda: anybody.post("track", right)) == TRACK
    office.walk(case, to="van_thu")
    assert cost(lambda: anybody.post("track", right)) == TRACK


def test_a_wrong_code_and_a_wrong_secret_cost_the_same(office: Office, anybody: Caller) -> None:
    case = office.take_in()
    wrong = [
        {"code": case.code, "secret": "23456789"},
        {"code": "H29.101-260302-0099", "secret": case.secret},
        {"code": "?", "secret": "?"},
    ]
    assert len({cost(partial(anybody.post, "track", guess), 404) for guess in wrong}) == 1


@pytest.mark.parametrize(
    ("place", "statements"),
    [("agencies", 1), ("procedures", 1), ("procedures?agency=H29.101&q=ket hon", 2)],
)
def test_public_lists(office: Office, anybody: Caller, place: str, statements: int) -> None:
    assert cost(lambda: anybody.get(place)) == statements
