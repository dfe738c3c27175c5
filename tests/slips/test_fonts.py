"""The print font: present, alone, with every Vietnamese letter."""

import itertools
import shutil
import unicodedata
from pathlib import Path

import pytest

from motcua.slips import fonts

FOLDER = fonts.font_folder()
COVERED = fonts.letters(FOLDER)
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def test_every_vietnamese_letter_is_in_all_four_faces() -> None:
    letters = {unicodedata.normalize("NFC", v + t) for v, t in itertools.product(VOWELS, TONES)}
    letters |= {letter.upper() for letter in letters} | set("đĐ₫“”–…")

    assert {letter for letter in letters if ord(letter) not in COVERED} == set()


def test_a_missing_font_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(fonts.FontMissing, match="motcua assets"):
        fonts.load(tmp_path)


def test_a_missing_face_is_a_missing_font(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "Tinos_400Regular.ttf", tmp_path)

    with pytest.raises(fonts.FontMissing):
        fonts.load(tmp_path)


def test_another_family_in_the_folder_is_refused(tmp_path: Path) -> None:
    for face in FOLDER.glob("*.ttf"):
        shutil.copy(face, tmp_path)
    stranger = (FOLDER / "Tinos_400Regular.ttf").read_bytes()
    renamed = stranger.replace("Tinos".encode("utf-16-be"), "Tanos".encode("utf-16-be"))
    (tmp_path / "stranger.ttf").write_bytes(renamed.replace(b"Tinos", b"Tanos"))

    with pytest.raises(fonts.WrongFont, match="Tanos"):
        fonts.load(tmp_path)


def test_the_folder_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fonts.VARIABLE, str(tmp_path))

    assert fonts.font_folder() == tmp_path


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Trần  Thị\tĐào\n", "Trần Thị Đào"),
        (unicodedata.normalize("NFD", "Nguyễn Hưởng"), "Nguyễn Hưởng"),
        ("An 😀👩‍👧 Lạc", "An Lạc"),
        ("An\u202eLạc\x00\x07\ufeff", "AnLạc"),
        ("Hán: 漢", "Hán: □"),
        ("", ""),
    ],
)
def test_a_text_is_made_fit_for_the_font(typed: str, printed: str) -> None:
    assert fonts.printable(typed, COVERED) == printed


def test_only_paragraphs_keep_their_line_breaks() -> None:
    assert fonts.printable("a\n\n b\nc", COVERED) == "a b c"
    assert fonts.printable("a\n\n b\nc", COVERED, paragraphs=True) == "a\nb\nc"


def test_a_long_run_may_be_broken_and_loses_nothing() -> None:
    run = "x" * 100
    printed = fonts.printable(run, COVERED)

    assert printed.replace("\u200b", "") == run
    assert max(len(piece) for piece in printed.split("\u200b")) == 1
    assert fonts.printable("x" * fonts.LONGEST_RUN, COVERED) == "x" * fonts.LONGEST_RUN
