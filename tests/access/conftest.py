"""The town stands once per module; requests are made by signed-in clients at NOW."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.access.town import Town, standing
from tests.office import Clock, Office

As = Callable[[str], Client]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Everybody of the table, and a file in every situation."""
    with django_db_blocker.unblock(), standing() as made:
        yield made


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Everybody of the table, no files yet."""
    with django_db_blocker.unblock(), standing(files=False) as made:
        yield made


def signed_in(office: Office, who: str) -> Client:
    """The browser of somebody; it shows what goes wrong as a page, as a browser would."""
    client = Client(raise_request_exception=False)
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(office.account(who), backend=backend)
    return client


@pytest.fixture
def sign_in(office: Office, clock: Clock) -> As:
    """`sign_in("thuly")` in an office of one's own."""
    return lambda who: signed_in(office, who)


@pytest.fixture(autouse=True)
def store(tmp_path: Any, settings: Any) -> None:
    """Papers of a test lie in a folder of its own."""
    settings.MOTCUA_FILES = tmp_path / "files"
