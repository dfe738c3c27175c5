"""The cases of law, one table an article; every id names the rule it comes from.

BLDS is the Bộ luật Dân sự 2015, BLLĐ the Bộ luật Lao động 2019, NĐ 61 the Nghị định 61/2018/NĐ-CP.
Tuples read: received, limit, due. A due date without a clock ends at 24:00, written 23:59:59.
"""

from datetime import date, datetime

import pytest

from motcua.kernel.deadline import Due, Pause, Policy, compute, due_many
from motcua.kernel.limits import BadLimit, parse_limit
from motcua.kernel.worktime import BeyondHorizon, WorkCalendar
from tests.kernel.calendars import CALENDAR, PLAIN, at

Case = tuple[str, str, str]


def due(calendar: WorkCalendar, received: str, limit: str, **options: object) -> Due:
    return compute(
        calendar,
        received_at=at(received),
        limit=parse_limit(limit),
        **options,  # type: ignore[arg-type]
    )


def moment(text: str) -> datetime:
    return at(text) if " " in text else at(f"{text} 23:59:59")


FIRST_DAY_AND_LAST_DAY = {
    "BLDS 147(2): the day of receipt is not counted": (
        "2026-03-02 08:00",
        "1 working_days",
        "2026-03-03",
    ),
    "BLDS 147(2): nor is it when received in the first minute": (
        "2026-03-02 00:00",
        "1 days",
        "2026-03-03",
    ),
    "BLDS 147(2): nor is it when received after hours": (
        "2026-03-02 23:59",
        "1 working_days",
        "2026-03-03",
    ),
    "BLDS 148(6): the last day ends at 24:00": ("2026-03-02 08:00", "3 days", "2026-03-05"),
    "BLDS 148(1): calendar days count days off inside the term": (
        "2026-03-06 08:00",
        "4 days",
        "2026-03-10",
    ),
    "BLDS 148(5): a last day on Saturday moves to Monday": (
        "2026-03-02 08:00",
        "5 days",
        "2026-03-09",
    ),
    "BLDS 148(5): a last day on Sunday moves to Monday": (
        "2026-03-02 08:00",
        "6 days",
        "2026-03-09",
    ),
    "BLDS 148(5): a last day in Tết moves behind Tết": ("2026-02-13 10:00", "5 days", "2026-02-23"),
    "BLDS 148(5): a last day in Tết, from January": ("2026-01-19 10:00", "30 days", "2026-02-23"),
    "BLDS 148(5): a swapped Saturday is no day off": ("2026-08-19 08:00", "3 days", "2026-08-22"),
    "BLDS 148(5): a swapped Monday is a day off": ("2026-08-26 08:00", "5 days", "2026-09-03"),
}
MONTHS = {
    "BLDS 148(3): the corresponding day": ("2026-03-10 08:00", "3 months", "2026-06-10"),
    "BLDS 148(3): no 31st in the last month": ("2026-03-31 08:00", "3 months", "2026-06-30"),
    "BLDS 148(3): no 31st, and the 30th is a working day": (
        "2026-05-31 08:00",
        "1 months",
        "2026-06-30",
    ),
    "BLDS 148(3): the end of February": ("2027-01-29 08:00", "1 months", "2027-03-01"),
    "BLDS 148(3) and (5): 28 February is a Saturday": (
        "2026-01-31 08:00",
        "1 months",
        "2026-03-02",
    ),
    "BLDS 148(3): over the new year": ("2026-11-30 08:00", "3 months", "2027-03-01"),
    "BLDS 148(5): the corresponding day is a Sunday": (
        "2026-03-12 08:00",
        "1 months",
        "2026-04-13",
    ),
    "BLDS 148(5): the corresponding day is a holiday": (
        "2026-04-01 08:00",
        "1 months",
        "2026-05-04",
    ),
}
HOURS = {
    "BLDS 147(1): hours run from the fixed moment": (
        "2026-03-02 10:17",
        "24 hours",
        "2026-03-03 10:17",
    ),
    "BLDS 147(1): clock hours run through days off": (
        "2026-03-06 16:00",
        "48 hours",
        "2026-03-08 16:00",
    ),
    "BLDS 148(6): hours that end at 24:00 end on that day": (
        "2026-03-03 00:00",
        "24 hours",
        "2026-03-03",
    ),
    "working hours run through sessions": (
        "2026-03-02 10:00",
        "8 working_hours",
        "2026-03-03 10:00",
    ),
    "working hours reach a closing": ("2026-03-02 07:00", "8 working_hours", "2026-03-02 17:00"),
    "working hours leave out Tết": ("2026-02-13 16:00", "2 working_hours", "2026-02-23 08:00"),
    "working hours begin with the next session": (
        "2026-03-02 12:00",
        "1 working_hours",
        "2026-03-02 14:30",
    ),
    "working hours of a file sent at night": (
        "2026-03-06 22:00",
        "8 working_hours",
        "2026-03-09 17:00",
    ),
}
HOLIDAYS = {
    "BLLĐ 112: Tết 2026 is left out": ("2026-02-13 10:00", "3 working_days", "2026-02-25"),
    "BLLĐ 111(3): Giỗ Tổ on a Sunday is made up on Monday": (
        "2026-04-24 09:00",
        "1 working_days",
        "2026-04-28",
    ),
    "BLLĐ 112: 30/4 and 1/5": ("2026-04-29 09:00", "1 working_days", "2026-05-04"),
    "swapped working Saturday 22/08 counts": ("2026-08-19 09:00", "3 working_days", "2026-08-22"),
    "swapped day off 31/08 and Quốc khánh do not": (
        "2026-08-28 09:00",
        "1 working_days",
        "2026-09-03",
    ),
    "24/11, new from 2026": ("2026-11-23 09:00", "1 working_days", "2026-11-25"),
}
RECEPTION_ON_DAYS_OFF = {
    "received on Saturday: Saturday is the day not counted": (
        "2026-03-07 09:00",
        "1 working_days",
        "2026-03-09",
    ),
    "received on Saturday, calendar days": ("2026-03-07 09:00", "3 days", "2026-03-10"),
    "received on Sunday online": ("2026-03-08 21:00", "3 working_days", "2026-03-11"),
    "received online in Tết": ("2026-02-18 09:00", "2 working_days", "2026-02-24"),
    "received on a swapped Saturday": ("2026-08-22 09:00", "1 working_days", "2026-08-24"),
}
SAME_DAY = {
    "in the morning: the same day": ("2026-03-02 08:00", "same_day", "2026-03-02"),
    "at 15:00 sharp: the same day": ("2026-03-02 15:00", "same_day", "2026-03-02"),
    "after 15:00: the next working day": ("2026-03-02 15:01", "same_day", "2026-03-03"),
    "after 15:00 on a Friday": ("2026-03-06 15:30", "same_day", "2026-03-09"),
    "after 15:00 before Tết": ("2026-02-13 15:30", "same_day", "2026-02-23"),
    "on a Saturday: the next working day": ("2026-03-07 08:00", "same_day", "2026-03-09"),
    "on a swapped Saturday: that day": ("2026-08-22 08:00", "same_day", "2026-08-22"),
}
LAW = {
    name: case
    for table in (
        FIRST_DAY_AND_LAST_DAY,
        MONTHS,
        HOURS,
        HOLIDAYS,
        RECEPTION_ON_DAYS_OFF,
        {f"NĐ 61 art. 17–18, {name}": case for name, case in SAME_DAY.items()},
    )
    for name, case in table.items()
}


