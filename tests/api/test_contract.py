"""The API does what its OpenAPI document says, whatever is sent: fifty tries at every operation.

Codes are made up by the generator; where it means well (not where it tries nonsense) they are
exchanged for those of the office, so that the actions behind the door are reached too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.office import MARRIAGE, Clock, Office

EXAMPLES = 50
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]

api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def one_transaction() -> Iterator[None]:
    """The server closes what a request left open; here that is the test's own transaction."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def signed(office: Office, clock: Clock, one_transaction: None) -> dict[str, str]:
    """A file in handling, and the token of the desk that took it in."""
    office.walk(office.take_in(), to="thu_ly")
    return {"Authorization": f"Bearer {office.token('tiepnhan')}"}


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_word(
    case: schemathesis.Case[Any], signed: dict[str, str], office: Office
) -> None:
    if case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE:
        _mean_the_office(case, office)
    case.call_and_validate(headers=signed, checks=CHECKS)


def _mean_the_office(case: schemathesis.Case[Any], office: Office) -> None:
    if "code" in case.path_parameters and "cases" in case.path:
        case.path_parameters["code"] = "H29.101-260302-0001"
    if case.operation.path.endswith("/procedures/{code}"):
        case.path_parameters["code"] = MARRIAGE
    body: Any = case.body
    if case.operation.path.endswith("/cases") and isinstance(body, dict):
        body["procedure_code"], body["agency_code"] = MARRIAGE, office.ward.code
