"""What every test may ask for: an office (tests/office.py), a browser, a PostgreSQL of its own."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as search
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.postgres import Cluster, PostgresMissing, private_cluster

# A busy machine is no fault: no test measures the wall clock.
search.register_profile("motcua", deadline=None, suppress_health_check=[HealthCheck.too_slow])
search.load_profile("motcua")

pytest_plugins = ["tests.strictness", "tests.office", "tests.unguarded"]


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.MOTCUA_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Cluster]:
    """A PostgreSQL of one's own with fsync on, whatever database the suite runs on."""
    try:
        with private_cluster(durable=True) as cluster:
            yield cluster
    except PostgresMissing as problem:
        pytest.fail(str(problem))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING)
    # Playwright's loop runs in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor: Vietnamese, in Viet Nam, at a desk's screen."""
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
