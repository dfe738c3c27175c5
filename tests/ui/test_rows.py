"""Rows of a list, written without a template: right, escaped, and in Vietnamese time."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import get_language, override

from motcua.ui import rows

HOSTILE = '"><script>alert(1)</script>'
TABLE = rows.Table(
    (
        rows.Column("code", "Mã hồ sơ", css="code", sortable=True),
        rows.Column("person", "Người nộp", cell=rows.two_lines),
        rows.Column("due", "Hẹn trả", cell=rows.day, sortable=True),
        rows.Column("state", "Tiến độ", cell=rows.Badges()),
    ),
    prefix="/desk/cases/",
    suffix="/",
    select=True,
)
ROW = ("H29.16-260213-0042", "H29.16-260213-0042", ("Trần Thị Đào", None), None, "late")


def test_a_row_links_to_its_file_and_can_be_picked():
    drawn = TABLE.body([ROW])
    assert '<tr data-row="H29.16-260213-0042">' in drawn
    assert 'href="/desk/cases/H29.16-260213-0042/"' in drawn
    assert 'name="pick" value="H29.16-260213-0042" aria-label="Chọn H29.16-260213-0042"' in drawn


def test_every_cell_names_its_column_for_narrow_screens():
    assert 'data-label="Hẹn trả"' in TABLE.body([ROW])


@pytest.mark.parametrize("place", range(4))
def test_values_from_outside_are_escaped(place):
    row = list(ROW)
    row[place] = (HOSTILE, HOSTILE) if place == 2 else HOSTILE
    if place == 3:
        row[3], row[4] = None, ("late", HOSTILE)
    assert "<script>" not in TABLE.body([row])


def test_a_key_with_a_slash_stays_one_part_of_the_address():
    assert 'href="/desk/cases/a%2Fb%3Fc/"' in TABLE.body([("a/b?c", *ROW[1:])])


def test_no_rows_are_no_markup():
    assert TABLE.body([]) == ""


def test_times_are_written_in_vietnamese_time():
    late_evening = datetime(2026, 2, 4, 17, 30, tzinfo=UTC)
    assert rows.day(late_evening) == "05/02/2026"
    assert rows.moment(late_evening) == "00:30 05/02/2026"
    assert rows.day(date(2026, 2, 5)) == "05/02/2026"


def test_an_empty_value_is_an_empty_cell():
    assert [write(None) for write in (rows.text, rows.number, rows.day, rows.moment)] == [""] * 4
    assert rows.Badges()(None) == ""


def test_numbers_carry_dots():
    assert rows.number(1234567) == "1.234.567"


def test_a_heading_turns_the_order_and_forgets_the_cursor():
    heads = TABLE.head(sort="due", query={"list": "soon", "after": "abc", "sort": "due"})
    assert heads[2]["order"] == "ascending"
    assert heads[2]["href"] == "?list=soon&sort=-due"
    assert heads[0]["href"] == "?list=soon&sort=code"
    assert heads[1]["href"] == ""
    assert TABLE.head(sort="-due")[2] == {
        "label": "Hẹn trả", "css": "", "href": "?sort=due", "order": "descending",
    }  # fmt: skip


def test_standing_badges_are_drawn_once_per_language(monkeypatch):
    monkeypatch.setattr("motcua.ui.badges.gettext", lambda word: f"{get_language()}: {word}")
    badges = rows.Badges()
    with override("en"):
        assert "en: Quá hạn" in badges("late")
    with override("vi"):
        assert "vi: Quá hạn" in badges("late")
        assert badges("late") is badges("late")
