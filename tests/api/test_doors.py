"""Who comes in: every operation is asked without credentials, none forgotten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from motcua.api.door import door
from motcua.cases.actions.verbs import VERBS
from tests.api.callers import ROOT, Caller, Calls, intake
from tests.office import Clock, Office

# Whoever adds to this list opens a door to everybody.
PUBLIC = {
    ("get", "/api/v1/agencies"),
    ("get", "/api/v1/procedures"),
    ("get", "/api/v1/procedures/{code}"),
    ("get", "/api/v1/statistics"),
    ("post", "/api/v1/track"),
}


def operations() -> list[tuple[str, str]]:
    """Every operation the door has, from its own routes and not from the document."""
    found = []
    for bound in door._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                found += [
                    (method.lower(), "/api/v1" + re.sub(r"{[^}:]+:", "{", path))
                    for method in operation.methods
                ]
    return found


def ask(method: str, path: str, **headers: str) -> HttpResponse:
    place = path.replace("{paper_id}", "1").replace("{code}", "H29.101-260302-0001")
    place = place.replace("{kind}", "receipt")
    send: Any = getattr(Client(), method)
    options: dict[str, Any] = {"content_type": "application/json"} if method == "post" else {}
    answer: HttpResponse = send(place, headers=headers, **options)
    return answer


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), sorted(set(operations()) - PUBLIC))
def test_without_credentials_nothing_opens(method: str, path: str) -> None:
    answer = ask(method, path)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wrong",
    [
        "Bearer",
        "Bearer ",
        "Bearer mc_",
        "Basic bWM6bWM=",
        "bearer mc_" + "A" * 43,
        "mc_" + "A" * 43,
    ],
)
def test_a_wrong_header_opens_nothing(anybody: Caller, wrong: str) -> None:
    assert ask("get", "/api/v1/cases", Authorization=wrong).status_code == 401


def test_public_operations_are_those_of_the_list() -> None:
    assert set(operations()) >= PUBLIC
    document = door.get_openapi_schema()
    unsigned = {
        (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "security" not in operation
    }
    assert unsigned == PUBLIC


def test_every_operation_is_documented() -> None:
    document = door.get_openapi_schema()
    assert document["openapi"].startswith("3.1")
    written = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert written == set(operations())


def test_every_verb_has_its_address() -> None:
    paths = {path for _method, path in operations()}
    assert {f"/api/v1/cases/{{code}}/actions/{verb.value}" for verb in VERBS} <= paths


def test_a_revoked_token_ends_with_the_next_request(office: Office, call: Calls) -> None:
    from motcua.accounts.actions import revoke_token
    from motcua.accounts.models import Token

    desk = call("tiepnhan")
    assert desk.get("cases").status_code == 200
    revoke_token(token_id=Token.objects.get().pk, at=Clock().now)
    assert desk.get("cases").status_code == 401
    assert desk.post("cases", intake(office)).status_code == 401


def test_a_token_ends_by_itself(office: Office, clock: Clock) -> None:
    from motcua.accounts.actions import issue_token

    until = clock.now.replace(hour=12)
    token = issue_token(
        account_id=office.account("tiepnhan").pk, label="thử", expires_at=until, at=clock.now
    )
    assert Caller(token).get("cases").status_code == 200
    clock.forward(hours=3)
    assert Caller(token).get("cases").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["", "nowhere", "cases/x/actions/reclock", "cases/x/actions/"])
def test_an_address_that_is_not_there_is_a_problem_too(method: str, path: str) -> None:
    answer = ask(method, ROOT + path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), [("delete", "cases"), ("post", "agencies")])
def test_a_wrong_method_says_which_are_right(method: str, path: str) -> None:
    answer = ask(method, ROOT + path)
    assert answer.status_code == 405
    assert answer["Allow"]
    assert answer.json()["status"] == 405  # type: ignore[attr-defined]


def test_the_document_needs_no_database_and_no_token(anybody: Caller) -> None:
    answer = anybody.get("openapi.json")
    assert answer.status_code == 200
    problem = answer.json()["paths"]["/api/v1/cases"]["post"]["responses"]["422"]
    assert list(problem["content"]) == ["application/problem+json"]
