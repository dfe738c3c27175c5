"""The style sheets keep the promises of the look: contrast, one place for colours, room for marks."""

import re
from itertools import product

import pytest
from django.conf import settings

CSS = settings.PACKAGE / "static" / "motcua" / "css"
SHEETS = sorted(CSS.glob("*.css"))
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = colours(TOKENS[: TOKENS.index("@media")])
SYSTEM_DARK, CHOSEN_DARK = (
    colours(part)
    for part in re.split(r"\n\[data-theme=\"dark\"\]", TOKENS[TOKENS.index("@media") :])
)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *product(("ink", "ink-soft", "link", "seal"), ("paper", "card", "wash")),
    *product(("late", "ok", "soon"), ("paper", "card")),
    ("ink", "select"), ("link", "select"), ("on-seal", "seal-fill"), ("on-seal", "seal-press"),
    ("ok", "ok-bg"), ("soon", "soon-bg"), ("late", "late-bg"), ("ink", "ok-bg"),
    ("ink", "soon-bg"), ("ink", "late-bg"), ("late", "wash"), ("soon", "wash"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, SYSTEM_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_has_a_contrast_of_4_5(theme, text, ground):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, SYSTEM_DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_the_edge_of_a_field_has_a_contrast_of_3(theme, ground):
    assert contrast(theme["edge"], theme[ground]) >= 3


def test_dark_is_the_same_whether_the_system_or_the_person_chose_it():
    assert SYSTEM_DARK == CHOSEN_DARK
    assert SYSTEM_DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_the_tokens_name_a_colour(sheet):
    if sheet.name == "tokens.css":
        return
    text = sheet.read_text(encoding="utf-8")
    if sheet.name == "print.css":  # ink on paper
        text = re.sub(
            r"#(000|fff|bbb)(000|fff|bbb)?\b|#333333|#555555|#1e7a46|#8a5a00|#b3261e", "", text
        )
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\(|hsla?\(", text)
    assert [colour for colour in found if colour != "#fff"] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_lines_leave_room_for_vietnamese_marks(sheet):
    heights = re.findall(r"line-height: ([\d.]+);", sheet.read_text(encoding="utf-8"))
    assert all(float(height) >= 1.4 for height in heights)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_set_in_capitals(sheet):
    assert "uppercase" not in sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_in_use_is_set_somewhere(sheet):
    text = sheet.read_text(encoding="utf-8")
    known = set(re.findall(r"--([\w-]+):", TOKENS + text))
    used = set(re.findall(r"var\(--([\w-]+)", text))
    assert {name for name in used if not name.startswith("bs-")} <= known
