"""Signing in and out, and choosing the post one works from."""

from __future__ import annotations

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts.actions import sign_in
from motcua.accounts.rules import LockedOut
from motcua.desk.door import POST_IN_USE, Officer, officer_view
from motcua.kernel.refusals import Refused


class SignIn(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={"required": _("Hãy nhập tên đăng nhập.")},
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Hãy nhập mật khẩu.")},
    )


@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Name and password; every refusal stands at the form."""
    form = SignIn(request.POST or None)
    context = {"form": form, "next": _next(request)}
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/sign_in.html", context, status=status)
    try:
        sign_in(request, **form.cleaned_data)
    except LockedOut as refusal:
        return render(request, "desk/sign_in.html", context | {"locked": refusal.text}, status=429)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.text)
        return render(request, "desk/sign_in.html", context, status=422)
    return redirect(_next(request))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; what the browser kept of it is cleared."""
    logout(request)
    answer = redirect("portal_home")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@require_GET
@officer_view
def alive(request: HttpRequest, officer: Officer) -> JsonResponse:
    """Asked before a long form goes out: whose session it is, and the token the form needs now."""
    return JsonResponse({"account": officer.actor.account_id, "token": get_token(request)})


@require_POST
@officer_view
def switch_post(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Work from another of one's posts (or one lent by delegation)."""
    chosen = request.POST.get("post", "")
    if chosen.isdigit() and any(s.post_id == int(chosen) for s in officer.actor.seats):
        request.session[POST_IN_USE] = int(chosen)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    wish = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wish if safe else "/desk/"
