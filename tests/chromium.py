"""Debian's Chromium for the browser tests; its absence is a failure, never a skip."""

import shutil

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium's sandbox refuses to work for root, who runs the tests in CI.
    "--no-sandbox",
]
MISSING = "Chromium is not installed. On Debian: apt-get install chromium"


def find() -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    return None
