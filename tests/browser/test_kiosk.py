"""The tablet at the desk, by touch only: a round in three touches, and a line that is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.surveys.actions import set_up_kiosk
from motcua.surveys.models import Rating
from tests.browser.desks import check
from tests.office import NOW, Clock, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 360], ids=["tablet", "phone"])
def touched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        locale="vi-VN",
        viewport={"width": request.param, "height": 800},
        has_touch=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def end(office: Office) -> Case:
    return office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm")


def paired(touched: BrowserContext, site: str, office: Office) -> Page:
    _kiosk, token = set_up_kiosk(
        actor=office.actor("quantri"), agency_id=office.ward.pk, name="Quầy 1", at=NOW
    )
    page = touched.new_page()
    page.goto(f"{site}/quay/ghep/{token}/")
    assert page.url == f"{site}/quay/"
    return page


def short(case: Case) -> str:
    return case.number.rpartition("-")[2]


def test_two_touches_and_back_to_the_start_even_when_the_line_is_cut(
    touched: BrowserContext,
    live_server: LiveServer,
    office: Office,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("motcua.portal.kiosk.AFTER_THANKS", 1)
    first, second = end(office), end(office)
    page = paired(touched, live_server.url, office)
    check(page)
    page.get_by_role("link", name=short(first)).tap()
    check(page)
    page.get_by_role("button", name="Rất hài lòng").tap()
    expect(page.get_by_role("heading", name="Cảm ơn ông/bà đã đánh giá.")).to_be_visible()
    # Back to the start by itself; what was answered is not offered again.
    expect(page.get_by_role("link", name=short(second))).to_be_visible()
    expect(page.get_by_role("link", name=short(first))).to_have_count(0)

    touched.set_offline(True)
    page.get_by_role("link", name=short(second)).tap()
    page.get_by_role("button", name="Không hài lòng", exact=True).tap()
    expect(page.get_by_role("heading", name="Cảm ơn ông/bà đã đánh giá.")).to_be_visible()
    expect(page.get_by_role("heading", name="Ông/bà có hài lòng không?")).to_be_visible()
    expect(page.get_by_role("link", name=short(second))).to_have_count(0)
    assert Rating.objects.count() == 1
    touched.set_offline(False)
    with page.expect_response(lambda one: one.url.endswith("/quay/tra-loi/") and one.ok):
        page.evaluate("dispatchEvent(new Event('online'))")
    found = dict(Rating.objects.values_list("case__code", "value"))
    assert found == {first.code: "very_satisfied", second.code: "dissatisfied"}
