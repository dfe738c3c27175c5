"""Headers on every answer; one log line for each, without personal data."""

import json
import logging
import sys

import pytest
from django.conf import settings as installed
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from motcua.project import logs, middleware

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize("path", ["/healthz/live", "/no-such-page-anywhere/"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    answer = client.get(path)
    assert set(answer["Content-Security-Policy"].split("; ")) >= POLICY
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_of_a_session_is_kept_by_no_cache(client: Client) -> None:
    client.cookies[installed.SESSION_COOKIE_NAME] = "x"
    assert client.get("/no-such-page-anywhere/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("cookie", "language"), [(None, "vi"), ("en", "en"), ("fr", "vi"), ("../..", "vi")]
)
def test_vietnamese_unless_chosen_otherwise(
    client: Client, cookie: str | None, language: str
) -> None:
    if cookie:
        client.cookies["language"] = cookie
    answer = client.get("/healthz/live", headers={"Accept-Language": "en-US,en"})
    assert answer["Content-Language"] == language


@pytest.mark.parametrize(
    ("behind", "header", "address"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "<script>", "192.0.2.1"),
        (True, "", "192.0.2.1"),
    ],
)
def test_the_visitors_address_is_the_last_that_our_proxy_was_told(
    rf: RequestFactory, settings: Settings, behind: bool, header: str, address: str
) -> None:
    settings.MOTCUA_BEHIND_PROXY = behind
    request = rf.get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR="192.0.2.1")
    middleware.find_visitor(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address


def test_a_request_is_one_line_without_its_path_or_query(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="motcua"):
        client.get("/healthz/live?secret=ABCD-EFGH")
    lines = [logs.JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert (line["event"], line["route"], line["status"]) == ("request", "health_live", 200)
    assert "ABCD" not in lines[0]
    assert "healthz" not in lines[0]


def test_what_a_library_says_is_not_kept_only_where_it_said_it() -> None:
    try:
        raise ValueError("Nguyễn Thị Hương 079123456789")
    except ValueError:
        record = logging.LogRecord(
            "somewhere", logging.ERROR, __file__, 1, "Hương failed", (), sys.exc_info()
        )
    text = logs.JsonFormatter().format(record)
    line = json.loads(text)
    assert (line["event"], line["logger"], line["error"]) == ("library", "somewhere", "ValueError")
    assert line["frames"]
    assert "Hương" not in text
    assert "079123456789" not in text


@pytest.mark.parametrize(("name", "fields"), [("whatever", {}), ("request", {"name": "Hương"})])
def test_events_and_fields_come_from_closed_lists(name: str, fields: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        logs.event(name, **fields)
