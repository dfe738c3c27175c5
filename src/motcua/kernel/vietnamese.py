"""Vietnamese text: normal form, folding for search, order of names, dates, numbers and money.

``đ`` has no decomposition in Unicode, so folding maps it by hand. The two placements of a tone
("hòa", "hoà") fold to the same letters by construction. Spellings with i or y ("kĩ", "kỹ") stay
different here: only a search that wants them equal maps y to i on both sides
(``fold_spelling``), for "Thủy" and "Thúi" must not meet in a list of names.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# Ngang, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# "~" sorts after every letter, so "a~" stands between a and b: a ă â b … d đ e ê … o ô ơ … u ư.
_LETTERS = {
    "ă": "a~",
    "â": "a~~",
    "đ": "d~",
    "ê": "e~",
    "ô": "o~",
    "ơ": "o~~",
    "ư": "u~",
}
_BIDI_AND_ZERO_WIDTH = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_MINUTES_PER_WORKING_DAY = 480


def normalise(text: str) -> str:
    """NFC, without bidirectional controls and invisible characters, single spaces, trimmed."""
    visible = _BIDI_AND_ZERO_WIDTH.sub("", text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(text: str) -> str:
    """Lower case without marks, for search: "Đường Hoà" and "duong hòa" become "duong hoa"."""
    decomposed = unicodedata.normalize("NFD", normalise(text).lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.replace("đ", "d"))


def fold_spelling(text: str) -> str:
    """``fold`` with y written as i, for words that are spelled both ways: "kỹ", "kĩ"."""
    return fold(text).replace("y", "i")


def name_sort_key(name: str) -> str:
    """ASCII key that sorts names by tên, then họ, then đệm, in the Vietnamese alphabet.

    Compare it byte by byte (``COLLATE "C"``). A single word is a tên.
    """
    words = [_word_key(word) for word in normalise(name).lower().split()]
    if not words:
        return ""
    *rest, given = words
    family, middle = rest[:1], rest[1:]
    return ",".join((given, " ".join(family), " ".join(middle)))


def weekday_words(day: date) -> str:
    """Written "Thứ Hai" … "Chủ Nhật"."""
    return _WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """Written "25/02/2026"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def date_words(day: date) -> str:
    """Written "Thứ Tư, 25/02/2026"."""
    return f"{weekday_words(day)}, {short_date(day)}"


def moment_words(moment: datetime) -> str:
    """Written "15 giờ 30 phút, Thứ Tư, 25/02/2026"; the caller gives the moment in local time."""
    return f"{moment.hour:02} giờ {moment.minute:02} phút, {date_words(moment)}"


def document_date(day: date) -> str:
    """Written "ngày 05 tháng 02 năm 2026".

    NĐ 30/2020/NĐ-CP, Phụ lục I: days below 10 and months 1 and 2 are written with a 0 before.
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def format_number(number: int | Decimal, places: int | None = None) -> str:
    """1.234.567,89: dots between thousands, a comma before decimals.

    ``places`` fixes the number of decimals (half away from zero is rounded up); without it a
    ``Decimal`` keeps the ones it has. Raises ``TypeError`` for a float.
    """
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise TypeError("numbers on paper are int or Decimal, never float")
    if places is not None:
        number = _rounded(Decimal(number), places)
    english = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return english.translate(str.maketrans(",.", ".,"))


def money(amount: int) -> str:
    """Written "75.000 đồng"."""
    return f"{format_number(amount)} đồng"


def money_words(amount: int, *, zero_tens: str = "linh") -> str:
    """Written "Bảy mươi lăm nghìn đồng". ``zero_tens``: "linh" or, in the South, "lẻ"."""
    words = number_words(amount, zero_tens=zero_tens)
    return f"{words[0].upper()}{words[1:]} đồng"


def number_words(number: int, *, zero_tens: str = "linh") -> str:
    """A whole number as it is read aloud: 1.000.005 is "một triệu không trăm linh năm"."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError("only whole numbers are written in words")
    if number < 0:
        return f"âm {number_words(-number, zero_tens=zero_tens)}"
    return " ".join(_read(number, zero_tens, inner=False)) or _DIGITS[0]


def working_duration(minutes: int) -> str:
    """Working time in words, 8 hours a day: 1140 is "2 ngày 3 giờ". Not for negative times."""
    days, rest = divmod(minutes, _MINUTES_PER_WORKING_DAY)
    hours, left = divmod(rest, 60)
    parts = [(days, "ngày"), (hours, "giờ"), (left, "phút")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 phút"


def clock_duration(minutes: int) -> str:
    """Hours and minutes, never days: 1140 is "19 giờ"."""
    hours, left = divmod(minutes, 60)
    parts = [(hours, "giờ"), (left, "phút")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 phút"


def remaining_words(minutes: int) -> str:
    """Written "còn 2 ngày 3 giờ", "quá hạn 1 giờ", or "vừa hết hạn", from working minutes left."""
    if minutes == 0:
        return "vừa hết hạn"
    return f"{'còn' if minutes > 0 else 'quá hạn'} {working_duration(abs(minutes))}"


def _word_key(word: str) -> str:
    tone, letters = "0", []
    for char in word:
        # Take the tone off, keep the mark that makes another letter (ă â đ ê ô ơ ư).
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((_TONES[c] for c in decomposed if c in _TONES), tone)
        letter = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
        letters.append(_LETTERS.get(letter) or fold(letter).encode("ascii", "ignore").decode())
    return "".join(letters) + tone


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def _read(number: int, zero_tens: str, *, inner: bool) -> list[str]:
    """Words of a number; ``inner`` numbers follow a higher group and read their zeros."""
    for size, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= size:
            high, low = divmod(number, size)
            return [
                *_read(high, zero_tens, inner=inner),
                name,
                *_read(low, zero_tens, inner=True),
            ]
    return _read_group(number, zero_tens, inner=inner)


def _read_group(number: int, zero_tens: str, *, inner: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    if number == 0:
        return []
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inner else []
    if tens == 0 and unit and words:
        words.append(zero_tens)
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words += [_DIGITS[tens], "mươi"]
    if unit == 1 and tens > 1:
        words.append("mốt")
    elif unit == 5 and tens > 0:
        words.append("lăm")
    elif unit:
        words.append(_DIGITS[unit])
    return words
