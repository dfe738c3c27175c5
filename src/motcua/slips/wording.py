"""Dates, amounts and limits as an official paper writes them (NĐ 30/2020, annex I)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
LIMIT_UNITS = {
    "working_days": "ngày làm việc",
    "days": "ngày",
    "months": "tháng",
    "working_hours": "giờ làm việc",
    "hours": "giờ",
}
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", " nghìn", " triệu", " tỷ", " nghìn tỷ", " triệu tỷ")


def local(at: datetime) -> datetime:
    """The moment on a clock in Vietnam; a naive moment is taken to be there already."""
    return at if at.tzinfo is None else at.astimezone(ZONE)


def long_date(day: date) -> str:
    """As in “ngày 05 tháng 02 năm 2026”: a zero before days below 10 and months 1, 2 (NĐ 30)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """As in “25/02/2026”."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def weekday_date(day: date) -> str:
    """As in “Thứ Tư, 25/02/2026”, the way a due date is promised."""
    return f"{WEEKDAYS[day.weekday()]}, {short_date(day)}"


def clock(at: datetime) -> str:
    """As in “07 giờ 05 phút”, on a clock in Vietnam."""
    at = local(at)
    return f"{at.hour:02} giờ {at.minute:02} phút"


def two_digits(number: int) -> str:
    """Numbers below ten carry a zero on official papers."""
    return f"{number:02}"


def document_number(number: int, sign: str) -> str:
    """Number and sign of a paper, as in “05/TNHS”."""
    return f"{two_digits(number)}/{sign}"


def money(amount: int) -> str:
    """As in “75.000 đồng”."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def money_in_words(amount: int) -> str:
    """As in “Bảy mươi lăm nghìn đồng”, the way receipts repeat an amount."""
    words = number_in_words(amount) + " đồng"
    return words[0].upper() + words[1:]


def limit_in_words(limit: str) -> str:
    """A time limit ("5 working_days", "16 working_hours", "same_day") as forms print it.

    Raises ValueError when the unit is unknown or the number is no whole number above zero.
    """
    if limit == "same_day":
        return "trong ngày làm việc"
    number, _, unit = limit.partition(" ")
    if unit not in LIMIT_UNITS or not number.isdecimal() or int(number) == 0:
        raise ValueError(f"không hiểu thời hạn “{limit}”")
    return f"{two_digits(int(number))} {LIMIT_UNITS[unit]}"


def shortened(text: str, most: int) -> str:
    """A long name for a narrow column: whole words, at most `most` letters, then “…”."""
    if len(text) <= most:
        return text
    kept = text[:most].rpartition(" ")[0] or text[:most]
    return kept.rstrip(" ,;:-–(") + "…"


def number_in_words(number: int) -> str:
    """A number from zero below 10^18 in words. Raises ValueError outside."""
    if not 0 <= number < 10 ** (3 * len(GROUPS)):
        raise ValueError(f"không đọc được số {number}")
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    parts = [
        _three_digits(group, leading=index == len(groups) - 1) + _group_name(index, groups)
        for index, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(parts)


def _group_name(index: int, groups: list[int]) -> str:
    """“nghìn tỷ” says its “tỷ” only once when the group of tỷ itself follows."""
    if index > 3 and any(groups[3:index]):
        return GROUPS[index - 3]
    return GROUPS[index]


def _three_digits(group: int, *, leading: bool) -> str:
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words = []
    if hundreds or not leading:
        words.append(f"{DIGITS[hundreds]} trăm")
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{DIGITS[tens]} mươi")
    elif units and words:
        words.append("linh")
    if units:
        words.append(_unit_word(units, tens))
    return " ".join(words)


def _unit_word(units: int, tens: int) -> str:
    if units == 1 and tens > 1:
        return "mốt"
    if units == 5 and tens:
        return "lăm"
    return DIGITS[units]
