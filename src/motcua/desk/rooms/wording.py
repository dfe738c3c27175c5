"""The words of the letters an agency sends to applicants: shipped ones, or its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.cases.actions.letters import unword_letter, word_letter
from motcua.cases.queries.letters import wordings_of
from motcua.cases.rules.letters import OPTIONAL, Wording, facts_of, written
from motcua.cases.states import Occasion
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.organisation import AREA, agency_of, trail_of
from motcua.desk.rooms.sheet import Sheet, done, form_page, posted
from motcua.kernel.refusals import NotFound
from motcua.organisation.models import Agency
from motcua.ui.said import said


class WordingForm(forms.Form):
    """Subject and text, with places in braces."""

    subject = forms.CharField(label=gettext_lazy("Tiêu đề"), max_length=150)
    body = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Các chỗ được thay: {code} mã hồ sơ, {agency} cơ quan, {due} ngày hẹn,"
            " {answer_by} hạn trả lời, {link} trang hồ sơ (bắt buộc). Không ghi tên thủ tục hay"
            " dữ liệu cá nhân."
        ),
    )


@require_GET
@officer_view
def wordings(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Every occasion with its words as they would be sent."""
    agency = agency_of(officer, code)
    rows = [
        {
            "occasion": occasion,
            "label": said(occasion.label),
            "own": own,
            "optional": occasion in OPTIONAL,
            "sample": _sample(wording, agency, officer),
        }
        for occasion, wording, own in wordings_of(agency.pk)
    ]
    context = {
        "title": _("Lời nhắn gửi người nộp"),
        "trail": [*trail_of(agency), (_("Lời nhắn gửi người nộp"), "")],
        "agency": agency,
        "rows": rows,
    }
    return show(request, officer, "desk/rooms/wordings.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def wording(request: HttpRequest, officer: Officer, code: str, occasion: str) -> HttpResponse:
    """Write one letter in the agency's own words."""
    agency, which = agency_of(officer, code), _occasion(occasion)
    words = next(one for name, one, _own in wordings_of(agency.pk) if name == which)
    title = _("Lời nhắn: %s") % said(which.label)
    back = reverse("desk_wordings", kwargs={"code": agency.code})
    sheet = Sheet(
        title=title,
        area=AREA,
        trail=[*trail_of(agency), (_("Lời nhắn gửi người nộp"), back), (title, "")],
        button=_("Lưu lời nhắn"),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        word_letter(occasion=which, agency=agency, actor=officer.actor, at=officer.at, **facts)
        return done(request, _("Đã lưu lời nhắn."), "desk_wordings", code=agency.code)

    initial = {"subject": words.subject, "body": words.body}
    return form_page(request, officer, WordingForm(posted(request), initial=initial), sheet, act)


@require_POST
@officer_view
def shipped_again(request: HttpRequest, officer: Officer, code: str, occasion: str) -> HttpResponse:
    """Back to the words that came with the product."""
    agency = agency_of(officer, code)
    unword_letter(occasion=_occasion(occasion), agency=agency, actor=officer.actor, at=officer.at)
    return done(request, _("Đã dùng lại lời nhắn có sẵn."), "desk_wordings", code=agency.code)


def _occasion(name: str) -> Occasion:
    try:
        return Occasion(name)
    except ValueError as unknown:
        raise NotFound("Không có dịp nhắn này.") from unknown


def _sample(words: Wording, agency: Agency, officer: Officer) -> dict[str, str]:
    facts = facts_of(
        code=f"{agency.code}-260302-0007",
        agency=agency.name,
        due_at=officer.at,
        answer_by=officer.at,
        link="https://…",
    )
    subject, body = written(words, facts)
    return {"subject": subject, "body": body}
