"""A state is told by a word and a shape; its colour is only the third sign."""

import re

import pytest

from motcua.ui import badges, icons

HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("state", [*badges.CLOCK_MARKS, *badges.PUBLIC_MARKS])
def test_every_state_has_a_word_a_shape_and_a_tone(state):
    mark = badges.mark_of(state)
    drawn = badges.state_badge(state)
    assert mark.word in drawn
    assert icons.DRAWINGS[mark.shape] in drawn
    assert f"tone-{mark.tone}" in drawn


def test_the_ten_public_states_have_ten_shapes():
    shapes = [mark.shape for mark in badges.PUBLIC_MARKS.values()]
    assert len(set(shapes)) == len(shapes) == 10


def test_red_and_amber_belong_to_the_clock():
    tones = {mark.tone for mark in badges.PUBLIC_MARKS.values()}
    assert tones.isdisjoint({"late", "soon"})


def test_states_of_different_tone_never_share_a_shape_on_the_clock():
    by_shape: dict[str, set[str]] = {}
    for mark in badges.CLOCK_MARKS.values():
        by_shape.setdefault(mark.shape, set()).add(mark.tone)
    assert all(len(tones) == 1 for tones in by_shape.values())


def test_a_public_code_may_come_as_text():
    assert badges.mark_of("5") is badges.PUBLIC_MARKS[5]


def test_an_unknown_state_is_an_error_and_not_an_empty_badge():
    with pytest.raises(KeyError):
        badges.state_badge("sleeping")


def test_words_from_outside_are_escaped():
    assert "<script>" not in badges.state_badge("late", word=HOSTILE)
    assert "<script>" not in badges.clock_bar([("used", 1)], label=HOSTILE)
    assert "<script>" not in icons.icon("print", label=HOSTILE, css=HOSTILE)


def widths(drawn: str) -> list[float]:
    return [float(width) for width in re.findall(r'<rect class="\w+" [^>]*width="([\d.]+)"', drawn)]


def test_a_clock_bar_is_as_wide_as_its_parts_together():
    drawn = badges.clock_bar([("used", 3), ("waiting", 1), ("left", 4)], label="x")
    assert widths(drawn) == [150, 50, 200]


def test_a_late_file_shows_where_the_due_time_was():
    drawn = badges.clock_bar([("used", 3), ("over", 1)], label="x", state="late")
    assert '<rect class="due" x="298.0"' in drawn


def test_a_file_without_any_time_has_an_empty_bar():
    assert widths(badges.clock_bar([("used", 0), ("left", 0)], label="x")) == []


def test_a_silent_icon_is_hidden_and_a_speaking_one_is_an_image():
    assert 'aria-hidden="true"' in icons.icon("print")
    assert 'role="img" aria-label="In"' in icons.icon("print", label="In")
