"""The work lists, all files with search, the preview of a row, and one verb for many files."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.cases.actions.verbs import act_on_many
from motcua.cases.queries.lists import Page, WorkList, lists_for, page_of
from motcua.cases.queries.page import case_page
from motcua.cases.states import Verb
from motcua.desk import rows
from motcua.desk.brief import brief_of
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.export import MOST_ROWS, as_csv, as_xlsx
from motcua.desk.finding import Asked, asked, choices
from motcua.desk.menu import LISTS
from motcua.kernel.codes import BadCode, parse_case_code
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.states import Role
from motcua.ui.said import said

# Verbs that need no word of explanation may be done to many files at once.
BULK: dict[WorkList, tuple[Verb, ...]] = {
    WorkList.MINE: (Verb.FORWARD, Verb.COMPLETE),
    WorkList.UNIT: (Verb.FORWARD, Verb.CLAIM, Verb.COMPLETE),
    WorkList.TO_HAND_OUT: (Verb.REQUEST_SUPPLEMENT,),
    WorkList.TO_APPROVE: (Verb.REQUEST_SUPPLEMENT, Verb.EXTEND),
    WorkList.TO_RETURN: (Verb.RETURN_RESULT,),
}
# The button's words where the verb's own name does not say enough.
BULK_WORDS: dict[tuple[WorkList, Verb], str] = {
    (WorkList.TO_HAND_OUT, Verb.REQUEST_SUPPLEMENT): gettext_noop("Đã gửi phiếu cho người nộp"),
    (WorkList.TO_APPROVE, Verb.REQUEST_SUPPLEMENT): gettext_noop("Duyệt yêu cầu bổ sung"),
    (WorkList.TO_APPROVE, Verb.EXTEND): gettext_noop("Duyệt gia hạn"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY: dict[WorkList, tuple[str, str]] = {
    WorkList.MINE: (
        gettext_noop("Bạn không giữ việc nào"),
        gettext_noop("Việc chưa ai nhận nằm ở “Việc của bộ phận”."),
    ),
    WorkList.UNIT: (
        gettext_noop("Bộ phận không còn việc chờ"),
        gettext_noop("Hồ sơ mới chuyển đến sẽ hiện ở đây."),
    ),
    WorkList.OVERDUE: (
        gettext_noop("Không có hồ sơ quá hạn"),
        gettext_noop("Mọi hồ sơ đang trong hạn."),
    ),
    WorkList.DUE_SOON: (
        gettext_noop("Không có hồ sơ sắp đến hạn"),
        gettext_noop("Hết ngày làm việc tới chưa có hạn nào."),
    ),
    WorkList.TO_ACCEPT: (
        gettext_noop("Không có hồ sơ chờ tiếp nhận"),
        gettext_noop("Hồ sơ đã ghi nhận mà chưa tiếp nhận sẽ hiện ở đây."),
    ),
    WorkList.TO_APPROVE: (
        gettext_noop("Không có đề nghị nào chờ duyệt"),
        gettext_noop("Yêu cầu bổ sung và đề nghị gia hạn của chuyên viên sẽ hiện ở đây."),
    ),
    WorkList.TO_HAND_OUT: (
        gettext_noop("Không có phiếu bổ sung nào chờ gửi"),
        gettext_noop("Phiếu đã được duyệt sẽ hiện ở đây để in và gửi người nộp."),
    ),
    WorkList.TO_RETURN: (
        gettext_noop("Không có kết quả nào chờ trả"),
        gettext_noop("Kết quả đã ban hành sẽ hiện ở đây."),
    ),
    WorkList.WAITING: (
        gettext_noop("Không có hồ sơ chờ bổ sung"),
        gettext_noop("Không người nộp nào đang nợ giấy tờ."),
    ),
    WorkList.UNTOUCHED: (
        gettext_noop("Không có hồ sơ bị bỏ quên"),
        gettext_noop("Mọi hồ sơ đều được xử lý trong một ngày."),
    ),
}


@require_GET
@officer_view
def home(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The desk opens on the day's work: the first list that makes sense for the person."""
    names = lists_for(officer.actor)
    if not names:
        return redirect("desk_all")
    wished = WorkList.OVERDUE if officer.seat.role == Role.AGENCY_LEADER else names[0]
    if WorkList.UNIT in names and officer.seat.role != Role.AGENCY_LEADER:
        wished = WorkList.UNIT
    return redirect("desk_list", name=wished.value)


@require_GET
@officer_view
def work_list(request: HttpRequest, officer: Officer, name: str) -> HttpResponse:
    """One list, fifty rows a page, with a preview beside it."""
    try:
        which = WorkList(name)
    except ValueError as error:
        raise Http404 from error
    title = str(LISTS[which][0]) if which in LISTS else _("Tất cả hồ sơ")
    page = page_of(which, officer.actor, officer.moments, after=request.GET.get("after", ""))
    return _list_page(request, officer, which, title, page)


