"""Signing in with VNeID, an OpenID Connect provider: authorization code, PKCE, nonce.

Authlib keeps state, nonce and verifier in the session and checks signature, issuer, audience,
nonce and times of the ID token. A person is found by the personal number and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.accounts.actions import enter_as_citizen, person_of_identity
from motcua.kernel.refusals import NotFound, Refused
from motcua.portal.account import next_of
from motcua.portal.door import SECRET, Visit, kept, public_view
from motcua.portal.tracking import quoted

NEXT: Final = "after_sign_in"
SECONDS: Final = 10
# Claims of the national portal's sign-in (the names VNeID answers with too).
NUMBER, NAME = "SoDinhDanh", "HoVaTen"


@cache
def provider(url: str, client: str, secret: str) -> Any:
    """The provider's client; what the provider says of itself is read once per process."""
    # Imported here: most processes never sign a citizen in.
    from authlib.integrations.django_client import OAuth

    return OAuth().register(
        "identity",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{url}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


@require_safe
@public_view
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """To the provider; state, nonce and verifier wait in the session."""
    request.session[NEXT] = next_of(request)
    # The address the visitor uses, one of those the installation knows: the session is there.
    address = request.build_absolute_uri(reverse("portal_identity_back"))
    try:
        answer = _provider().authorize_redirect(request, address)
    except _problems():
        return _failed(request, _("Chưa kết nối được với hệ thống định danh; hãy thử lại sau."))
    return kept(request, answer, SECRET)


@require_safe
@public_view
def back(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Back from the provider. Whatever is wrong with the answer, nobody is signed in."""
    if request.GET.get("error") == "access_denied":
        return _failed(request, _("Ông/bà đã không đồng ý đăng nhập."))
    try:
        claims = _claims(_provider(), request)
    except _problems():
        return _failed(request, _("Không xác nhận được đăng nhập; hãy thử lại từ đầu."))
    try:
        account = person_of_identity(
            personal_number=str(claims.get(NUMBER, "")),
            full_name=str(claims.get(NAME, "")),
            at=visit.at,
        )
    except Refused as refusal:
        return _failed(request, refusal.text)
    wish = request.session.pop(NEXT, reverse("portal_mine"))
    enter_as_citizen(request, account)
    return kept(request, redirect(wish), SECRET)


def _provider() -> Any:
    known = settings.MOTCUA_OIDC
    if not known:
        raise NotFound("Nơi này chưa nối với hệ thống định danh điện tử.")
    return provider(known["url"], known["client"], known["secret"])


def _claims(client: Any, request: HttpRequest) -> Mapping[str, Any]:
    """What the signed ID token says, filled up from the userinfo of the same person."""
    token = client.authorize_access_token(request)
    proved = token.get("userinfo")
    if not proved:
        raise ValueError("no ID token")
    if NUMBER in proved:
        return dict(proved)
    more = client.userinfo(token=token)
    if more.get("sub") != proved.get("sub"):
        raise ValueError("userinfo of somebody else")
    return {**more, **proved}


def _problems() -> tuple[type[Exception], ...]:
    """All that a provider, a network or a forger can make go wrong."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError)


def _failed(request: HttpRequest, text: str) -> HttpResponse:
    messages.error(request, quoted(text))
    return kept(request, redirect("portal_sign_in"), SECRET)
