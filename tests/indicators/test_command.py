"""`motcua statistics`: three formats of one answer, and one line for every bad question."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motcua.indicators.rules import FIGURES
from tests.office import Clock, Office

MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("statistics", *arguments, stdout=out)
    return out.getvalue()


def test_json_is_the_answer_itself(office: Office, clock: Clock) -> None:
    office.take_in()
    found: dict[str, Any] = json.loads(said(*MARCH, "--agency", "H29.101", "--by", "field"))
    assert found["total"]["received"] == 1
    assert [group["key"] for group in found["groups"]] == ["ho-tich"]


def test_csv_has_a_row_for_each_group_and_one_for_all(office: Office, clock: Clock) -> None:
    office.take_in()
    rows = list(csv.DictReader(io.StringIO(said(*MARCH, "--by", "level", "--format", "csv"))))
    assert list(rows[0]) == ["key", "label", *FIGURES]
    assert [(row["key"], row["label"], row["received"]) for row in rows] == [
        ("commune", "Cấp xã", "1"),
        ("total", "Tổng", "1"),
    ]
    assert rows[0]["on_time_rate"] == ""
    assert rows[0]["online_rate"] == "0.0"


def test_the_table_is_for_people(office: Office, clock: Clock) -> None:
    office.take_in()
    lines = said(*MARCH, "--by", "channel", "--format", "table").splitlines()
    assert lines[0] == "2026-03-01 – 2026-03-31, tất cả cơ quan"
    assert lines[1].split() == ["total", "counter"]
    assert lines[3].split() == ["received", "1", "1"]
    assert next(line for line in lines if "online_rate" in line).split()[1:] == ["0,00%"] * 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "1/3/2026", "--to", "2026-03-31"), "--from: “1/3/2026” không phải một ngày"),
        (("--from", "2026-02-30", "--to", "2026-03-31"), "--from: “2026-02-30”"),
        (("--from", "2026-03-01", "--to", "nay"), "--to: “nay”"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "ở sau ngày cuối"),
        ((*MARCH, "--agency", "H99"), "Không có cơ quan nào mang mã “H99”"),
        ((*MARCH, "--by", "colour"), "Không chia được theo “colour”"),
        ((*MARCH, "--format", "xml"), "xml"),
        (("--to", "2026-03-01"), "--from"),
    ],
)
def test_a_bad_question_says_what_is_wrong(
    office: Office, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        said(*arguments)
