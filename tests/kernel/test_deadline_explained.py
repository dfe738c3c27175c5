"""What the citizen reads: the words, and that they tell the same as the date."""

from datetime import date, timedelta

from motcua.kernel.deadline import Pause, Policy, compute
from motcua.kernel.explain import in_lines
from motcua.kernel.limits import parse_limit
from tests.kernel.calendars import CALENDAR, PLAIN, at

ARTICLE_147 = "không tính ngày đầu tiên (khoản 2 Điều 147 Bộ luật Dân sự 2015)"
ARTICLE_148 = "nên hạn chuyển sang ngày làm việc tiếp theo (khoản 5 Điều 148 Bộ luật Dân sự 2015)"


def test_tet_day_by_day() -> None:
    answer = compute(
        CALENDAR, received_at=at("2026-02-13 10:00"), limit=parse_limit("2 working_days")
    )
    counted = [(step.date, step.counted) for step in answer.steps]
    assert counted == [(date(2026, 2, 13) + timedelta(days=n), n > 9) for n in range(12)]
    assert answer.steps[5].text == "Thứ Tư 18/02/2026: nghỉ Tết Nguyên đán, không tính"


def test_days_off_in_a_row_are_one_line_on_paper() -> None:
    answer = compute(
        CALENDAR, received_at=at("2026-02-13 10:00"), limit=parse_limit("3 working_days")
    )
    assert in_lines(answer.steps) == [
        f"Thứ Sáu 13/02/2026: ngày tiếp nhận, {ARTICLE_147}",
        "Từ Thứ Bảy 14/02/2026 đến Chủ Nhật 15/02/2026: nghỉ hằng tuần, không tính",
        "Từ Thứ Hai 16/02/2026 đến Thứ Sáu 20/02/2026: nghỉ Tết Nguyên đán, không tính",
        "Từ Thứ Bảy 21/02/2026 đến Chủ Nhật 22/02/2026: nghỉ hằng tuần, không tính",
        "Thứ Hai 23/02/2026: ngày làm việc thứ 1",
        "Thứ Ba 24/02/2026: ngày làm việc thứ 2",
        "Thứ Tư 25/02/2026: ngày làm việc thứ 3; hết hạn lúc 24 giờ",
    ]


def test_a_swapped_saturday_says_what_it_makes_up_for() -> None:
    answer = compute(
        CALENDAR, received_at=at("2026-08-21 10:00"), limit=parse_limit("1 working_days")
    )
    assert answer.steps[-1].text == (
        "Thứ Bảy 22/08/2026: ngày làm việc thứ 1 (làm bù cho ngày 31/08/2026); hết hạn lúc 24 giờ"
    )


def test_a_rolled_end_quotes_the_article() -> None:
    answer = compute(PLAIN, received_at=at("2026-03-05 10:00"), limit=parse_limit("2 days"))
    assert in_lines(answer.steps) == [
        f"Thứ Năm 05/03/2026: ngày tiếp nhận, {ARTICLE_147}",
        "Thứ Sáu 06/03/2026: ngày thứ 1",
        f"Thứ Bảy 07/03/2026: ngày thứ 2, là ngày nghỉ {ARTICLE_148}",
        "Chủ Nhật 08/03/2026: nghỉ hằng tuần, không tính",
        "Thứ Hai 09/03/2026: ngày làm việc tiếp theo; hết hạn lúc 24 giờ",
    ]


def test_months_name_their_corresponding_day_only() -> None:
    answer = compute(PLAIN, received_at=at("2026-03-10 10:00"), limit=parse_limit("3 months"))
    assert in_lines(answer.steps) == [
        f"Thứ Ba 10/03/2026: ngày tiếp nhận, {ARTICLE_147}",
        "Thứ Tư 10/06/2026: hết 3 tháng; hết hạn lúc 24 giờ",
    ]


