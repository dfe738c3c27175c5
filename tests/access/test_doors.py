"""Every address asked without a session, and by everybody of the table."""

from __future__ import annotations

import io
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from motcua.accounts.models import Token
from motcua.cases.models import CasePaper, CaseTransfer
from motcua.catalogue.actions import create_draft as draft_procedure
from motcua.files.models import StoredFile
from motcua.forms.actions import import_form
from motcua.journal.models import Entry
from motcua.organisation.models import Delegation, Post
from motcua.organisation.rules import CONSOLE
from motcua.places.models import Place
from motcua.process.actions import create_draft as draft_process
from motcua.process.models import Definition
from motcua.process.queries import published
from motcua.reorganisation.actions import plan_act
from motcua.surveys.actions import rate, set_up_kiosk
from motcua.surveys.models import FollowUp
from tests.access import table
from tests.access.asked import ASKED
from tests.access.conftest import signed_in
from tests.access.routes import routes
from tests.access.town import TODAY, Town
from tests.api.callers import Caller, intake
from tests.forms.test_versions import document as one_form
from tests.office import MARRIAGE, NOW
from tests.reorganisation.test_merger import act_of
from tests.reports.signing import signed_report

pytestmark = pytest.mark.django_db
PAGES = {table.code(line["name"]): line for line in table.tables()["pages"]}
OPEN, SECRET, OWN = "everybody", "secret", "own"
# Nothing to wait for, no provider to go to.
NOT_YET: Final = ("portal_wait", "portal_identity", "portal_identity_back")


@pytest.fixture(scope="module")
def addresses(town: Town) -> dict[str, str]:
    """Each page by its name, asked about something that is there."""
    office = town.office
    root = town.actors["kiemsoat.tphcm"]
    draft_procedure(code=MARRIAGE, actor=root, at=NOW)
    standing = published("mac-dinh")
    assert standing is not None
    process = draft_process(
        key="rieng", name="Riêng", graph=standing.graph, actor=town.actors["kiemsoat"], at=NOW
    )
    office.token("thuly")
    post = Post.objects.get(account=office.account("thuly"))
    rate(case_id=town.files["returned"].pk, value="very_dissatisfied", at=NOW)
    opinion = FollowUp.objects.get()
    kiosk, _token = set_up_kiosk(
        actor=town.actors["quantri"], agency_id=office.ward.pk, name="Quầy 1", at=NOW
    )
    eform = import_form(document=one_form(), actor=CONSOLE, at=NOW)
    parts = {
        "case": town.files["handling"].number,
        "paper": _paper(town),
        "code": office.ward.code,
        "slug": office.ward.slug,
        "unit": office.units["anlac", "DC"].pk,
        "post": post.pk,
        "person": post.account_id,
        "token": Token.objects.get().pk,
        "lent": Delegation.objects.get(post=post).pk,
        "procedure": MARRIAGE,
        "process": process.pk,
        "older": Definition.objects.get(key="mac-dinh", number=1).pk,
        "slip": opinion.rating_id,
        "follow_up": opinion.pk,
        "kiosk": kiosk.pk,
        "act": _act(town),
        "eform": eform.form_id,
        "eversion": eform.pk,
        "report": signed_report(office).pk,
    } | {"place": Place.objects.create(level="commune", code="1", name="Xã A").pk}
    return _plain() | {name: place.format(**parts) for name, place in ASKED.items()}


def _act(town: Town) -> str:
    """Both wards into one, some day, and the minutes of a file that went over already."""
    office = town.office
    act = plan_act(data=act_of(effective="2027-01-01"), actor=CONSOLE, at=NOW)
    CaseTransfer.objects.create(
        case=town.files["returned"],
        source=office.ward,
        target=office.neighbour,
        at=NOW,
        document=act.document,
    )
    return act.key


def _plain() -> dict[str, str]:
    """Addresses without parts."""
    found = {}
    for name in routes():
        try:
            found[name] = reverse(name)
        except NoReverseMatch:
            continue
    return found


def _paper(town: Town) -> int:
    case = town.files["handling"]
    stored = StoredFile.objects.create(
        sha256="0" * 64,
        name="a.pdf",
        size=1,
        media_type="application/pdf",
        stored_by=town.office.account("tiepnhan"),
        stored_at=NOW,
    )
    paper = CasePaper.objects.filter(case_id=case.pk).first()
    assert paper is not None
    CasePaper.objects.filter(pk=paper.pk).update(file=stored)
    return paper.pk


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The paper's bytes are not what is asked here."""
    monkeypatch.setattr("motcua.desk.case.open_stored", lambda _file: io.BytesIO(b"x"))


def test_every_page_is_asked(addresses: dict[str, str]) -> None:
    assert set(addresses) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_without_a_session_a_page_is_open_or_leads_to_the_sign_in_page(
    addresses: dict[str, str], name: str
) -> None:
    line = PAGES[name]
    entries = Entry.objects.count()
    for method in line["methods"].split():
        answer = Client().generic(method, addresses[name])
        if line["opens to"] == OPEN:
            assert answer.status_code < 400 or method == "POST" or name in NOT_YET
        elif line["opens to"] == SECRET:
            assert answer.status_code in (302, 403, 404)
            assert b"Nguy\xe1\xbb\x85n Th\xe1\xbb\x8b Hoa" not in answer.content
        elif line["opens to"] == OWN:
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/dang-nhap/?next=")
        else:
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/desk/sign-in/?next=")
    assert Entry.objects.count() == entries


