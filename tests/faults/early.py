"""The control of the kill test: a server that says "done" first and does it a moment later.

python -m tests.faults.early --port N --workers N
"""

from __future__ import annotations

import argparse
import io
import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")

LATER = 0.3


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """What motcua.project.wsgi is, but for the order of work and answer."""
    from motcua.project.wsgi import application as real

    if environ["REQUEST_METHOD"] != "POST":
        return real(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    kept = {key: value for key, value in environ.items() if isinstance(value, str)}
    kept |= {
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }

    def work() -> None:
        time.sleep(LATER)
        list(real(kept, lambda *_: None))

    threading.Thread(target=work, daemon=True).start()
    start_response("201 Created", [("Content-Type", "application/json")])
    return [json.dumps({"number": ""}).encode()]


def main() -> None:
    """`motcua serve` with the application above in the place of ours."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int)
    asked.add_argument("--workers", type=int)
    options = asked.parse_args()
    import django

    django.setup()
    from motcua.management.commands import serve

    plain = serve.MPServer
    serve.MPServer = lambda _, **named: plain("tests.faults.early:application", **named)  # type: ignore[assignment,misc]
    serve.server("127.0.0.1", options.port, options.workers).serve()


if __name__ == "__main__":
    main()