def test_working_hours_say_how_much_is_left() -> None:
    answer = compute(
        PLAIN, received_at=at("2026-03-06 10:30"), limit=parse_limit("16 working_hours")
    )
    assert in_lines(answer.steps) == [
        "Thứ Sáu 06/03/2026: ngày tiếp nhận, tính 4 giờ 30 phút, còn 11 giờ 30 phút",
        "Từ Thứ Bảy 07/03/2026 đến Chủ Nhật 08/03/2026: nghỉ hằng tuần, không tính",
        "Thứ Hai 09/03/2026: tính 8 giờ, còn 3 giờ 30 phút",
        "Thứ Ba 10/03/2026: tính 3 giờ 30 phút; hết hạn lúc 10:30",
    ]


def test_the_15_00_rule_is_told() -> None:
    answer = compute(PLAIN, received_at=at("2026-03-06 15:30"), limit=parse_limit("same_day"))
    assert in_lines(answer.steps) == [
        "Thứ Sáu 06/03/2026: ngày tiếp nhận, sau 15 giờ nên chuyển sang ngày làm việc tiếp theo",
        "Từ Thứ Bảy 07/03/2026 đến Chủ Nhật 08/03/2026: nghỉ hằng tuần, không tính",
        "Thứ Hai 09/03/2026: trả kết quả trong ngày; hết hạn lúc 24 giờ",
    ]


def test_a_restart_is_told() -> None:
    answer = compute(
        PLAIN,
        received_at=at("2026-03-02 09:00"),
        limit=parse_limit("1 working_days"),
        pauses=[Pause(at("2026-03-03 10:00"), at("2026-03-04 15:00"))],
        extension=parse_limit("1 working_days"),
    )
    assert in_lines(answer.steps) == [
        "Thứ Hai 02/03/2026: ngày tiếp nhận lần đầu",
        "Thứ Ba 03/03/2026: yêu cầu bổ sung hồ sơ, thời gian trước đó không tính",
        f"Thứ Tư 04/03/2026: hồ sơ đã bổ sung đầy đủ, thời hạn tính lại từ đầu, {ARTICLE_147}",
        "Thứ Năm 05/03/2026: ngày làm việc thứ 1",
        f"Thứ Năm 05/03/2026: được gia hạn thêm 1 ngày làm việc, {ARTICLE_147}",
        "Thứ Sáu 06/03/2026: ngày làm việc thứ 1; hết hạn lúc 24 giờ",
    ]


def test_a_pause_and_a_new_day_are_told() -> None:
    answer = compute(
        PLAIN,
        received_at=at("2026-03-02 09:00"),
        limit=parse_limit("2 working_days"),
        pauses=[Pause(at("2026-03-03 10:00"), at("2026-03-05 15:00"))],
        policy=Policy.PAUSE,
        extension=date(2026, 3, 8),
    )
    assert in_lines(answer.steps) == [
        f"Thứ Hai 02/03/2026: ngày tiếp nhận, {ARTICLE_147}",
        "Từ Thứ Ba 03/03/2026 đến Thứ Tư 04/03/2026: chờ bổ sung hồ sơ, không tính",
        "Thứ Năm 05/03/2026: ngày làm việc thứ 1",
        "Thứ Sáu 06/03/2026: ngày làm việc thứ 2",
        f"Chủ Nhật 08/03/2026: ngày hẹn trả kết quả mới, là ngày nghỉ {ARTICLE_148}",
        "Thứ Hai 09/03/2026: ngày làm việc tiếp theo; hết hạn lúc 24 giờ",
    ]


def test_the_json_of_the_command_line() -> None:
    answer = compute(PLAIN, received_at=at("2026-03-02 09:00"), limit=parse_limit("1 working_days"))
    assert answer.as_json() == {
        "due_at": "2026-03-03T23:59:59+07:00",
        "due_date": "2026-03-03",
        "steps": [
            {
                "date": "2026-03-02",
                "counted": False,
                "text": f"Thứ Hai 02/03/2026: ngày tiếp nhận, {ARTICLE_147}",
            },
            {
                "date": "2026-03-03",
                "counted": True,
                "text": "Thứ Ba 03/03/2026: ngày làm việc thứ 1; hết hạn lúc 24 giờ",
            },
        ],
    }
