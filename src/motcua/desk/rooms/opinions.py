"""Unhappy answers to look into, and paper slips typed in at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.sheet import Sheet, check_room, done, place, posted, today_of
from motcua.desk.rooms.sheet import form_page as draw_form
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import VIETNAM
from motcua.organisation.states import Role
from motcua.surveys.access import check_can_enter_slips, check_can_follow_up
from motcua.surveys.actions import close_follow_up, enter_slip, take_slip_back, take_up
from motcua.surveys.models import FollowUp
from motcua.surveys.queries import follow_ups_of, slips_entered
from motcua.surveys.rules import OUTCOME_LENGTH
from motcua.surveys.states import FollowUpState, Satisfaction
from motcua.ui.said import said

AREA = "opinions"
# Keys 1 to 5 of the slip, best first: as the faces stand on the paper.
KEYS = {str(place): value for place, value in enumerate(Satisfaction.values, start=1)}


class OutcomeForm(forms.Form):
    """What was found and done."""

    outcome = forms.CharField(
        label=gettext_lazy("Đã tìm hiểu gì, đã làm gì với người dân"),
        max_length=OUTCOME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Hãy ghi kết quả xem xét.")},
    )


class SlipForm(forms.Form):
    """One paper slip: the code printed on it and the number of the face that was ticked."""

    code = forms.CharField(
        label=gettext_lazy("Mã hồ sơ trên phiếu"),
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Hãy nhập mã hồ sơ in trên phiếu.")},
    )
    value = forms.CharField(
        label=gettext_lazy("Ô đã đánh dấu (1 đến 5)"),
        max_length=1,
        help_text=gettext_lazy(
            "1 rất hài lòng, 2 hài lòng, 3 bình thường, 4 không hài lòng, 5 rất không hài lòng."
        ),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-short"}
        ),
        error_messages={"required": gettext_lazy("Hãy gõ số của ô đã đánh dấu.")},
    )

    def clean_value(self) -> str:
        value = KEYS.get(self.cleaned_data["value"])
        if value is None:
            raise forms.ValidationError(_("Gõ một số từ 1 đến 5."))
        return value


@require_GET
@officer_view
def follow_ups(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What waits to be looked into, and what was answered last."""
    check_can_follow_up(officer.actor)
    waiting, closed = follow_ups_of(officer.actor)
    context = {
        "title": _("Đánh giá không hài lòng"),
        "waiting": [_row(one, officer.at) for one in waiting],
        "closed": closed,
    }
    return show(request, officer, "desk/rooms/follow_ups.html", context, area=AREA)


def _row(one: FollowUp, at: dt.datetime) -> dict[str, Any]:
    case = one.rating.case
    return {
        "pk": one.pk,
        "number": case.number,
        "procedure": case.version.name,
        "unit": case.handling_unit.name if case.handling_unit else "",
        "value": said(one.rating.get_value_display()),
        "comment": one.rating.comment,
        "at": one.rating.at,
        "due_at": one.due_at,
        "late": one.due_at < at,
        "owner": one.owner.full_name if one.owner else "",
        "is_open": one.state == FollowUpState.OPEN,
    }


@require_POST
@officer_view
def follow_up_take(request: HttpRequest, officer: Officer, follow_up: int) -> HttpResponse:
    """Make oneself the owner."""
    take_up(follow_up_id=follow_up, actor=officer.actor, at=officer.at)
    return done(request, _("Bạn đã nhận xem xét đánh giá này."), "desk_follow_ups")


@require_http_methods(["GET", "POST"])
@officer_view
def follow_up_close(request: HttpRequest, officer: Officer, follow_up: int) -> HttpResponse:
    """Write down the outcome; to others than the leader there is no such answer."""
    waiting, _closed = follow_ups_of(officer.actor)
    found = next((one for one in waiting if one.pk == follow_up), None)
    if found is None:
        raise NotFound(_("Không có đánh giá này, hoặc đã được trả lời."))
    title = _("Kết quả xem xét")
    sheet = Sheet(
        title=title,
        area=AREA,
        trail=[(_("Đánh giá không hài lòng"), reverse("desk_follow_ups")), (title, "")],
        button=_("Ghi kết quả"),
        intro=_("Hồ sơ %(code)s: %(value)s. %(comment)s")
        % {
            "code": found.rating.case.number,
            "value": said(found.rating.get_value_display()).lower(),
            "comment": found.rating.comment,
        },
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        close_follow_up(follow_up_id=found.pk, actor=officer.actor, at=officer.at, **facts)
        return done(request, _("Đã ghi kết quả xem xét."), "desk_follow_ups")

    return draw_form(request, officer, OutcomeForm(posted(request)), sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def slips(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One slip after the other by keyboard: code, Enter, number, Enter."""
    check_can_enter_slips(officer.actor)
    form = SlipForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            rating = enter_slip(actor=officer.actor, at=officer.at, **form.cleaned_data)
        except Refused as refusal:
            place(form, refusal)
        else:
            words = {
                "code": rating.case.number,
                "value": said(Satisfaction(rating.value).label).lower(),
            }
            return done(request, _("Đã ghi %(code)s: %(value)s.") % words, "desk_paper_ratings")
    midnight = dt.datetime.combine(today_of(officer), dt.time(), VIETNAM)
    context = {
        "title": _("Nhập phiếu đánh giá giấy"),
        "form": form,
        "entered": slips_entered(officer.actor, since=midnight),
    }
    status = 422 if form.is_bound else 200
    return show(
        request, officer, "desk/rooms/slips.html", context, area="paper-ratings", status=status
    )


@require_POST
@officer_view
def slip_back(request: HttpRequest, officer: Officer, rating: int) -> HttpResponse:
    """Undo one of today's slips."""
    check_room(officer, Role.RECEPTION)
    number = take_slip_back(rating_id=rating, actor=officer.actor, at=officer.at)
    return done(request, _("Đã bỏ phiếu của hồ sơ %s.") % number, "desk_paper_ratings")
