"""Following a file: the secret opens it once and is nowhere afterwards; guesses learn nothing."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from motcua.cases.models import Case, TrackAttempt
from motcua.cases.queries.page import page_of_case
from motcua.cases.queries.tracking import TRIES_PER_CODE, UNKNOWN
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import Verb
from motcua.kernel.codes import SECRET_ALPHABET
from motcua.portal.standing import way_of
from tests.office import BUILDING, Clock, Office
from tests.portal.conftest import heading_of, text_of

Follow = Callable[[Case], HttpResponse]
SECRETS = st.text(alphabet=SECRET_ALPHABET, min_size=8, max_size=8)


def test_code_and_secret_lead_to_a_clean_address(citizen: Client, office: Office) -> None:
    case = office.take_in()
    answer = citizen.post("/tra-cuu/", {"code": case.number.lower(), "secret": case.secret.lower()})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/tra-cuu/ho-so/{case.number}/"


def test_the_link_of_the_qr_is_exchanged_at_once(citizen: Client, office: Office) -> None:
    case = office.take_in()
    answer = citizen.get(f"/h/{case.number}", {"s": case.secret})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/tra-cuu/ho-so/{case.number}/"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert citizen.get(answer.headers["Location"]).status_code == 200


def test_the_secret_is_on_no_page_and_in_no_log(
    citizen: Client, office: Office, follow: Follow, caplog: pytest.LogCaptureFixture
) -> None:
    case = office.take_in()
    with caplog.at_level(logging.DEBUG):
        pages = [follow(case), citizen.get(f"/h/{case.number}", {"s": case.secret}, follow=True)]
        pages += [citizen.get(path) for path in ("/", "/tra-cuu/", "/thu-tuc/")]
    assert not any(case.secret in page.content.decode() for page in pages)
    told = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert case.secret not in told
    assert case.secret not in str(dict(citizen.session))


def test_pages_of_a_file_are_kept_nowhere_and_tell_other_sites_nothing(
    office: Office, follow: Follow
) -> None:
    answer = follow(office.take_in())
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'content="noindex"' in answer.content.decode()


def test_the_page_says_where_why_and_what_was_done(office: Office, follow: Follow) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    answer = follow(case)
    text = text_of(answer)
    assert heading_of(answer).replace("- ", "-").endswith(case.number)
    assert "Hồ sơ đang được thẩm định, đúng tiến độ." in text
    assert "Nơi đang giữ hồ sơ: Tư pháp - Hộ tịch" in text
    assert "Thứ Hai, 09/03/2026" in text
    assert "Vì sao ngày này?" in text
    assert "Thời hạn 5 ngày làm việc" in text
    assert "Ngày làm việc thứ 5; hết hạn lúc 24 giờ" in text
    assert "Đã tiếp nhận hồ sơ, giấy tờ đầy đủ" in text
    assert "Đã chuyển đến Tư pháp - Hộ tịch" in text
    assert "N. T. Hoa" in text


def test_no_officer_and_no_number_of_the_applicant_is_shown(office: Office, follow: Follow) -> None:
    text = text_of(follow(office.walk(office.take_in())))
    names = [account.full_name for account in office.accounts.values()]
    assert not [name for name in names if name in text]
    for hidden in ("079301012345", "0901234567", "12 đường số 3", "Nguyễn Thị Hoa"):
        assert hidden not in text


def test_a_late_file_says_so_and_apologises(office: Office, clock: Clock, follow: Follow) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    clock.forward(days=9)
    text = text_of(follow(case))
    assert "quá hạn 2 ngày làm việc. Chúng tôi xin lỗi ông/bà vì sự chậm trễ này." in text


def _asked(office: Office, case: Case) -> Case:
    items = [AskedPaper("Bản vẽ thiết kế", "Ký tên, đóng dấu của người thiết kế", "ban_ve")]
    case = office.act(
        case, Verb.REQUEST_SUPPLEMENT, by="diachinh", items=items, reason="Bản vẽ chưa ký"
    )
    assert case.number
    return case


def test_papers_asked_for_are_told_once_they_are_asked_in_writing(
    office: Office, follow: Follow
) -> None:
    case = office.walk(office.take_in(BUILDING), to="thu_ly")
    case = _asked(office, case)
    assert "Bản vẽ chưa ký" not in text_of(follow(case))
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="lanhdao", stage="approve")
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", stage="hand_out")
    text = text_of(follow(case))
    assert "Hồ sơ đang dừng lại chờ ông/bà bổ sung giấy tờ." in text
    assert "Bản vẽ thiết kế Ký tên, đóng dấu của người thiết kế" in text
    assert "Vì sao: Bản vẽ chưa ký" in text
    assert "Hẹn trả kết quả Thứ" not in text.partition("Những việc đã làm")[2]


def test_a_moved_date_keeps_the_first_one_and_tells_why(office: Office, follow: Follow) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    case = office.act(
        case, Verb.EXTEND, by="thuly", new_due=dt.date(2026, 3, 12), reason="Chờ xác minh"
    )
    assert "Chờ xác minh" not in text_of(follow(case))
    case = office.act(case, Verb.EXTEND, by="lanhdao", stage="approve")
    text = text_of(follow(case))
    assert "Thứ Năm, 12/03/2026" in text
    assert "Ngày hẹn ban đầu: Thứ Hai, 09/03/2026" in text
    assert "cơ quan xin lỗi và hẹn lại vì: Chờ xác minh" in text


def test_a_refused_file_tells_the_reason_by_its_provisional_number(
    office: Office, follow: Follow
) -> None:
    case = office.take_in(accept=False)
    case = office.act(
        case, Verb.REFUSE, by="tiepnhan", reason="Không thuộc thẩm quyền", legal_ground="Điều 17"
    )
    text = text_of(follow(case))
    assert case.number.startswith("TN-")
    assert "Hồ sơ không được tiếp nhận" in text
    assert "Không thuộc thẩm quyền Căn cứ: Điều 17" in text


def test_a_finished_file_tells_how_to_get_the_result(office: Office, follow: Follow) -> None:
    case = office.walk(office.take_in(), to="tra_ket_qua")
    text = text_of(follow(case))
    assert "Đã có kết quả, mời ông/bà đến nhận." in text
    assert "Nhận tại quầy, mang theo giấy hẹn" in text
    assert "Số 12/UBND" in text


def test_notes_between_officers_stay_inside(office: Office, follow: Follow) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    case = office.act(case, Verb.SEND_BACK, by="thuly", reason="Anh Tư làm sai rồi")
    text = text_of(follow(case))
    assert "Được xem lại ở bước trước" in text
    assert "Anh Tư" not in text


def test_own_papers_may_be_downloaded_again_but_not_the_control_slip(
    citizen: Client, office: Office, follow: Follow
) -> None:
    case = office.take_in()
    links = re.findall(r'href="([^"]+\.pdf)"', follow(case).content.decode())
    assert links == [f"/tra-cuu/ho-so/{case.number}/receipt-1.pdf"]
    answer = citizen.get(links[0])
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store, private"
    for other in ("control-1", "register-1", "supplement-1", "nothing-1"):
        assert citizen.get(f"/tra-cuu/ho-so/{case.number}/{other}.pdf").status_code == 404
    assert Client().get(links[0]).status_code == 302


# Who may look


def test_another_code_or_another_browser_meets_the_form(
    citizen: Client, office: Office, follow: Follow
) -> None:
    one, other = office.take_in(), office.take_in()
    follow(one)
    for client, case in ((citizen, other), (Client(), one)):
        answer = client.get(f"/tra-cuu/ho-so/{case.number}/")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/tra-cuu/?code={case.number}"


def test_a_file_closes_by_itself_and_by_the_button(
    citizen: Client, office: Office, clock: Clock, follow: Follow
) -> None:
    case = office.take_in()
    address = f"/tra-cuu/ho-so/{case.number}/"
    follow(case)
    clock.forward(hours=2, minutes=1)
    assert citizen.get(address).status_code == 302
    follow(case)
    assert citizen.get(address).status_code == 200
    citizen.post("/tra-cuu/dong/")
    assert citizen.get(address).status_code == 302


def _without_token(answer: HttpResponse) -> str:
    """The page without its token and without what was typed: all else must be equal."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'value="[^"]*"', "", page)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(secret=SECRETS, number=st.integers(min_value=2, max_value=9999))
def test_no_such_code_and_a_wrong_secret_are_one_answer(
    office: Office, clock: Clock, secret: str, number: int
) -> None:
    known = Case.objects.first() or office.take_in()
    if secret == known.secret:
        return
    TrackAttempt.objects.all().delete()
    unknown = f"{known.number[:-4]}{number:04}"
    pairs = [(known.number, secret), (unknown, secret), (unknown, known.secret)]
    answers = [Client().post("/tra-cuu/", {"code": c, "secret": s}) for c, s in pairs]
    assert {answer.status_code for answer in answers} == {422}
    assert len({_without_token(answer) for answer in answers}) == 1
    assert UNKNOWN in text_of(answers[0])
    links = [Client().get(f"/h/{c}", {"s": s}) for c, s in pairs]
    assert {(link.status_code, link.headers["Location"]) for link in links} == {(302, "/tra-cuu/")}


def test_a_wrong_link_says_the_same_sentence_on_the_form(citizen: Client, office: Office) -> None:
    case = office.take_in()
    answer = citizen.get(f"/h/{case.number}", {"s": "AAAABBBB"}, follow=True)
    assert UNKNOWN in text_of(answer)
    assert "AAAABBBB" not in answer.content.decode()


def test_what_cannot_be_a_code_is_told_at_the_field_and_costs_no_guess(citizen: Client) -> None:
    answer = citizen.post("/tra-cuu/", {"code": "abc", "secret": ""})
    assert answer.status_code == 422
    text = text_of(answer)
    assert "Còn 2 chỗ cần sửa" in text
    assert "không đúng dạng" in text
    assert "Hãy nhập mã bí mật." in text
    assert TrackAttempt.objects.count() == 0


def test_too_many_guesses_close_the_door_for_a_while(
    citizen: Client, office: Office, clock: Clock
) -> None:
    case = office.take_in()
    wrong = {"code": case.number, "secret": "AAAABBBB"}
    spellings = [
        case.number,
        case.number.lower(),
        f" {case.number} ",
        case.number.replace("-", "–"),
    ]
    for turn in range(TRIES_PER_CODE):
        typed = {**wrong, "code": spellings[turn % len(spellings)]}
        assert citizen.post("/tra-cuu/", typed).status_code == 422
    link = citizen.get(f"/h/{case.number}", {"s": case.secret})
    assert link.headers["Location"] == "/tra-cuu/cho/"
    for answer in (
        citizen.post("/tra-cuu/", wrong),
        citizen.post("/tra-cuu/", {**wrong, "secret": case.secret}),
        citizen.get("/tra-cuu/cho/"),
    ):
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "900"
        assert heading_of(answer) == "Tạm dừng tra cứu"
    clock.forward(minutes=16)
    assert citizen.post("/tra-cuu/", {**wrong, "secret": case.secret}).status_code == 302


def test_a_home_in_ipv6_is_one_place_however_many_addresses_it_takes(office: Office) -> None:
    case = office.take_in()
    for turn in range(40):
        code = f"{case.number[:-4]}{turn + 10:04}"
        answer = Client(REMOTE_ADDR=f"2001:db8:1:2::{turn:x}").post(
            "/tra-cuu/", {"code": code, "secret": "AAAABBBB"}
        )
    assert answer.status_code == 429


def test_a_file_is_read_with_a_fixed_number_of_statements(
    citizen: Client,
    office: Office,
    follow: Follow,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    short, long = office.take_in(), office.walk(office.take_in())
    # Once it is over, one more asks whether it was rated.
    for case, statements in ((short, 11), (long, 12)):
        follow(case)
        with django_assert_num_queries(statements):
            citizen.get(f"/tra-cuu/ho-so/{case.number}/")


def test_the_way_of_a_file_is_told_in_plain_words(office: Office) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    told = [(step["status"], step["what"]) for step in way_of(page_of_case(case))]
    assert [status for status, _ in told] == ["done", "now", "ahead", "ahead", "ahead", "ahead"]
    assert told[1] == ("now", "Hồ sơ đang được thẩm định")
    assert way_of(page_of_case(office.take_in(accept=False))) == []
