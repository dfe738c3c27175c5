"""The work lists, all files with search, the preview of a row, and one verb for many files."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.cases.actions.verbs import act_on_many
from motcua.cases.queries.lists import Page, WorkList, lists_for, page_of
from motcua.cases.queries.page import case_page
from motcua.cases.states import Verb
from motcua.desk import rows
from motcua.desk.brief import brief_of
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.menu import LISTS
from motcua.kernel.codes import BadCode, parse_case_code
from motcua.kernel.refusals import Refused
from motcua.organisation.states import Role

# Verbs that need no word of explanation may be done to many files at once.
BULK: dict[WorkList, tuple[Verb, ...]] = {
    WorkList.MINE: (Verb.FORWARD, Verb.COMPLETE),
    WorkList.UNIT: (Verb.CLAIM, Verb.FORWARD, Verb.COMPLETE),
    WorkList.TO_HAND_OUT: (Verb.REQUEST_SUPPLEMENT,),
    WorkList.TO_APPROVE: (Verb.REQUEST_SUPPLEMENT, Verb.EXTEND),
    WorkList.TO_RETURN: (Verb.RETURN_RESULT,),
}
EMPTY: dict[WorkList, tuple[str, str]] = {
    WorkList.MINE: ("Bạn không giữ việc nào", "Việc chưa ai nhận nằm ở “Việc của bộ phận”."),
    WorkList.UNIT: ("Bộ phận không còn việc chờ", "Hồ sơ mới chuyển đến sẽ hiện ở đây."),
    WorkList.OVERDUE: ("Không có hồ sơ quá hạn", "Mọi hồ sơ đang trong hạn."),
    WorkList.DUE_SOON: ("Không có hồ sơ sắp đến hạn", "Hết ngày làm việc tới chưa có hạn nào."),
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
    """Every file one may see, found by number, name, identity number or phone."""
    q = request.GET.get("q", "").strip()
    page = page_of(
        WorkList.ALL, officer.actor, officer.moments, after=request.GET.get("after", ""), q=q
    )
    title = _("Kết quả tìm “%s”") % q if q else _("Tất cả hồ sơ")
    return _list_page(request, officer, WorkList.ALL, title, page, q=q)


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
    q: str = "",
) -> HttpResponse:
    table = rows.table(select=which in BULK)
    clocked = rows.clock_words(officer.calendar, officer.at)
    empty = EMPTY.get(which, (_("Không có hồ sơ nào ở đây"), ""))
    if q:
        empty = (
            _("Không tìm thấy hồ sơ nào"),
            _("Thử mã hồ sơ, họ tên không dấu, số định danh hoặc số điện thoại."),
        )
    context: dict[str, Any] = {
        "title": title,
        "q": q,
        "heads": table.head(),
        "body": table.body(rows.cells(page.rows, clocked)) if page.rows else "",
        "select": which in BULK,
        "empty_title": empty[0],
        "empty_text": empty[1],
        "more": page.next,
        "first": not request.GET.get("after"),
        "shown": len(page.rows),
        "query": urlencode({"q": q}) if q else "",
        "bulk": [(verb.value, verb.label) for verb in BULK.get(which, ())],
        "list_name": which.value,
        "act_key": uuid.uuid4().hex,
    }
    return show(request, officer, "desk/list.html", context, area=which.value)


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
        messages.success(request, f"{verb.label}: xong {len(done)} hồ sơ.")
    for fate in fates:
        if fate.fault:
            messages.warning(request, f"{fate.number}: {fate.fault}")
    return redirect("desk_list", name=which.value)
