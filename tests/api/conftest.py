"""Clients of the API: signed with somebody's token, talking JSON, at a time that stands still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from tests.office import MARRIAGE, Clock, Office

ROOT = "/api/v1/"


@dataclass
class Caller:
    """`caller.post("cases", {...}, key="k")` → the answer; `.json()` of it as usual."""

    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, place: str, **query: Any) -> Any:
        return self.client.get(ROOT + place, query, headers=self.headers)

    def post(self, place: str, body: Any = None, *, key: str | None = None, **options: Any) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(
            ROOT + place, body or {}, content_type="application/json", headers=headers, **options
        )

    def act(self, number: str, verb: str, *, key: str | None = None, **fields: Any) -> Any:
        return self.post(f"cases/{number}/actions/{verb}", fields, key=key)


Calls = Callable[[str], Caller]


@pytest.fixture
def call(office: Office, clock: Clock) -> Calls:
    """`call("thuly")`: a client with that person's token."""
    callers: dict[str, Caller] = {}

    def by(who: str) -> Caller:
        if who not in callers:
            callers[who] = Caller(office.token(who))
        return callers[who]

    return by


@pytest.fixture
def anybody(office: Office, clock: Clock) -> Caller:
    """Without a token."""
    return Caller()


def intake(office: Office, procedure: str = MARRIAGE, **changes: Any) -> dict[str, Any]:
    """The body of `POST cases` for a complete file."""
    form = office.form(procedure)
    return {
        "procedure_code": procedure,
        "agency_code": form.agency_code,
        "applicant": form.applicant.as_json(),
        "case_key": form.case_key,
        "papers": [{"key": paper.key} for paper in form.papers],
    } | changes
