"""Agencies as of a day, one agency with its units, people, delegations and tokens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.models import Token
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.organisation_forms import AgencyForm, ContactForm, LastDayForm, UnitForm
from motcua.desk.rooms.sheet import (
    Sheet,
    Trail,
    check_room,
    day_asked,
    done,
    form_page,
    posted,
    today_of,
)
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import administers, check_can_administer
from motcua.organisation.actions import close_unit, create_agency, create_unit, update_contact
from motcua.organisation.models import Agency, Post, Unit
from motcua.organisation.queries import (
    Branch,
    agency_by_code,
    agency_tree,
    delegations_of_agency,
    posts_of_agency,
    units_of_agency,
)
from motcua.organisation.rules import AgencyFacts
from motcua.organisation.states import Level, Role, UnitKind
from motcua.places.access import can_correct_places
from motcua.ui.said import said

AREA = "organisation"


@require_GET
@officer_view
def tree_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """All agencies in force on a day, as a tree: either era."""
    check_room(officer, Role.ADMINISTRATOR)
    day = day_asked(request, officer)
    context = {
        "title": _("Tổ chức, nhân sự"),
        "day": day,
        "today": today_of(officer),
        "tree": [_twig(branch, officer) for branch in agency_tree(on=day)],
        "may_places": can_correct_places(officer.actor),
    }
    return show(request, officer, "desk/rooms/organisation.html", context, area=AREA)


@require_GET
@officer_view
def agency_page(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """One agency as of a day: contacts, units, people, delegations, tokens."""
    agency = agency_of(officer, code)
    day = day_asked(request, officer)
    context = {
        "title": agency.name,
        "trail": [*trail_of(agency)[:-1], (agency.short_name, "")],
        "agency": agency,
        "facts": _facts(agency),
        "day": day,
        "today": today_of(officer),
        "units": units_of_agency(agency.pk, on=day),
        "posts": posts_of_agency(agency.pk, on=day),
        "delegations": delegations_of_agency(agency.pk, at=officer.at),
        "tokens": tokens_of_agency(agency, at=officer.at),
        "children": Agency.objects.on(day).filter(parent=agency).order_by("code"),
    }
    return show(request, officer, "desk/rooms/agency.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def contact_page(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Desk, address, hotline, mail, opening hours."""
    agency = agency_of(officer, code)
    names = list(ContactForm.base_fields)
    form = ContactForm(posted(request), initial={name: getattr(agency, name) for name in names})
    sheet = Sheet(
        title=_("Liên hệ của %s") % agency.short_name,
        area=AREA,
        trail=[*trail_of(agency), (_("Liên hệ"), "")],
        button=_("Lưu"),
        intro=_("Tên và mã cơ quan chỉ đổi theo văn bản sắp xếp tổ chức, không sửa ở đây."),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        update_contact(actor=officer.actor, agency_id=agency.pk, changes=facts, at=officer.at)
        return done(request, _("Đã lưu thông tin liên hệ."), "desk_agency", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def agency_new(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new agency under this one."""
    parent = agency_of(officer, code)
    form = AgencyForm(
        posted(request), initial={"valid_from": today_of(officer), "area": parent.area}
    )
    sheet = Sheet(
        title=_("Thêm cơ quan trực thuộc %s") % parent.short_name,
        area=AREA,
        trail=[*trail_of(parent), (_("Thêm cơ quan"), "")],
        button=_("Thêm cơ quan"),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        made = create_agency(
            actor=officer.actor,
            facts=AgencyFacts(**{**facts, "level": Level(facts["level"])}),
            parent_id=parent.pk,
            at=officer.at,
        )
        return done(request, _("Đã thêm %s.") % made.short_name, "desk_agency", code=made.code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def unit_new(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new unit of the agency."""
    agency = agency_of(officer, code)
    form = UnitForm(posted(request), initial={"valid_from": today_of(officer)})
    sheet = Sheet(
        title=_("Thêm đơn vị"),
        area=AREA,
        trail=[*trail_of(agency), (_("Thêm đơn vị"), "")],
        button=_("Thêm đơn vị"),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        create_unit(
            actor=officer.actor,
            agency_id=agency.pk,
            at=officer.at,
            **{**facts, "kind": UnitKind(facts["kind"])},
        )
        return done(request, _("Đã thêm đơn vị %s.") % facts["name"], "desk_agency", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def unit_close(request: HttpRequest, officer: Officer, code: str, unit: int) -> HttpResponse:
    """The unit's last day."""
    agency = agency_of(officer, code)
    found = Unit.objects.filter(pk=unit, agency=agency).first()
    if found is None:
        raise NotFound(_("Không có đơn vị này."))
    form = LastDayForm(posted(request), initial={"last_day": today_of(officer)})
    sheet = Sheet(
        title=_("Kết thúc hoạt động: %s") % found.name,
        area=AREA,
        trail=[*trail_of(agency), (found.name, "")],
        button=_("Kết thúc hoạt động"),
        intro=_("Mọi vị trí trong đơn vị phải kết thúc trước. Hồ sơ cũ vẫn ghi tên đơn vị này."),
        grave=True,
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        close_unit(actor=officer.actor, unit_id=found.pk, last_day=facts["last_day"], at=officer.at)
        return done(request, _("Đã ghi ngày kết thúc của đơn vị."), "desk_agency", code=code)

    return form_page(request, officer, form, sheet, act)


def agency_of(officer: Officer, code: str) -> Agency:
    """The agency of this code, for its administrators. Raises NotFound, Forbidden."""
    check_room(officer, Role.ADMINISTRATOR)
    agency = agency_by_code(code)
    check_can_administer(officer.actor, agency)
    return agency


def trail_of(agency: Agency) -> Trail:
    """The way back from a page below an agency."""
    return [
        (_("Tổ chức, nhân sự"), reverse("desk_organisation")),
        (agency.short_name, reverse("desk_agency", kwargs={"code": agency.code})),
    ]


def tokens_of_agency(agency: Agency, *, at: dt.datetime) -> list[dict[str, Any]]:
    """Tokens of everybody with a post in the agency, newest first. One query."""
    holders = Post.objects.filter(unit__agency=agency).values("account_id")
    tokens = Token.objects.filter(account_id__in=holders, revoked_at__isnull=True)
    return [
        {"token": token, "over": token.expires_at is not None and token.expires_at <= at}
        for token in tokens.select_related("account").order_by("-created_at", "-id")
    ]


def _twig(branch: Branch, officer: Officer) -> dict[str, Any]:
    return {
        "agency": branch.agency,
        "may": administers(officer.actor, branch.agency.path),
        "branches": [_twig(below, officer) for below in branch.branches],
    }


def _facts(agency: Agency) -> list[tuple[str, Any]]:
    return [
        (_("Mã cơ quan"), agency.code),
        (_("Mã cũ"), agency.legacy_code),
        (_("Cấp"), said(Level(agency.level).label)),
        (_("Văn bản thành lập"), agency.document),
        (_("Tên bộ phận một cửa"), agency.desk_name),
        (_("Địa danh"), agency.place),
        (_("Địa chỉ"), agency.address),
        (_("Đường dây nóng"), agency.hotline),
        (_("Thư điện tử"), agency.email),
        (_("Giờ tiếp nhận"), agency.opening_hours),
    ]
