"""The outermost layer: language, headers that Django does not set, one log line per answer."""

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from motcua.project import logs

Answer = Callable[[HttpRequest], HttpResponse]

# Only the camera is of use here: it reads the QR code of an identity card or a receipt.
PERMISSIONS = ", ".join(
    ["camera=(self)"]
    + [
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "payment",
            "usb",
        )
    ]
)


def find_visitor(answer: Answer) -> Answer:
    """Behind a proxy (MOTCUA_BEHIND_PROXY) the visitor's address is the last one it was told.

    Earlier entries of X-Forwarded-For come from the visitor, who may write what they like there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.MOTCUA_BEHIND_PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(last))
        return answer(request)

    return middleware


def choose_language(answer: Answer) -> Answer:
    """Vietnamese, unless the visitor chose another language here.

    The browser's own list is not asked: many machines in Vietnamese offices are set to English.
    """
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wished if wished in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = answer(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def harden_responses(answer: Answer) -> Answer:
    """Permissions-Policy, Cross-Origin-Resource-Policy; pages of a session are kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def log_requests(answer: Answer) -> Answer:
    """One line per answer: the route's name, never path or query, which may hold a secret."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = secrets.token_hex(8)
        response = answer(request)
        response.headers["X-Request-Id"] = request_id
        match = request.resolver_match
        # Reading request.user could cost a query; the cached one is there when a view asked for it.
        account = getattr(getattr(request, "_cached_user", None), "pk", None)
        logs.event(
            "request",
            request_id=request_id,
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            account=account,
        )
        return response

    return middleware


def keep_our_answer(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, str] | None
) -> HttpResponse:
    """What the page itself says to somebody locked out; django-axes would put an English line."""
    return response
