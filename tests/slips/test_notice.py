"""The sheet for the wall is made from the version in force, and says what nobody compared."""

from __future__ import annotations

import datetime as dt
import io

import pypdf

from motcua.catalogue.queries import procedure_page
from motcua.slips.forms import FormKind, Generation
from motcua.slips.notice import notice_of
from motcua.slips.render import render
from motcua.slips.values import WallNotice
from tests.office import BUILDING, COPIES, MARRIAGE, Office

DAY = dt.date(2026, 3, 2)
LINK = "https://motcua.example/thu-tuc/1.000894/"


def notice(office: Office, code: str) -> WallNotice:
    return notice_of(procedure_page(code, on=DAY), agency=office.ward, link=LINK, on=DAY)


def test_the_notice_carries_the_published_version(office: Office) -> None:
    values = notice(office, MARRIAGE)
    assert values.head.agency == "Ủy ban nhân dân Phường An Lạc"
    assert values.where == "Ủy ban nhân dân Phường An Lạc, 521 Kinh Dương Vương"
    assert values.limit == "5 ngày làm việc"
    assert [paper.name for paper in values.cases[0].papers] == [
        "Tờ khai đăng ký kết hôn",
        "Giấy xác nhận tình trạng hôn nhân",
        "Thẻ căn cước",
        "Giấy tờ khác (nếu có)",
    ]
    assert values.cases[0].papers[2].form == "xuất trình bản chính"
    assert values.decision == "Công bố theo Quyết định số 2268/QĐ-BTP."
    assert values.hotline == "1900 1234"


def test_several_cases_are_told_apart(office: Office) -> None:
    titles = [case.title for case in notice(office, BUILDING).cases]
    assert len(titles) == 2
    assert all(titles)


def test_a_missing_fee_sends_people_to_ask(office: Office) -> None:
    assert notice(office, MARRIAGE).fees == ()
    assert notice(office, MARRIAGE).fee_note == "Chưa có số liệu; hỏi nơi tiếp nhận"
    assert notice(office, COPIES).fees[0].amount == 2_000


def test_every_notice_prints(office: Office) -> None:
    for code in (MARRIAGE, BUILDING, COPIES):
        pdf = render(FormKind.NOTICE, Generation.OWN, notice(office, code))
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        assert code in text
        # Where a long address may break stand marks of no width.
        assert LINK in text.replace("\n", "").replace("\u200b", "")
