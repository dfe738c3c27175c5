"""What machines read: robots.txt, the site map, where to report a weakness; and the language."""

from __future__ import annotations

import datetime as dt
from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from motcua.catalogue.queries import search_procedures
from motcua.organisation.queries import agencies_on, front_agency
from motcua.portal.door import Visit, public_view

DAY: Final = "public, max-age=86400"
PAGES: Final = (
    "portal_home",
    "portal_procedures",
    "portal_agencies",
    "portal_decisions",
    "portal_figures",
    "portal_help",
)

# Choosing a language harms nobody, and a token on every page would forbid caches to keep them.
set_language = csrf_exempt(require_POST(django_set_language))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Procedures may be found by search engines; files of citizens never."""
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /api/",
        "Disallow: /h/",
        "Disallow: /tra-cuu/",
        f"Sitemap: {settings.MOTCUA_URL}{reverse('portal_sitemap')}",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
@public_view
def sitemap(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every public page worth finding."""
    paths = [reverse(name) for name in PAGES]
    paths += [
        reverse("portal_procedure", kwargs={"code": row.code})
        for row in search_procedures(on=visit.today)
    ]
    paths += [
        reverse("portal_agency", kwargs={"slug": agency.slug})
        for agency in agencies_on(on=visit.today)
    ]
    body = "".join(f"<url><loc>{escape(settings.MOTCUA_URL + path)}</loc></url>" for path in paths)
    return _text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>\n',
        kind="application/xml",
    )


@require_safe
@public_view
def security(request: HttpRequest, visit: Visit) -> HttpResponse:
    """RFC 9116: whom to tell about a weakness. Valid for half a year from today."""
    agency = front_agency(on=visit.today)
    contact = f"{settings.MOTCUA_URL}{reverse('portal_help')}"
    if agency and agency.email:
        contact = f"mailto:{agency.email}"
    until = dt.datetime.combine(visit.today + dt.timedelta(days=180), dt.time(), dt.UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.MOTCUA_URL}{reverse('portal_security')}",
    ]
    return _text("\n".join(lines) + "\n")


def _text(text: str, kind: str = "text/plain") -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer.headers["Cache-Control"] = DAY
    return answer
