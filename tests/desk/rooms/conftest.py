"""Signed-in clients for the rooms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office import Clock, Office

As = Callable[[str], Client]


@pytest.fixture
def sign_in(office: Office, clock: Clock) -> As:
    """`sign_in("quantri")` is the browser of An Lạc's administrator, at NOW."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(office.account(who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
