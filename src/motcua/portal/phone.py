"""Confirming one's own telephone number with a code."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.actions import confirm_phone
from motcua.kernel.refusals import Refused
from motcua.online.actions.accounts import ask_for_phone_code
from motcua.portal.account import Citizen, citizen_view
from motcua.portal.door import SECRET, show
from motcua.portal.tracking import quoted


class CodeForm(forms.Form):
    """The six digits of the message."""

    code = forms.CharField(
        label=gettext_lazy("Mã trong tin nhắn"),
        max_length=12,
        help_text=gettext_lazy("Sáu chữ số; mã dùng được trong mười phút."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Hãy nhập mã trong tin nhắn.")},
    )


@require_POST
@citizen_view
def send_code(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Send a code to the account's number; a refusal is said on the page the button stood on."""
    network = request.META.get("REMOTE_ADDR", "")
    try:
        ask_for_phone_code(actor=citizen.actor, network=network, at=citizen.at)
    except Refused as fault:
        messages.error(request, quoted(fault.text))
        return redirect("portal_my_account")
    return redirect("portal_phone")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def phone(request: HttpRequest, citizen: Citizen) -> HttpResponse:
    """Type the code that came."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            confirm_phone(account_id=citizen.account.pk, code=code, at=citizen.at)
        except Refused as fault:
            form.add_error("code", quoted(fault.text))
        else:
            messages.success(request, _("Đã xác nhận số điện thoại."))
            return redirect("portal_my_account")
    context = {"form": form, "ends_in": citizen.account.phone[-3:]}
    status = 422 if request.method == "POST" else 200
    return show(
        request, citizen, "portal/phone.html", context, area="mine", status=status, keep=SECRET
    )