@pytest.mark.parametrize("case", LAW.values(), ids=LAW)
def test_the_law(case: Case) -> None:
    received, limit, expected = case
    answer = due(CALENDAR, received, limit)
    assert answer.due_at == moment(expected)
    assert answer.due_date == moment(expected).date()
    assert (answer.original_at, answer.waiting) == (answer.due_at, False)


def test_many_at_once_give_the_same_dates() -> None:
    limits = [parse_limit(limit) for _, limit, _ in LAW.values()]
    starts = [at(received) for received, _, _ in LAW.values()]
    assert due_many(CALENDAR, limits, starts) == [moment(end) for _, _, end in LAW.values()]


SHIFT = {
    "off: day 0 is the day of receipt": ("2026-04-21 15:30", False, date(2026, 4, 24)),
    "on: day 0 is the next working day": ("2026-04-21 15:30", True, date(2026, 4, 28)),
    "on, but in time": ("2026-04-21 15:00", True, date(2026, 4, 24)),
    "on, Friday afternoon": ("2026-03-06 15:30", True, date(2026, 3, 12)),
    "on, Saturday: never due before Friday afternoon's": (
        "2026-03-07 09:00",
        True,
        date(2026, 3, 12),
    ),
    "off, Saturday": ("2026-03-07 09:00", False, date(2026, 3, 11)),
}


@pytest.mark.parametrize(("received", "switch", "expected"), SHIFT.values(), ids=SHIFT)
def test_the_day_0_switch(received: str, switch: bool, expected: date) -> None:
    assert due(CALENDAR, received, "3 working_days", day0_shift=switch).due_date == expected


