"""Lists of files: the same few statements however many rows, masked numbers, filters, bulk, export."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.cases.states import Verb
from motcua.kernel.worktime import VIETNAM
from tests.desk.conftest import As
from tests.office import BUILDING, COPIES, NOW, PERSON, Clock, Office

pytestmark = pytest.mark.django_db

# Session, account, seats, calendar; the page; the counts and the agency of the bar.
LIST_STATEMENTS = 7
FILTER_CHOICES = 2


def statements(client: Client, path: str) -> int:
    client.get(path)  # the calendar and the graphs are kept from here on
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["unit", "overdue", "to_return", "mine"])
def test_a_list_takes_the_same_statements_with_one_row_and_with_three(
    office: Office, sign_in: As, clock: Clock, name: str
) -> None:
    def fill() -> None:
        office.take_in()
        office.walk(office.take_in(), to="tra_ket_qua")
        office.act(office.take_in(), Verb.CLAIM, by="tiepnhan")

    clock.forward(days=60)
    client = sign_in("tiepnhan")
    fill()
    one = statements(client, f"/desk/lists/{name}/")
    fill()
    fill()
    three = statements(client, f"/desk/lists/{name}/")
    assert one == three
    assert three <= LIST_STATEMENTS


def test_all_files_take_two_statements_more_for_the_choices(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    office.take_in()
    one = statements(client, "/desk/all/?q=hoa&state=2")
    office.take_in()
    office.take_in()
    three = statements(client, "/desk/all/?q=hoa&state=2")
    assert one == three
    assert three <= LIST_STATEMENTS + FILTER_CHOICES


def test_numbers_of_persons_are_masked_in_every_list(office: Office, sign_in: As) -> None:
    case = office.take_in()
    client = sign_in("tiepnhan")
    for path in (
        "/desk/lists/unit/",
        "/desk/all/?q=nguyen",
        "/desk/all/export.csv",
        f"/desk/cases/{case.number}/preview/",
    ):
        text = client.get(path).content.decode()
        assert "Nguyễn Thị Hoa" in text, path
        assert "079301012345" not in text, path
        assert "0793******45" in text, path


def test_a_whole_code_opens_its_file_and_words_list_what_they_find(
    office: Office, sign_in: As
) -> None:
    case = office.take_in()
    client = sign_in("tiepnhan")
    assert client.get(f"/desk/search/?q={case.number}").url == f"/desk/cases/{case.number}/"
    assert client.get("/desk/search/?q=nguyen+thi").url == "/desk/all/?q=nguyen+thi"
    assert case.number in client.get("/desk/all/?q=nguyen+thi+hoa").content.decode()
    assert "Không tìm thấy hồ sơ nào" in client.get("/desk/all/?q=khong+co").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"marriage", "building", "copies"}),
        ("state=2", {"marriage", "copies"}),
        ("state=4", {"building"}),
        ("field=xay-dung", {"building"}),
        ("unit={DC}", {"building"}),
        ("unit={MC}", {"marriage", "copies"}),
        ("received_from=2026-03-03", {"copies"}),
        ("received_to=2026-03-02", {"marriage", "building"}),
        ("received_from=2026-03-02&received_to=2026-03-02", {"marriage", "building"}),
        ("clock=late", {"copies"}),
        ("clock=soon", {"marriage"}),
        ("clock=late&field=ho-tich", set()),
        ("q=hoa&clock=soon", {"marriage"}),
        ("unit=x&state=&clock=never", {"marriage", "building", "copies"}),
    ],
)
def test_each_filter_leaves_the_files_that_answer_it(
    office: Office, sign_in: As, clock: Clock, query: str, found: set[str]
) -> None:
    codes = {
        "marriage": office.take_in().number,  # due on 9 March
        "building": office.walk(office.take_in(BUILDING), to="thu_ly").number,  # on 22 March
        "copies": office.take_in(COPIES, at=NOW + dt.timedelta(days=1)).number,  # on 3 March
    }
    clock.now = dt.datetime(2026, 3, 6, 9, tzinfo=VIETNAM)
    units = {code: office.units["anlac", code].pk for code in ("MC", "DC")}
    text = sign_in("tiepnhan").get("/desk/all/?" + query.format(**units)).content.decode()
    assert {name for name, code in codes.items() if code in text} == found


def test_days_that_cannot_be_are_told_at_their_field(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    answer = client.get("/desk/all/?received_from=2026-03-05&received_to=2026-03-01")
    assert answer.status_code == 422
    assert "Ngày đầu phải trước hoặc bằng ngày cuối." in answer.content.decode()
    answer = client.get("/desk/all/?received_to=hôm+nay")
    assert "Ngày “hôm nay” không đúng" in answer.content.decode()
    assert client.get("/desk/all/export.csv?received_to=x").status_code == 409


@pytest.mark.parametrize("name", ["=1+2", "+84 Hoa", "-Hoa", "@Hoa", "Hoa = Hoa"])
def test_no_cell_of_an_export_is_a_formula(office: Office, sign_in: As, name: str) -> None:
    office.take_in(applicant=replace(PERSON, name=name))
    client = sign_in("tiepnhan")
    lines = list(
        csv.reader(io.StringIO(client.get("/desk/all/export.csv").content.decode("utf-8-sig")))
    )
    assert lines[0][:3] == ["Mã hồ sơ", "Thủ tục", "Người nộp"]
    assert lines[1][2] == (name if name.startswith("Hoa") else f"'{name}")
    assert lines[1][3] == "0793******45"
    body = client.get("/desk/all/export.xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert sheet[1][2] == name
    assert sheet[1][8] == dt.datetime(2026, 3, 9, 23, 59)  # noqa: DTZ001 a cell has no zone


def test_an_export_holds_what_the_filters_leave(office: Office, sign_in: As) -> None:
    office.take_in()
    building = office.take_in(BUILDING)
    answer = sign_in("tiepnhan").get("/desk/all/export.csv?field=xay-dung")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(building.number)
    assert sign_in("tiepnhan").get("/desk/all/export.ods").status_code == 404


def test_one_verb_to_many_files_tells_each_refusal_beside_its_number(
    office: Office, sign_in: As
) -> None:
    ready, done = office.take_in(), office.walk(office.take_in(), to="thu_ly")
    client = sign_in("tiepnhan")
    answer = client.post(
        "/desk/lists/unit/bulk/",
        {"verb": "forward", "pick": [ready.number, done.number]},
        follow=True,
    )
    text = answer.content.decode()
    assert "Chuyển xử lý: xong 1 hồ sơ." in text
    assert f"{done.number}: " in text
    ready.refresh_from_db()
    assert ready.state == 4


def test_a_verb_that_needs_words_is_not_done_to_many(office: Office, sign_in: As) -> None:
    case = office.take_in()
    answer = sign_in("tiepnhan").post(
        "/desk/lists/unit/bulk/", {"verb": "stop", "pick": [case.number]}
    )
    assert answer.status_code == 409
    answer = sign_in("tiepnhan").post("/desk/lists/unit/bulk/", {"verb": "forward"})
    assert "Hãy chọn ít nhất một hồ sơ" in answer.content.decode()


def test_an_empty_list_says_what_to_do(sign_in: As) -> None:
    text = sign_in("tiepnhan").get("/desk/lists/to_accept/").content.decode()
    assert "Không có hồ sơ chờ tiếp nhận" in text
    assert "Tiếp nhận hồ sơ mới" in text
    assert "Mở việc của bộ phận" in sign_in("thuly").get("/desk/lists/mine/").content.decode()


def test_the_register_of_a_year_on_screen_and_on_paper(office: Office, sign_in: As) -> None:
    marriage, building = office.take_in(), office.take_in(BUILDING)
    client = sign_in("tiepnhan")
    text = client.get("/desk/register/?year=2026").content.decode()
    assert marriage.number in text
    assert building.number in text
    text = client.get("/desk/register/?year=2026&field=xay-dung").content.decode()
    assert marriage.number not in text
    assert building.number in text
    assert "Sổ chưa có hồ sơ nào" in client.get("/desk/register/?from=1&to=2").content.decode()
    paper = client.get("/desk/register/print/?year=2026")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_a_register_of_a_field_that_is_not_there_says_so(office: Office, sign_in: As) -> None:
    answer = sign_in("tiepnhan").get("/desk/register/?field=khong-co")
    assert answer.status_code == 422
    assert "Không có lĩnh vực nào mang mã “khong-co”." in answer.content.decode()


def test_the_leaders_numbers_open_the_files_behind_them(
    office: Office, sign_in: As, clock: Clock
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    clock.now = dt.datetime(2026, 3, 12, 9, tzinfo=VIETNAM)
    client = sign_in("lanhdao")
    text = client.get("/desk/leader/").content.decode()
    unit = office.units["anlac", "HT"].pk
    assert f"/desk/all/?unit={unit}&amp;clock=late" in text
    assert case.number in client.get(f"/desk/all/?unit={unit}&clock=late").content.decode()
    assert "Bước này quá" in text or "bước này quá" in text


def test_every_number_of_the_leader_s_page_opens_and_is_taken_away(
    office: Office, sign_in: As, clock: Clock
) -> None:
    free = office.walk(office.take_in(), to="thu_ly")
    held = office.act(office.walk(office.take_in(), to="thu_ly"), Verb.CLAIM, by="thuly")
    clock.now = dt.datetime(2026, 3, 12, 9, tzinfo=VIETNAM)
    client = sign_in("lanhdao")
    text = client.get("/desk/leader/").content.decode()
    unit, who = office.units["anlac", "HT"].pk, office.account("thuly").pk
    for holder, mine, other in ((who, held, free), (0, free, held)):
        for tail in ("", "&clock=late", "&clock=still"):
            place = f"/desk/all/?unit={unit}&holder={holder}{tail}"
            assert place.replace("&", "&amp;") in text
            files = client.get(place).content.decode()
            assert mine.number in files
            assert other.number not in files
    # received in March, finished, late; open, overdue
    assert "figure=received&amp;from=2026-03-01&amp;to=2026-03-31&amp;agency=H29.101" in text
    for table, words in (
        ("units", "Tư pháp - Hộ tịch,Phường An Lạc,2,2,0,2"),
        ("people", "Lê Thụ Lý,Tư pháp - Hộ tịch,1,1,0,1"),
        ("months", "2026-03,2,0,0,2,2,"),
    ):
        taken = client.get(f"/desk/leader/export.csv?table={table}").content.decode()
        assert words in taken
    assert client.get("/desk/leader/export.xlsx?table=people").content.startswith(b"PK")
    assert client.get("/desk/leader/export.svg").content.startswith(b"<svg xmlns=")
    assert client.get("/desk/leader/export.doc").status_code == 404
