"""The words of a report say its numbers as an official would."""

from __future__ import annotations

import datetime as dt

import pytest

from motcua.kernel.refusals import Refused
from motcua.reports.rules import (
    TEXT_LENGTH,
    Filled,
    Line,
    checked_text,
    handling_text,
    one_stop_text,
    term_from,
    totalled,
)

COLUMNS = (
    *("to_handle", "received_online", "received_direct", "carried_over"),
    *("finished", "early", "on_time", "late"),
    *("in_progress", "in_progress_on_time", "in_progress_overdue"),
)


def filled(year: int, **rows: tuple[int, ...]) -> Filled:
    """Nine months of a year; each row by its columns in order."""
    lines = [
        Line(label, label.replace("_", " "), dict(zip(COLUMNS, numbers, strict=True)))
        for label, numbers in rows.items()
    ]
    total = totalled("Tổng số", lines, COLUMNS)
    return Filled(dt.date(year, 1, 1), dt.date(year, 9, 30), tuple(lines), total)


def test_nine_months_in_words() -> None:
    now = filled(
        2026,
        Hộ_tịch=(1_150, 700, 400, 50, 1_100, 900, 190, 10, 50, 48, 2),
        Xây_dựng=(100, 20, 80, 0, 100, 50, 50, 0, 0, 0, 0),
    )
    before = filled(2025, Hộ_tịch=(1_000, 500, 500, 0, 1_000, 980, 10, 10, 0, 0, 0))
    assert handling_text(term_from("2026-9m"), "UBND phường An Lạc", now, before).split("\n\n") == [
        (
            "Trong 9 tháng đầu năm 2026 (từ ngày 01/01/2026 đến ngày 30/09/2026), UBND phường An Lạc"
            " phải giải quyết 1.250 hồ sơ thủ tục hành chính, gồm 1.200 hồ sơ tiếp nhận mới và 50 hồ sơ"
            " từ kỳ trước chuyển sang. Trong số tiếp nhận mới, 720 hồ sơ nộp trực tuyến, đạt"
            " 60,00\u00a0%, 480 hồ sơ nộp trực tiếp hoặc qua dịch vụ bưu chính."
        ),
        (
            "Đã giải quyết 1.200 hồ sơ: trước hạn 950, đúng hạn 240, quá hạn 10; tỷ lệ giải quyết trước"
            " và đúng hạn đạt 99,17\u00a0%. Đang giải quyết 50 hồ sơ: trong hạn 48, quá hạn 2."
        ),
        "Lĩnh vực tiếp nhận nhiều hồ sơ nhất: Hộ tịch (1.100 hồ sơ), Xây dựng (100 hồ sơ).",
        "Lĩnh vực có hồ sơ quá hạn: Hộ tịch (12 hồ sơ).",
        (
            "So với cùng kỳ năm 2025, số hồ sơ tiếp nhận mới tăng 200 hồ sơ (từ 1.000, 20,00\u00a0%);"
            " số hồ sơ đã giải quyết tăng 200 hồ sơ (từ 1.000, 20,00\u00a0%); số hồ sơ giải quyết quá"
            " hạn không đổi (10 hồ sơ)."
        ),
    ]


@pytest.mark.parametrize(
    ("term", "opening"),
    [
        ("2026", "Năm 2026 (từ"),
        ("2026-03", "Trong tháng 3/2026 (từ"),
        ("2026-q1", "Trong quý I/2026 (từ"),
        ("2026-6m", "Trong 6 tháng đầu năm 2026 (từ"),
    ],
)
def test_a_term_opens_the_text_and_nothing_makes_no_rate(term: str, opening: str) -> None:
    text = handling_text(term_from(term), "UBND xã", filled(2026), filled(2025))
    assert text.startswith(opening)
    assert "%" not in text
    assert "So với" not in text


def test_a_procedure_form_in_words() -> None:
    line = Line("x", "X", {"competence": 1_200, "one_stop": 300, "process": 290})
    form = Filled(dt.date(2026, 1, 1), dt.date(2026, 3, 31), (line,), None)
    assert one_stop_text("UBND xã", form) == (
        "Đến ngày 31/03/2026, UBND xã có 1.200 thủ tục hành chính thuộc thẩm quyền giải quyết; 300"
        " thủ tục thực hiện theo cơ chế một cửa, một cửa liên thông; đã ban hành 290 quy trình nội"
        " bộ."
    )


def test_what_people_typed_keeps_its_paragraphs_and_has_an_end() -> None:
    assert checked_text("  Một  hai \r\n\r\n ba ") == "Một hai\n\nba"
    with pytest.raises(Refused, match="10.000") as refusal:
        checked_text("x" * (TEXT_LENGTH + 1))
    assert refusal.value.field == "text"
