"""What the home page weighs over the wire: a grandparent's cheap phone loads it too."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.office import Office

# Text, styles and scripts; and with every face of every font the styles name, at worst: what a
# browser leaves out (a weight no word on the page has) is not counted as saved.
MOST, MOST_WITH_FONTS = 80_000, 150_000
FONTS = (".woff", ".woff2")
ASKED = re.compile(r'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src)="/static/([^"?]+)"')
PARTS = re.compile(r"""(?:url\(\s*['"]?|from\s*['"]|import\s*['"])([^'")]+)['"]?""")


def asset(name: str) -> bytes:
    place = finders.find(name)
    assert place, f"{name} is not there; make assets"
    return Path(str(place)).read_bytes()


def wire(name: str) -> int:
    """Bytes as whitenoise sends them: packed, unless packed already."""
    data = asset(name)
    return len(data) if name.endswith((*FONTS, ".png")) else len(gzip.compress(data, 9))


def named_in(name: str) -> set[str]:
    """Further files that a style sheet or a module asks for; of a font every face at worst."""
    if not name.endswith((".css", ".js")):
        return set()
    text = asset(name).decode()
    found = set()
    for part in PARTS.findall(text):
        if part.startswith((".", "/static/")) or part.endswith((*FONTS, ".css")):
            whole = (Path("/") / name).parent / part.removeprefix("/static/")
            found.add(str(Path(str(whole)).resolve().relative_to("/")))
    return {one for one in found if finders.find(one)}


@pytest.mark.parametrize("address", ["/", "/thu-tuc/"])
def test_a_public_page_is_light(office: Office, client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    waiting, seen = set(ASKED.findall(answer.content.decode())), set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= named_in(name) - seen
    fonts = sum(wire(name) for name in seen if name.endswith(FONTS))
    others = {name: wire(name) for name in seen if not name.endswith(FONTS)}
    total = len(gzip.compress(answer.content)) + sum(others.values())
    assert total < MOST, sorted(others.items(), key=lambda pair: -pair[1])
    assert total + fonts < MOST_WITH_FONTS
