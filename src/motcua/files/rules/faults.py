"""Why a paper is refused: one sentence each, saying what to do."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.refusals import Refused


class Fault(StrEnum):
    """The word a look into the file answers with; the sentence is below."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BROKEN_UPLOAD = "broken_upload"
    UNKNOWN_KIND = "unknown_kind"
    FORBIDDEN_KIND = "forbidden_kind"
    DISGUISED = "disguised"
    TWO_FILES_IN_ONE = "two_files_in_one"
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    TOO_COMPLEX = "too_complex"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    MOVING_PICTURE = "moving_picture"
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    LAUNCH = "launch"
    EMBEDDED_FILE = "embedded_file"
    XFA = "xfa"
    MACRO = "macro"
    OUTSIDE_LINK = "outside_link"
    ODD_ARCHIVE = "odd_archive"
    BOMB = "bomb"


SENTENCES = {
    Fault.EMPTY: "Tệp rỗng, không có nội dung; hãy chọn lại tệp.",
    Fault.TOO_LARGE: "Tệp lớn hơn {limit} MB; hãy quét ở độ phân giải thấp hơn hoặc chia nhỏ.",
    Fault.BROKEN_UPLOAD: "Tệp chưa tải lên hết; hãy thử lại.",
    Fault.UNKNOWN_KIND: "Không nhận ra loại tệp này; chỉ nhận {allowed}.",
    Fault.FORBIDDEN_KIND: "Đây là {found}, không nhận được; chỉ nhận {allowed}.",
    Fault.DISGUISED: "Tên tệp ghi “.{extension}” nhưng nội dung là {found}; hãy đặt lại đúng đuôi"
    " tệp hoặc chọn tệp khác.",
    Fault.TWO_FILES_IN_ONE: "Tệp này ghép hai tệp khác loại vào làm một; hãy xuất lại tệp từ"
    " chương trình gốc.",
    Fault.DAMAGED: "Tệp bị hỏng, không mở được; hãy quét hoặc xuất lại.",
    Fault.TRUNCATED: "Ảnh bị cắt mất phần cuối; hãy chụp hoặc quét lại.",
    Fault.TOO_COMPLEX: "Tệp quá phức tạp, không kiểm tra được; hãy in ra PDF hoặc quét lại.",
    Fault.TOO_MANY_PAGES: "Tệp có quá {limit} trang; hãy chia thành nhiều tệp.",
    Fault.TOO_MANY_PIXELS: "Ảnh lớn hơn {limit} triệu điểm ảnh; hãy giảm kích thước ảnh.",
    Fault.MOVING_PICTURE: "Ảnh động không dùng làm giấy tờ được; hãy nộp ảnh tĩnh.",
    Fault.ENCRYPTED: "Tệp đặt mật khẩu hoặc bị khóa quyền; hãy bỏ khóa rồi nộp lại.",
    Fault.SCRIPT: "Tệp PDF có chứa mã lệnh (JavaScript); hãy in lại thành PDF rồi nộp.",
    Fault.LAUNCH: "Tệp PDF có lệnh mở chương trình hoặc tệp khác; hãy in lại thành PDF rồi nộp.",
    Fault.EMBEDDED_FILE: "Tệp có đính kèm tệp khác bên trong; hãy nộp riêng từng tệp.",
    Fault.XFA: "Tệp PDF là biểu mẫu động (XFA), nhiều máy không mở được; hãy in lại thành PDF.",
    Fault.MACRO: "Tệp có chứa macro; hãy lưu lại thành .docx hoặc .xlsx không có macro.",
    Fault.OUTSIDE_LINK: "Tệp lấy dữ liệu từ nơi khác khi mở; hãy bỏ liên kết rồi nộp lại.",
    Fault.ODD_ARCHIVE: "Tệp có cấu trúc bất thường; hãy lưu lại từ Word hoặc Excel.",
    Fault.BOMB: "Tệp nén bung ra quá lớn; hãy lưu lại từ chương trình gốc.",
}


class PaperRefused(Refused):
    """The paper is not taken; `fault` names the reason for tests and counts."""

    def __init__(self, fault: Fault, **facts: object) -> None:
        super().__init__(SENTENCES[fault].format_map(facts), field="file")
        self.fault = fault
        self.facts = facts


class NotStored(Refused):
    """The store itself failed, not the paper: the door answers that it may be tried again."""

    def __init__(self) -> None:
        super().__init__(
            "Kho giấy tờ đang không ghi được nên tệp chưa được lưu. Hãy thử lại sau ít phút; nếu"
            " vẫn lỗi, báo quản trị kiểm tra ổ đĩa.",
            field="file",
        )
