"""`motcua deadline`: a due date and how it was counted, without any file."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from motcua.cases.states import Channel
from motcua.kernel.deadline import Due, Pause, Policy, compute
from motcua.kernel.explain import in_lines
from motcua.kernel.limits import BadLimit, parse_limit
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import date_words
from motcua.kernel.worktime import VIETNAM, BeyondHorizon, WorkCalendar
from motcua.organisation.queries import agency_by_code
from motcua.workcalendar.queries import calendar_for


class Command(BaseCommand):
    """Print a promise with its explanation."""

    help = "Tính ngày hẹn trả kết quả kèm giải thích từng ngày."

    def add_arguments(self, parser: CommandParser) -> None:
        """Pauses may be given several times; an open one ends in a slash."""
        parser.add_argument("--agency", default="", help="mã cơ quan; bỏ trống: lịch cả nước")
        parser.add_argument("--from", dest="since", required=True, help="lúc tiếp nhận, ISO 8601")
        parser.add_argument("--limit", required=True, help='ví dụ "5 working_days", "same_day"')
        parser.add_argument("--channel", default=Channel.COUNTER, choices=Channel.values)
        parser.add_argument(
            "--pause", action="append", default=[], metavar="A/B", help="thời gian chờ bổ sung"
        )
        parser.add_argument("--policy", default=Policy.RESTART, choices=[p.value for p in Policy])
        parser.add_argument("--day0-shift", action="store_true", help="nhận sau 15:00 tính từ mai")
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bad input ends with one line and exit code 1."""
        try:
            due = compute(
                _calendar(options["agency"]),
                received_at=_moment(options["since"]),
                limit=parse_limit(options["limit"]),
                pauses=[_pause(text) for text in options["pause"]],
                policy=options["policy"],
                day0_shift=options["day0_shift"],
            )
            self._print(due, as_json=options["json"])
        except (BadLimit, BeyondHorizon, Refused, ValueError) as fault:
            raise CommandError(str(fault)) from fault

    def _print(self, due: Due, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(due.as_json(), ensure_ascii=False))
            return
        if due.due_date is None:
            self.stdout.write("Đang chờ người nộp bổ sung: chưa có ngày hẹn.")
        else:
            self.stdout.write(f"Hẹn trả: {date_words(due.due_date)}")
        for line in in_lines(due.steps):
            self.stdout.write(f"  {line}")


def _calendar(code: str) -> WorkCalendar:
    return calendar_for(agency_by_code(code).pk if code else None)


def _moment(text: str) -> dt.datetime:
    """ISO 8601; without a zone it is the time in Vietnam."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"Thời điểm “{text}” không đúng dạng 2026-02-13T10:00.") from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _pause(text: str) -> Pause:
    start, slash, end = text.partition("/")
    if not slash or not start:
        raise ValueError(f"Thời gian chờ “{text}” phải viết như 2026-02-13T10:00/2026-02-25T09:00.")
    return Pause(_moment(start), _moment(end) if end else None)
