"""Official reports at the desk: filled from the figures, every number opens what it counts."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.cases.states import Channel
from motcua.catalogue.models import Offer
from tests.desk.conftest import As
from tests.office import BUILDING, MARRIAGE, NOW, Office
from tests.reports.signing import signed_report

pytestmark = pytest.mark.django_db
TERM = "term=2026-q1"
DAY = dt.timedelta(days=1)


def numbers(page: str, label: str) -> list[str]:
    """The figures of the row with this label, as they are shown."""
    row = re.search(rf'<th scope="row">{label}</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None, page
    cells = re.findall(r'<td class="num">(.*?)</td>', row[1], re.DOTALL)
    return [re.sub("<[^>]*>", "", cell).strip() for cell in cells]


def test_columns_of_06a_are_the_figures_of_each_field(office: Office, sign_in: As) -> None:
    office.take_in()
    office.take_in(channel=Channel.ONLINE)
    office.walk(office.take_in())
    office.take_in(BUILDING)
    page = sign_in("tiepnhan").get(f"/desk/reports/?{TERM}").content.decode()
    # tổng, trực tuyến, trực tiếp, kỳ trước | tổng, trước, đúng, quá hạn | tổng, trong hạn, quá hạn
    registers = ["3", "1", "2", "0", "1", "1", "0", "0", "2", "2", "0"]
    assert numbers(page, "Hộ tịch") == registers
    assert numbers(page, "Hoạt động xây dựng") == [
        "1",
        "0",
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        "1",
        "1",
        "0",
    ]
    total = ["4", "1", "3", "0", "1", "1", "0", "0", "3", "3", "0"]
    assert numbers(page, "Tổng số") == total
    assert 'role="alert"' not in page


def test_a_number_of_06a_opens_as_many_files(office: Office, sign_in: As) -> None:
    office.take_in()
    case = office.take_in(BUILDING)
    client = sign_in("tiepnhan")
    page = client.get(f"/desk/reports/?{TERM}").content.decode()
    row = page[page.index('<th scope="row">Hoạt động xây dựng') :]
    for figure in ("to_handle", "received_direct", "in_progress"):
        link = re.search(rf'href="(/desk/figures/files/\?figure={figure}&amp;[^"]*)"', row)
        assert link is not None, figure
        files = client.get(link[1].replace("&amp;", "&")).content.decode()
        assert case.number in files
        assert re.search(r"<h1[^>]*>[^<]*: 1\b", files), figure


def test_07b_counts_procedures_and_opens_them(office: Office, sign_in: As) -> None:
    client = sign_in("quantri")
    page = client.get(f"/desk/reports/?kind=07b&{TERM}&agency=H29.101").content.decode()
    shown = numbers(page, office.ward.short_name)
    offered = Offer.objects.filter(agency=office.ward).count()
    # một cửa: tổng, tỉnh, huyện, xã
    assert shown[4:8] == [str(offered), "0", "0", str(offered)]
    listed = client.get("/desk/reports/procedures/?cell=one_stop_commune&agency=H29.101")
    assert listed.content.decode().count('<tr><td class="nowrap">') == offered
    assert MARRIAGE in listed.content.decode()


def test_the_spreadsheet_holds_the_numbers_of_the_page(office: Office, sign_in: As) -> None:
    office.take_in()
    answer = sign_in("tiepnhan").get(f"/desk/reports/export.xlsx?{TERM}")
    assert "bieu-06a-" in answer["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    found = {row[1]: row[2:] for row in rows.to_python() if row[1]}
    assert found["Hộ tịch"] == found["Tổng số"] == [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0]


@pytest.mark.parametrize("kind", ["06a", "07b"])
def test_the_form_prints(office: Office, sign_in: As, kind: str) -> None:
    answer = sign_in("tiepnhan").get(f"/desk/reports/export.pdf?kind={kind}&{TERM}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("?kind=06c", 422, "chọn 06a hoặc 07b"),
        ("?term=2026-13", 422, "viết như 2026-03"),
        ("?cut_off=31", 422, "từ 1 đến 28"),
        ("?cut_off=0019999", 422, "từ 1 đến 28"),
        ("?agency=H99", 422, "H99"),
        ("procedures/?cell=happy", 409, "Biểu không có ô"),
        ("procedures/?cell=one_stop&on=2026-02-30", 409, "không đúng"),
        ("procedures/?cell=one_stop_province&agency=H29.101", 200, "không đếm thủ tục nào"),
        ("export.xlsx?term=x", 409, "viết như 2026-03"),
        ("export.doc", 404, ""),
    ],
)
def test_a_bad_question_says_what_to_change(
    office: Office, sign_in: As, address: str, status: int, words: str
) -> None:
    answer = sign_in("tiepnhan").get(f"/desk/reports/{address}")
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_leader_signs_what_the_page_shows_and_sees_what_changed(
    office: Office, sign_in: As
) -> None:
    client = sign_in("lanhdao")
    february = "term=2026-02"
    assert "Ký báo cáo" in client.get(f"/desk/reports/?{february}").content.decode()
    page = client.get(f"/desk/reports/sign/?{february}").content.decode()
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]  # type: ignore[index]
        for name in ("seen", "act_key")
    } | {"text": "Một hồ sơ."}
    answer = client.post(f"/desk/reports/sign/?{february}", hidden)
    assert answer.status_code == 302
    place = answer["Location"]
    same = client.get(place).content.decode()
    assert "Đếm lại hôm nay vẫn ra đúng các số đã ký." in same
    case = office.take_in(at=NOW - 10 * DAY)
    changed = client.get(place).content.decode()
    assert numbers(changed, "Tổng số")[0].startswith("0nay 1 (+1)")
    why = client.get(f"{place}changes/?row=&cell=to_handle").content.decode()
    assert case.number in why
    listed = sign_in("tiepnhan").get("/desk/reports/signed/").content.decode()
    assert place in listed
    assert "Kỳ này đã ký lần 1" in client.get(f"/desk/reports/?{february}").content.decode()


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_signed_report_is_taken_away_as_it_was_signed(
    office: Office, sign_in: As, kind: str
) -> None:
    row = signed_report(office)
    client = sign_in("tiepnhan")
    before = client.get(f"/desk/reports/signed/{row.pk}/export.{kind}").content
    office.take_in(at=NOW - 10 * DAY)
    after = client.get(f"/desk/reports/signed/{row.pk}/export.{kind}").content
    if kind == "pdf":
        assert before == after
        return
    tables = [
        CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        for body in (before, after)
    ]
    assert tables[0] == tables[1]
    assert any("Bản ký lần 1" in str(line[0]) for line in tables[0])


def test_years_stand_side_by_side_and_every_number_opens(office: Office, sign_in: As) -> None:
    office.take_in(at=NOW - 10 * DAY)
    office.take_in(BUILDING, at=NOW - 9 * DAY)
    client = sign_in("tiepnhan")
    page = client.get("/desk/reports/years/?term=2026-02&years=2").content.decode()
    row = re.search(r'<th scope="row">Tiếp nhận trong kỳ</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    plain = re.sub("<[^>]*>", " ", row[1]).split()
    assert plain == ["0", "2", "+2"]
    link = re.search(r'href="([^"]*)"', row[1])
    assert link is not None
    files = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert re.search(r"<h1[^>]*>[^<]*: 2\b", files)
    table = client.get("/desk/reports/years/export.csv?term=2026-02&years=2").content.decode()
    assert "Tiếp nhận trong kỳ,0,2" in table
    drawing = client.get("/desk/reports/years/export.svg?term=2026-02").content.decode()
    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    paper = client.get("/desk/reports/years/export.pdf?term=2026-02&years=3").content
    assert paper.startswith(b"%PDF-")
    assert client.get("/desk/reports/years/?years=9").status_code == 422
    assert client.get("/desk/reports/years/export.doc").status_code == 404


def test_the_words_of_a_report_are_written_edited_and_kept(office: Office, sign_in: As) -> None:
    office.take_in(at=NOW - 10 * DAY)
    client = sign_in("lanhdao")
    page = client.get("/desk/reports/sign/?term=2026-02").content.decode()
    assert "Trong tháng 2/2026 (từ ngày 01/02/2026 đến ngày 28/02/2026)" in page
    row = signed_report(office, text="Trong tháng 2, phường nhận một hồ sơ.\n\nHết.")
    signed = client.get(f"/desk/reports/signed/{row.pk}/").content.decode()
    assert "<p>Trong tháng 2, phường nhận một hồ sơ.</p>" in signed
    assert client.get(f"/desk/reports/signed/{row.pk}/export.pdf").status_code == 200
    body = client.get(f"/desk/reports/signed/{row.pk}/export.xlsx").content
    words = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name("Lời báo cáo")
    assert words.to_python() == [["Trong tháng 2, phường nhận một hồ sơ."], ["Hết."]]


def test_a_number_put_right_stands_beside_the_counted_one(office: Office, sign_in: As) -> None:
    office.take_in(at=NOW - 10 * DAY)
    client = sign_in("kiemsoat")
    asked = "term=2026-02"
    assert "Sửa một con số" in client.get(f"/desk/reports/?{asked}").content.decode()
    assert (
        "Sửa một con số" not in sign_in("tiepnhan").get(f"/desk/reports/?{asked}").content.decode()
    )
    place = f"/desk/reports/correct/?{asked}"
    sent = {"row": "ho-tich", "column": "received_direct", "value": "2", "reason": "Hồ sơ giấy"}
    assert client.post(place, sent | {"reason": ""}).status_code == 422
    assert client.post(place, sent | {"value": "1"}).status_code == 422
    assert client.post(place, sent).status_code == 302
    page = client.get(f"/desk/reports/?{asked}").content.decode()
    assert numbers(page, "Hộ tịch")[:3] == ["2máy đếm 1", "0", "2máy đếm 1"]
    assert "Hồ sơ giấy" in page
    assert "Đặng Kiểm Soát" in page
    assert 'role="alert"' in page  # one side alone does not balance


def test_a_closing_day_set_on_the_page_holds_for_the_report(office: Office, sign_in: As) -> None:
    client = sign_in("kiemsoat")
    sent = {"valid_from": "2026-02", "day": "14"}
    assert client.post("/desk/reports/cut-off/", sent).status_code == 302
    page = client.get("/desk/reports/?term=2026-02").content.decode()
    assert "ngày 01/02/2026 đến ngày 14/02/2026" in page
    again = client.get("/desk/reports/cut-off/").content.decode()
    assert "02/2026" in again
    assert "ngày 14 hằng tháng" in again
    bad = client.post("/desk/reports/cut-off/", {"valid_from": "x", "day": "14"})
    assert bad.status_code == 422


def test_the_same_statements_for_one_field_and_for_three(office: Office, sign_in: As) -> None:
    client = sign_in("tiepnhan")
    address = f"/desk/reports/?{TERM}"

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    office.take_in()
    statements()
    one = statements()
    office.take_in(BUILDING)
    office.take_in(MARRIAGE)
    assert statements() == one
