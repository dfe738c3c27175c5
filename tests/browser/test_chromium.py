"""The browser itself: it is there, it reaches the platform, it obeys our policy."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_chromium_reaches_the_platform(live_server: LiveServer, page: Page) -> None:
    answer = page.goto(f"{live_server.url}/healthz/live")
    assert answer is not None
    assert answer.json() == {"status": "live"}


def test_chromium_runs_no_inline_script_of_ours(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/healthz/live")
    ran = page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.planted = true';
            document.documentElement.append(script);
            return window.planted === true;
        }"""
    )
    assert ran is False
