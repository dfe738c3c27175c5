"""Officers before their screens: a signed-in page per person, watched for errors, checked by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    expect,
)
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.models import Account
from motcua.cases.models import Case
from tests.office import Clock, Office

expect.set_options(timeout=15_000)
CARD = (
    "079188012345|024123456|Trần Thị Đào|15081988|Nữ|"
    "12 Kinh Dương Vương, An Lạc, Bình Tân, Thành phố Hồ Chí Minh|10052021"
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


# Elements that make the page wider than the screen; those in a frame that scrolls do not.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${one.tagName}.${one.className} ${one.getBoundingClientRect().right}`)"""


class Desks:
    """`desks.of("thuly")` is the page of An Lạc's specialist, signed in and watched."""

    def __init__(self, browser: Browser, office: Office, site: str, width: int = 1280) -> None:
        self.browser, self.office, self.site, self.width = browser, office, site, width
        self.errors: list[str] = []
        self._open: dict[str, Page] = {}
        self._contexts: list[BrowserContext] = []

    def of(self, who: str) -> Page:
        if who not in self._open:
            self._open[who] = self.visitor(cookie=self._session(who))
        return self._open[who]

    def visitor(self, *, cookie: str = "", script: bool = True, worker: bool = False) -> Page:
        """A fresh browser; with the cookie of a session, or of nobody.

        Without a service worker, unless it is what is looked at: it would ask on by itself.
        """
        context = self.browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": self.width, "height": 800},
            reduced_motion="reduce",
            java_script_enabled=script,
            service_workers="allow" if worker else "block",
        )
        context.set_default_timeout(30_000)
        self._contexts.append(context)
        if cookie:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": cookie, "url": self.site}])
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda fault: self.errors.append(str(fault)))
        return page

    def _session(self, who: str) -> str:
        return self.session_of(self.office.account(who))

    @staticmethod
    def session_of(account: Account) -> str:
        """The cookie of somebody who has signed in."""
        client = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        client.force_login(account, backend=backend)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _heard(self, said: ConsoleMessage) -> None:
        # the browser itself reports each answer of 4xx; the pages show those on purpose
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.errors.append(said.text)

    def open(self, who: str, case: Case) -> Page:
        """The page of a file on somebody's screen."""
        page = self.of(who)
        page.goto(f"{self.site}/desk/cases/{case.number}/")
        return page

    def press(self, page: Page, label: str) -> None:
        """A verb's button, and the file as it stands afterwards."""
        page.get_by_role("button", name=label, exact=True).click()
        expect(page.locator(".flash-success")).to_be_visible()

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        assert self.errors == [], self.errors


def follow(link: Locator) -> None:
    """Click, and stand on the page it leads to: a click alone returns while the old one shows."""
    with link.page.expect_navigation():
        link.click()


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds on the page that stays: one that is being left takes its document along."""
    for _ in range(3):
        page.wait_for_load_state()
        try:
            return list(Axe().run(page, options=RULES).response["violations"])
        except Error as fault:
            gone = fault
    raise gone


def check(page: Page) -> None:
    """No finding of axe, nothing wider than the screen."""
    found = violations(page)
    told = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
    assert told == [], f"{page.url}: {told}"
    wide = page.evaluate(WIDE)
    assert wide == [], f"{page.url}: {wide}"


@pytest.fixture
def store(tmp_path: object, settings: pytest.FixtureRequest) -> None:
    """Papers of a test lie in a folder of its own."""
    settings.MOTCUA_FILES = tmp_path / "files"  # type: ignore[attr-defined, operator]


@pytest.fixture
def desks(
    browser: Browser, live_server: LiveServer, office: Office, clock: Clock, store: None
) -> Iterator[Desks]:
    """At a desk's screen."""
    made = Desks(browser, office, str(live_server.url))
    yield made
    made.close()


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def both(
    browser: Browser,
    live_server: LiveServer,
    office: Office,
    clock: Clock,
    store: None,
    request: pytest.FixtureRequest,
) -> Iterator[Desks]:
    """At a desk's screen and on a phone."""
    made = Desks(browser, office, str(live_server.url), request.param)
    yield made
    made.close()
