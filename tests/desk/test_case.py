"""The page of a file: its sentence, its forms, stale pages, second presses, looks, slips, papers."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any

import pytest

from motcua.cases.actions.timers import wake_steps
from motcua.cases.models import Case, CasePaper, SupplementRequest
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import State, Verb
from motcua.journal.models import Look
from tests.desk.conftest import As, act, scan
from tests.files.corpus.pictures import picture
from tests.linked import fresh
from tests.office import BUILDING, NOW, Clock, Office
from tests.timed import asked

pytestmark = pytest.mark.django_db


def page(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def shown(sign_in: As, case: Case, who: str = "tiepnhan") -> str:
    return page(sign_in(who).get(f"/desk/cases/{case.number}/"))


def test_a_whole_number_is_shown_to_who_handles_the_file_and_each_look_is_kept(
    office: Office, sign_in: As
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    assert "079301012345" in shown(sign_in, case, "thuly")
    look = Look.objects.get()
    assert (look.account_id, look.subject_id, look.what) == (
        office.account("thuly").pk,
        case.pk,
        "personal",
    )
    assert "079301012345" not in page(sign_in("thuly").get(f"/desk/cases/{case.number}/preview/"))
    assert Look.objects.count() == 1


def test_a_second_press_of_the_same_button_acts_once(office: Office, sign_in: As) -> None:
    case = office.take_in()
    client = sign_in("tiepnhan")
    form = {"seen": case.journal_seq, "act_key": "f" * 32}
    first = client.post(f"/desk/cases/{case.number}/forward/", form)
    second = client.post(f"/desk/cases/{case.number}/forward/", form)
    assert first.url == second.url == f"/desk/cases/{case.number}/"
    case.refresh_from_db()
    assert case.journal_seq == 2


def test_a_stale_page_is_refused_with_who_was_first_and_when(
    office: Office, sign_in: As, clock: Clock
) -> None:
    case = office.take_in()
    client = sign_in("tiepnhan")
    office.act(case, Verb.FORWARD, by="tiepnhan2", at=NOW + dt.timedelta(minutes=5))
    clock.forward(minutes=6)
    answer = act(client, case, Verb.FORWARD)
    assert answer.status_code == 409
    text = page(answer)
    assert "Vũ Tiếp Nhận" in text
    assert "09:05" in text
    assert 'role="alert"' in text


def test_what_is_missing_is_told_in_the_form_with_what_was_typed(
    office: Office, sign_in: As
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    answer = act(
        sign_in("thuly"),
        case,
        Verb.REQUEST_SUPPLEMENT,
        item_key=["to_khai", "xac_nhan"],
        item_to_khai_name="Tờ khai",
        item_to_khai="Ký vào trang 2",
        reason="",
    )
    assert answer.status_code == 422
    text = page(answer)
    assert 'data-dialog="box-request_supplement" open' in text
    assert 'value="Ký vào trang 2"' in text


def test_refusing_without_a_reason_is_told_at_the_reason(office: Office, sign_in: As) -> None:
    case = office.take_in(accept=False)
    answer = act(sign_in("tiepnhan"), case, Verb.REFUSE, reason=" ", legal_ground="Điều 9")
    text = page(answer)
    assert answer.status_code == 422
    assert 'id="refuse-reason-error"' in text
    assert 'value="Điều 9"' in text


def test_the_way_of_a_supplement_and_who_acts_next(office: Office, sign_in: As) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    assert "Chờ Tư pháp - Hộ tịch làm bước" in shown(sign_in, case)
    ask = {
        "item_key": ["to_khai"],
        "item_to_khai_name": "Tờ khai đăng ký kết hôn",
        "item_to_khai": "Ký vào trang 2",
        "reason": "Chưa ký",
    }
    assert act(sign_in("thuly"), case, Verb.REQUEST_SUPPLEMENT, **ask).status_code == 302
    case.refresh_from_db()
    assert "Chờ lãnh đạo duyệt yêu cầu bổ sung của Lê Thụ Lý." in shown(sign_in, case)
    act(sign_in("lanhdao"), case, Verb.REQUEST_SUPPLEMENT, stage="approve")
    case.refresh_from_db()
    assert "Chờ bộ phận tiếp nhận gửi phiếu yêu cầu bổ sung" in shown(sign_in, case)
    act(sign_in("tiepnhan"), case, Verb.REQUEST_SUPPLEMENT, stage="hand_out")
    case.refresh_from_db()
    assert case.state == State.SUPPLEMENT
    text = shown(sign_in, case)
    assert "Chờ người nộp bổ sung giấy tờ" in text
    assert 'name="paper_to_khai_file"' in text
    answer = act(
        sign_in("tiepnhan"),
        case,
        Verb.TAKE_SUPPLEMENT,
        paper=["to_khai"],
        paper_to_khai_form="copy",
        paper_to_khai_quantity="2",
        paper_to_khai_file=scan(),
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.PROCESSING
    newest = CasePaper.objects.filter(case=case, key="to_khai").latest("id")
    assert (newest.form, newest.quantity, newest.file is not None) == ("copy", 2, True)
    assert SupplementRequest.objects.get().state == "done"


def test_a_scan_of_the_supplement_that_is_empty_is_refused(office: Office, sign_in: As) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    items = [AskedPaper("Tờ khai", "Ký", "to_khai")]
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="thuly", items=items, reason="Chưa ký")
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="lanhdao", stage="approve")
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", stage="hand_out")
    answer = act(
        sign_in("tiepnhan"),
        case,
        Verb.TAKE_SUPPLEMENT,
        paper=["to_khai"],
        paper_to_khai_file=scan("to-khai.pdf", b""),
    )
    assert answer.status_code == 422
    assert "to-khai.pdf" in page(answer)
    case.refresh_from_db()
    assert case.state == State.SUPPLEMENT


def test_correcting_begins_with_what_stands_there(office: Office, sign_in: As) -> None:
    case = office.take_in()
    text = shown(sign_in, case)
    assert (
        'name="applicant_name" inputmode="text" autocomplete="off" value="Nguyễn Thị Hoa"' in text
    )
    answer = act(
        sign_in("tiepnhan"),
        case,
        Verb.CORRECT,
        reason="Gõ sai tên",
        return_channel="counter",
        applicant_kind="person",
        applicant_name="Nguyễn Thị Hoà",
        applicant_id_number="079301012345",
        applicant_phone="0901234567",
        applicant_address="12 đường số 3",
        applicant_acting_as="self",
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.applicant_name == "Nguyễn Thị Hoà"
    assert case.receipt_number == 2


def test_every_slip_on_the_page_is_a_pdf(office: Office, sign_in: As) -> None:
    case = office.walk(office.take_in())
    client = sign_in("tiepnhan")
    text = client.get(f"/desk/cases/{case.number}/").content.decode()
    links = {part.split('"')[0] for part in text.split('href="') if "/slips/" in part[:80]}
    assert len(links) >= 2
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert answer.content.startswith(b"%PDF-"), link
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")


def test_a_stored_paper_comes_as_an_attachment_and_the_look_is_kept(
    office: Office, sign_in: As
) -> None:
    client = sign_in("tiepnhan")
    case = office.take_in(accept=False)
    act(
        client,
        case,
        Verb.ACCEPT,
        paper=["to_khai"],
        paper_to_khai_file=scan(),
    )
    paper = CasePaper.objects.filter(file__isnull=False).get()
    case.refresh_from_db()
    address = f"/desk/cases/{case.number}/papers/{paper.pk}/"
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == picture("PNG")
    assert Look.objects.filter(what__startswith="paper:").count() == 1
    assert sign_in("tiepnhan.binhtan").get(address).status_code == 404
    assert client.get(f"/desk/cases/{case.number}/papers/999999/").status_code == 404


def test_an_unknown_file_verb_or_slip_is_not_found(office: Office, sign_in: As) -> None:
    case = office.take_in()
    client = sign_in("tiepnhan")
    assert client.get("/desk/cases/H29.101-260302-9999/").status_code == 404
    assert client.post(f"/desk/cases/{case.number}/destroy/").status_code == 404
    assert client.get(f"/desk/cases/{case.number}/slips/leaflet/").status_code == 404
    assert client.get(f"/desk/cases/{case.number}/accepted/").status_code == 200


def test_the_clock_explains_the_date_on_the_page(office: Office, sign_in: As) -> None:
    case = office.take_in(BUILDING)
    text = shown(sign_in, case)
    assert "Vì sao ngày này?" in text
    assert "Thời hạn 20 ngày, tính từ sau ngày tiếp nhận" in text


def test_the_end_of_a_file_is_said_plainly(office: Office, sign_in: As) -> None:
    case = office.walk(office.take_in())
    assert "Đã trả kết quả lúc 09:00 02/03/2026; không còn việc gì phải làm." in shown(
        sign_in, case
    )
    waiting = office.walk(office.take_in(), to="tra_ket_qua")
    assert "Đã có kết quả; bộ phận tiếp nhận trả cho người nộp tại quầy." in shown(sign_in, waiting)
    refused = office.act(
        office.take_in(accept=False), Verb.REFUSE, by="tiepnhan", reason="Sai nơi nhận"
    )
    assert "Từ chối tiếp nhận lúc 09:00 02/03/2026" in shown(sign_in, refused)


def test_choosing_another_post_changes_the_seat_in_use(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    post = office.actor("tiepnhan").seats[0].post_id
    answer = client.post("/desk/post/", {"post": post, "next": "/desk/all/"})
    assert answer.url == "/desk/all/"
    answer = client.post("/desk/post/", {"post": "999999", "next": "https://example.vn/"})
    assert answer.url == "/desk/"


def test_the_drawing_shows_where_a_file_stands_and_what_each_step_took(
    office: Office, clock: Clock, sign_in: As
) -> None:
    case = office.take_in()
    clock.forward(hours=1)
    office.act(case, Verb.FORWARD, by="tiepnhan", at=NOW + dt.timedelta(hours=1))
    seen = shown(sign_in, case, "thuly")
    assert seen.count('<g class="done">') == 1
    assert "xong, mất 1 giờ" in seen
    assert seen.count('<g class="now">') == 1


def test_an_open_step_says_when_it_is_not_waited_for_and_a_late_opinion_is_written(
    office: Office, sign_in: As
) -> None:
    case = asked(office, remind="30 working_hours", expire="1 working_hours", outcome="im_lang")
    assert "hết hạn sau 1 giờ làm việc → Không trả lời" in shown(sign_in, case, "thuly")
    assert wake_steps(at=NOW + dt.timedelta(hours=1)) == 1
    told = shown(sign_in, case, "thuly")
    assert "hết hạn sau" not in told
    assert "Hết hạn, không chờ thêm" in told
    assert "Cho ý kiến: Không trả lời (hết hạn, không chờ thêm)" in told
    answer = act(
        sign_in("thuly"), fresh(case), Verb.LATE_OPINION, note="Không đồng ý vì lấn lòng đường"
    )
    assert answer.status_code == 302
    told = shown(sign_in, case, "thuly")
    assert "Cho ý kiến: ghi ý kiến muộn" in told
    assert "Không đồng ý vì lấn lòng đường" in told
