"""Charts: the figures are in the table, the drawing is true to them, nothing needs a style."""

import re

import pytest

from motcua.ui import svg

HOSTILE = "<script>alert(1)</script>"


def test_labels_from_outside_are_escaped():
    for chart in (
        svg.bar_chart(HOSTILE, [HOSTILE], [1], unit=HOSTILE),
        svg.line_chart(HOSTILE, [HOSTILE], [svg.Series(HOSTILE, [1])]),
    ):
        assert "<script>" not in chart.drawing + chart.table


def test_charts_obey_the_content_policy():
    chart = svg.line_chart("x", ["a", "b"], [svg.Series("y", [1, 2])])
    assert "style=" not in chart.drawing + chart.table


def test_a_chart_says_its_title_and_its_figures():
    drawing = svg.bar_chart("Hồ sơ", ["Hộ tịch"], [1234], unit="hồ sơ").drawing
    assert re.search(r'aria-labelledby="(chart-\d+-t)".*<title id="\1">Hồ sơ</title>', drawing)
    assert "hồ sơ: Hộ tịch 1.234</desc>" in drawing


def test_the_longest_bar_fits_and_the_others_are_in_proportion():
    drawing = svg.bar_chart("x", ["a", "b"], [1000, 250]).drawing
    assert re.findall(r'class="bar" [^>]*width="([\d.]+)%"', drawing) == ["80.00", "20.00"]


def test_a_gap_is_a_dash_and_breaks_the_line():
    chart = svg.line_chart("x", ["a", "b", "c", "d"], [svg.Series("y", [1, None, 2, 3])])
    assert chart.table.count("–") == 1
    assert chart.drawing.count('class="dot"') == 3
    # one sample in the legend, one piece between c and d
    assert chart.drawing.count('class="trace"') == 2


def test_nothing_to_show_is_still_a_chart():
    assert "0" in svg.line_chart("x", ["a"], [svg.Series("y", [None])]).drawing
    assert svg.bar_chart("x", [], []).table


@pytest.mark.parametrize(
    ("value", "top"),
    [(0, 1), (0.3, 0.5), (1, 1), (1.1, 2), (7, 10), (460, 500), (1204, 2000), (10**6, 10**6)],
)
def test_an_axis_ends_at_a_round_number(value, top):
    assert svg.ceiling(value) == pytest.approx(top)


@pytest.mark.parametrize("series", [0, 4])
def test_a_line_chart_with_too_many_lines_is_refused(series):
    with pytest.raises(ValueError, match="one to three"):
        svg.line_chart("x", ["a"], [svg.Series("y", [1])] * series)


def test_a_series_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="one value per label"):
        svg.bar_chart("x", ["a", "b"], [1])


def test_figures_are_written_the_vietnamese_way():
    assert [svg.plain_number(value) for value in (1234, 1234.5, 0.04)] == ["1.234", "1.234,5", "0"]
