"""What ended between drawing the page and pressing the button: refused on the next request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from motcua.accounts.models import Token
from motcua.cases.access.possible import verbs_now
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.queries.page import case_page
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden
from motcua.organisation.actions import (
    appoint,
    close_account,
    delegate,
    end_delegation,
    end_post,
    reset_password,
    withdraw_token,
)
from motcua.organisation.models import Delegation, Post
from motcua.organisation.states import Role
from tests.access.conftest import As
from tests.api.callers import Caller
from tests.office import NOW, Clock, Office

DAY = dt.timedelta(days=1)


def _end(office: Office, who: str) -> None:
    """Yesterday is the last day: gone with the next request."""
    post = Post.objects.get(account=office.account(who))
    end_post(actor=office.actor("quantri"), post_id=post.pk, last_day=NOW.date() - DAY, at=NOW)


def _close(office: Office, who: str) -> None:
    close_account(
        actor=office.actor("quantri"),
        agency_id=office.ward.pk,
        account_id=office.account(who).pk,
        at=NOW,
    )


def _new_password(office: Office, who: str) -> None:
    reset_password(
        actor=office.actor("quantri"),
        agency_id=office.ward.pk,
        account_id=office.account(who).pk,
        password="mat-khau-moi-rat-dai-2026",
        at=NOW,
    )


def _withdraw(office: Office, who: str) -> None:
    token = Token.objects.get(account=office.account(who))
    withdraw_token(
        actor=office.actor("quantri"), agency_id=office.ward.pk, token_id=token.pk, at=NOW
    )


def _press(client: Client, case: Case) -> int:
    sent = {"seen": case.journal_seq, "act_key": "a" * 32}
    return client.post(f"/desk/cases/{case.number}/complete/", sent).status_code


@pytest.mark.parametrize(("ending", "status"), [(_end, 403), (_close, 302), (_new_password, 302)])
def test_between_the_page_and_the_button(
    office: Office, sign_in: As, ending: Callable[[Office, str], None], status: int
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    client = sign_in("thuly")
    assert b"/complete/" in client.get(f"/desk/cases/{case.number}/").content
    ending(office, "thuly")
    entries = Entry.objects.count()
    assert _press(client, case) == status
    assert Entry.objects.count() == entries


def test_a_post_lent_ends_when_it_is_taken_back_and_by_its_day(
    office: Office, sign_in: As, clock: Clock
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    for ended_by in ("taking back", "its day"):
        _lend(office)
        client = sign_in("diachinh")
        address = f"/desk/cases/{case.number}/"
        assert client.get(address).status_code == 200
        if ended_by == "taking back":
            lent = Delegation.objects.get(ended_at__isnull=True)
            end_delegation(actor=office.actor("thuly"), delegation_id=lent.pk, at=NOW)
        else:
            clock.now = NOW + 2 * DAY
            client = sign_in("diachinh")
        entries = Entry.objects.count()
        assert _press(client, case) == 404, ended_by
        assert client.get(address).status_code == 404
        assert Entry.objects.count() == entries


def _lend(office: Office) -> None:
    delegate(
        actor=office.actor("thuly"),
        post_id=Post.objects.get(account=office.account("thuly")).pk,
        to_id=office.account("diachinh").pk,
        valid_from=NOW.date(),
        valid_to=NOW.date() + DAY,
        reason="Nghỉ phép",
        at=NOW,
    )


@pytest.mark.parametrize(("ending", "status"), [(_withdraw, 401), (_close, 401), (_end, 404)])
def test_between_two_requests_of_a_system(
    office: Office, clock: Clock, ending: Callable[[Office, str], None], status: int
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    caller = Caller(office.token("thuly"))
    assert caller.get(f"cases/{case.number}").status_code == 200
    ending(office, "thuly")
    entries = Entry.objects.count()
    assert caller.act(str(case.number), "complete").status_code == status
    assert Entry.objects.count() == entries


def test_work_held_in_a_unit_one_has_left_is_in_no_list_of_ones_own(
    office: Office, sign_in: As, clock: Clock
) -> None:
    """It waits with its holder's name for the head of the unit, who gives it to another."""
    _lend(office)
    case = office.walk(office.take_in(), to="thu_ly")
    case = office.act(case, Verb.CLAIM, by="diachinh")
    client = sign_in("diachinh")
    assert case.number in client.get("/desk/lists/mine/").content.decode()
    clock.now = NOW + 2 * DAY
    later = sign_in("diachinh").get("/desk/lists/mine/")
    assert later.status_code == 200
    assert case.number not in later.content.decode()
    assert case.number in sign_in("truongphong").get("/desk/lists/unit/").content.decode()


def test_who_has_left_the_place_takes_no_step_back(office: Office) -> None:
    """Still at the desk, so the file is known; but the step was passed on from another chair."""
    appoint(
        actor=office.actor("quantri"),
        account_id=office.account("tiepnhan2").pk,
        unit_id=office.units["anlac", "HT"].pk,
        role=Role.UNIT_LEADER,
        valid_from=NOW.date(),
        valid_to=NOW.date(),
        at=NOW,
    )
    case = office.walk(office.take_in(), to="lanh_dao_phong")
    office.act(case, Verb.COMPLETE, by="tiepnhan2")
    for at, may in ((NOW, True), (NOW + DAY, False)):
        actor = office.actor("tiepnhan2", at=at)
        page = case_page(case.number, actor)
        assert (Verb.RECALL in verbs_now(page, actor)) is may
    with pytest.raises(Forbidden):
        act_on(case.number, Verb.RECALL, actor=actor, at=NOW + DAY)
