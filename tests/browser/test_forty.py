"""Forty steps, six branches and three agencies, by the buttons of the desk; the drawing follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from motcua.cases.models import Case, HandOver
from motcua.cases.states import State
from motcua.process.queries import live_items
from motcua.process.rules.reading import parse_graph
from tests.browser.desks import Desks, check
from tests.forty import ELSEWHERE, PEOPLE, forty, three_agencies
from tests.office import Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHO = {
    "reception": "tiepnhan",
    "specialist": "thuly",
    "unit_leader": "truongphong",
    "agency_leader": "lanhdao",
    "clerk": "vanthu",
}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".flash-success")).to_be_visible()


def elsewhere(desks: Desks, parent: Case, step: str) -> None:
    """Hand the step's file over, and have the other agency accept, forward and issue."""
    page = desks.open("thuly", parent)
    page.get_by_label("Mã cơ quan nhận").fill(ELSEWHERE[step])
    press(page, "Chuyển liên thông")
    child = HandOver.objects.select_related("child").get(parent=parent, step=step).child
    desk, room = PEOPLE[ELSEWHERE[step]]
    page = desks.open(desk, child)
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    page.wait_for_url("**/accepted/**")
    child.refresh_from_db()
    press(desks.open(desk, child), "Chuyển xử lý")
    page = desks.open(room, child)
    page.get_by_label("Số kết quả").fill(f"{step}/BS")
    press(page, "Ban hành kết quả")


def test_forty_steps_by_the_buttons_of_the_desk(desks: Desks, office: Office) -> None:
    three_agencies(office)
    graph, case = parse_graph(forty()), office.take_in()
    last = ""  # whose page shows the file as it stands
    while live := live_items(case.pk):
        step = live[len(live) // 2].step
        task = graph.task(step)
        if task.child:
            elsewhere(desks, case, step)
            last = ""
        who = WHO[task.role.value]
        page = desks.of(who) if who == last else desks.open(who, case)
        last = who
        if task.verb == "complete":
            form = page.get_by_role("group", name=task.name, exact=True)
            form.get_by_role("button").first.click()
            expect(page.locator(".flash-success")).to_be_visible()
        elif task.verb == "issue":
            page.get_by_label("Số kết quả").fill("12/UBND")
            press(page, "Ban hành kết quả")
        else:
            press(page, {"forward": "Chuyển xử lý"}.get(task.verb.value, "Trả kết quả"))
        if step == "thu_ly":  # all branches have just begun
            page.get_by_text("Sơ đồ: hồ sơ đang ở đâu").click()
            expect(page.locator(".flow g.now")).to_have_count(6)
            check(page)
    case.refresh_from_db()
    assert case.state == State.RETURNED
    page = desks.open("thuly", case)
    expect(page.locator(".flow g.done")).to_have_count(40)
