"""The citizen's store: what was given once, offered again, and how to take it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.kernel.refusals import NotFound
from motcua.online.actions.store import put_aside, reuse_answers, reuse_paper, take_back_in
from motcua.online.queries.store import Kept, declarations, kept_papers
from motcua.portal.account import Citizen, citizen_view
from motcua.portal.door import SECRET, show


@require_safe
@citizen_view
def store(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Papers, results and declarations that can be given again; each can be taken out."""
    papers = [_row(one) for one in kept_papers(citizen.account.pk)]
    told = declarations(citizen.account.pk)
    context = {
        "papers": [row for row in papers if not row["aside"]],
        "declarations": [one for one in told if not one.aside],
        "aside": [(row["name"], row["given_on"], row["what"]) for row in papers if row["aside"]]
        + [(one.name, one.given_on, one.what) for one in told if one.aside],
    }
    return show(request, citizen, "portal/store.html", context, area="mine", keep=SECRET)


@require_POST
@citizen_view
def keep_or_not(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Take one thing out of the store, or put it back in."""
    what = request.POST.get("what", "")
    if "back" in request.POST:
        take_back_in(what, actor=citizen.actor)
        messages.success(request, _("Đã đưa lại vào kho."))
    else:
        put_aside(what, actor=citizen.actor)
        messages.success(request, _("Đã bỏ khỏi kho; mục này không được gợi lại nữa."))
    return redirect("portal_store")


@require_POST
@citizen_view
def reuse(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """A paper given before, for this filing."""
    paper_key, chosen = request.POST.get("paper", ""), request.POST.get("file", "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        raise NotFound("Không có giấy tờ này trong kho của ông/bà.")
    reuse_paper(key, paper_key=paper_key, file_id=int(chosen), actor=citizen.actor, at=citizen.at)
    messages.success(request, _("Đã dùng lại giấy tờ trong kho."))
    return redirect(f"{reverse('portal_draft_papers', args=[key])}#paper-{paper_key}")


@require_POST
@citizen_view
def refill(request: HttpRequest, citizen: Citizen, key: str) -> HttpResponse:
    """Answers of earlier declarations into this one, where nothing was answered yet."""
    many = reuse_answers(key, actor=citizen.actor, at=citizen.at)
    messages.success(request, _("Đã điền %d câu trả lời cũ; hãy xem lại từng mục.") % many)
    return redirect("portal_draft_form", key=key)


def _row(one: Kept) -> dict[str, Any]:
    return {
        "name": one.given.name,
        "is_result": one.given.is_result,
        "given_on": one.given_on,
        "number": one.number,
        "agency": one.agency,
        "file": one.file,
        "what": one.what,
        "aside": one.aside,
    }
