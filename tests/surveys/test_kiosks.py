"""A tablet asks for one answer a file, opens nothing else, and loses nothing when the line is cut."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.queries import faults
from motcua.journal.states import Subject
from motcua.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from motcua.portal.kiosk import COOKIE
from motcua.surveys.actions import (
    answer_at_kiosk,
    note_seen,
    rate,
    revoke_kiosk,
    set_up_kiosk,
)
from motcua.surveys.models import FollowUp, Kiosk, Rating
from motcua.surveys.queries import kiosk_of, offered_at_kiosk
from motcua.surveys.rules import OFFERED_FOR, SILENT_AFTER, answered_at
from tests.faults.together import at_once
from tests.office import NOW, Clock, Office

MINUTE = dt.timedelta(minutes=1)
BY_SCRIPT = {"headers": {"X-Requested-With": "kiosk"}}


def end(office: Office) -> Case:
    return office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm")


def make(office: Office, name: str = "Quầy 1") -> tuple[Kiosk, str]:
    return set_up_kiosk(actor=office.actor("quantri"), agency_id=office.ward.pk, name=name, at=NOW)


@pytest.fixture
def tablet(office: Office, clock: Clock) -> Client:
    client = Client()
    assert client.get(f"/quay/ghep/{make(office)[1]}/").status_code == 302
    return client


@pytest.mark.parametrize(
    ("who", "refused"),
    [("quantri", None), ("tiepnhan", Forbidden), ("lanhdao", Forbidden), ("thuly", Forbidden)],
)
def test_who_sets_a_kiosk_up(office: Office, who: str, refused: type[Refused] | None) -> None:
    facts = {"actor": office.actor(who), "agency_id": office.ward.pk, "name": "Quầy 1", "at": NOW}
    if refused is not None:
        with pytest.raises(refused):
            set_up_kiosk(**facts)
        return
    kiosk, token = set_up_kiosk(**facts)
    assert kiosk_of(token) == kiosk
    assert token.encode() not in bytes(kiosk.digest)
    entry = Entry.objects.filter(subject=Subject.ORGANISATION, verb="kiosk.set_up").get()
    assert token not in entry.body
    with pytest.raises(Refused) as refusal:
        set_up_kiosk(**facts | {"name": " "})
    assert refusal.value.field == "name"


def test_a_lost_kiosk_opens_nothing_any_more(office: Office, tablet: Client) -> None:
    kiosk = Kiosk.objects.get()
    with pytest.raises(Forbidden):
        revoke_kiosk(actor=office.actor("tiepnhan"), kiosk_id=kiosk.pk, at=NOW)
    revoke_kiosk(actor=office.actor("quantri"), kiosk_id=kiosk.pk, at=NOW)
    with pytest.raises(NotFound):
        revoke_kiosk(actor=office.actor("quantri"), kiosk_id=kiosk.pk, at=NOW)
    case = end(office)
    assert "chưa được ghép" in tablet.get("/quay/").content.decode()
    assert tablet.get("/quay/ho-so.json").status_code == 403
    sent = {"file": case.number, "value": "satisfied"}
    assert tablet.post("/quay/tra-loi/", sent, **BY_SCRIPT).status_code == 403
    assert not Rating.objects.exists()


@pytest.mark.parametrize("token", ["x", "mc_" + "a" * 43, ""])
def test_a_made_up_token_pairs_nothing(office: Office, clock: Clock, token: str) -> None:
    client = Client()
    if token:
        assert client.get(f"/quay/ghep/{token}/").status_code == 404
    client.cookies[COOKIE] = token
    assert "chưa được ghép" in client.get("/quay/").content.decode()


def test_only_files_that_ended_lately_here_and_have_no_answer_are_offered(office: Office) -> None:
    office.take_in()
    first, second = end(office), end(office)
    assert offered_at_kiosk(office.ward.pk, at=NOW) == [second, first]
    rate(case_id=second.pk, value="neutral", at=NOW)
    assert offered_at_kiosk(office.ward.pk, at=NOW) == [first]
    assert offered_at_kiosk(office.agencies["binhtan"].pk, at=NOW) == []
    assert offered_at_kiosk(office.ward.pk, at=NOW + OFFERED_FOR + 10 * MINUTE) == []


def test_three_touches_without_script(office: Office, tablet: Client) -> None:
    case = end(office)
    page = tablet.get("/quay/").content.decode()
    short = case.number.rpartition("-")[2]
    assert f'data-short="{short}"' in page
    assert case.applicant_name not in page
    assert "Rất hài lòng" in tablet.get(f"/quay/?file={case.number}").content.decode()
    sent = {"file": case.number, "value": "very_satisfied"}
    answer = tablet.post("/quay/tra-loi/", sent, follow=True)
    assert "Cảm ơn ông/bà" in answer.content.decode()
    assert 'content="4;url=/quay/"' in answer.content.decode()
    rating = Rating.objects.get()
    assert (rating.case, rating.channel, rating.kiosk) == (case, "kiosk", Kiosk.objects.get())
    assert f'data-short="{short}"' not in tablet.get("/quay/").content.decode()


@pytest.mark.parametrize(
    ("file", "value", "status"),
    [
        (None, "satisfied", 200),
        (None, "great", 422),
        (None, "neutral", 409),
        ("H29.101-260302-9999", "satisfied", 422),
        ("x", "satisfied", 422),
    ],
)
def test_what_a_script_is_told(
    office: Office, tablet: Client, file: str | None, value: str, status: int
) -> None:
    case = end(office)
    if status == 409:
        rate(case_id=case.pk, value="satisfied", at=NOW)
    sent = {"file": file or case.number, "value": value}
    assert tablet.post("/quay/tra-loi/", sent, **BY_SCRIPT).status_code == status
    assert tablet.get("/quay/tra-loi/").status_code == 405


def test_a_kiosk_of_next_door_rates_nothing_here(office: Office) -> None:
    kiosk, _token = make(office)
    Kiosk.objects.update(agency=office.agencies["binhtan"])
    kiosk.refresh_from_db()
    with pytest.raises(NotFound):
        answer_at_kiosk(kiosk, number=end(office).number, value="satisfied", told="", at=NOW)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("", NOW),
        ("hôm qua", NOW),
        ((NOW - 5 * MINUTE).isoformat(), NOW - 5 * MINUTE),
        ((NOW + 5 * MINUTE).isoformat(), NOW),
        ((NOW - dt.timedelta(days=8)).isoformat(), NOW),
        ("2026-03-02T08:00:00", NOW),
    ],
)
def test_when_an_answer_was_given(told: str, kept: dt.datetime) -> None:
    assert answered_at(told, NOW) == kept


def test_the_administrator_sees_which_kiosk_is_silent(office: Office, clock: Clock) -> None:
    kiosk, _token = make(office)
    admin = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    admin.force_login(office.account("quantri"), backend=backend)
    place = f"/desk/organisation/{office.ward.code}/kiosks/"
    assert "chưa ghép" in admin.get(place).content.decode()
    note_seen(kiosk, waiting=3, at=NOW - SILENT_AFTER - MINUTE)
    page = admin.get(place).content.decode()
    assert "mất liên lạc" in page
    assert '<td data-label="Đánh giá chưa gửi" class="num">3</td>' in page
    note_seen(kiosk, waiting=0, at=NOW)
    assert "mất liên lạc" not in admin.get(place).content.decode()
    link = admin.post(f"{place}new/", {"name": "Quầy 2"}).content.decode()
    assert "/quay/ghep/mc_" in link
    answer = admin.post(f"{place}{kiosk.pk}/end/", follow=True)
    assert "đã ngừng dùng ngày" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_sixteen_kiosks_deliver_at_once_and_nothing_is_lost_or_doubled(office: Office) -> None:
    """The line was cut, then restored: every kiosk sends what it kept, some of it twice."""
    cases = [end(office) for _number in range(8)]
    kiosks = [make(office, f"Quầy {number}")[0] for number in range(16)]

    def deliver(number: int) -> list[str]:
        heard = []
        for place, case in enumerate(cases):
            # Every answer was tapped on two tablets alike; on one file two people disagreed.
            value = "dissatisfied" if place % 2 else "satisfied"
            value = "neutral" if (place, number % 4) == (0, 3) else value
            try:
                answer_at_kiosk(kiosks[number], number=case.number, value=value, told="", at=NOW)
                heard.append("kept")
            except Conflict:
                heard.append("refused")
        return heard

    heard = at_once(16, deliver)
    assert Rating.objects.count() == len(cases)
    assert FollowUp.objects.count() == len(cases) // 2
    assert all(fates[1:] == ["kept"] * 7 for fates in heard)
    assert {fates[0] for fates in heard} == {"kept", "refused"}
    assert Entry.objects.filter(subject=Subject.SURVEY).count() == len(cases)
    assert list(faults()) == []
