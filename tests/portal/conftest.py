"""The citizen: a client that knows nobody, and pages read as a browser would."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from motcua.cases.models import Case
from tests.office import Clock, Office


def text_of(answer: HttpResponse) -> str:
    """What a reader sees: no tags, single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def heading_of(answer: HttpResponse) -> str:
    """The one h1 of a page; a page with none or two is broken."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    assert len(found) == 1
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


@pytest.fixture
def citizen(office: Office, clock: Clock) -> Client:
    return Client()


@pytest.fixture
def follow(citizen: Client) -> Callable[[Case], HttpResponse]:
    """Open a file with its secret and land on its clean page."""

    def opened(case: Case) -> HttpResponse:
        given = {"code": case.number, "secret": case.secret}
        answer = citizen.post("/tra-cuu/", given, follow=True)
        assert answer.status_code == 200
        return answer

    return opened
