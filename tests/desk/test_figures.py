"""Figures at the desk: a table whose numbers open, by right, with masked numbers."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.indicators.rules import FIGURES
from motcua.indicators.wording import DEFINITIONS, GROUPS
from tests.desk.conftest import As
from tests.office import PERSON, Office

pytestmark = pytest.mark.django_db
YEAR = "from=2026-01-01&to=2026-12-31"
FILES = f"/desk/figures/files/?figure=received&{YEAR}&by=field&key=ho-tich"


def test_each_figure_is_named_and_explained() -> None:
    assert list(DEFINITIONS) == list(FIGURES)
    assert len(GROUPS) == 8
    assert all(one.formula for name, one in DEFINITIONS.items() if name.endswith("_rate"))


def test_a_number_leads_to_its_files(office: Office, sign_in: As) -> None:
    case = office.take_in()
    page = sign_in("tiepnhan").get(f"/desk/figures/?{YEAR}&by=field").content.decode()
    link = FILES.replace("&", "&amp;")
    assert f'href="{link}"' in page
    files = sign_in("tiepnhan").get(FILES).content.decode()
    assert case.number in files
    assert PERSON.id_number not in files
    assert str(DEFINITIONS["received"].rule) in files


def test_who_may_not_know_of_the_files_sees_how_many_there_are(office: Office, sign_in: As) -> None:
    case = office.take_in()
    files = sign_in("tiepnhan.binhtan").get(FILES).content.decode()
    assert case.number not in files
    assert "1 hồ sơ khác được đếm mà bạn không được xem" in files


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        (f"figures/?{YEAR}&agency=H99", 422, "H99"),
        ("figures/?from=2026-13-01", 422, "không đúng"),
        ("figures/?from=2026-03-02&to=2026-03-01", 422, "ở sau ngày cuối"),
        ("figures/?from=2025-01-01&to=2025-01-31&by=field", 200, "Kỳ này chưa có hồ sơ nào"),
        ("figures/files/?figure=happy", 409, "Không có chỉ tiêu"),
    ],
)
def test_a_bad_or_empty_question_says_what_to_change(
    office: Office, sign_in: As, address: str, status: int, words: str
) -> None:
    answer = sign_in("tiepnhan").get(f"/desk/{address}")
    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.parametrize("address", [f"/desk/figures/?{YEAR}&by=agency", FILES])
def test_a_page_takes_the_same_statements_with_one_file_and_with_three(
    office: Office, sign_in: As, address: str
) -> None:
    client = sign_in("kiemsoat")
    office.take_in()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    office.take_in()
    office.take_in()
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three)


def test_tables_can_be_taken_away(office: Office, sign_in: As) -> None:
    case = office.take_in()
    client = sign_in("tiepnhan")
    text = client.get(f"/desk/figures/export.csv?{YEAR}&by=field").content.decode("utf-8-sig")
    head, field, total = csv.reader(io.StringIO(text))
    assert head[1:] == [str(DEFINITIONS[name].name) for name in FIGURES]
    assert (field[0], total[0], field[2]) == ("Hộ tịch", "Tổng", "1")
    body = client.get(f"/desk/figures/export.xlsx?{YEAR}&by=field").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert sheet[1][:3] == ["Hộ tịch", 0.0, 1.0]
    files = client.get(FILES.replace("files/?", "files/export.csv?")).content.decode("utf-8-sig")
    assert case.number in files
    assert PERSON.id_number not in files
