"""The pages of an act: drawn up, previewed, entered, agreed, cancelled, and its minutes."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden, NotFound, Refused
from motcua.organisation.rules import CONSOLE
from motcua.organisation.states import UnitKind
from motcua.reorganisation.actions import agree, carry_out, plan_act
from motcua.reorganisation.minutes import minutes_of
from motcua.reorganisation.models import Act, Agreement
from motcua.reorganisation.rules import NewUnit, merger_data, plan_from
from tests.office import NOW, Clock, Office
from tests.portal.conftest import text_of
from tests.reorganisation.test_merger import MORNING, act_of, in_many_states

BACKEND = "django.contrib.auth.backends.ModelBackend"
database = pytest.mark.django_db


def signed(office: Office, who: str) -> Client:
    browser = Client()
    browser.force_login(office.account(who), backend=BACKEND)
    return browser


@pytest.fixture
def root(office: Office, clock: Clock) -> Client:
    return signed(office, "quantri.tphcm")


MERGER: dict[str, Any] = {
    "document": "Nghị quyết 1685/NQ-UBTVQH15",
    "effective": "2026-03-09",
    "sources": ["H29.101", "H29.102"],
    "target": "+",
    "new_code": "H29.201",
    "new_name": "Ủy ban nhân dân phường Mới",
    "new_short": "Phường Mới",
}


def plan_in(page: Any) -> str:
    """What the preview carries to the next page."""
    return json.dumps(page.context["form"].initial["plan"])


@database
def test_a_merger_is_drawn_up_previewed_entered_agreed_and_done(
    office: Office, root: Client
) -> None:
    in_many_states(office)
    preview = root.post("/desk/acts/merger/", MERGER)
    assert "7 hồ sơ đang giải quyết" in text_of(preview)
    assert not Act.objects.exists()
    entered = root.post("/desk/acts/enter/", {"plan": plan_in(preview)})
    act = Act.objects.get()
    assert entered.headers["Location"] == f"/desk/acts/{act.key}/"
    assert "chưa xác nhận" in text_of(root.get(f"/desk/acts/{act.key}/"))
    leader = signed(office, "lanhdao")
    assert act.document in text_of(leader.get("/desk/acts/"))
    leader.post(f"/desk/acts/{act.key}/agree/H29.101/")
    assert Agreement.objects.get().agency == office.ward
    assert Entry.objects.filter(verb="reorganisation.agree").count() == 1
    done = carry_out(key=act.key, actor=CONSOLE, at=MORNING)
    assert (done.state, done.transferred) == ("done", 7)
    page = text_of(root.get(f"/desk/acts/{act.key}/"))
    assert "Đã bàn giao xong" in page
    assert "→ Phường Mới" in page
    pdf = root.get(f"/desk/acts/{act.key}/minutes/H29.101/H29.201.pdf")
    told = "".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "BIÊN BẢN BÀN GIAO HỒ SƠ" in told.upper()
    assert "06 hồ sơ" in told.replace("\n", " ")
    assert root.get(f"/desk/acts/{act.key}/minutes/H29.201/H29.101.pdf").status_code == 404


@database
def test_a_plan_from_a_file_is_said_wrong_at_the_file_and_cancelled_while_it_waits(
    root: Client,
) -> None:
    for content, said in (
        (b"{", "không phải JSON"),
        (b"[]", "motcua-reorganisation/1"),
        (json.dumps(act_of(new=[], moves=[{"from": "H99", "to": "H29.102"}])).encode(), "H99"),
    ):
        page = root.post("/desk/acts/file/", {"file": SimpleUploadedFile("a.json", content)})
        assert page.status_code == 422
        assert said in text_of(page)
    good = SimpleUploadedFile("a.json", json.dumps(act_of()).encode())
    preview = root.post("/desk/acts/file/", {"file": good})
    root.post("/desk/acts/enter/", {"plan": plan_in(preview)})
    out = root.get("/desk/acts/hai-phuong/plan.json")
    assert json.loads(out.content) == act_of()
    overlapping = json.dumps(act_of(key="khac")).encode()
    page = root.post("/desk/acts/file/", {"file": SimpleUploadedFile("b.json", overlapping)})
    assert "hai-phuong" in text_of(page)
    root.post("/desk/acts/hai-phuong/cancel/")
    assert Act.objects.get().state == "cancelled"
    assert root.post("/desk/acts/enter/", {"plan": "{"}).status_code == 422


@database
def test_a_new_agency_needs_its_name_and_a_past_day_its_ground(root: Client) -> None:
    page = text_of(root.post("/desk/acts/merger/", MERGER | {"new_name": ""}))
    assert "Cơ quan mới cần mục này" in page
    page = text_of(root.post("/desk/acts/merger/", MERGER | {"effective": "2026-01-05"}))
    assert "đã qua" in page


@database
def test_an_agency_is_confirmed_by_its_own_leader_once(office: Office) -> None:
    act = plan_act(data=act_of(), actor=CONSOLE, at=NOW)
    asked: dict[str, Any] = {"key": act.key, "agency_code": "H29.101", "at": NOW}
    for who in ("tiepnhan", "lanhdao.binhtan", "quantri.tphcm"):
        with pytest.raises(Forbidden):
            agree(actor=office.actor(who), **asked)
    first = agree(actor=office.actor("lanhdao"), **asked)
    assert agree(actor=office.actor("lanhdao"), **asked) == first
    with pytest.raises(NotFound):
        agree(actor=office.actor("lanhdao"), **asked | {"key": "khac"})
    Act.objects.update(state="cancelled")
    with pytest.raises(Refused):
        agree(actor=office.actor("lanhdao.binhtan"), **asked | {"agency_code": "H29.102"})


@database
def test_nothing_was_handed_over_so_there_are_no_minutes(office: Office) -> None:
    with pytest.raises(NotFound):
        minutes_of(plan_act(data=act_of(), actor=CONSOLE, at=NOW), "H29.101", "H29.201")


@database
@pytest.mark.parametrize("acts", [1, 3])
def test_the_list_asks_as_often_for_three_acts_as_for_one(
    office: Office, clock: Clock, django_assert_num_queries: Any, acts: int
) -> None:
    for number in range(acts):
        plan_act(data=act_of(key=f"a-{number}"), actor=CONSOLE, at=NOW)
        Act.objects.update(state="cancelled")
    browser = signed(office, "lanhdao")
    browser.get("/desk/acts/")
    with django_assert_num_queries(7):
        browser.get("/desk/acts/")


DESK = NewUnit("MC", "Một cửa", UnitKind.RECEPTION)
CIVIL = NewUnit("HT", "Hộ tịch", UnitKind.HANDLING)
LAND = NewUnit("DC", "Địa chính", UnitKind.HANDLING)


def test_a_new_agency_gets_every_unit_of_those_that_end() -> None:
    data = merger_data(
        document="Nghị quyết 1",
        effective=dt.date(2026, 7, 1),
        ground="",
        sources={"H29.1": [DESK, CIVIL], "H29.2": [DESK, LAND]},
        target="H29.9",
        new={"name": "Mới", "short_name": "Mới", "level": "commune", "parent": "H29"},
    )
    plan = plan_from(data)
    assert {unit.code for unit in plan.new[0].units} == {"MC", "HT", "DC"}
    assert plan.moves[1].units == {"MC": ("H29.9", "MC"), "DC": ("H29.9", "DC")}


def test_an_agency_that_is_there_takes_units_by_code_where_it_has_them() -> None:
    data = merger_data(
        document="Nghị quyết 1",
        effective=dt.date(2026, 7, 1),
        ground="",
        sources={"H29.1": [DESK, CIVIL, LAND]},
        target="H29.2",
        new=None,
        there=["MC", "HT"],
    )
    assert plan_from(data).moves[0].units == {"MC": ("H29.2", "MC"), "HT": ("H29.2", "HT")}
