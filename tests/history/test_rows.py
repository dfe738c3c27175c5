"""What each cell may hold, and what no two cells of one row may say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from motcua.history.rules import BadHeader, PastCase, checked_header, read_row
from motcua.kernel.worktime import VIETNAM

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
GOOD: dict[str, Any] = {
    "code": "H29.101-210105-0001",
    "procedure_code": "1.001193",
    "agency_code": "H29.101",
    "channel": "counter",
    "service_level": "partial",
    "applicant_name": "Nguyễn Thị Hoa",
    "applicant_id": "079301012345",
    "received_at": "2021-01-05T08:30",
    "due_at": "2021-01-12",
    "finished_at": "2021-01-11T15:00:00+07:00",
    "returned_at": "2021-01-12T02:00Z",
    "outcome": "granted",
    "supplement_requests": "1",
    "return_channel": "postal",
    "paid_online": "yes",
    "rating": "satisfied",
}


def row(**changes: Any) -> PastCase:
    found, faults = read_row(GOOD | changes, line=2, at=AT)
    assert found is not None, faults
    return found


def faults(**changes: Any) -> list[tuple[str, str]]:
    found, faults = read_row(GOOD | changes, line=7, at=AT)
    assert found is None
    assert all(fault.line == 7 for fault in faults)
    return [(fault.column, fault.reason) for fault in faults]


def test_times_without_a_zone_are_of_viet_nam() -> None:
    assert row().received == dt.datetime(2021, 1, 5, 8, 30, tzinfo=VIETNAM)
    assert row().returned == dt.datetime(2021, 1, 12, 9, 0, tzinfo=VIETNAM)


def test_a_day_alone_is_its_beginning_but_a_promise_holds_to_its_end() -> None:
    assert row(received_at="2021-01-05").received == dt.datetime(2021, 1, 5, tzinfo=VIETNAM)
    assert row().due == dt.datetime(2021, 1, 12, 23, 59, 59, tzinfo=VIETNAM)


def test_a_spreadsheet_keeps_days_and_numbers_in_its_own_way() -> None:
    found = row(
        received_at=dt.datetime(2021, 1, 5, 8, 30),  # noqa: DTZ001
        due_at=dt.date(2021, 1, 12),
        supplement_requests=2.0,
        applicant_id=79301012345.0,
    )
    assert (found.received, found.due) == (row().received, row().due)
    assert (found.supplements, found.number) == (2, "79301012345")


@pytest.mark.parametrize(
    ("old", "new"), [("1", "information"), ("2", "information"), ("3", "partial"), ("4", "full")]
)
def test_the_old_levels_one_to_four_are_the_three_of_today(old: str, new: str) -> None:
    assert row(service_level=old).service_level == new


def test_what_is_left_out_is_not_known() -> None:
    plain = row(applicant_id="", rating=None, paid_online="none", supplement_requests="")
    assert (plain.number, plain.rating, plain.paid_online, plain.supplements) == ("", "", None, 0)
    assert row(return_channel="").return_channel == "counter"


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"code": ""}, "code", "để trống"),
        ({"code": "HS/1"}, "code", "không phải mã hồ sơ"),
        ({"procedure_code": "một hai"}, "procedure_code", "không phải mã thủ tục"),
        ({"agency_code": "an lac"}, "agency_code", "không phải mã cơ quan"),
        ({"channel": "fax"}, "channel", "counter, online, postal"),
        ({"service_level": "5"}, "service_level", "information, partial, full"),
        ({"received_at": "5/1/2021"}, "received_at", "không phải thời điểm"),
        ({"received_at": ""}, "received_at", "để trống"),
        ({"received_at": "0201-01-05"}, "received_at", "năm 201"),
        ({"due_at": "2021-02-30"}, "due_at", "không phải thời điểm"),
        ({"due_at": "2021-01-04"}, "due_at", "trước lúc tiếp nhận"),
        ({"finished_at": "2021-01-04", "returned_at": ""}, "finished_at", "trước lúc tiếp nhận"),
        ({"finished_at": "2026-03-03", "returned_at": ""}, "finished_at", "chưa tới"),
        ({"returned_at": "2021-01-10"}, "returned_at", "trước lúc giải quyết xong"),
        ({"outcome": ""}, "outcome", "phải có kết quả"),
        ({"finished_at": "", "returned_at": ""}, "finished_at", "phải có lúc giải quyết xong"),
        ({"outcome": "lost"}, "outcome", "granted, rejected, refused, withdrawn, stopped"),
        ({"outcome": "refused"}, "due_at", "không có hạn trả"),
        ({"supplement_requests": "-1"}, "supplement_requests", "từ 0 đến 99"),
        ({"paid_online": "maybe"}, "paid_online", "yes, no, none"),
        ({"rating": "5 sao"}, "rating", "very_satisfied"),
        ({"applicant_name": "a" * 161}, "applicant_name", "160"),
    ],
)
def test_a_wrong_cell_is_named_with_its_reason(
    changes: dict[str, Any], column: str, words: str
) -> None:
    ((named, reason),) = faults(**changes)
    assert named == column
    assert words in reason


def test_every_fault_of_a_row_is_told_at_once() -> None:
    assert [column for column, _reason in faults(channel="", rating="x", due_at="mai")] == [
        "channel",
        "due_at",
        "rating",
    ]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["code", "agency_code"], "thiếu cột “procedure_code”"),
        ([*GOOD, "note"], "không có cột “note”"),
        ([*GOOD, "code"], "cột “code” có hai lần"),
    ],
)
def test_a_heading_says_which_column_is_wrong(header: list[str], words: str) -> None:
    with pytest.raises(BadHeader, match=words):
        checked_header(header)
