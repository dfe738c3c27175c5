"""A number that people put right keeps the one that was counted, with who and why."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from motcua.journal.models import Entry
from motcua.kernel.refusals import Forbidden, Refused
from motcua.reports.actions import Asked, correct
from motcua.reports.models import Correction
from motcua.reports.queries import Report, compared, report_of
from motcua.reports.queries import signed_report as kept
from tests.office import NOW, Office
from tests.reports.signing import FEBRUARY, signed_report

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
REGISTERS = "ho-tich"


@pytest.fixture(autouse=True)
def one_file(office: Office) -> None:
    office.take_in(at=NOW - 10 * DAY)


def put(office: Office, column: str, value: int, by: str = "kiemsoat", **more: Any) -> Correction:
    facts: dict[str, Any] = {"row": REGISTERS, "reason": "Hồ sơ giấy chưa nhập", "at": NOW}
    return correct(
        asked=Asked("06a", office.ward.code, FEBRUARY),
        column=column,
        value=value,
        actor=office.actor(by),
        **(facts | more),
    )


def now(office: Office) -> Report:
    return report_of("06a", office.ward.code, FEBRUARY, "", at=NOW)


def total(report: Report, column: str) -> int:
    assert report.filled.total is not None
    return report.filled.total.cells[column]


def test_sums_and_total_follow_and_what_was_counted_stays(office: Office) -> None:
    made = put(office, "received_direct", 3)
    assert (made.counted, made.value, made.made_by) == (1, 3, office.account("kiemsoat"))
    report = now(office)
    assert [total(report, name) for name in ("received_direct", "to_handle")] == [3, 3]
    assert report.counted.total is not None
    assert report.counted.total.cells["received_direct"] == 1
    entry = Entry.objects.get(verb="reports.corrected")
    body = json.loads(entry.body)
    assert (body["counted"], body["value"], body["reason"]) == (1, 3, "Hồ sơ giấy chưa nhập")


def test_one_side_alone_does_not_balance_and_cannot_be_signed(office: Office) -> None:
    put(office, "received_direct", 3)
    assert now(office).faults
    with pytest.raises(Refused, match="chưa cộng khớp"):
        signed_report(office)
    put(office, "in_progress_overdue", 3)
    assert now(office).faults == []
    assert signed_report(office).total["cells"]["to_handle"] == 3


def test_a_correction_after_signing_shows_as_a_difference(office: Office) -> None:
    row = signed_report(office)
    put(office, "received_direct", 2)
    put(office, "in_progress_overdue", 2)
    signed = kept(row.pk)
    assert compared(signed, NOW).changed["", "to_handle"] == (1, 2)
    assert signed.filled.total is not None
    assert signed.filled.total.cells["to_handle"] == 1


def test_the_last_one_counts_and_the_counted_number_takes_it_back(office: Office) -> None:
    put(office, "received_direct", 3)
    put(office, "received_direct", 2)
    assert total(now(office), "received_direct") == 2
    put(office, "received_direct", 1, reason="Đã nhập đủ")
    assert now(office).filled == now(office).counted
    assert [one.value for one in now(office).corrections] == [3, 2, 1]


@pytest.mark.parametrize("who", ["tiepnhan", "quantri", "thanhtra", "lanhdao.tphcm"])
def test_only_the_leader_and_the_controller_of_the_agency_put_right(
    office: Office, who: str
) -> None:
    with pytest.raises(Forbidden, match="sửa số trong báo cáo"):
        put(office, "received_direct", 3, by=who)


@pytest.mark.parametrize(
    ("column", "value", "more", "field"),
    [
        ("to_handle", 3, {}, "column"),
        ("nothing", 3, {}, "column"),
        ("received_direct", 3, {"row": "x"}, "row"),
        ("received_direct", -1, {}, "value"),
        ("received_direct", 1, {}, "value"),
        ("received_direct", 3, {"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_put_right_says_why(
    office: Office, column: str, value: int, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        put(office, column, value, **more)
    assert refusal.value.field == field


def test_another_closing_day_is_another_report(office: Office) -> None:
    put(office, "received_direct", 3)
    other = report_of("06a", office.ward.code, FEBRUARY, "27", at=NOW)
    assert total(other, "received_direct") == 1
