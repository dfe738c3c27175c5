"""Given once, offered again: whose papers, of what kind, with consent, and taken out of the store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.cases.models import Case, CasePaper
from motcua.cases.rules.parties import Party
from motcua.cases.states import PaperState, Verb
from motcua.catalogue.rules.papers import Paper
from motcua.forms import actions
from motcua.forms.queries import form_version
from motcua.online.models import Draft, DraftPaper, PutAside
from motcua.online.queries.store import kept_papers, known_answers
from motcua.online.rules import GivenPaper, is_same_kind, may_be_reused
from tests.office import NOW, PERSON
from tests.online.conftest import Home
from tests.online.test_declaring import at, filled
from tests.online.test_declaring import draft as draft  # noqa: PLC0414
from tests.online.test_pages import PERSON as PERSON_TYPED
from tests.online.test_pages import begun, with_papers
from tests.portal.conftest import text_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db
STATUS = "Giấy xác nhận tình trạng hôn nhân"


@pytest.mark.parametrize(
    ("wanted", "code", "given", "same"),
    [
        (
            Paper("a", STATUS),
            "1.1",
            GivenPaper("2.2", "b", "giấy XÁC NHẬN tình trạng hôn nhân"),
            True,
        ),
        (Paper("a", "Tên mới"), "1.1", GivenPaper("1.1", "a", "Tên cũ"), True),
        (Paper("a", "Tên mới"), "1.1", GivenPaper("2.2", "a", "Tên cũ"), False),
        (
            Paper("a", f"{STATUS} của cơ quan đăng ký"),
            "1.1",
            GivenPaper("2.2", "", STATUS, is_result=True),
            True,
        ),
        (Paper("a", "Giấy phép xây dựng"), "1.1", GivenPaper("2.2", "", "Giấy phép", True), False),
    ],
)
def test_what_counts_as_the_same_paper(
    wanted: Paper, code: str, given: GivenPaper, same: bool
) -> None:
    assert is_same_kind(wanted, code, given) is same


@pytest.mark.parametrize("name", ["Tờ khai đăng ký kết hôn", "Đơn đề nghị cấp giấy phép"])
def test_a_declaration_is_signed_anew(name: str) -> None:
    assert not may_be_reused(Paper("a", name))
    assert may_be_reused(Paper("a", STATUS))
    assert not may_be_reused(Paper("a", STATUS, kind="present"))


def accepted(home: Home, **changes: object) -> Case:
    """A file of this person that the desk accepted."""
    case = home.file(**changes)
    return home.office.act(case, Verb.ACCEPT, by="tiepnhan", at=NOW)


def test_a_paper_given_before_is_offered_and_the_officer_sees_that_it_was_reused(hoa: Home) -> None:
    earlier = accepted(hoa)
    browser = hoa.client
    draft = begun(browser, hoa)
    page = browser.get(f"/nop-ho-so/ban/{draft.key}/giay-to/").content.decode()
    assert f"Ông/bà đã nộp giấy này ngày {NOW:%d/%m/%Y}" in page
    paper = earlier.papers.get(key="xac_nhan")
    assert f'id="reuse-xac_nhan-{paper.file_id}"' in page
    assert "reuse-to_khai" not in page
    asked = {"paper": "xac_nhan", "file": paper.file_id}
    assert browser.post(f"/nop-ho-so/ban/{draft.key}/dung-lai/", asked).status_code == 302
    assert browser.post(f"/nop-ho-so/ban/{draft.key}/dung-lai/", asked).status_code == 302
    one = DraftPaper.objects.get(draft=draft)
    assert (one.key, one.reused_from_id) == ("xac_nhan", earlier.pk)
    # What the draft holds is not offered a second time.
    again = browser.get(f"/nop-ho-so/ban/{draft.key}/giay-to/").content.decode()
    assert "reuse-xac_nhan" not in again
    assert "(dùng lại)" in again
    with_papers(browser, draft)
    browser.post(f"/nop-ho-so/ban/{draft.key}/", PERSON_TYPED)
    browser.post(f"/nop-ho-so/ban/{draft.key}/xem-lai/")
    sent = CasePaper.objects.exclude(case=earlier).get(key="xac_nhan")
    assert sent.reused_from_id == earlier.pk
    assert earlier.number in sent.remark
    desk = Client()
    desk.force_login(hoa.office.account("tiepnhan"), backend=BACKEND)
    assert "dùng lại từ hồ sơ" in text_of(desk.get(f"/desk/cases/{sent.case.number}/"))


def test_only_what_a_desk_accepted_and_what_is_ones_own_is_kept(hoa: Home, stranger: Home) -> None:
    hoa.file()
    assert kept_papers(hoa.account.pk) == []
    child = accepted(hoa, owner=Party(name="Trẻ em"), applicant=replace(PERSON, acting_as="legal"))
    assert child.received_at is not None
    assert kept_papers(hoa.account.pk) == []
    mine = accepted(hoa)
    # The declaration was for that filing alone.
    assert [one.given.key for one in kept_papers(hoa.account.pk)] == ["xac_nhan"]
    CasePaper.objects.filter(case=mine).update(state=PaperState.REPLACED)
    assert kept_papers(hoa.account.pk) == []
    assert kept_papers(stranger.account.pk) == []


def test_another_persons_paper_cannot_be_asked_for_by_its_number(hoa: Home, stranger: Home) -> None:
    theirs = accepted(hoa).papers.get(key="xac_nhan")
    browser = stranger.client
    draft = begun(browser, stranger)
    for chosen in (theirs.file_id, "x", "9" * 30):
        asked = {"paper": "xac_nhan", "file": chosen}
        assert browser.post(f"/nop-ho-so/ban/{draft.key}/dung-lai/", asked).status_code == 404
    assert not DraftPaper.objects.exists()


def test_what_is_put_aside_is_not_offered_until_it_is_taken_back_in(
    hoa: Home, stranger: Home
) -> None:
    accepted(hoa)
    browser = hoa.client
    (kept,) = kept_papers(hoa.account.pk)
    page = text_of(browser.get("/cua-toi/kho/"))
    assert kept.given.name in page
    assert stranger.client.post("/cua-toi/kho/giu-bo/", {"what": kept.what}).status_code == 404
    assert not PutAside.objects.exists()
    browser.post("/cua-toi/kho/giu-bo/", {"what": kept.what})
    assert [one.aside for one in kept_papers(hoa.account.pk)] == [True]
    assert "Đã bỏ khỏi kho" in text_of(browser.get("/cua-toi/kho/"))
    # The file itself keeps its paper.
    assert CasePaper.objects.filter(file=kept.file).exists()
    browser.post("/cua-toi/kho/giu-bo/", {"what": kept.what, "back": "1"})
    assert not any(one.aside for one in kept_papers(hoa.account.pk))


def test_the_store_is_read_with_three_statements(
    hoa: Home, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accepted(hoa)
    for _round in (1, 3):
        with django_assert_num_queries(3):
            assert kept_papers(hoa.account.pk)
        accepted(hoa)
        accepted(hoa)


def test_answers_of_an_earlier_declaration_fill_what_is_empty_after_consent(
    hoa: Home, draft: Draft, stranger: Home
) -> None:
    browser = filled(hoa, draft)
    browser.post(at(draft, "xem-lai/"))
    earlier = Case.objects.get()
    second = begun(browser, hoa)
    offered = text_of(browser.get(at(second, "to-khai/nu/")))
    assert f"Ông/bà đã khai những câu này ngày {NOW:%d/%m/%Y} (hồ sơ {earlier.number})" in offered
    second.refresh_from_db()
    assert second.data == {}
    browser.post(at(second, "to-khai/nu/"), {"nu_ten": "Tên Mới"})
    browser.post(at(second, "dien-lai/"))
    second.refresh_from_db()
    assert second.data["answers"]["nu_ten"] == "Tên Mới"
    assert second.data["answers"]["nu_lan"] == earlier.data["nu_lan"]
    assert "Ông/bà đã khai những câu này" not in text_of(browser.get(at(second, "to-khai/nu/")))
    theirs = begun(stranger.client, stranger)
    page = text_of(stranger.client.get(at(theirs, "to-khai/nu/")))
    assert "Ông/bà đã khai những câu này" not in page
    browser.post("/cua-toi/kho/giu-bo/", {"what": f"answers:{earlier.pk}"})
    form = actions.FormVersion.objects.get()
    assert known_answers(form_version(form.pk), hoa.account.pk) is None
