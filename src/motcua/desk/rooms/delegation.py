"""Lending one's posts during an absence, and giving back what was lent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.organisation_forms import LendForm
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, posted, today_of
from motcua.kernel.refusals import NotFound
from motcua.kernel.vietnamese import name_sort_key, short_date
from motcua.organisation.access import can_delegate, can_end_delegation
from motcua.organisation.actions import delegate, end_delegation
from motcua.organisation.models import Delegation, Post
from motcua.organisation.queries import delegations_of, in_force
from motcua.ui.said import said

AREA = "delegation"


@require_GET
@officer_view
def delegation_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """My posts, what I lent, what was lent to me."""
    me = officer.actor.account_id
    found = delegations_of(me, at=officer.at)
    posts = Post.objects.filter(in_force(today_of(officer)), account_id=me)
    lent = [one for one in found if one.post.account_id == me]
    context = {
        "title": _("Ủy quyền khi vắng"),
        "posts": posts.select_related("unit__agency").order_by("id"),
        "lent": lent,
        "borrowed": [one for one in found if one.to_id == me],
        "today": today_of(officer),
    }
    return show(request, officer, "desk/rooms/delegation.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def delegation_new(request: HttpRequest, officer: Officer, post: int) -> HttpResponse:
    """Lend one post to a colleague for some days."""
    held = _post(officer, post)
    today = today_of(officer)
    form = LendForm(
        posted(request),
        people=_colleagues(held, today),
        initial={"valid_from": today},
    )
    sheet = Sheet(
        title=_("Ủy quyền vị trí"),
        area=AREA,
        trail=_trail(_("Ủy quyền vị trí")),
        button=_("Ủy quyền"),
        intro=_(
            "%(role)s, %(unit)s. Người nhận làm được mọi việc của vị trí này trong những ngày"
            " đã chọn; nhật ký ghi rõ ai làm thay ai."
        )
        % {"role": said(held.get_role_display()), "unit": held.unit.name},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        to_id = facts.pop("to")
        made = delegate(actor=officer.actor, post_id=held.pk, to_id=to_id, at=officer.at, **facts)
        text = _("Đã ủy quyền cho %(who)s đến hết ngày %(day)s.")
        words = {"who": made.to.full_name, "day": short_date(made.valid_to)}
        return done(request, text % words, "desk_delegation")

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def delegation_end(request: HttpRequest, officer: Officer, delegation: int) -> HttpResponse:
    """Take a post back, or give it back, before its day."""
    rows = Delegation.objects.select_related("post__account", "post__unit__agency", "to")
    found = rows.filter(pk=delegation).first()
    if found is None or not can_end_delegation(officer.actor, found):
        raise NotFound(_("Không có ủy quyền này."))
    sheet = Sheet(
        title=_("Kết thúc ủy quyền sớm"),
        area=AREA,
        trail=_trail(_("Kết thúc ủy quyền sớm")),
        button=_("Kết thúc ủy quyền"),
        intro=_("%(role)s, %(unit)s: %(who)s ủy quyền cho %(to)s đến hết ngày %(day)s.")
        % {
            "role": said(found.post.get_role_display()),
            "unit": found.post.unit.name,
            "who": found.post.account.full_name,
            "to": found.to.full_name,
            "day": short_date(found.valid_to),
        },
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        end_delegation(actor=officer.actor, delegation_id=found.pk, at=officer.at)
        return done(request, _("Vị trí đã trở về người giữ."), "desk_delegation")

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


def _post(officer: Officer, post_id: int) -> Post:
    """A post the person may lend. Raises NotFound."""
    found = Post.objects.select_related("unit__agency").filter(pk=post_id).first()
    if found is None or not can_delegate(officer.actor, found):
        raise NotFound(_("Không có vị trí này."))
    return found


def _colleagues(held: Post, day: dt.date) -> list[tuple[int, str]]:
    """Who works in the agency today, without the holder, by name. One query."""
    rows = Post.objects.filter(
        in_force(day), unit__agency_id=held.unit.agency_id, account__is_active=True
    ).exclude(account_id=held.account_id)
    people: dict[int, tuple[str, list[str]]] = {}
    for account_id, name, unit in rows.order_by("id").values_list(
        "account_id", "account__full_name", "unit__name"
    ):
        people.setdefault(account_id, (name, []))[1].append(unit)
    found = sorted(people.items(), key=lambda item: name_sort_key(item[1][0]))
    return [(key, f"{name} ({units[0]})") for key, (name, units) in found]


def _trail(last: str) -> Trail:
    return [(_("Ủy quyền khi vắng"), reverse("desk_delegation")), (last, "")]
