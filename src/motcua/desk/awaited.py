"""Who has to act next on a file, in one plain sentence."""

from __future__ import annotations

from motcua.cases.models import Case
from motcua.cases.queries.page import CasePage
from motcua.cases.states import Outcome, RequestState, ReturnChannel, State
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM, day_of
from motcua.process.models import WorkItem


def next_of(page: CasePage) -> str:
    """One sentence for the head of the case page and the preview."""
    case = page.case
    if case.state == State.DONE:
        by = {
            ReturnChannel.COUNTER: "trả cho người nộp tại quầy",
            ReturnChannel.ONLINE: "gửi bản điện tử cho người nộp",
            ReturnChannel.POSTAL: "gửi bưu chính công ích cho người nộp",
        }[ReturnChannel(case.return_channel)]
        return f"Đã có kết quả; bộ phận tiếp nhận {by}."
    if case.is_closed:
        return _ended(case)
    if case.state == State.SUPPLEMENT:
        return _waiting(page)
    return _asked(page) or _working(page)


def _ended(case: Case) -> str:
    at = case.returned_at or case.finished_at or case.touched_at
    when = f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    words = str(Outcome(case.outcome).label) if case.outcome else str(State(case.state).label)
    if case.state == State.RETURNED:
        return f"Đã trả kết quả lúc {when}; không còn việc gì phải làm."
    return f"{words} lúc {when}; không còn việc gì phải làm."


def _waiting(page: CasePage) -> str:
    """Waiting for the applicant, whether the file is on the clock or not yet accepted."""
    asked = next((r for r in page.requests if r.state == RequestState.IN_FORCE), None)
    limit = f", hạn {short_date(day_of(asked.limit_at))}" if asked and asked.limit_at else ""
    if page.case.received_at is None:
        return f"Chờ người nộp bổ sung giấy tờ{limit}; hồ sơ chưa được tiếp nhận."
    return f"Chờ người nộp bổ sung giấy tờ{limit}; thời hạn giải quyết đang tạm dừng."


def _asked(page: CasePage) -> str:
    """A request of the specialist that a leader or the counter has to settle first."""
    for request in page.requests:
        if request.state == RequestState.PROPOSED:
            return f"Chờ lãnh đạo duyệt yêu cầu bổ sung của {request.requested_by.full_name}."
        if request.state == RequestState.APPROVED:
            return "Chờ bộ phận tiếp nhận gửi phiếu yêu cầu bổ sung cho người nộp."
    for proposal in page.extensions:
        if proposal.state == RequestState.PROPOSED:
            return f"Chờ lãnh đạo duyệt đề nghị gia hạn của {proposal.proposed_by.full_name}."
    return ""


def _working(page: CasePage) -> str:
    if page.case.received_at is None:
        return "Chờ bộ phận tiếp nhận kiểm tra giấy tờ và tiếp nhận."
    sentences = [_step(page, item) for item in page.live_items]
    return " ".join(sentences) or "Hồ sơ không có bước nào đang mở; hãy báo quản trị viên."


def _step(page: CasePage, item: WorkItem) -> str:
    name = page.graph.task(item.step).name
    holder = f"{item.holder.full_name} ({item.unit.name})" if item.holder else item.unit.name
    free = "" if item.holder else ", chưa ai nhận việc"
    due = f"; hạn bước {item.due_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if item.due_at else ""
    return f"Chờ {holder} làm bước “{name}”{free}{due}."
