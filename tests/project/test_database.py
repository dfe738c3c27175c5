"""Which database is opened, and how."""

import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from motcua.project import database
from tests.postgres import Cluster

HOME = Path("/srv/motcua")


def test_without_an_address_the_embedded_database() -> None:
    entry = database.from_url("", HOME)
    assert entry["NAME"] == "/srv/motcua/motcua.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_address() -> None:
    entry = database.from_url(
        "postgresql://u%40x:p%2Fw@db.x.vn:5433/motcua?sslmode=verify-full", HOME
    )
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert (entry["USER"], entry["PASSWORD"]) == ("u@x", "p/w")
    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.x.vn", "5433", "motcua")
    assert entry["OPTIONS"]["sslmode"] == "verify-full"
    assert entry["OPTIONS"]["server_side_binding"] is True


def test_a_postgresql_socket() -> None:
    entry = database.from_url("postgres:///motcua?host=/run/postgresql&user=desk", HOME)
    assert (entry["HOST"], entry["USER"], entry["PORT"]) == ("/run/postgresql", "desk", "")


@pytest.mark.parametrize(
    "url", ["mysql://u:geheim@x/y", "postgresql://u:geheim@x/", "postgresql://u:geheim@x:99999/y"]
)
def test_a_bad_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        database.from_url(url, HOME)
    assert "geheim" not in str(refusal.value)


def test_the_sqlite_in_use_has_the_repair_of_the_wal_bug() -> None:
    assert sys.modules["sqlite3"].sqlite_version_info >= database.SAFE_SQLITE


@pytest.mark.parametrize(("version", "safe"), [((3, 51, 2), False), ((3, 51, 3), True)])
def test_an_older_sqlite_is_a_problem(version: tuple[int, int, int], safe: bool) -> None:
    problem = database.sqlite_problem(version, ".".join(map(str, version)))
    assert (problem is None) is safe


@pytest.mark.parametrize("public", [True, False])
def test_an_older_sqlite_is_refused_in_public_and_only_warned_of_at_home(
    monkeypatch: pytest.MonkeyPatch, public: bool
) -> None:
    monkeypatch.setattr(database, "SAFE_SQLITE", (99, 0, 0))
    if public:
        with pytest.raises(ImproperlyConfigured, match=r"99\.0\.0"):
            database.use_bundled_sqlite(public=True)
    else:
        with pytest.warns(RuntimeWarning, match=r"99\.0\.0"):
            database.use_bundled_sqlite(public=False)


@pytest.mark.django_db(transaction=True)
def test_a_connection_has_the_settings_that_keep_what_was_acknowledged() -> None:
    wanted = (
        {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 20000, "mmap_size": 0}
        if connection.vendor == "sqlite"
        else {
            "lock_timeout": "20s",
            "TimeZone": "UTC",
            "default_transaction_isolation": "read committed",
        }
    )
    command = "PRAGMA" if connection.vendor == "sqlite" else "SHOW"
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"{command} {name}")
            assert cursor.fetchone() == (value,), name


def test_outside_of_tests_a_commit_waits_for_the_disk() -> None:
    assert "PRAGMA synchronous=FULL" in database.sqlite(HOME / "x")["OPTIONS"]["init_command"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_on_sqlite_takes_the_write_lock_at_once() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert connection.in_atomic_block
        if connection.vendor == "sqlite":
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_private_cluster_is_durable_survives_a_kill_and_has_no_network(
    durable_postgres: Cluster,
) -> None:
    import psycopg

    url = durable_postgres.create("kill")
    with psycopg.connect(url, autocommit=True) as before:
        assert before.execute("SHOW fsync").fetchone() == ("on",)
        assert before.execute("SHOW listen_addresses").fetchone() == ("",)
        before.execute("CREATE TABLE kept AS SELECT 1 AS x")
        durable_postgres.kill()
    durable_postgres.start()
    with psycopg.connect(url) as after:
        assert after.execute("SELECT x FROM kept").fetchone() == (1,)
