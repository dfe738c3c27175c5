"""What the applicant of a file was sent, and when; addresses are masked, texts not shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.cases.queries.letters import letters_of
from motcua.cases.queries.page import case_by_number
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.messages import masked


@require_GET
@officer_view
def letters(request: HttpRequest, officer: Officer, number: str) -> HttpResponse:
    """By right: who may see the file sees this."""
    case = case_by_number(number, officer.actor)
    context = {
        "title": _("Thư, tin nhắn đã gửi người nộp"),
        "number": case.number,
        "rows": [{"letter": one, "to": masked(one.to)} for one in letters_of(case.pk)],
        "reachable": bool(case.applicant.get("email")),
    }
    return show(request, officer, "desk/letters.html", context)
