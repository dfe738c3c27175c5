"""Public states 1–10 of a file, the verbs, and which verb moves which state where.

The codes are the national portal's (domain: 1 Mới đăng ký … 10 Đã trả kết quả). Money and
delivery are axes of their own. docs/case-states.md is drawn from TRANSITIONS and compared in
the tests, so the manual cannot lie.
"""

from typing import Final

from django.db import models

from motcua.kernel.transitions import Table


class State(models.IntegerChoices):
    """Public state of a file; the value is the national portal's code."""

    REGISTERED = 1, "Mới đăng ký"
    RECEIVED = 2, "Được tiếp nhận"
    NOT_ACCEPTED = 3, "Không được tiếp nhận"
    PROCESSING = 4, "Đang xử lý"
    SUPPLEMENT = 5, "Yêu cầu bổ sung giấy tờ"
    PAYMENT_DUE = 6, "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = 7, "Công dân rút hồ sơ"
    STOPPED = 8, "Dừng xử lý"
    DONE = 9, "Đã xử lý xong"
    RETURNED = 10, "Đã trả kết quả"


class Verb(models.TextChoices):
    """What can be done to a file; the API's paths and the journal's words."""

    REGISTER = "register", "Đăng ký"
    ACCEPT = "accept", "Tiếp nhận"
    REFUSE = "refuse", "Từ chối tiếp nhận"
    FORWARD = "forward", "Chuyển xử lý"
    CLAIM = "claim", "Nhận việc"
    COMPLETE = "complete", "Hoàn thành bước"
    SEND_BACK = "send_back", "Trả lại bước trước"
    RECALL = "recall", "Thu hồi"
    REASSIGN = "reassign", "Phân công lại"
    REQUEST_SUPPLEMENT = "request_supplement", "Yêu cầu bổ sung"
    TAKE_SUPPLEMENT = "take_supplement", "Nhận bổ sung"
    BRING = "bring", "Nộp bổ sung trực tuyến"
    EXTEND = "extend", "Xin lỗi, gia hạn"
    STOP = "stop", "Dừng giải quyết"
    WITHDRAW = "withdraw", "Rút hồ sơ"
    ISSUE = "issue", "Ban hành kết quả"
    RETURN_RESULT = "return_result", "Trả kết quả"
    CORRECT = "correct", "Sửa thông tin tiếp nhận"
    RECLOCK = "reclock", "Tính lại hạn"
    HAND_OVER = "hand_over", "Chuyển liên thông"
    LINK = "link", "Hồ sơ liên thông"
    MOVE = "move", "Chuyển bản quy trình"
    TRANSFER = "transfer", "Bàn giao sang cơ quan khác"
    EXPIRE = "expire", "Hết hạn, chuyển bước tiếp"
    LATE_OPINION = "late_opinion", "Ghi ý kiến muộn"


class Outcome(models.TextChoices):
    """How a file ended."""

    GRANTED = "granted", "Đồng ý giải quyết"
    REJECTED = "rejected", "Không đồng ý giải quyết"
    REFUSED = "refused", "Từ chối tiếp nhận"
    WITHDRAWN = "withdrawn", "Rút hồ sơ"
    STOPPED = "stopped", "Dừng giải quyết"


class Channel(models.TextChoices):
    """How the file came in."""

    COUNTER = "counter", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POSTAL = "postal", "Bưu chính công ích"


class ReturnChannel(models.TextChoices):
    """How the result goes out."""

    COUNTER = "counter", "Tại quầy"
    ONLINE = "online", "Bản điện tử"
    POSTAL = "postal", "Bưu chính công ích"


class Delivery(models.TextChoices):
    """The axis of delivery, apart from the state."""

    NONE = "none", "Chưa có kết quả"
    READY = "ready", "Chờ trả"
    SENT = "sent", "Đã gửi bưu chính"
    DELIVERED = "delivered", "Đã trả"


class Money(models.TextChoices):
    """The axis of money, apart from the state."""

    NONE = "none", "Không thu"
    DUE = "due", "Phải nộp"
    PAID = "paid", "Đã nộp"
    EXEMPT = "exempt", "Được miễn"


class Occasion(models.TextChoices):
    """Of what the applicant is told by letter."""

    FILED = "filed", "Đã nhận hồ sơ trực tuyến"
    ACCEPTED = "accepted", "Đã tiếp nhận"
    ASKED = "asked", "Yêu cầu bổ sung"
    BROUGHT = "brought", "Đã nhận bổ sung"
    REFUSED = "refused", "Không tiếp nhận"
    NEW_DATE = "new_date", "Xin lỗi, hẹn lại"
    READY = "ready", "Có kết quả"
    RETURNED = "returned", "Đã trả, mời đánh giá"
    STOPPED = "stopped", "Dừng giải quyết"
    WITHDRAWN = "withdrawn", "Đã rút"


