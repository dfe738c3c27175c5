"""The page of why files are late."""

from __future__ import annotations

import re

import pytest

from tests.desk.conftest import As
from tests.office import Clock, Office

pytestmark = pytest.mark.django_db


def test_a_leader_reads_the_cause_the_unit_and_the_file(
    office: Office, sign_in: As, clock: Clock
) -> None:
    case = office.walk(office.take_in(), to="thu_ly")
    clock.forward(days=30)
    client = sign_in("lanhdao")
    page = client.get("/desk/lateness/").content.decode()
    assert "1 hồ sơ trễ" in page
    assert "Chuyển đến mà chậm có người nhận" in page
    assert case.number in page
    link = re.search(r'href="([^"]*unit=\d+[^"]*)"', page)
    assert link is not None
    assert case.number in client.get(link[1].replace("&amp;", "&")).content.decode()
    table = client.get("/desk/lateness/export.csv").content.decode()
    assert "Tư pháp - Hộ tịch" in table
    assert client.get("/desk/lateness/export.svg").content.startswith(b"<svg xmlns=")
    assert client.get("/desk/lateness/export.xlsx").content.startswith(b"PK")
    assert client.get("/desk/lateness/export.doc").status_code == 404


def test_a_bad_day_and_an_empty_period_say_what_to_do(office: Office, sign_in: As) -> None:
    client = sign_in("truongphong")
    assert "Không có hồ sơ trễ" in client.get("/desk/lateness/").content.decode()
    assert client.get("/desk/lateness/?from=2026-02-30").status_code == 422
    assert client.get("/desk/lateness/?from=2026-12-01&to=2026-01-01").status_code == 422
    assert client.get("/desk/lateness/export.csv?from=x").status_code == 409
