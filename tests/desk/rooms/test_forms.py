"""The room of printed forms: where each layout comes from, and a sample that prints."""

from __future__ import annotations

import pytest

from motcua.slips.forms import registry
from tests.desk.rooms.conftest import As


@pytest.mark.parametrize(
    ("who", "status"), [("quantri", 200), ("kiemsoat", 200), ("thuly", 403), ("tiepnhan", 403)]
)
def test_administrators_and_controllers_see_the_forms(sign_in: As, who: str, status: int) -> None:
    client = sign_in(who)
    sample = "/desk/forms/tt03-2025/receipt.pdf"
    assert [client.get(page).status_code for page in ("/desk/forms/", sample)] == [status] * 2


def test_what_is_not_confirmed_is_said(sign_in: As) -> None:
    page = sign_in("quantri").get("/desk/forms/").content.decode()
    assert "phần mềm đề xuất, chưa thấy mẫu gốc" in page
    assert "Các cột theo trí nhớ" in page
    assert page.index("03/2025/TT-VPCP") < page.index("01/2018/TT-VPCP")


@pytest.mark.parametrize(("generation", "kind"), sorted(registry()))
def test_every_form_prints_a_sample(sign_in: As, generation: str, kind: str) -> None:
    answer = sign_in("quantri").get(f"/desk/forms/{generation}/{kind}.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_a_form_that_is_not_there_is_not_found(sign_in: As) -> None:
    assert sign_in("quantri").get("/desk/forms/own/receipt.pdf").status_code == 404
