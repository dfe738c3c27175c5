"""One's own settings: password, colours, language, keys, other sessions."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.queries import sessions_of
from motcua.desk.door import Officer, officer_view, show
from motcua.desk.rooms.sheet import done, place, posted
from motcua.kernel.refusals import Refused
from motcua.organisation.actions import change_own_password, end_own_sessions

AREA = "settings"
THEMES: Final = (
    ("auto", gettext_lazy("Theo máy")),
    ("light", gettext_lazy("Sáng")),
    ("dark", gettext_lazy("Tối")),
)
A_YEAR: Final = 365 * 24 * 60 * 60


class PasswordForm(forms.Form):
    """The old password and a new one, twice."""

    old = forms.CharField(
        label=gettext_lazy("Mật khẩu đang dùng"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu mới"),
        strip=False,
        help_text=gettext_lazy("Ít nhất 12 ký tự; một câu dài dễ nhớ tốt hơn một từ khó nhớ."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Gõ lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """The same text twice."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("Hai lần gõ mật khẩu mới không giống nhau."))
        return again


@require_http_methods(["GET", "POST"])
@officer_view
def settings_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Everything of one's own on one page; the form on it changes the password."""
    form = PasswordForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            change_own_password(
                request,
                actor=officer.actor,
                agency_id=officer.seat.agency_id,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["password"],
                at=officer.at,
            )
        except Refused as refusal:
            place(form, refusal)
        else:
            text = _("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.")
            return done(request, text, "desk_settings")
    sessions = sessions_of(officer.actor.account_id, at=officer.at)
    context: dict[str, Any] = {
        "title": _("Cài đặt cá nhân"),
        "form": form,
        "themes": THEMES,
        "others": [one for one in sessions if one.session_key != request.session.session_key],
    }
    status = 422 if form.is_bound else 200
    return show(request, officer, "desk/rooms/settings.html", context, area=AREA, status=status)


@require_POST
@officer_view
def theme(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Colours of this browser, kept in a cookie."""
    wished = request.POST.get("theme", "")
    answer = done(request, _("Đã đổi màu giao diện trên máy này."), "desk_settings")
    if wished in dict(THEMES):
        answer.set_cookie(
            "theme",
            wished,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return answer


@require_POST
@officer_view
def end_sessions(request: HttpRequest, officer: Officer) -> HttpResponse:
    """End my sessions on all other machines."""
    ended = end_own_sessions(
        actor=officer.actor,
        keep=request.session.session_key or "",
        agency_id=officer.seat.agency_id,
        at=officer.at,
    )
    text = ngettext("Đã kết thúc %d phiên khác.", "Đã kết thúc %d phiên khác.", ended)
    return done(request, text % ended, "desk_settings")