class PaperForm(models.TextChoices):
    """In what form a paper was handed in (form 01, column 3)."""

    ORIGINAL = "original", "Bản chính"
    CERTIFIED_COPY = "certified_copy", "Bản sao chứng thực"
    COPY = "copy", "Bản chụp"
    ELECTRONIC = "electronic", "Bản điện tử"


class PaperState(models.TextChoices):
    """Where a paper stands."""

    SUBMITTED = "submitted", "Đã nộp"
    TO_CHANGE = "to_change", "Cần bổ sung, sửa đổi"
    REPLACED = "replaced", "Đã thay thế"
    GIVEN_BACK = "given_back", "Đã trả lại"


class RequestState(models.TextChoices):
    """A request (supplement, extension) is proposed, approved, then takes effect."""

    PROPOSED = "proposed", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, chờ một cửa gửi"
    IN_FORCE = "in_force", "Đã gửi người nộp"
    DONE = "done", "Đã xong"
    DECLINED = "declined", "Không duyệt"


S, V = State, Verb
ON_THE_CLOCK: Final = (S.RECEIVED, S.PROCESSING, S.SUPPLEMENT, S.PAYMENT_DUE)
CLOSED: Final = (S.NOT_ACCEPTED, S.WITHDRAWN, S.STOPPED, S.DONE, S.RETURNED)
_HANDLING: Final = (V.CLAIM, V.COMPLETE, V.SEND_BACK, V.RECALL, V.REASSIGN)

# A supplement asked for before acceptance ends in `accept`, one asked for on the clock in
# `take_supplement`; cases.actions checks which of the two it was.
TRANSITIONS: Final = Table(
    State,
    Verb,
    initial=S.REGISTERED,
    moves={
        (S.REGISTERED, V.CORRECT): S.REGISTERED,
        (S.REGISTERED, V.ACCEPT): S.RECEIVED,
        (S.REGISTERED, V.REQUEST_SUPPLEMENT): S.SUPPLEMENT,
        (S.REGISTERED, V.REFUSE): S.NOT_ACCEPTED,
        (S.REGISTERED, V.WITHDRAW): S.WITHDRAWN,
        (S.RECEIVED, V.FORWARD): S.PROCESSING,
        (S.PROCESSING, V.REQUEST_SUPPLEMENT): S.SUPPLEMENT,
        (S.SUPPLEMENT, V.REQUEST_SUPPLEMENT): S.SUPPLEMENT,
        (S.SUPPLEMENT, V.TAKE_SUPPLEMENT): S.PROCESSING,
        # Brought online; the desk looks at them before the clock goes on.
        (S.SUPPLEMENT, V.BRING): S.SUPPLEMENT,
        (S.SUPPLEMENT, V.ACCEPT): S.RECEIVED,
        (S.SUPPLEMENT, V.REFUSE): S.NOT_ACCEPTED,
        (S.PROCESSING, V.ISSUE): S.DONE,
        (S.DONE, V.RETURN_RESULT): S.RETURNED,
        **{(S.PROCESSING, verb): S.PROCESSING for verb in _HANDLING},
        **{
            (state, verb): state for state in (S.RECEIVED, S.DONE) for verb in (V.CLAIM, V.REASSIGN)
        },
        **{(state, V.EXTEND): state for state in (S.RECEIVED, S.PROCESSING)},
        **{(state, V.CORRECT): state for state in (S.RECEIVED, S.PROCESSING)},
        **{(state, V.WITHDRAW): S.WITHDRAWN for state in ON_THE_CLOCK},
        **{(state, V.STOP): S.STOPPED for state in ON_THE_CLOCK},
        **{(state, V.RECLOCK): state for state in ON_THE_CLOCK},
        (S.PROCESSING, V.HAND_OVER): S.PROCESSING,
        # Something happened to a child file at another agency.
        **{(state, V.LINK): state for state in ON_THE_CLOCK},
        # Another version of its process: by who keeps the processes, many files at once.
        **{(state, V.MOVE): state for state in ON_THE_CLOCK},
        # Another agency answers for it from a day on; code, clock and history stay.
        **{(state, V.TRANSFER): state for state in (S.REGISTERED, *ON_THE_CLOCK, S.DONE)},
        # The time of a step has run out: it goes on without waiting, what comes later is kept.
        (S.PROCESSING, V.EXPIRE): S.PROCESSING,
        **{(state, V.LATE_OPINION): state for state in (S.PROCESSING, S.SUPPLEMENT, S.DONE)},
    },
    also={
        # Proposed and approved first: only the notice in the applicant's hand stops the clock.
        (S.PROCESSING, V.REQUEST_SUPPLEMENT): S.PROCESSING,
        # Back at the desk's own step, the file is received again.
        (S.PROCESSING, V.SEND_BACK): S.RECEIVED,
        (S.PROCESSING, V.RECALL): S.RECEIVED,
    },
    # Paying comes with the fees and payments; opening a file is intake's, from no state at all.
    reserved=(S.PAYMENT_DUE, V.REGISTER),
)
