"""Texts that are made below the doors, said in the reader's language.

Rules, the kernel and labels of choices speak Vietnamese only: what they say also goes on paper and
into the journal, which no reader's language may change. Doors put such a text through `said` on
its way to a page. What is not known here (names, contents of the catalogue) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from motcua.kernel import vietnamese

SOURCE = "vi"
_DATED = re.compile(r"(Thứ \w+|Chủ Nhật) (\d\d/\d\d/\d{4})")
# Parts of a phrase that are numbers; `n` alone also chooses the plural.
_NUMBERS = {"days", "hours", "minutes", "low", "high", "amount", "least", "most"}


def counted(text: str) -> str:
    """Marks a text whose translation has a plural, chosen by `n`."""
    return text


# Parts in order of trying: the longer phrase before the one it contains.
_COUNTED = (
    counted("%(n)s ngày làm việc"),
    counted("%(n)s giờ làm việc"),
    counted("%(n)s ngày"),
    counted("%(n)s tháng"),
    counted("%(n)s giờ"),
    counted("%(n)s phút"),
    counted("%(n)s giấy tờ"),
    counted("%(n)s bản chính"),
    counted("%(n)s bản sao chứng thực"),
    counted("%(n)s bản sao"),
    counted("%(n)s bản chụp"),
    counted("%(n)s bản điện tử"),
)
_PHRASES = (
    # kernel.vietnamese, kernel.limits
    gettext_noop("%(days)s ngày %(hours)s giờ %(minutes)s phút"),
    gettext_noop("%(days)s ngày %(hours)s giờ"),
    gettext_noop("%(days)s ngày %(minutes)s phút"),
    gettext_noop("%(hours)s giờ %(minutes)s phút"),
    gettext_noop("%(low)s đến %(high)s đồng"),
    gettext_noop("%(amount)s đồng"),
    gettext_noop("quá hạn %(time)s"),
    gettext_noop("còn %(time)s"),
    # catalogue.rules.words
    gettext_noop("%(least)s đến %(most)s giấy tờ"),
    gettext_noop("%(price)s/trang"),
    gettext_noop("%(price)s/bản"),
    gettext_noop("%(price)s/trường hợp"),
    gettext_noop("%(price)s/người"),
    # kernel.explain, kernel.worktime, workcalendar.rules
    gettext_noop("ngày làm việc thứ %(n)s (%(why)s)"),
    gettext_noop("ngày làm việc thứ %(n)s"),
    gettext_noop("ngày thứ %(n)s"),
    gettext_noop("hết hạn lúc 24 giờ"),
    gettext_noop("hết hạn lúc %(hour)s"),
    gettext_noop("hết %(limit)s"),
    gettext_noop("được gia hạn thêm %(limit)s"),
    gettext_noop("tính %(time)s"),
    gettext_noop("nghỉ bù %(name)s"),
    gettext_noop("nghỉ hoán đổi %(name)s"),
    gettext_noop("nghỉ %(name)s"),
    gettext_noop("làm bù cho ngày %(day)s"),
)
# Said whole; they stand here only to be found by `motcua texts`.
_WHOLE = (
    # kernel
    gettext_noop("Thứ Hai"),
    gettext_noop("Thứ Ba"),
    gettext_noop("Thứ Tư"),
    gettext_noop("Thứ Năm"),
    gettext_noop("Thứ Sáu"),
    gettext_noop("Thứ Bảy"),
    gettext_noop("Chủ Nhật"),
    gettext_noop("trong ngày"),
    gettext_noop("vừa hết hạn"),
    gettext_noop("không tính"),
    gettext_noop("không tính ngày đầu tiên (khoản 2 Điều 147 Bộ luật Dân sự 2015)"),
    gettext_noop(
        "là ngày nghỉ nên hạn chuyển sang ngày làm việc tiếp theo"
        " (khoản 5 Điều 148 Bộ luật Dân sự 2015)"
    ),
    gettext_noop("sau 15 giờ nên chuyển sang ngày làm việc tiếp theo"),
    gettext_noop("vào ngày nghỉ nên chuyển sang ngày làm việc tiếp theo"),
    gettext_noop("ngày tiếp nhận lần đầu"),
    gettext_noop("ngày tiếp nhận"),
    gettext_noop("yêu cầu bổ sung hồ sơ"),
    gettext_noop("thời gian trước đó không tính"),
    gettext_noop("đang chờ"),
    gettext_noop("thời hạn tính lại từ đầu khi hồ sơ đầy đủ"),
    gettext_noop("hồ sơ đã bổ sung đầy đủ"),
    gettext_noop("thời hạn tính lại từ đầu"),
    gettext_noop("chờ bổ sung hồ sơ"),
    gettext_noop("đang chờ bổ sung hồ sơ"),
    gettext_noop("thời hạn tạm dừng"),
    gettext_noop("ngày hẹn trả kết quả mới"),
    gettext_noop("ngày làm việc tiếp theo"),
    gettext_noop("trả kết quả trong ngày"),
    gettext_noop("không còn giờ nào để tính"),
    gettext_noop("nghỉ hằng tuần"),
    gettext_noop("làm bù"),
    # catalogue.rules.words
    gettext_noop("Theo mức địa phương"),
    gettext_noop("Không mất phí"),
    gettext_noop("Không mất phí hoặc theo mức địa phương"),
    gettext_noop("Nguồn công bố không ghi"),
    gettext_noop("Chưa biên tập"),
    gettext_noop("xuất trình bản chính"),
    gettext_noop("xuất trình bản sao chứng thực"),
    gettext_noop("xuất trình bản chụp"),
    gettext_noop("xuất trình bản điện tử"),
    # steps and outcomes of the processes in process/seed
    gettext_noop("Cho ý kiến về pháp lý của hồ sơ"),
    gettext_noop("Cho ý kiến về quy hoạch, kiến trúc"),
    gettext_noop("Chuyển hồ sơ cho bộ phận chuyên môn"),
    gettext_noop("Có cần lấy ý kiến không?"),
    gettext_noop("Hồ sơ đang chờ lãnh đạo cơ quan ký"),
    gettext_noop("Hồ sơ đang được thẩm định"),
    gettext_noop("Hồ sơ đang được thẩm định và kiểm tra thực địa"),
    gettext_noop("Hồ sơ đã được tiếp nhận, đang chuyển đến bộ phận chuyên môn"),
    gettext_noop("Không đồng ý"),
    gettext_noop("Không trả lời trong thời hạn"),
    gettext_noop("Kiểm tra thực địa, thẩm định hồ sơ"),
    gettext_noop("Kết quả đã được ký, đang vào sổ và đóng dấu"),
    gettext_noop("Kết thúc"),
    gettext_noop("Lãnh đạo cơ quan ký duyệt"),
    gettext_noop("Lãnh đạo phòng chuyên môn đang xem xét kết quả thẩm định"),
    gettext_noop("Lãnh đạo phòng xem xét, trình ký"),
    gettext_noop("Lấy ý kiến song song"),
    gettext_noop("Thụ lý, thẩm định hồ sơ"),
    gettext_noop("Trả kết quả"),
    gettext_noop("Tổng hợp, dự thảo giấy phép"),
    gettext_noop("Đang đăng ký khai sinh cho cháu"),
    gettext_noop("Đăng ký khai sinh, cấp số định danh"),
    gettext_noop("Chuyển công an và bảo hiểm xã hội"),
    gettext_noop("Công an xã đang đăng ký thường trú cho cháu"),
    gettext_noop("Chuyển công an xã đăng ký thường trú"),
    gettext_noop("Đã giải quyết"),
    gettext_noop("Không giải quyết"),
    gettext_noop("Bảo hiểm xã hội đang cấp thẻ bảo hiểm y tế cho cháu"),
    gettext_noop("Chuyển bảo hiểm xã hội cấp thẻ bảo hiểm y tế"),
    gettext_noop("Đủ kết quả"),
    gettext_noop("Đang tổng hợp kết quả của ba cơ quan"),
    gettext_noop("Tổng hợp kết quả, trình ký"),
    gettext_noop("Văn phòng đăng ký đất đai đang thẩm định hồ sơ"),
    gettext_noop("Thẩm định hồ sơ đất đai tại văn phòng đăng ký"),
    gettext_noop("Có nghĩa vụ tài chính không?"),
    gettext_noop("Cơ quan thuế đang xác định số tiền ông/bà phải nộp"),
    gettext_noop("Chuyển cơ quan thuế xác định nghĩa vụ tài chính"),
    gettext_noop("Đang chờ chứng từ nộp nghĩa vụ tài chính"),
    gettext_noop("Thông báo và kiểm tra chứng từ nộp tiền"),
    gettext_noop("Tiếp tục"),
    gettext_noop("Đang chuẩn bị giấy chứng nhận"),
    gettext_noop("Dự thảo giấy chứng nhận, trình ký"),
    gettext_noop("Đang kiểm tra tên và ngành nghề kinh doanh"),
    gettext_noop("Kiểm tra tên, ngành nghề, chủ hộ kinh doanh"),
    gettext_noop("Ngành nghề có điều kiện?"),
    gettext_noop("Đang lấy ý kiến về ngành nghề có điều kiện"),
    gettext_noop("Lấy ý kiến về ngành nghề có điều kiện"),
    gettext_noop("Văn thư vào sổ, đóng dấu, ban hành kết quả"),
    gettext_noop("Đang lấy ý kiến về pháp lý của hồ sơ"),
    gettext_noop("Đang lấy ý kiến về quy hoạch, kiến trúc"),
    gettext_noop("Đang tổng hợp ý kiến và dự thảo kết quả"),
    gettext_noop("Đã có kết quả, mời ông/bà đến nhận"),
    gettext_noop("Đề nghị giải quyết"),
    gettext_noop("Đề nghị từ chối"),
    gettext_noop("Đồng ý"),
    gettext_noop("Đủ ý kiến"),
    # holidays as the seed of workcalendar names them
    gettext_noop("Tết Dương lịch"),
    gettext_noop("Tết Nguyên đán"),
    gettext_noop("Giỗ Tổ Hùng Vương"),
    gettext_noop("Ngày Chiến thắng 30/4"),
    gettext_noop("dịp lễ 30/4"),
    gettext_noop("Quốc tế Lao động 1/5"),
    gettext_noop("Quốc khánh 2/9"),
    gettext_noop("dịp Quốc khánh"),
    gettext_noop("Ngày Văn hóa Việt Nam 24/11"),
)


def is_foreign() -> bool:
    """Whether the reader wants another language than that of the sources."""
    return (get_language() or SOURCE) != SOURCE


def said(text: object) -> str:
    """A Vietnamese text in the language of this request; unknown texts come back unchanged.

    Texts joined with "; ", ": " or ", " are said part by part, when every part is known.
    """
    source = str(text)
    if not source or not is_foreign():
        return source
    return _known(source) or source


def weekday_words(day: date) -> str:
    """Written "Thứ Hai", "Monday"."""
    return said(vietnamese.weekday_words(day))


def date_words(day: date) -> str:
    """Written "Thứ Tư, 25/02/2026", "Wednesday, 25/02/2026"."""
    return f"{weekday_words(day)}, {vietnamese.short_date(day)}"


def moment_words(moment: datetime) -> str:
    """Written "15 giờ 30 phút, Thứ Tư, 25/02/2026", "15:30, Wednesday, 25/02/2026"."""
    if not is_foreign():
        return vietnamese.moment_words(moment)
    return f"{moment:%H:%M}, {date_words(moment)}"


def money(amount: int) -> str:
    """Written "75.000 đồng", "75.000 VND"."""
    return said(vietnamese.money(amount))


def _known(source: str) -> str:
    """The translation, or nothing."""
    whole = gettext(source)
    if whole != source:
        return whole
    dated = _DATED.fullmatch(source)
    if dated:
        return f"{gettext(dated[1])} {dated[2]}"
    for phrase, pattern in _patterns():
        found = pattern.fullmatch(source)
        if found:
            return _filled(phrase, found.groupdict())
    for mark in ("; ", ": ", ", "):
        if mark in source:
            parts = [_known(part) if part else "" for part in source.split(mark)]
            if all(parts):
                return mark.join(parts)
    return ""


def _filled(phrase: str, parts: dict[str, str]) -> str:
    values: dict[str, object] = {name: _known(part) or part for name, part in parts.items()}
    if phrase not in _COUNTED:
        return gettext(phrase) % values
    return ngettext(phrase, phrase, int(parts["n"])) % values


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    for phrase in (*_COUNTED, *_PHRASES):
        escaped = re.escape(phrase).replace("%\\(", "%(").replace("\\)s", ")s")
        yield phrase, re.compile(re.sub(r"%\((\w+)\)s", _part, escaped))


def _part(found: re.Match[str]) -> str:
    """Digits, or anything but a mark that joins texts."""
    name = found[1]
    kind = r"\d+" if name == "n" else r"[\d.]+" if name in _NUMBERS else "[^,;]+"
    return f"(?P<{name}>{kind})"
