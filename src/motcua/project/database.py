"""Which database, and how it is opened: SQLite in the home, or PostgreSQL named by DATABASE_URL."""

import sqlite3
import sys
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from motcua.project.environment import refuse

# Up to 3.51.2 two processes that checkpoint at the same moment can corrupt a WAL database
# (the "WAL-reset" bug). Several web workers on one file are exactly that case.
SAFE_SQLITE = (3, 51, 3)

# FULL, because NORMAL loses acknowledged acts at a power cut. No mmap_size: it turns a damaged
# page into a crash of the process, and was part of the one reported corruption.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=20000",
    "PRAGMA cache_size=-8000",
    "PRAGMA journal_size_limit=67108864",
)


def use_bundled_sqlite(*, public: bool) -> None:
    """Put pysqlite3's newer SQLite in the place of Python's, before Django opens a database.

    An installation open to the public refuses an SQLite with the WAL-reset bug; others are warned.
    """
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        version, found = sqlite3.sqlite_version_info, sqlite3.sqlite_version
    else:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
        version, found = pysqlite3.sqlite_version_info, pysqlite3.sqlite_version
    problem = sqlite_problem(version, found)
    if problem and public:
        raise problem
    if problem:
        warnings.warn(str(problem), RuntimeWarning, stacklevel=2)


def sqlite_problem(version: tuple[int, int, int], found: str) -> ImproperlyConfigured | None:
    """The refusal for this version of the library, or None when it is safe."""
    if version >= SAFE_SQLITE:
        return None
    wanted = ".".join(map(str, SAFE_SQLITE))
    return refuse(
        "SQLite",
        f"cần phiên bản từ {wanted}, đang có {found}; hãy cài pysqlite3 hoặc dùng PostgreSQL",
        f"needs {wanted} or newer; install pysqlite3 or use PostgreSQL",
    )


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "motcua.project.queued_sqlite3",
        "NAME": str(path),
        # Opening runs every pragma again: a worker's thread keeps its connection.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction takes the write lock at its start: one that reads first and writes
            # later would otherwise fail with "database is locked" and no waiting.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(PRAGMAS),
        },
    }


def from_url(url: str, home: Path) -> dict[str, Any]:
    """Django's entry for DATABASE_URL: `postgresql://user:password@host:port/name?sslmode=…`,
    `sqlite:///absolute/path`, or empty for the embedded database.

    For a socket: `postgresql://user@/name?host=/run/postgresql`.
    """
    if not url:
        return sqlite(home / "motcua.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return _postgresql(url)
    # The value may hold a password: it is not repeated here.
    raise refuse(
        "DATABASE_URL",
        "phải có dạng postgresql://nguoi-dung:mat-khau@may-chu:5432/ten hoặc sqlite:///duong/dan",
        "must look like postgresql://user:password@host:5432/name or sqlite:///path",
    )


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError as problem:
        raise refuse(
            "DATABASE_URL", "cổng phải là số từ 1 đến 65535", "the port must be 1 to 65535"
        ) from problem
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or "") or options.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or options.pop("password", ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(port or "") or options.pop("port", ""),
        # A kept connection keeps its prepared statements; the check costs one empty round trip
        # and lets every worker survive a restart or a failover of the server.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
    entry["OPTIONS"] = {
        "application_name": "motcua",
        "connect_timeout": 10,
        "keepalives_idle": 30,
        "tcp_user_timeout": 20000,
        "server_side_binding": True,
        "prepare_threshold": 2,
        "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s",
    } | options
    return entry
