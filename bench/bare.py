"""The bare page beside our inbox: no session, no rights, no counts, no menu.

One `values_list` of fifty open items of a unit and a Django template over it, dates written in
Python, padded with fixed text to the size of our page, on the same server and database.
`python -m bench.bare --port N` serves it.
"""

from __future__ import annotations

import argparse
import os
from functools import cache
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Engine, Template
from django.template.context import Context
from django.urls import path

PAGE = """<!doctype html><title>inbox</title><table>
{% for code, what, name, number, due, at in rows %}
<tr><td><a href="/desk/cases/{{ code }}/">{{ code }}</a></td><td>{{ what }}</td><td>{{ name }}
{{ number }}</td><td>{{ due }}</td><td>{{ at }}</td></tr>{% endfor %}</table><p>{{ pad }}</p>"""


@cache
def _template() -> Template:
    return Engine().from_string(PAGE)


@cache
def _units() -> list[int]:
    from motcua.process.models import WorkItem

    rows = WorkItem.objects.filter(state=1, role="specialist").values_list("unit_id", flat=True)
    return sorted(set(rows.distinct()))


def inbox(request: HttpRequest) -> HttpResponse:
    """Fifty rows of a unit, the most urgent first."""
    from motcua.process.models import WorkItem

    unit = _units()[int(request.GET["unit"]) % len(_units())]
    found: Any = (
        WorkItem.objects.filter(unit_id=unit, role="specialist", state=1)
        .order_by("due_at", "id")
        .values_list(
            *("run__case__code", "run__case__version__name", "run__case__applicant_name"),
            *("run__case__applicant_number", "due_at", "run__case__touched_at"),
        )[:50]
    )
    rows = [
        (code, what, name, number, f"{due:%d/%m/%Y}" if due else "", f"{at:%H:%M %d/%m/%Y}")
        for code, what, name, number, due, at in found
    ]
    html = str(_template().render(Context({"rows": rows, "pad": ""})))
    missing = int(request.GET["size"]) - len(html.encode())
    if missing > 0:
        html = html.replace("<p></p>", f"<p>{'.' * missing}</p>")
    return HttpResponse(html, headers={"Content-Length": len(html.encode())})


urlpatterns = [path("", inbox)]


def application(environ: dict[str, Any], start: Any) -> Any:
    """The WSGI application of the bare page; Django is set up in the worker."""
    return _handler()(environ, start)


@cache
def _handler() -> Any:
    from motcua.project import settings as ours

    ours.MIDDLEWARE = []
    ours.ROOT_URLCONF = "bench.bare"
    django.setup()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def main() -> None:
    from motcua.management.commands.serve import server

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    _handler()
    from django.db import connections

    connections.close_all()
    granian = server("127.0.0.1", parser.parse_args().port, settings.MOTCUA_WORKERS)
    granian.target = "bench.bare:application"
    granian.serve()


if __name__ == "__main__":
    main()
