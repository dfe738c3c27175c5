"""The door of citizens with an account: signing in and out, asking for one, choosing a password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.actions import choose_password, enter_as_citizen, sign_in_citizen
from motcua.accounts.models import Account
from motcua.accounts.queries import link_in_force
from motcua.accounts.rules import LockedOut
from motcua.accounts.states import AccountKind
from motcua.cases.queries.tracking import TooManyTries
from motcua.kernel.refusals import NotFound, Refused
from motcua.kernel.worktime import BeyondHorizon
from motcua.online.actions.accounts import ask_for_account, ask_for_password
from motcua.organisation.rules import Actor
from motcua.portal.door import SECRET, Visit, kept, public_view, show
from motcua.portal.tracking import quoted

LINK: Final = "one_time_link"


@dataclass(frozen=True, slots=True)
class Citizen(Visit):
    """One request of a citizen who has signed in."""

    account: Account

    @property
    def actor(self) -> Actor:
        """The person as the acts below take them: no seats, only what is their own."""
        account = self.account
        return Actor(account_id=account.pk, name=account.full_name, kind=account.kind)


Page = Callable[..., HttpResponseBase]


def citizen_view(view: Callable[Concatenate[HttpRequest, Citizen, ...], HttpResponseBase]) -> Page:
    """Let citizens in; others are led to the sign-in page and come back here."""

    @wraps(view)
    @public_view
    def door(request: HttpRequest, visit: Visit, **path: Any) -> HttpResponse:
        user = request.user
        if not isinstance(user, Account):
            back = request.get_full_path() if request.method in ("GET", "HEAD") else "/cua-toi/"
            address = f"{reverse('portal_sign_in')}?{urlencode({'next': back})}"
            return kept(request, redirect(address), SECRET)
        if user.kind not in (AccountKind.CITIZEN, AccountKind.FIRM):
            context = {"name": user.full_name}
            return show(request, visit, "portal/not_citizen.html", context, status=403, keep=SECRET)
        try:
            answer = view(request, Citizen(visit.at, user), **path)
        except NotFound:
            raise
        except (Refused, BeyondHorizon) as fault:
            context = {"text": quoted(getattr(fault, "text", str(fault)))}
            return show(request, visit, "portal/refused.html", context, status=409, keep=SECRET)
        return kept(request, answer, SECRET)  # type: ignore[arg-type]

    return door


class SignIn(forms.Form):
    """Address (or sign-in name) and password."""

    username = forms.CharField(
        label=gettext_lazy("Thư điện tử hoặc tên đăng nhập"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        error_messages={"required": gettext_lazy("Hãy nhập thư điện tử hoặc tên đăng nhập.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Hãy nhập mật khẩu.")},
    )


class AskForAccount(forms.Form):
    """Who asks for an account, and where the link is sent."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Hãy nhập họ và tên.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        help_text=gettext_lazy("Liên kết đặt mật khẩu được gửi đến địa chỉ này."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Hãy nhập thư điện tử."),
            "invalid": gettext_lazy("Địa chỉ thư điện tử phải có dạng ten@donvi.vn."),
        },
    )


class AskForPassword(forms.Form):
    """Where the link for a new password is sent."""

    email = AskForAccount.base_fields["email"]


class Choose(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=gettext_lazy("Mật khẩu mới"),
        max_length=200,
        strip=False,
        help_text=gettext_lazy("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Hãy nhập mật khẩu.")},
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def sign_in_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """VNeID, or address and password; every refusal stands at the form."""
    form = SignIn(request.POST or None)
    context = {
        "form": form,
        "next": next_of(request),
        "provider": settings.MOTCUA_OIDC.get("name", ""),
        "local": settings.MOTCUA_CITIZEN_ACCOUNTS,
    }
    if not form.is_valid():
        return _alone(request, visit, "portal/sign_in.html", context)
    given = form.cleaned_data
    try:
        sign_in_citizen(request, typed=given["username"], password=given["password"])
    except LockedOut as refusal:
        form.add_error(None, quoted(refusal.text))
        return _alone(request, visit, "portal/sign_in.html", context, status=429)
    except Refused as refusal:
        form.add_error(refusal.field, quoted(refusal.text))
        return _alone(request, visit, "portal/sign_in.html", context)
    return kept(request, redirect(next_of(request)), SECRET)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; what the browser kept of it is cleared."""
    logout(request)
    answer = redirect("portal_home")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def register(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for an account: the same answer whether the address has one or not."""
    if not settings.MOTCUA_CITIZEN_ACCOUNTS:
        raise NotFound("Nơi này chỉ đăng nhập bằng tài khoản định danh điện tử.")
    return _asked(request, visit, AskForAccount(request.POST or None), "register", ask_for_account)


@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def forgotten(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for a link to a new password: the same answer for every address."""
    form = AskForPassword(request.POST or None)
    return _asked(request, visit, form, "forgotten", ask_for_password)


@require_http_methods(["GET", "HEAD"])
@public_view
def follow_link(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The link of the letter: the token leaves the address at once, into the session."""
    link_in_force(token, at=visit.at)
    request.session[LINK] = token
    answer = kept(request, redirect("portal_choose_password"), SECRET)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose a password with the link followed before, and be signed in."""
    token = request.session.get(LINK, "")
    account = link_in_force(token, at=visit.at).account
    form = Choose(request.POST or None)
    if form.is_valid():
        try:
            done = choose_password(token=token, password=form.cleaned_data["password"], at=visit.at)
        except NotFound:
            raise
        except Refused as refusal:
            form.add_error(refusal.field and "password", quoted(refusal.text))
        else:
            request.session.pop(LINK, None)
            enter_as_citizen(request, done)
            messages.success(request, _("Đã đặt mật khẩu. Ông/bà đang đăng nhập."))
            return kept(request, redirect("portal_mine"), SECRET)
    context = {"form": form, "name": account.full_name}
    return _alone(request, visit, "portal/choose_password.html", context)


def next_of(request: HttpRequest) -> str:
    """Where to go after signing in: an address of ours, else the citizen's own place."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if safe else reverse("portal_mine")


def _asked(
    request: HttpRequest, visit: Visit, form: forms.Form, page: str, ask: Callable[..., None]
) -> HttpResponse:
    """A letter asked for, or the form with what is wrong; 429 when a network asks too often."""
    status = 0
    if form.is_valid():
        try:
            ask(**form.cleaned_data, network=request.META.get("REMOTE_ADDR", ""), at=visit.at)
        except Refused as refusal:
            form.add_error(refusal.field, quoted(refusal.text))
            status = 429 if isinstance(refusal, TooManyTries) else 0
        else:
            context = {"email": form.cleaned_data["email"]}
            return show(request, visit, "portal/letter_sent.html", context, keep=SECRET)
    return _alone(request, visit, f"portal/{page}.html", {"form": form}, status=status)


def _alone(
    request: HttpRequest, visit: Visit, template: str, context: dict[str, Any], *, status: int = 0
) -> HttpResponse:
    status = status or (422 if request.method == "POST" else 200)
    return show(request, visit, template, context, area="mine", status=status, keep=SECRET)
