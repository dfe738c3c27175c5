"""What every test may ask for.

A test that touches a database gets the mark `database` by itself, and runs on both engines.
With MOTCUA_NO_SKIP=1 (`make test` sets it) a skipped test is a failed test.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.postgres import Cluster, PostgresMissing, private_cluster

pytest_plugins = ["tests.office"]

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_setup",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.MOTCUA_HOME, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if wanted & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if (
        os.environ.get("MOTCUA_NO_SKIP") == "1"
        and report.skipped
        and not hasattr(report, "wasxfail")
    ):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, and no test may be: {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    outcome: Any = yield
    _refuse_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    outcome: Any = yield
    _refuse_skip(outcome.get_result())


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
