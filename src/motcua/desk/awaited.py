"""Who has to act next on a file, in one plain sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.cases.models import Case
from motcua.cases.queries.page import CasePage
from motcua.cases.states import Outcome, RequestState, ReturnChannel, State
from motcua.kernel.vietnamese import short_date
from motcua.kernel.worktime import VIETNAM, day_of
from motcua.process.models import WorkItem
from motcua.ui.said import said


def next_of(page: CasePage) -> str:
    """One sentence for the head of the case page and the preview."""
    case = page.case
    if case.state == State.DONE:
        by = {
            ReturnChannel.COUNTER: _("trả cho người nộp tại quầy"),
            ReturnChannel.ONLINE: _("gửi bản điện tử cho người nộp"),
            ReturnChannel.POSTAL: _("gửi bưu chính công ích cho người nộp"),
        }[ReturnChannel(case.return_channel)]
        return _("Đã có kết quả; bộ phận tiếp nhận %(by)s.") % {"by": by}
    if case.is_closed:
        return _ended(case)
    if case.state == State.SUPPLEMENT:
        return _waiting(page)
    return _asked(page) or _working(page)


def _ended(case: Case) -> str:
    at = case.returned_at or case.finished_at or case.touched_at
    when = f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    words = said(Outcome(case.outcome).label if case.outcome else State(case.state).label)
    if case.state == State.RETURNED:
        return _("Đã trả kết quả lúc %(when)s; không còn việc gì phải làm.") % {"when": when}
    ended = _("%(what)s lúc %(when)s; không còn việc gì phải làm.")
    return ended % {"what": words, "when": when}


def _waiting(page: CasePage) -> str:
    """Waiting for the applicant, whether the file is on the clock or not yet accepted."""
    asked = next((r for r in page.requests if r.state == RequestState.IN_FORCE), None)
    if asked and asked.brought_at:
        if page.case.received_at is None:
            return _("Người nộp đã nộp bổ sung trực tuyến; kiểm tra giấy tờ rồi tiếp nhận.")
        return _("Người nộp đã nộp bổ sung trực tuyến; kiểm tra giấy tờ rồi bấm “Nhận bổ sung”.")
    waiting = _("Chờ người nộp bổ sung giấy tờ")
    if asked and asked.limit_at:
        waiting += _(", hạn %(day)s") % {"day": short_date(day_of(asked.limit_at))}
    if page.case.received_at is None:
        return _("%(waiting)s; hồ sơ chưa được tiếp nhận.") % {"waiting": waiting}
    return _("%(waiting)s; thời hạn giải quyết đang tạm dừng.") % {"waiting": waiting}


def _asked(page: CasePage) -> str:
    """A request of the specialist that a leader or the counter has to settle first."""
    for request in page.requests:
        if request.state == RequestState.PROPOSED:
            who = {"who": request.requested_by.full_name}
            return _("Chờ lãnh đạo duyệt yêu cầu bổ sung của %(who)s.") % who
        if request.state == RequestState.APPROVED:
            return _("Chờ bộ phận tiếp nhận gửi phiếu yêu cầu bổ sung cho người nộp.")
    for proposal in page.extensions:
        if proposal.state == RequestState.PROPOSED:
            who = {"who": proposal.proposed_by.full_name}
            return _("Chờ lãnh đạo duyệt đề nghị gia hạn của %(who)s.") % who
    return ""


def _working(page: CasePage) -> str:
    if page.case.received_at is None:
        return _("Chờ bộ phận tiếp nhận kiểm tra giấy tờ và tiếp nhận.")
    sentences = [_step(page, item) for item in page.live_items]
    return " ".join(sentences) or _("Hồ sơ không có bước nào đang mở; hãy báo quản trị viên.")


def _step(page: CasePage, item: WorkItem) -> str:
    name = said(page.graph.task(item.step).name)
    links = [link for link in page.children if link.item_id == item.pk]
    if links and links[-1].closed_at is None:
        return _("Chờ %(agency)s giải quyết hồ sơ liên thông của bước “%(step)s”.") % {
            "agency": links[-1].child.agency.short_name,
            "step": name,
        }
    holder = f"{item.holder.full_name} ({item.unit.name})" if item.holder else item.unit.name
    words = _("Chờ %(holder)s làm bước “%(step)s”") % {"holder": holder, "step": name}
    words += "" if item.holder else _(", chưa ai nhận việc")
    if item.due_at:
        words += _("; hạn bước %(when)s") % {
            "when": f"{item.due_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        }
    return f"{words}."
