"""What each figure is called, the rule it is counted by, and its formula, in words.

One place for the desk, the public page and the reports, so that no two of them differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from motcua.indicators.rules import Group


@dataclass(frozen=True, slots=True)
class Definition:
    """Lazy texts. `formula` names other figures by their names; empty where one counts files."""

    name: Any
    rule: Any
    formula: Any = ""


DEFINITIONS: Final[Mapping[str, Definition]] = {
    "carried_over": Definition(
        _("Kỳ trước chuyển sang"),
        _("Tiếp nhận trước ngày đầu kỳ, đến ngày đó chưa giải quyết xong."),
    ),
    "received": Definition(
        _("Tiếp nhận trong kỳ"),
        _("Hồ sơ được tiếp nhận từ ngày đầu đến hết ngày cuối của kỳ."),
        _("trực tuyến + trực tiếp + bưu chính"),
    ),
    "received_online": Definition(
        _("Nộp trực tuyến"), _("Nộp qua mạng, theo cách nộp ghi khi tiếp nhận.")
    ),
    "received_counter": Definition(
        _("Nộp trực tiếp"), _("Nộp tại bộ phận một cửa, theo cách nộp ghi khi tiếp nhận.")
    ),
    "received_postal": Definition(
        _("Nộp qua bưu chính"), _("Nộp qua bưu chính công ích, theo cách nộp ghi khi tiếp nhận.")
    ),
    "received_partial": Definition(
        _("Thủ tục trực tuyến một phần"),
        _("Tiếp nhận trong kỳ, thủ tục khi đó trực tuyến một phần; nộp cách nào cũng tính."),
    ),
    "received_full": Definition(
        _("Thủ tục trực tuyến toàn trình"),
        _("Tiếp nhận trong kỳ, thủ tục khi đó trực tuyến toàn trình; nộp cách nào cũng tính."),
    ),
    "received_saturday": Definition(_("Tiếp nhận ngày thứ Bảy"), _("Ngày tiếp nhận là thứ Bảy.")),
    "finished": Definition(
        _("Đã giải quyết"),
        _("Kết thúc trong kỳ, dù kết quả thế nào (kể cả rút hồ sơ, dừng giải quyết)."),
        _("trước hạn + đúng hạn + quá hạn"),
    ),
    "early": Definition(_("Trước hạn"), _("Kết thúc vào một ngày trước ngày hẹn.")),
    "on_time": Definition(
        _("Đúng hạn"),
        _("Kết thúc đúng ngày hẹn; hoặc không có ngày hẹn, hoặc kết thúc khi chờ người nộp."),
    ),
    "late": Definition(_("Quá hạn"), _("Kết thúc sau ngày hẹn.")),
    "in_progress": Definition(
        _("Đang giải quyết"),
        _("Đã tiếp nhận, đến hết kỳ chưa kết thúc."),
        _("kỳ trước chuyển sang + tiếp nhận − đã giải quyết"),
    ),
    "in_progress_on_time": Definition(
        _("Đang giải quyết, trong hạn"),
        _("Chưa đến ngày hẹn, hoặc đang chờ người nộp bổ sung."),
        _("đang giải quyết − đang quá hạn"),
    ),
    "in_progress_overdue": Definition(
        _("Đang giải quyết, quá hạn"),
        _("Cuối kỳ (hoặc lúc này) đã qua ngày hẹn mà chưa xong."),
    ),
    "supplement_files": Definition(
        _("Phải bổ sung"),
        _("Hồ sơ tiếp nhận trong kỳ bị yêu cầu bổ sung ít nhất một lần."),
    ),
    "supplement_rate": Definition(
        _("Tỷ lệ phải bổ sung"),
        _("Trong số hồ sơ tiếp nhận, bao nhiêu phải bổ sung."),
        _("phải bổ sung ÷ tiếp nhận"),
    ),
    "refused": Definition(
        _("Không tiếp nhận"),
        _("Từ chối ngay khi nộp; không tính vào tiếp nhận, không tính vào đã giải quyết."),
    ),
    "withdrawn": Definition(_("Rút hồ sơ"), _("Người nộp rút trong kỳ; tính vào đã giải quyết.")),
    "returned_postal": Definition(
        _("Trả qua bưu chính"), _("Kết quả giao trong kỳ qua bưu chính công ích.")
    ),
    "postal_rate": Definition(
        _("Tỷ lệ nhận qua bưu chính"),
        _("Hồ sơ tiếp nhận trong kỳ mà người nộp hẹn nhận kết quả qua bưu chính."),
        _("hẹn nhận qua bưu chính ÷ tiếp nhận"),
    ),
    "online_rate": Definition(
        _("Tỷ lệ nộp trực tuyến"),
        _("Trong số hồ sơ tiếp nhận, bao nhiêu nộp qua mạng."),
        _("nộp trực tuyến ÷ tiếp nhận"),
    ),
    "on_time_rate": Definition(
        _("Tỷ lệ trước và đúng hạn"),
        _("Trong số hồ sơ đã giải quyết, bao nhiêu không quá hạn."),
        _("(trước hạn + đúng hạn) ÷ đã giải quyết"),
    ),
    "paid_online": Definition(
        _("Nộp phí trực tuyến"), _("Tiếp nhận trong kỳ, phí hoặc lệ phí đã nộp qua mạng.")
    ),
    "ratings": Definition(
        _("Lượt đánh giá"), _("Người nộp đánh giá trong kỳ, mỗi hồ sơ một lượt.")
    ),
    "satisfied_rate": Definition(
        _("Tỷ lệ hài lòng"),
        _("Lượt “rất hài lòng” và “hài lòng”."),
        _("(rất hài lòng + hài lòng) ÷ lượt đánh giá"),
    ),
    "neutral_rate": Definition(
        _("Tỷ lệ bình thường"), _("Lượt “bình thường”."), _("bình thường ÷ lượt đánh giá")
    ),
    "dissatisfied_rate": Definition(
        _("Tỷ lệ không hài lòng"),
        _("Lượt “không hài lòng” và “rất không hài lòng”."),
        _("(không hài lòng + rất không hài lòng) ÷ lượt đánh giá"),
    ),
}

# Columns of reports that add up figures: they open the files of all of them.
COMPOSED: Final[Mapping[str, Definition]] = {
    "to_handle": Definition(
        _("Tiếp nhận, kể cả kỳ trước chuyển sang"),
        _("Tiếp nhận trong kỳ, và tiếp nhận trước kỳ mà đến ngày đầu kỳ chưa giải quyết xong."),
        _("kỳ trước chuyển sang + tiếp nhận trong kỳ"),
    ),
    "received_direct": Definition(
        _("Nộp trực tiếp, qua bưu chính"),
        _("Tiếp nhận trong kỳ, không nộp qua mạng."),
        _("nộp trực tiếp + nộp qua bưu chính"),
    ),
}

GROUPS: Final[Mapping[Group, Any]] = {
    Group.AGENCY: _("Cơ quan"),
    Group.FIELD: _("Lĩnh vực"),
    Group.PROCEDURE: _("Thủ tục"),
    Group.LEVEL: _("Cấp"),
    Group.CHANNEL: _("Cách nộp"),
    Group.SERVICE_LEVEL: _("Mức dịch vụ"),
    Group.MONTH: _("Tháng"),
    Group.OFFICER: _("Cán bộ tiếp nhận"),
}
