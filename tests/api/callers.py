"""Clients of the API: signed with somebody's token, talking JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from tests.office import MARRIAGE, Office

ROOT = "/api/v1/"


@dataclass
class Caller:
    """`caller.post("cases", {...}, key="k")` gives the answer; `.json()` of it as usual."""

    token: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, place: str, **query: Any) -> Any:
        return self.client.get(ROOT + place, query, headers=self.headers)

    def post(self, place: str, body: Any = None, *, key: str | None = None, **options: Any) -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key is not None else {})
        sent = {} if body is None else body
        return self.client.post(
            ROOT + place, sent, content_type="application/json", headers=headers, **options
        )

    def act(self, number: str, verb: str, /, *, key: str | None = None, **fields: Any) -> Any:
        return self.post(f"cases/{number}/actions/{verb}", fields, key=key)

    def upload(self, file: Any) -> Any:
        return self.client.post(ROOT + "files", {"file": file}, headers=self.headers)


Calls = Callable[[str], Caller]


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


def fields_of(answer: Any) -> list[str]:
    """The fields a problem document names."""
    return [error["field"] for error in answer.json()["errors"]]
