"""What the applicant is told: on which occasions, in which words, once, and when sending fails."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from motcua.accounts.actions import keep_contact
from motcua.cases.actions.filing import bring_online
from motcua.cases.actions.letters import unword_letter, word_letter
from motcua.cases.queries.letters import shipped
from motcua.cases.rules.letters import OPTIONAL, PLACES, checked_wording, facts_of, written
from motcua.cases.rules.papers import AskedPaper, PaperIn
from motcua.cases.states import Occasion, PaperForm, Verb
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.kernel.refusals import Forbidden, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.notices.actions import post_office, send_due
from motcua.notices.models import Message
from motcua.notices.rules import Letter, not_at_night
from motcua.notices.states import Way
from tests.office import NOW, Clock, Office
from tests.online.conftest import Home
from tests.portal.conftest import text_of

HOUR = dt.timedelta(hours=1)
database = pytest.mark.django_db


def occasions() -> list[str]:
    """Of what was written, in order, by e-mail."""
    keys = Message.objects.filter(way=Way.EMAIL).order_by("pk").values_list("key", flat=True)
    return [key.split("/")[3] for key in keys]


@database
def test_the_applicant_is_told_of_each_turn_and_of_no_inside_work(hoa: Home) -> None:
    case = hoa.office.act(hoa.file(), Verb.ACCEPT, by="tiepnhan", at=NOW)
    hoa.office.walk(case, at=NOW)
    assert occasions() == ["filed", "accepted", "ready", "returned"]


@database
def test_a_request_is_told_when_it_is_handed_out_not_when_it_is_proposed(hoa: Home) -> None:
    case = hoa.office.act(hoa.file(), Verb.ACCEPT, by="tiepnhan", at=NOW)
    case = hoa.office.walk(case, to="thu_ly", at=NOW)
    line = [AskedPaper("Giấy xác nhận tình trạng hôn nhân", "Hết hạn", "xac_nhan")]
    case = hoa.office.act(
        case, Verb.REQUEST_SUPPLEMENT, by="thuly", items=line, reason="Giấy hết hạn"
    )
    case = hoa.office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong", stage="approve")
    assert occasions() == ["filed", "accepted"]
    case = hoa.office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", stage="hand_out")
    assert occasions() == ["filed", "accepted", "asked"]
    paper = PaperIn("xac_nhan", PaperForm.ELECTRONIC, file_id=hoa.upload())
    case = bring_online(case.number, papers=[paper], actor=hoa.actor, at=NOW)
    hoa.office.act(case, Verb.TAKE_SUPPLEMENT, by="tiepnhan")
    assert occasions()[3:] == ["brought"]


@database
def test_a_letter_holds_the_code_and_nothing_else_of_the_person(hoa: Home) -> None:
    hoa.office.walk(hoa.office.act(hoa.file(), Verb.ACCEPT, by="tiepnhan", at=NOW), at=NOW)
    for letter in Message.objects.all():
        told = f"{letter.subject} {letter.body}"
        for part in ("Hoa", "079301012345", "0901234567", "kết hôn", "đường số 3"):
            assert part not in told
        assert "TN-" in told or "H29.101" in told


@database
def test_an_act_that_is_refused_writes_no_letter_and_a_repeat_writes_none(hoa: Home) -> None:
    case = hoa.file()
    with pytest.raises(Refused):
        hoa.office.act(case, Verb.REFUSE, by="tiepnhan", reason="")
    assert occasions() == ["filed"]


@database
def test_a_counter_file_is_told_only_where_an_address_was_left(office: Office) -> None:
    office.take_in()
    assert not Message.objects.exists()
    person = office.form().applicant
    office.take_in(applicant=type(person)(name=person.name, email="hoa@example.vn"))
    letter = Message.objects.get()
    assert "/tra-cuu/?code=H29.101" in letter.body
    assert letter.agency_id == office.ward.pk


@database
@pytest.mark.parametrize("wants", [True, False])
def test_who_does_without_gets_only_what_the_law_asks_for(hoa: Home, *, wants: bool) -> None:
    keep_contact(account_id=hoa.account.pk, phone="", optional_letters=wants)
    hoa.office.walk(hoa.office.act(hoa.file(), Verb.ACCEPT, by="tiepnhan", at=NOW), at=NOW)
    assert ("filed" in occasions()) is wants
    assert "accepted" in occasions()


@database
def test_the_mail_server_is_down_for_an_hour_and_every_letter_goes_out_once(hoa: Home) -> None:
    for _ in range(3):
        hoa.file()
    sent: list[Letter] = []

    def down(_letter: Letter) -> None:
        raise ConnectionRefusedError

    for minutes in range(0, 60, 5):
        send_due(at=NOW + dt.timedelta(minutes=minutes), sender=down)
    for minutes in range(60, 400, 5):
        send_due(at=NOW + dt.timedelta(minutes=minutes), sender=sent.append)
    assert len(sent) == 3
    assert len({letter.message_id for letter in sent}) == 3
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


@database
def test_an_agencys_own_words_and_back(office: Office, hoa: Home) -> None:
    words = {"subject": "Phường báo: {code}", "body": "Mời xem {link}"}
    with pytest.raises(Forbidden):
        word_letter(
            occasion=Occasion.FILED,
            agency=office.ward,
            actor=office.actor("tiepnhan"),
            at=NOW,
            **words,
        )
    admin = office.actor("quantri")
    word_letter(occasion=Occasion.FILED, agency=office.ward, actor=admin, at=NOW, **words)
    case = hoa.file()
    assert Message.objects.get().subject == f"Phường báo: {case.number}"
    unword_letter(occasion=Occasion.FILED, agency=office.ward, actor=admin, at=NOW)
    hoa.file()
    assert Message.objects.latest("pk").subject.startswith("Đã nhận hồ sơ trực tuyến")
    kept = Entry.objects.filter(subject=Subject.ORGANISATION, verb__startswith="letter.")
    assert list(kept.order_by("seq").values_list("verb", "actor_id")) == [
        ("letter.word", admin.account_id),
        ("letter.unword", admin.account_id),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Không được để trống"),
        ("Mời xem", "phải có {link}"),
        ("{link} {name}", "Không có chỗ"),
        ("{link} {code.__class__}", "Không có chỗ"),
        ("{link} {code!r}", "Không có chỗ"),
        ("{link} {0}", "Không có chỗ"),
        ("{link} {", "phải đủ cặp"),
        ("{link}" + "x" * 2000, "Không dài quá"),
    ],
)
def test_bad_words_are_refused_at_their_field(body: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        checked_wording("Tiêu đề", body)
    assert refusal.value.field == "body"


def test_the_shipped_words_pass_their_own_check_and_cover_every_occasion() -> None:
    assert set(shipped()) == set(Occasion)
    for wording in shipped().values():
        checked_wording(wording.subject, wording.body)
    assert {Occasion.ACCEPTED, Occasion.ASKED, Occasion.REFUSED}.isdisjoint(OPTIONAL)


@given(st.text(max_size=200))
def test_whatever_an_administrator_types_is_refused_or_can_be_sent(body: str) -> None:
    facts = facts_of(code="H29", agency="Phường", due_at=None, answer_by=None, link="https://a.vn")
    assert set(facts) == set(PLACES)
    try:
        wording = checked_wording("x", body + "{link}")
    except Refused:
        return
    assert "https://a.vn" in written(wording, facts)[1]


@pytest.mark.parametrize(
    ("at", "out"),
    [
        ("2026-03-02T06:59", "2026-03-02T07:00"),
        ("2026-03-02T07:00", "2026-03-02T07:00"),
        ("2026-03-02T20:59", "2026-03-02T20:59"),
        ("2026-03-02T21:00", "2026-03-03T07:00"),
        ("2026-03-02T00:10", "2026-03-02T07:00"),
    ],
)
def test_telephones_are_left_alone_at_night(at: str, out: str) -> None:
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    assert not_at_night(Way.SMS, moment) == dt.datetime.fromisoformat(out).replace(tzinfo=VIETNAM)
    assert not_at_night(Way.EMAIL, moment) == moment


@database
def test_short_messages_go_through_the_gateway(hoa: Home, settings: Any, tmp_path: Path) -> None:
    settings.MOTCUA_SMS_URL = f"file://{tmp_path}/sms.jsonl"
    case = hoa.file()
    with post_office() as sender:
        send_due(at=NOW, sender=sender)
    line = json.loads((tmp_path / "sms.jsonl").read_text(encoding="utf-8"))
    assert line["to"] == "0901234567"
    assert case.number in line["text"]
    assert "\n" not in line["text"]


@database
@pytest.mark.parametrize("status", [200, 400, 503])
def test_what_the_gateway_answers_decides_the_next_try(
    hoa: Home, settings: Any, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    import requests

    answer = requests.Response()
    answer.status_code = status
    asked: list[Any] = []

    def post(url: str, **given: Any) -> requests.Response:
        asked.append((url, given["json"]["to"], given["allow_redirects"]))
        return answer

    monkeypatch.setattr(requests, "post", post)
    settings.MOTCUA_SMS_URL = "https://cong.example/gui"
    hoa.file()
    with post_office() as sender:
        send_due(at=NOW, sender=sender)
    assert asked == [("https://cong.example/gui", "0901234567", False)]
    state = Message.objects.get(way=Way.SMS).state
    assert state == {200: "sent", 400: "failed", 503: "queued"}[status]


@database
def test_citizen_and_desk_see_what_was_sent_and_the_desk_not_to_whom(
    hoa: Home, clock: Clock
) -> None:
    case = hoa.file()
    assert "Đã nhận hồ sơ trực tuyến" in text_of(hoa.client.get(f"/cua-toi/ho-so/{case.number}/"))
    browser = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    browser.force_login(hoa.office.account("tiepnhan"), backend=backend)
    page = text_of(browser.get(f"/desk/cases/{case.number}/letters/"))
    assert "ho***@example.vn" in page
    assert "hoa@example.vn" not in page


@database
def test_all_that_is_held_is_taken_out(hoa: Home, stranger: Home) -> None:
    case, other = hoa.file(), stranger.file(applicant=type(hoa.form().applicant)(name="Lạ"))
    answer = hoa.client.get("/cua-toi/du-lieu.json")
    data = answer.json()
    assert [one["code"] for one in data["files"]] == [case.number]
    assert data["account"]["personal_number"] == "079301012345"
    assert other.number not in answer.content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")


@database
def test_the_contact_is_changed_at_the_account(hoa: Home) -> None:
    bad = hoa.client.post("/cua-toi/tai-khoan/", {"phone": "12"})
    assert bad.status_code == 422
    done = hoa.client.post("/cua-toi/tai-khoan/", {"phone": "0912345678"})
    assert done.status_code == 302
    hoa.account.refresh_from_db()
    assert (hoa.account.phone, hoa.account.optional_letters) == ("0912345678", False)