@pytest.fixture(scope="module")
def browsers(town: Town) -> dict[str, Client]:
    return {who: signed_in(town.office, who) for who in table.actors()}


# One of each role: here, next door, above, and without a seat. The file waits for none of them.
SENDERS = frozenset(
    [
        "tiepnhan",
        "diachinh",
        "truongphong2",
        "lanhdao",
        "vanthu",
        "kiemsoat",
        "thanhtra",
        "quantri",
        "thay3",
        "nghi",
        "tiepnhan.binhtan",
        "lanhdao.binhtan",
        "lanhdao.tphcm",
        "kiemsoat.tphcm",
        "quantri.tphcm",
    ]
)
DESK = [name for name, line in PAGES.items() if line["opens to"] not in (OPEN, SECRET, OWN)]
HOME = [name for name, line in PAGES.items() if line["opens to"] == OWN]


@pytest.mark.parametrize("name", [n for n in DESK if "GET" in PAGES[n]["methods"].split()])
def test_for_whom_a_page_opens(
    addresses: dict[str, str], browsers: dict[str, Client], name: str
) -> None:
    """Whole or not at all; who knows nothing of a file is told 404 and not its name."""
    line = PAGES[name]
    allowed = table.people(line["opens to"])
    known = table.people(PAGES["desk_case"]["opens to"])
    found, expected = {}, {}
    for who, browser in browsers.items():
        status = browser.get(addresses[name]).status_code
        found[who] = "opens" if status < 400 else str(status)
        if who in allowed:
            expected[who] = "opens"
        elif who in table.group("no-seat"):
            expected[who] = "403"
        elif "/cases/" in addresses[name] and who not in known:
            expected[who] = "404"
        else:
            expected[who] = line["others"]
    assert found == expected


@pytest.mark.parametrize("name", HOME)
def test_a_citizens_place_is_closed_to_every_officer(
    addresses: dict[str, str], browsers: dict[str, Client], name: str
) -> None:
    method = PAGES[name]["methods"].split()[-1]
    answers = {
        browser.generic(method, addresses[name]).status_code
        for who, browser in browsers.items()
        if who != "congdan"
    }
    assert answers == {403}


@pytest.mark.parametrize("name", [n for n in DESK if "POST" in PAGES[n]["methods"].split()])
def test_a_form_sent_by_somebody_else_changes_nothing(
    addresses: dict[str, str], browsers: dict[str, Client], name: str
) -> None:
    line = PAGES[name]
    allowed = table.people(line["opens to"]) if table.codes(line["opens to"]) else frozenset()
    entries = Entry.objects.count()
    for who in SENDERS - allowed:
        status = browsers[who].post(addresses[name], _sent(name)).status_code
        assert status in (403, 404, 405, 409, 422), (who, status)
    assert Entry.objects.count() == entries


def _sent(name: str) -> dict[str, Any]:
    day = TODAY.isoformat()
    return {"last_day": day, "valid_from": day, "reason": "x", "seen": "3"}


def test_a_session_of_the_desk_opens_nothing_of_the_api(browsers: dict[str, Client]) -> None:
    assert browsers["tiepnhan"].get("/api/v1/cases").status_code == 401


@pytest.fixture(scope="module")
def callers(town: Town) -> dict[str, Caller]:
    return {
        who: Caller(town.office.token(who if "." in who else f"{who}.anlac"))
        for who in table.actors()
    }


API = {table.code(line["operation"].split(" actions")[0]): line for line in table.tables()["api"]}


@pytest.mark.parametrize(
    "operation",
    [
        "GET /api/v1/cases/{code}",
        "GET /api/v1/cases/{code}/papers/{paper_id}/file",
        "GET /api/v1/cases/{code}/slips/{kind}",
    ],
)
def test_for_whom_an_operation_opens(
    town: Town,
    addresses: dict[str, str],
    callers: dict[str, Caller],
    operation: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("motcua.api.files.open_stored", lambda _file: io.BytesIO(b"x"))
    paper = addresses["desk_paper"].rstrip("/").rpartition("/")[2]
    place = operation.removeprefix("GET /api/v1/")
    place = place.format(code=town.files["handling"].number, paper_id=paper, kind="receipt")
    line = API[operation]
    allowed = table.people(line["opens to"])
    known = table.people(API["GET /api/v1/cases/{code}"]["opens to"])
    found = {who: caller.get(place).status_code for who, caller in callers.items()}
    others = int(line["others"])
    assert found == {
        who: 200 if who in allowed else others if who in known else 404 for who in callers
    }


def test_who_takes_in_and_who_stores_by_the_api(town: Town, callers: dict[str, Caller]) -> None:
    body = intake(town.office)
    found = {}
    for who, caller in callers.items():
        found[who] = caller.post("cases", body).status_code
    desk = table.people(API["POST /api/v1/cases"]["opens to"])
    assert found == {who: 201 if who in desk else 403 for who in callers}
    found = {who: caller.post("files").status_code for who, caller in callers.items()}
    seated = table.people(API["POST /api/v1/files"]["opens to"])
    assert {who for who, status in found.items() if status != 403} <= seated | table.group(
        "no-seat"
    )
