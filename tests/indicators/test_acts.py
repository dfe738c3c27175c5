"""What the verbs leave behind is counted as the law counts it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from motcua.cases.models import Case
from motcua.cases.rules.papers import AskedPaper
from motcua.cases.states import Verb
from motcua.indicators.queries import statistics
from motcua.kernel.worktime import VIETNAM
from tests.office import BUILDING, NOW, Office

ASKED = {"items": [AskedPaper("Tờ khai", "Ký tên")], "reason": "Chưa ký"}


def on(month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=VIETNAM)


THE_END = on(12, 31)


def figures(at: dt.datetime = THE_END) -> dict[str, Any]:
    first, last = dt.date(2026, 3, 1), dt.date(2026, 12, 31)
    found = statistics(from_day=first, to_day=last, agency_code=None, by=None, at=at)
    total: dict[str, Any] = found["total"]
    return total


def asked_for_papers(office: Office, at: dt.datetime) -> Case:
    case = office.walk(office.take_in(at=NOW), to="thu_ly", at=at)
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="thuly", at=at, **ASKED)
    case = office.act(case, Verb.REQUEST_SUPPLEMENT, by="truongphong", at=at)
    return office.act(case, Verb.REQUEST_SUPPLEMENT, by="tiepnhan", at=at)


def test_a_file_that_waits_for_the_applicant_is_in_time(office: Office) -> None:
    asked_for_papers(office, on(3, 4))
    office.take_in(at=NOW)
    total = figures(on(4, 20))
    assert (total["in_progress_on_time"], total["in_progress_overdue"]) == (1, 1)
    assert (total["supplement_files"], total["supplement_rate"]) == (1, 0.5)


def test_a_file_withdrawn_while_it_waited_is_not_late(office: Office) -> None:
    case = asked_for_papers(office, on(3, 4))
    office.act(case, Verb.WITHDRAW, by="tiepnhan", at=on(4, 20))
    total = figures()
    assert (total["finished"], total["withdrawn"], total["on_time"]) == (1, 1, 1)


def test_early_on_time_and_late_go_by_the_day(office: Office) -> None:
    # Five working days after Monday 2 March: due Monday 9 March.
    for day in (6, 9, 10):
        office.walk(office.take_in(at=NOW), to="tra_ket_qua", at=on(3, day, 8))
    total = figures()
    assert (total["early"], total["on_time"], total["late"]) == (1, 1, 1)
    assert total["on_time_rate"] == 2 / 3


def test_an_extended_file_is_on_time_on_its_new_day(office: Office) -> None:
    case = office.walk(office.take_in(at=NOW), to="thu_ly", at=on(3, 3))
    new_due = dt.date(2026, 3, 13)
    office.act(case, Verb.EXTEND, by="thuly", at=on(3, 4), new_due=new_due, reason="Xác minh")
    case = office.act(case, Verb.EXTEND, by="truongphong", at=on(3, 5))
    office.walk(case, to="tra_ket_qua", at=on(3, 13))
    assert figures()["on_time"] == 1


def test_the_day_is_the_day_in_viet_nam(office: Office) -> None:
    # 20:00 UTC on the last of February is the first of March at the desk.
    office.take_in(at=dt.datetime(2026, 2, 28, 20, tzinfo=dt.UTC))
    assert figures()["received"] == 1


def test_what_was_refused_is_neither_received_nor_finished(office: Office) -> None:
    case = office.take_in(accept=False)
    office.act(case, Verb.REFUSE, by="tiepnhan", reason="Không thuộc thẩm quyền")
    total = figures()
    assert (total["refused"], total["received"], total["finished"]) == (1, 0, 0)
    assert total["on_time_rate"] is None


def test_a_file_taken_on_a_saturday_is_counted_apart(office: Office) -> None:
    office.take_in(BUILDING, at=on(3, 7))
    office.take_in(at=on(3, 6))
    total = figures()
    assert (total["received"], total["received_saturday"]) == (2, 1)


def test_results_sent_by_post(office: Office) -> None:
    case = office.walk(
        office.take_in(at=NOW, return_channel="postal"), to="tra_ket_qua", at=on(3, 4)
    )
    assert (figures()["postal_rate"], figures()["returned_postal"]) == (1.0, 0)
    office.act(case, Verb.RETURN_RESULT, by="tiepnhan", at=on(3, 5), post_bill="VN1")
    assert figures()["returned_postal"] == 1
