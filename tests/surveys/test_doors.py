"""The question on the file's page, the public page, and the two rooms of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.surveys.actions import rate
from motcua.surveys.models import FollowUp, Rating
from tests.office import NOW, Clock, Office

Follow = Callable[[Case], HttpResponse]


def end(office: Office) -> Case:
    return office.act(office.take_in(), Verb.WITHDRAW, by="tiepnhan", reason="nộp nhầm")


@pytest.fixture
def citizen(office: Office, clock: Clock) -> Client:
    return Client()


def followed(citizen: Client, case: Case) -> str:
    given = {"code": case.number, "secret": case.secret}
    return citizen.post("/tra-cuu/", given, follow=True).content.decode()


def signed_in(office: Office, who: str) -> Client:
    client = Client()
    client.force_login(office.account(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_question_comes_when_the_file_is_over_and_the_answer_stays(
    office: Office, citizen: Client
) -> None:
    assert "Gửi đánh giá" not in followed(citizen, office.take_in())
    case = end(office)
    assert "Gửi đánh giá" in followed(citizen, case)
    place = f"/tra-cuu/ho-so/{case.number}/"
    answer = citizen.post(f"{place}danh-gia/", {"value": "satisfied", "comment": "tốt"})
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    page = citizen.get(place).content.decode()
    assert "Ông/bà đã đánh giá" in page
    assert "Gửi đánh giá" not in page
    assert Rating.objects.get().comment == "tốt"


def test_without_the_secret_nobody_rates(office: Office, citizen: Client) -> None:
    case = end(office)
    place = f"/tra-cuu/ho-so/{case.number}/danh-gia/"
    assert citizen.post(place, {"value": "satisfied"}).status_code == 302
    assert not Rating.objects.exists()
    assert citizen.get(place).status_code == 405


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({}, "Hãy chọn một mức hài lòng"),
        ({"value": "great"}, "Hãy chọn một mức hài lòng"),
        ({"value": "neutral", "comment": "x" * 1001}, "Góp ý dài quá 1.000 ký tự"),
    ],
)
def test_a_bad_answer_is_told_and_nothing_kept(
    office: Office, citizen: Client, sent: dict[str, str], text: str
) -> None:
    case = end(office)
    followed(citizen, case)
    place = f"/tra-cuu/ho-so/{case.number}/danh-gia/"
    assert text in citizen.post(place, sent, follow=True).content.decode()
    assert not Rating.objects.exists()


def test_the_public_page_tells_rates_but_no_small_groups(
    office: Office, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = citizen.get("/so-lieu/hai-long/").content.decode()
    assert "Chưa có lượt đánh giá nào" in page
    for value in ("satisfied", "satisfied", "very_satisfied", "neutral"):
        rate(case_id=end(office).pk, value=value, at=NOW)
    page = citizen.get("/so-lieu/hai-long/").content.decode()
    assert '<td class="num">4</td><td class="num">–</td>' in page
    rate(case_id=end(office).pk, value="dissatisfied", at=NOW)
    with django_assert_max_num_queries(5):
        page = citizen.get("/so-lieu/hai-long/?agency=anlac").content.decode()
    assert '<td class="num">5</td><td class="num">60\u00a0%</td>' in page
    assert "Chưa có lượt" in citizen.get("/so-lieu/hai-long/?agency=binhtan").content.decode()


def test_the_leader_looks_into_it_at_the_desk(office: Office, clock: Clock) -> None:
    case = end(office)
    leader = signed_in(office, "lanhdao")
    assert "Không có đánh giá nào" in leader.get("/desk/opinions/").content.decode()
    rate(case_id=case.pk, value="very_dissatisfied", comment="chờ <lâu>", at=NOW)
    page = leader.get("/desk/opinions/").content.decode()
    assert case.number in page
    assert "chờ &lt;lâu&gt;" in page
    found = FollowUp.objects.get()
    leader.post(f"/desk/opinions/{found.pk}/take/")
    close = f"/desk/opinions/{found.pk}/close/"
    assert leader.post(close, {"outcome": ""}).status_code == 422
    assert leader.post(close, {"outcome": "Đã gọi xin lỗi."}).status_code == 302
    assert "Đã gọi xin lỗi." in leader.get("/desk/opinions/").content.decode()
    assert leader.get(close).status_code == 404


def test_slips_are_typed_in_at_the_desk(office: Office, clock: Clock) -> None:
    case = end(office)
    desk = signed_in(office, "tiepnhan")
    assert "Chưa nhập phiếu nào" in desk.get("/desk/paper-ratings/").content.decode()
    for sent, text in (
        ({"code": case.number, "value": "6"}, "Gõ một số từ 1 đến 5"),
        ({"code": "", "value": "1"}, "Hãy nhập mã hồ sơ in trên phiếu"),
        ({"code": "H29.101-260302-9999", "value": "1"}, "Cơ quan không có hồ sơ"),
    ):
        answer = desk.post("/desk/paper-ratings/", sent)
        assert (answer.status_code, text in answer.content.decode()) == (422, True)
    desk.post("/desk/paper-ratings/", {"code": case.number, "value": "5"})
    assert Rating.objects.get().value == "very_dissatisfied"
    assert case.number in desk.get("/desk/paper-ratings/").content.decode()
    desk.post(f"/desk/paper-ratings/{Rating.objects.get().pk}/back/")
    assert not Rating.objects.exists()


@pytest.mark.parametrize("slips", [1, 3])
def test_statements_of_the_rooms_do_not_grow(
    office: Office, clock: Clock, slips: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    leader, desk = signed_in(office, "lanhdao"), signed_in(office, "tiepnhan")
    for _slip in range(slips):
        desk.post("/desk/paper-ratings/", {"code": end(office).number, "value": "5"})
    for client, place, statements in ((leader, "opinions", 7), (desk, "paper-ratings", 6)):
        client.get(f"/desk/{place}/")
        with django_assert_num_queries(statements):
            client.get(f"/desk/{place}/")


def test_an_answer_of_last_year_is_found_in_its_year(office: Office, citizen: Client) -> None:
    rate(case_id=end(office).pk, value="satisfied", at=NOW - dt.timedelta(days=365))
    assert "Chưa có lượt" in citizen.get("/so-lieu/hai-long/").content.decode()
    last = citizen.get(f"/so-lieu/hai-long/?year={NOW.year - 1}").content.decode()
    assert "hài lòng và rất hài lòng" in last
