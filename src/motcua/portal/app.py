"""The citizens' side as an app: its manifest, its service worker, the page without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.organisation.queries import front_agency
from motcua.portal.door import Visit, public_view, show

# The same as in tokens.css: --paper and --seal.
PAPER, SEAL = "#fbfaf7", "#9e1b1e"
WORKER: Final = "motcua/js/worker.js"


@require_safe
@public_view
def manifest(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What a telephone needs to put the portal on its first screen (W3C Web App Manifest)."""
    agency = front_agency(on=visit.today)
    sizes = ((192, "motcua/img/app-192.png"), (512, "motcua/img/app-512.png"))
    icons = [
        {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, name in sizes
        for purpose in ("any", "maskable")
    ]
    answer = JsonResponse(
        {
            "id": "/",
            "name": f"Một Cửa – {agency.short_name}" if agency else "Một Cửa",
            "short_name": "Một Cửa",
            "description": _("Tìm thủ tục, nộp và theo dõi hồ sơ."),
            "lang": request.LANGUAGE_CODE,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": SEAL,
            "icons": icons,
            "shortcuts": [
                {"name": _("Hồ sơ của tôi"), "url": "/cua-toi/"},
                {"name": _("Tra cứu hồ sơ"), "url": "/tra-cuu/"},
            ],
        },
        json_dumps_params={"ensure_ascii": False},
        content_type="application/manifest+json",
    )
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker under the root, so that it serves every page; asked for anew each day."""
    text = (Path(settings.PACKAGE) / "static" / WORKER).read_text(encoding="utf-8")
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
@public_view
def offline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Kept by the service worker: what to do without a network."""
    return show(request, visit, "portal/offline.html", {}, area="")
