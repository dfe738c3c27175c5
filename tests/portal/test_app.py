"""The portal as an app: what a telephone asks for, in a browser with and without a network."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.office import Office

pytestmark = pytest.mark.django_db


def test_a_telephone_can_put_the_portal_on_its_first_screen(office: Office, client: Client) -> None:
    page = client.get("/").content.decode()
    assert '<link rel="manifest" href="/ung-dung.webmanifest">' in page
    answer = client.get("/ung-dung.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}
    for icon in said["icons"]:
        name = re.sub(r"^/static/|\.[0-9a-f]{12}(?=\.png$)", "", icon["src"])
        assert finders.find(name)


def test_the_worker_serves_every_page_and_is_asked_for_anew(office: Office, client: Client) -> None:
    answer = client.get("/may-phuc-vu.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    # Nothing of the desk is ever kept.
    assert "/^\\/desk\\//" in answer.content.decode()


def test_without_a_network_a_page_says_so(office: Office, client: Client) -> None:
    page = client.get("/ngoai-tuyen/")
    assert page.status_code == 200
    assert "Không có mạng" in page.content.decode()