@require_GET
@officer_view
def all_files(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every file one may see, found by words, narrowed by filters."""
    ask = asked(request.GET)
    after = request.GET.get("after", "")
    page = page_of(
        WorkList.ALL, officer.actor, officer.moments, after=after, q=ask.q, only=ask.only
    )
    title = _("Kết quả tìm “%s”") % ask.q if ask.q else _("Tất cả hồ sơ")
    return _list_page(request, officer, WorkList.ALL, title, page, ask)


@require_GET
@officer_view
def export(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The files found, as a table: "csv" or "xlsx"."""
    ask = asked(request.GET)
    if ask.fault is not None:
        raise ask.fault
    found = page_of(
        WorkList.ALL, officer.actor, officer.moments, q=ask.q, only=ask.only, most=MOST_ROWS
    )
    name = f"ho-so-{officer.at.astimezone(VIETNAM):%Y%m%d-%H%M}.{kind}"
    if kind == "csv":
        body, mime = as_csv(found.rows), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        body, mime = as_xlsx(found.rows, _("Tất cả hồ sơ")), XLSX
    else:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=mime, headers=headers)


@require_GET
@officer_view
def search(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The box on top: a whole code opens its file at once, words list what they find."""
    q = request.GET.get("q", "").strip()
    try:
        return redirect("desk_case", number=str(parse_case_code(q)))
    except BadCode:
        return redirect(f"/desk/all/?{urlencode({'q': q})}")


def _list_page(
    request: HttpRequest,
    officer: Officer,
    which: WorkList,
    title: str,
    page: Page,
    ask: Asked | None = None,
) -> HttpResponse:
    table = rows.table(select=which in BULK)
    waits_here = which == WorkList.TO_ACCEPT
    clocked = (
        rows.answer_words(officer.at)
        if waits_here
        else rows.clock_words(officer.calendar, officer.at)
    )
    context: dict[str, Any] = {
        "title": title,
        "q": ask.q if ask else "",
        "heads": table.head(),
        "body": table.body(rows.cells(page.rows, clocked)) if page.rows else "",
        "select": which in BULK,
        "more": page.next,
        "first": not request.GET.get("after"),
        "shown": len(page.rows),
        "query": ask.query if ask else "",
        "bulk": _bulk(which, officer),
        "list_name": which.value,
        "act_key": uuid.uuid4().hex,
        **_empty(which, ask, officer),
    }
    if ask is not None:
        context |= {"ask": ask, "filters": choices(officer)}
    return show(
        request,
        officer,
        "desk/list.html",
        context,
        area=which.value,
        status=422 if ask and ask.fault else 200,
    )


def _bulk(which: WorkList, officer: Officer) -> list[tuple[str, str]]:
    """Buttons for the picked files that some seat held could press, with their words.

    Only the desk forwards, the others complete.
    """
    at_desk = bool(officer.actor.seats_as(Role.RECEPTION))
    elsewhere = any(seat.role != Role.RECEPTION for seat in officer.actor.seats)
    of_seats = {Verb.FORWARD: at_desk, Verb.COMPLETE: elsewhere}
    return [
        (verb.value, said(BULK_WORDS.get((which, verb), str(verb.label))))
        for verb in BULK.get(which, ())
        if of_seats.get(verb, True)
    ]


def _empty(which: WorkList, ask: Asked | None, officer: Officer) -> dict[str, str]:
    """What stands in the place of rows that are not there: why, and what to do."""
    if ask and ask.query:
        return {
            "empty_title": _("Không tìm thấy hồ sơ nào"),
            "empty_text": _(
                "Thử mã hồ sơ, họ tên không dấu, số định danh, số điện thoại, hoặc bớt điều kiện."
            ),
            "empty_href": reverse("desk_all"),
            "empty_action": _("Xem tất cả hồ sơ"),
        }
    title, text = EMPTY.get(which, (_("Không có hồ sơ nào ở đây"), ""))
    found = {"empty_title": said(title), "empty_text": said(text)}
    if which == WorkList.MINE:
        found |= {
            "empty_href": reverse("desk_list", kwargs={"name": WorkList.UNIT.value}),
            "empty_action": _("Mở việc của bộ phận"),
        }
    elif which in (WorkList.TO_ACCEPT, WorkList.UNIT) and officer.actor.seats_as(Role.RECEPTION):
        found |= {"empty_href": reverse("desk_intake"), "empty_action": _("Tiếp nhận hồ sơ mới")}
    return found


@require_GET
@officer_view
def preview(request: HttpRequest, officer: Officer, number: str) -> HttpResponse:
    """The file under the cursor: who, clock, papers, last event."""
    page = case_page(number, officer.actor)
    return render(request, "desk/preview.html", {"brief": brief_of(page, officer)})


@require_POST
@officer_view
def bulk(request: HttpRequest, officer: Officer, name: str) -> HttpResponse:
    """One verb to the picked files; each refusal is told beside its number."""
    try:
        which, verb = WorkList(name), Verb(request.POST.get("verb", ""))
    except ValueError as error:
        raise Http404 from error
    numbers = request.POST.getlist("pick")
    if verb not in BULK.get(which, ()):
        raise Refused("Việc này không làm được cho nhiều hồ sơ cùng lúc.")
    if not numbers:
        raise Refused("Hãy chọn ít nhất một hồ sơ (phím x) rồi thử lại.")
    fates = act_on_many(numbers[:200], verb, actor=officer.actor, at=officer.at)
    done = [fate for fate in fates if not fate.fault]
    if done:
        told = ngettext("%(verb)s: xong %(n)d hồ sơ.", "%(verb)s: xong %(n)d hồ sơ.", len(done))
        messages.success(request, told % {"verb": said(verb.label), "n": len(done)})
    for fate in fates:
        if fate.fault:
            messages.warning(request, f"{fate.number}: {fate.fault}")
    return redirect("desk_list", name=which.value)
