"""`motcua deadline`: the law's own examples through the command, and bad input in one line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.office import Office

pytestmark = pytest.mark.django_db

# Worked out from the table of holidays of 2026 (BLDS 2015 art. 147–148, BLLĐ 2019 art. 112).
CASES = [
    ("Tết is skipped", ["--from", "2026-02-13T10:00", "--limit", "3 working_days"], "2026-02-25"),
    (
        "after 15:00 with the switch on, day 0 is the next working day",
        ["--from", "2026-04-21T15:30", "--limit", "3 working_days", "--day0-shift"],
        "2026-04-28",
    ),
    (
        "after 15:00 with the switch off, day 0 is the day itself",
        ["--from", "2026-04-21T15:30", "--limit", "3 working_days"],
        "2026-04-24",
    ),
    (
        "a swapped Saturday counts",
        ["--from", "2026-08-19T09:00", "--limit", "3 working_days"],
        "2026-08-22",
    ),
    (
        "the same day before 15:00",
        ["--from", "2026-03-02T14:00", "--limit", "same_day"],
        "2026-03-02",
    ),
    (
        "the same day after 15:00",
        ["--from", "2026-03-02T15:01", "--limit", "same_day"],
        "2026-03-03",
    ),
    (
        "a restart counts again from the day the papers came",
        [
            *("--from", "2026-03-02T09:00", "--limit", "5 working_days"),
            *("--pause", "2026-03-04T09:00/2026-03-10T09:00"),
        ],
        "2026-03-17",
    ),
    (
        "a pause gives back the nights waited",
        [
            *("--from", "2026-03-02T09:00", "--limit", "5 working_days", "--policy", "pause"),
            *("--pause", "2026-03-04T09:00/2026-03-10T09:00"),
        ],
        "2026-03-13",
    ),
]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("deadline", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "due"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_due_date_and_its_steps(office: Office, arguments: list[str], due: str) -> None:
    answer = json.loads(run(*arguments, "--json"))
    assert answer["due_date"] == due
    assert answer["due_at"].startswith(due)
    assert set(answer) == {"due_at", "due_date", "steps"}
    assert all(set(step) == {"date", "counted", "text"} for step in answer["steps"])


def test_in_words_tet_is_one_readable_line(office: Office) -> None:
    words = run("--from", "2026-02-13T10:00", "--limit", "3 working_days", "--agency", "H29.101")
    assert "Hẹn trả: Thứ Tư, 25/02/2026" in words
    assert "Tết" in words


def test_an_open_pause_has_no_date_yet(office: Office) -> None:
    arguments = ["--from", "2026-03-02T09:00", "--limit", "5 working_days"]
    assert "chờ người nộp" in run(*arguments, "--pause", "2026-03-04T09:00/")
    assert json.loads(run(*arguments, "--pause", "2026-03-04T09:00/", "--json"))["due_date"] is None


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--from", "2026-03-02T09:00", "--limit", "3 workng_days"], "Không hiểu thời hạn"),
        (["--from", "hôm nay", "--limit", "3 days"], "không đúng dạng"),
        (["--from", "2026-03-02T09:00", "--limit", "3 days", "--agency", "X1"], "cơ quan"),
        (["--from", "2026-03-02T09:00", "--limit", "3 days", "--pause", "x"], "phải viết như"),
        (["--from", "2031-03-02T09:00", "--limit", "3 days"], "lịch"),
    ],
    ids=["limit", "moment", "agency", "pause", "beyond the calendar"],
)
def test_bad_input_is_one_clear_line(office: Office, arguments: list[str], complaint: str) -> None:
    with pytest.raises(CommandError, match=f"(?i){complaint}") as fault:
        run(*arguments)
    assert "\n" not in str(fault.value)
