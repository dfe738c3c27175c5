"""The two probes, and what each check of readiness refuses."""

import json
import shutil
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.project import health


def test_live_asks_no_database(client: Client) -> None:
    # Without the mark any query would raise.
    answer = client.get("/healthz/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_is(client: Client) -> None:
    answer = client.get("/healthz/ready")
    assert answer.status_code == 200
    assert answer.json()["checks"] == dict.fromkeys(health.CHECKS, True)


@pytest.mark.django_db
def test_the_probe_leaves_no_row(client: Client) -> None:
    client.get("/healthz/ready")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_migrations_are_read_until_they_are_current_and_no_longer(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz/ready")
    with django_assert_max_num_queries(5):
        client.get("/healthz/ready")


def _down() -> bool:
    raise OperationalError("server at secret.host refused")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "function", "replacement"),
    [
        ("database", "database", _down),
        ("migrations", "migrations", lambda: False),
    ],
)
def test_not_ready_says_which_and_not_why(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, function: str, replacement: object
) -> None:
    monkeypatch.setitem(health.CHECKS, function, replacement)
    answer = client.get("/healthz/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"][name] is False
    assert "secret.host" not in answer.content.decode()


@pytest.mark.django_db
def test_unapplied_migrations_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_KNOWN_CURRENT", [])
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["motcua.0002_x"])
    assert health.migrations_current() is False
    monkeypatch.setattr(health, "unapplied_migrations", list)
    assert health.migrations_current() is True


@pytest.mark.parametrize(("free", "good"), [(4, False), (6, True)])
def test_a_disk_with_five_percent_or_less_is_full(
    monkeypatch: pytest.MonkeyPatch, free: int, good: bool
) -> None:
    usage = SimpleNamespace(total=100, used=100 - free, free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert health.disk_has_room() is good


def test_a_file_takes_the_machine_out_of_service(settings: object) -> None:
    flag = settings.MOTCUA_HOME / "drain"  # type: ignore[attr-defined]
    flag.touch()
    try:
        assert health.not_draining() is False
    finally:
        flag.unlink()
    assert health.not_draining() is True


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready"])
def test_probes_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_answer_is_json(client: Client) -> None:
    assert json.loads(client.get("/healthz/live").content)
