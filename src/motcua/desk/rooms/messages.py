"""One's own box of messages; for administrators, how far the sending of the agency's has come."""

from __future__ import annotations

from typing import Final

from django.contrib import messages as flashes
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.sheet import check_room
from motcua.kernel.identity import mask_number
from motcua.kernel.refusals import Refused
from motcua.notices.actions import mark_read
from motcua.notices.models import Message
from motcua.notices.queries import inbox_of
from motcua.notices.states import MessageState, Way
from motcua.organisation.access import administers_root
from motcua.organisation.states import Role
from motcua.ui.pagination import BadCursorError, page_of, unpack

AREA = "messages"
SIZE: Final = 50


@require_GET
@officer_view
def inbox(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was told to me, newest first."""
    found = inbox_of(officer.actor.account_id)
    context = {
        "title": _("Thông báo"),
        "found": found,
        "unread": sum(1 for one in found if one.read_at is None),
        "may_watch": bool(officer.actor.seats_as(Role.ADMINISTRATOR)),
    }
    return show(request, officer, "desk/rooms/inbox.html", context, area=AREA)


@require_POST
@officer_view
def read(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Mark one of my messages, or all that were shown, as read."""
    wished = [int(text) for text in request.POST.getlist("message")[:200] if text.isdecimal()]
    new = mark_read(account_id=officer.actor.account_id, message_ids=wished, at=officer.at)
    text = ngettext("Đã đánh dấu %d thông báo đã đọc.", "Đã đánh dấu %d thông báo đã đọc.", new)
    flashes.success(request, text % new)
    return redirect("desk_messages")


@require_GET
@officer_view
def outbox(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Letters of the agencies one administers: sent, waiting, given up and why."""
    check_room(officer, Role.ADMINISTRATOR)
    wished = request.GET.get("state", "")
    rows = _letters(officer)
    if wished in MessageState.values:
        rows = rows.filter(state=wished)
    after = request.GET.get("after", "")
    if after:
        rows = rows.filter(pk__lt=_last(after))
    page = page_of(
        list(rows.order_by("-pk")[: SIZE + 1]),
        size=SIZE,
        key=lambda one: (one.pk,),
        first=not after,
    )
    context = {
        "title": _("Nhật ký gửi thư"),
        "states": [
            {
                "label": label,
                "href": f"?state={value}" if value else "?",
                "current": value == wished,
                "count": None,
            }
            for value, label in [("", _("Tất cả")), *MessageState.choices]
        ],
        "page": page,
        "query": f"state={wished}" if wished else "",
        "rows": [{"letter": one, "to": masked(one.to)} for one in page.rows],
    }
    return show(request, officer, "desk/rooms/outbox.html", context, area=AREA)


def _letters(officer: Officer) -> QuerySet[Message]:
    """What left, or should leave, the house; a desk message is a matter between two people."""
    mine = Q(pk__in=[])
    for path in officer.actor.paths(Role.ADMINISTRATOR):
        mine |= Q(agency__path__startswith=path)
    if administers_root(officer.actor):
        mine |= Q(agency__isnull=True)
    return Message.objects.filter(mine).exclude(way=Way.DESK).defer("body")


def _last(cursor: str) -> int:
    """The last row of the page before. Raises Refused for a cursor that was made up."""
    try:
        (last,) = unpack(cursor, length=1)
    except BadCursorError as problem:
        raise Refused(str(problem)) from problem
    return last if isinstance(last, int) else 0


def masked(address: str) -> str:
    """An address for a log: "an***@example.vn", a number as in lists."""
    name, at, host = address.partition("@")
    return f"{name[:2]}***@{host}" if at else mask_number(address)