# Received Monday 02/03/2026 09:00 where nothing is said; 02/03–06/03 and 09/03–13/03 are working.
ASKED, ANSWERED = "2026-03-04 10:00", "2026-03-06 15:00"
SUPPLEMENTS = {
    "NĐ 61 19(4) restart: the day of completion is the new day 0": (
        "5 working_days", Policy.RESTART, [(ASKED, ANSWERED)], "2026-03-13",
    ),
    "NĐ 61 19(4) restart: calendar days": ("5 days", Policy.RESTART, [(ASKED, ANSWERED)], "2026-03-11"),
    "NĐ 61 19(4) restart: months": ("1 months", Policy.RESTART, [(ASKED, ANSWERED)], "2026-04-06"),
    "NĐ 61 19(4) restart: hours from the minute of completion": (
        "8 working_hours", Policy.RESTART, [(ASKED, ANSWERED)], "2026-03-09 15:00",
    ),
    "NĐ 61 19(4) restart: completed on a Saturday": (
        "1 working_days", Policy.RESTART, [(ASKED, "2026-03-07 09:00")], "2026-03-09",
    ),
    "NĐ 61 19(4) restart: the last of two counts": (
        "2 working_days", Policy.RESTART,
        [("2026-03-03 09:00", "2026-03-03 15:00"), (ASKED, ANSWERED)], "2026-03-10",
    ),
    "restart: a request answered before the receipt changes nothing": (
        "5 working_days", Policy.RESTART, [("2026-02-25 09:00", "2026-02-26 09:00")], "2026-03-09",
    ),
    "pause: days at whose 24:00 the file waits do not count": (
        "5 working_days", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-03-11",
    ),
    "pause: asked and answered on one day moves nothing in days": (
        "5 working_days", Policy.PAUSE, [(ASKED, "2026-03-04 16:00")], "2026-03-09",
    ),
    "pause: a weekend alone gives no working day back": (
        "5 working_days", Policy.PAUSE, [("2026-03-07 09:00", "2026-03-08 09:00")], "2026-03-09",
    ),
    "pause: asked on the last day, the term ends on the day of the answer": (
        "2 working_days", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-03-06",
    ),
    "pause: calendar days": ("5 days", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-03-09"),
    "pause: months": ("1 months", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-04-06"),
    "pause: working hours, to the minute": (
        "24 working_hours", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-03-09 14:00",
    ),
    "pause: clock hours, to the minute": (
        "72 hours", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-03-07 14:00",
    ),
    "pause: a term that had ended is not revived": (
        "1 working_days", Policy.PAUSE, [(ASKED, ANSWERED)], "2026-03-03",
    ),
    "pause: a rolled end waits too": (
        "5 days", Policy.PAUSE, [("2026-03-08 09:00", "2026-03-10 09:00")], "2026-03-10",
    ),
    "pause: trong ngày": ("same_day", Policy.PAUSE, [("2026-03-02 10:00", "2026-03-04 09:00")], "2026-03-04"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "policy", "pauses", "expected"), SUPPLEMENTS.values(), ids=SUPPLEMENTS
)
def test_supplements(
    limit: str, policy: Policy, pauses: list[tuple[str, str]], expected: str
) -> None:
    spans = [Pause(at(start), at(end)) for start, end in pauses]
    answer = due(PLAIN, "2026-03-02 09:00", limit, pauses=spans, policy=policy)
    assert answer.due_at == moment(expected)
    assert answer.waiting is False
    assert answer.original_at == due(PLAIN, "2026-03-02 09:00", limit).due_at


class TestWaiting:
    @pytest.mark.parametrize("policy", Policy)
    @pytest.mark.parametrize(
        "limit", ["5 working_days", "5 days", "1 months", "24 working_hours", "72 hours"]
    )
    def test_an_open_request_leaves_no_date(self, limit: str, policy: Policy) -> None:
        answer = due(PLAIN, "2026-03-02 09:00", limit, pauses=[Pause(at(ASKED))], policy=policy)
        assert (answer.waiting, answer.due_at, answer.due_date) == (True, None, None)
        assert answer.original_date == due(PLAIN, "2026-03-02 09:00", limit).due_date
        assert answer.as_json()["due_at"] is None
        assert "chờ" in answer.steps[-1].text

    def test_trong_ngay_waits_too(self) -> None:
        pauses = [Pause(at("2026-03-02 10:00"))]
        answer = due(PLAIN, "2026-03-02 09:00", "same_day", pauses=pauses, policy=Policy.PAUSE)
        assert (answer.waiting, answer.due_at) == (True, None)

    def test_a_term_that_had_run_out_stays_late_under_pause(self) -> None:
        pauses = [Pause(at(ASKED))]
        answer = due(PLAIN, "2026-03-02 09:00", "1 days", pauses=pauses, policy=Policy.PAUSE)
        assert (answer.waiting, answer.due_date) == (True, date(2026, 3, 3))

    def test_a_pause_cannot_end_before_it_starts(self) -> None:
        with pytest.raises(ValueError, match="trước khi bắt đầu"):
            Pause(at(ANSWERED), at(ASKED))


EXTENSIONS = {
    "NĐ 61 19(9): a limit runs from the due date": ("3 working_days", "2026-03-12"),
    "NĐ 61 19(9): calendar days": ("5 days", "2026-03-16"),
    "NĐ 61 19(9): a new day": (date(2026, 3, 18), "2026-03-18"),
    "BLDS 148(5): a new day on a Sunday moves on": (date(2026, 3, 15), "2026-03-16"),
    "a new day before the due date changes nothing": (date(2026, 3, 5), "2026-03-09"),
    "clock hours run from 24:00 of the due day": ("10 hours", "2026-03-10 10:00"),
    "working hours run from 24:00 of the due day": ("8 working_hours", "2026-03-10 17:00"),
}


class TestExtension:
    @pytest.mark.parametrize(("extension", "expected"), EXTENSIONS.values(), ids=EXTENSIONS)
    def test_the_new_date_leaves_the_old_one(self, extension: str | date, expected: str) -> None:
        more = parse_limit(extension) if isinstance(extension, str) else extension
        answer = due(PLAIN, "2026-03-02 09:00", "5 working_days", extension=more)
        assert answer.due_at == moment(expected)
        assert answer.original_date == date(2026, 3, 9)

    def test_trong_ngay_extends_nothing(self) -> None:
        with pytest.raises(BadLimit, match="gia hạn"):
            due(PLAIN, "2026-03-02 09:00", "5 working_days", extension=parse_limit("same_day"))

    def test_nothing_is_extended_while_the_file_waits(self) -> None:
        open_request = [Pause(at(ASKED))]
        for policy in Policy:
            answer = due(
                PLAIN, "2026-03-02 09:00", "5 days", pauses=open_request, policy=policy,
                extension=date(2026, 3, 18),
            )  # fmt: skip
            assert answer.due_at is None


def test_a_wait_over_a_rolled_end_that_ends_on_a_day_off_rolls_again() -> None:
    waits = [Pause(at("2026-03-08 09:00"), at("2026-03-14 09:00"))]
    answer = due(PLAIN, "2026-03-02 09:00", "5 days", pauses=waits, policy=Policy.PAUSE)
    assert answer.due_date == date(2026, 3, 16)


def test_a_new_day_lasts_until_24_00_even_when_it_is_the_day_of_a_limit_in_hours() -> None:
    answer = due(PLAIN, "2026-03-02 09:00", "2 working_hours", extension=date(2026, 3, 2))
    assert (answer.original_at, answer.due_at) == (moment("2026-03-02 11:00"), moment("2026-03-02"))


def test_a_new_day_on_which_the_file_waits_moves_on() -> None:
    waits = [Pause(at("2026-03-10 10:00"), at("2026-03-12 10:00"))]
    answer = due(
        PLAIN, "2026-03-02 09:00", "5 working_days", pauses=waits, policy=Policy.PAUSE,
        extension=date(2026, 3, 11),
    )  # fmt: skip
    assert answer.due_date == date(2026, 3, 12)
    assert answer.steps[-2].text.endswith("ngày hẹn trả kết quả mới, chờ bổ sung hồ sơ, không tính")
    still = due(
        PLAIN, "2026-03-02 09:00", "5 working_days", pauses=[Pause(waits[0].start)],
        policy=Policy.PAUSE, extension=date(2026, 3, 11),
    )  # fmt: skip
    assert (still.due_at, still.waiting) == (None, True)
    assert "chờ bổ sung" in still.steps[-1].text


def test_past_the_declared_calendar_no_date_is_promised() -> None:
    with pytest.raises(BeyondHorizon, match="31/12/2027"):
        due(CALENDAR, "2027-12-20 09:00", "15 working_days")
    with pytest.raises(BeyondHorizon, match="31/12/2027"):
        due_many(CALENDAR, [parse_limit("3 months")], [at("2027-12-20 09:00")])


def test_each_start_needs_its_limit() -> None:
    with pytest.raises(ValueError, match="limit"):
        due_many(CALENDAR, [parse_limit("3 days")], [])
