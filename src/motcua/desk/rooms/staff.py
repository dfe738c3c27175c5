"""People: posts, accounts, one-time passwords, tokens."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.models import Account, Token
from motcua.accounts.queries import by_username, tokens_of
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.organisation import AREA, agency_of, trail_of
from motcua.desk.rooms.organisation_forms import (
    AppointForm,
    EndPostForm,
    StaffForm,
    TokenForm,
    is_over,
)
from motcua.desk.rooms.sheet import Sheet, Trail, done, form_page, posted, today_of
from motcua.kernel.refusals import NotFound
from motcua.kernel.worktime import end_of_day
from motcua.organisation.actions import (
    appoint,
    close_account,
    end_post,
    grant_token,
    reopen_account,
    reset_password,
    take_on,
    withdraw_token,
)
from motcua.organisation.models import Agency, Post
from motcua.organisation.queries import units_of_agency
from motcua.ui.said import said

# No letters and digits that look alike: it is read aloud and typed once.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@require_http_methods(["GET", "POST"])
@officer_view
def post_new(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """Appoint somebody who has an account."""
    agency = agency_of(officer, code)
    today = today_of(officer)
    form = AppointForm(
        posted(request),
        units=units_of_agency(agency.pk, on=today),
        initial={"valid_from": today, "username": request.GET.get("who", "")},
    )
    sheet = Sheet(
        title=_("Giao vị trí tại %s") % agency.short_name,
        area=AREA,
        trail=[*trail_of(agency), (_("Giao vị trí"), "")],
        button=_("Giao vị trí"),
        names={"account": "username", "unit": "unit_id"},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        account = by_username(facts.pop("username").strip())
        appoint(actor=officer.actor, account_id=account.pk, at=officer.at, **facts)
        text = _("Đã giao vị trí cho %s.") % account.full_name
        return done(request, text, "desk_agency", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def post_end(request: HttpRequest, officer: Officer, code: str, post: int) -> HttpResponse:
    """The last day of a post."""
    agency = agency_of(officer, code)
    found = Post.objects.select_related("account", "unit").filter(pk=post, unit__agency=agency)
    held = found.first()
    if held is None:
        raise NotFound(_("Không có vị trí này."))
    form = EndPostForm(posted(request), initial={"last_day": today_of(officer)})
    sheet = Sheet(
        title=_("Thôi giữ vị trí: %s") % held.account.full_name,
        area=AREA,
        trail=[*trail_of(agency), (_("Thôi giữ vị trí"), "")],
        button=_("Kết thúc vị trí"),
        intro=_("%(role)s, %(unit)s. Việc người này đang giữ cần được phân công lại.")
        % {"role": said(held.get_role_display()), "unit": held.unit.name},
        grave=True,
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        end_post(actor=officer.actor, post_id=held.pk, at=officer.at, **facts)
        return done(request, _("Đã ghi ngày kết thúc vị trí."), "desk_agency", code=code)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def staff_new(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new account with its first post; the one-time password is shown once."""
    agency = agency_of(officer, code)
    today = today_of(officer)
    units = units_of_agency(agency.pk, on=today)
    form = StaffForm(posted(request), units=units, initial={"valid_from": today})
    sheet = Sheet(
        title=_("Thêm cán bộ của %s") % agency.short_name,
        area=AREA,
        trail=[*trail_of(agency), (_("Thêm cán bộ"), "")],
        button=_("Lập tài khoản và giao vị trí"),
        names={"unit": "unit_id"},
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        password = new_password()
        account = take_on(
            actor=officer.actor, agency_id=agency.pk, password=password, at=officer.at, **facts
        )
        return _shown_once(request, officer, agency, account, _("Mật khẩu lần đầu"), password)

    return form_page(request, officer, form, sheet, act)


@require_GET
@officer_view
def account_page(request: HttpRequest, officer: Officer, code: str, account: int) -> HttpResponse:
    """One person of the agency: posts of every era, tokens, what can be done."""
    agency = agency_of(officer, code)
    person = _person(agency, account)
    today = today_of(officer)
    posts = Post.objects.filter(account=person).select_related("unit__agency")
    context = {
        "title": person.full_name,
        "trail": [*trail_of(agency), (person.full_name, "")],
        "agency": agency,
        "person": person,
        "posts": [
            {"post": post, "over": is_over(post, today)}
            for post in posts.order_by("-valid_from", "-id")
        ],
        "tokens": tokens_of(person.pk),
        "at": officer.at,
    }
    return show(request, officer, "desk/rooms/account.html", context, area=AREA)


@require_http_methods(["GET", "POST"])
@officer_view
def password_reset(request: HttpRequest, officer: Officer, code: str, account: int) -> HttpResponse:
    """A new one-time password; every session of the person ends."""
    agency = agency_of(officer, code)
    person = _person(agency, account)
    sheet = Sheet(
        title=_("Cấp lại mật khẩu cho %s") % person.full_name,
        area=AREA,
        trail=_person_trail(agency, person, _("Cấp lại mật khẩu")),
        button=_("Cấp mật khẩu mới"),
        intro=_("Mật khẩu cũ và mọi phiên đang mở của người này hết hiệu lực ngay."),
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        password = new_password()
        reset_password(
            actor=officer.actor,
            agency_id=agency.pk,
            account_id=person.pk,
            password=password,
            at=officer.at,
        )
        return _shown_once(request, officer, agency, person, _("Mật khẩu mới"), password)

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def account_closing(
    request: HttpRequest, officer: Officer, code: str, account: int
) -> HttpResponse:
    """Close the account, or open it again."""
    agency = agency_of(officer, code)
    person = _person(agency, account)
    closing = person.is_active
    title = _("Khóa tài khoản của %s") if closing else _("Mở lại tài khoản của %s")
    sheet = Sheet(
        title=title % person.full_name,
        area=AREA,
        trail=_person_trail(agency, person, _("Khóa, mở tài khoản")),
        button=_("Khóa tài khoản") if closing else _("Mở lại tài khoản"),
        intro=_("Người này không đăng nhập được nữa; phiên, token và vị trí hết tác dụng ngay.")
        if closing
        else _("Người này đăng nhập lại được bằng mật khẩu đã có."),
        grave=closing,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        verb = close_account if closing else reopen_account
        verb(actor=officer.actor, agency_id=agency.pk, account_id=person.pk, at=officer.at)
        text = _("Đã khóa tài khoản.") if closing else _("Đã mở lại tài khoản.")
        return done(request, text, "desk_account", code=code, account=person.pk)

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def token_new(request: HttpRequest, officer: Officer, code: str, account: int) -> HttpResponse:
    """A bearer token, shown once."""
    agency = agency_of(officer, code)
    person = _person(agency, account)
    a_year = today_of(officer) + dt.timedelta(days=365)
    form = TokenForm(posted(request), initial={"last_day": a_year})
    sheet = Sheet(
        title=_("Cấp token cho %s") % person.full_name,
        area=AREA,
        trail=_person_trail(agency, person, _("Cấp token")),
        button=_("Cấp token"),
        intro=_("Ai giữ token làm được mọi việc của tài khoản này qua API."),
    )

    def act(facts: dict[str, Any]) -> HttpResponse:
        last = facts["last_day"]
        token = grant_token(
            actor=officer.actor,
            agency_id=agency.pk,
            account_id=person.pk,
            label=facts["label"],
            expires_at=end_of_day(last) if last else None,
            at=officer.at,
        )
        return _shown_once(request, officer, agency, person, _("Token"), token)

    return form_page(request, officer, form, sheet, act)


@require_http_methods(["GET", "POST"])
@officer_view
def token_withdrawal(request: HttpRequest, officer: Officer, code: str, token: int) -> HttpResponse:
    """Take a token back."""
    agency = agency_of(officer, code)
    held = Token.objects.filter(pk=token).select_related("account").first()
    if held is None:
        raise NotFound(_("Không có token này."))
    person = _person(agency, held.account_id)
    sheet = Sheet(
        title=_("Thu hồi token: %s") % held.label,
        area=AREA,
        trail=_person_trail(agency, person, _("Thu hồi token")),
        button=_("Thu hồi token"),
        intro=_("Hệ thống đang dùng token này mất kết nối ngay."),
        grave=True,
    )

    def act(_facts: dict[str, Any]) -> HttpResponse:
        withdraw_token(actor=officer.actor, agency_id=agency.pk, token_id=held.pk, at=officer.at)
        text = _("Đã thu hồi token.")
        return done(request, text, "desk_account", code=code, account=person.pk)

    return form_page(request, officer, forms.Form(posted(request)), sheet, act)


def new_password() -> str:
    """Sixteen letters in four groups: some 79 bits, easy to read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _group in range(4))


def _shown_once(
    request: HttpRequest,
    officer: Officer,
    agency: Agency,
    person: Account,
    what: str,
    secret: str,
) -> HttpResponse:
    """The one page that ever shows a secret: not redirected to, so it is kept nowhere."""
    context = {
        "title": _("%(what)s của %(who)s") % {"what": what, "who": person.full_name},
        "trail": _person_trail(agency, person, what),
        "what": what,
        "secret": secret,
        "person": person,
        "agency": agency,
    }
    answer = show(request, officer, "desk/rooms/secret.html", context, area=AREA)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _person(agency: Agency, account_id: int) -> Account:
    """Somebody who has or had a post in the agency. Raises NotFound."""
    found = Account.objects.filter(pk=account_id, posts__unit__agency=agency).first()
    if found is None:
        raise NotFound(_("Không có cán bộ này ở cơ quan."))
    return found


def _person_trail(agency: Agency, person: Account, last: str) -> Trail:
    where = reverse("desk_account", kwargs={"code": agency.code, "account": person.pk})
    return [*trail_of(agency), (person.full_name, where), (last, "")]
