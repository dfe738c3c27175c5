"""Two probes: is the process alive, and may it be sent work."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.project import logs

LEAST_FREE_DISK = 0.05
_KNOWN_CURRENT: list[bool] = []


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. No database, no disk: a slow database must not get workers killed."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when work may be sent here, else 503; each check is told by name, its reason is not."""
    checks = {name: _passes(check) for name, check in CHECKS.items()}
    failed = [name for name, good in checks.items() if not good]
    if failed:
        logs.event("not_ready", reason=",".join(failed))
    status = "not ready" if failed else "ready"
    return JsonResponse({"status": status, "checks": checks}, status=503 if failed else 200)


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def database_writes() -> bool:
    """A row goes in, is read, and is taken back: the probe leaves no trace and costs no fsync."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date)"
                " VALUES ('healthz', '', '2000-01-01 00:00:00+00:00')"
            )
            cursor.execute("SELECT 1 FROM django_session WHERE session_key = 'healthz'")
            found = cursor.fetchone() is not None
        transaction.set_rollback(True)
    return found


def migrations_current() -> bool:
    """The tables are those of this code.

    Reading every migration takes 50 ms and more, and what was applied stays so: asked until true.
    """
    if not _KNOWN_CURRENT and not unapplied_migrations():
        _KNOWN_CURRENT.append(True)
    return bool(_KNOWN_CURRENT)


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def disk_has_room() -> bool:
    usage = shutil.disk_usage(settings.MOTCUA_HOME)
    return usage.free > usage.total * LEAST_FREE_DISK


def not_draining() -> bool:
    """An administrator takes this machine out of service by making the file `drain` in the home."""
    return not (settings.MOTCUA_HOME / "drain").exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_writes,
    "migrations": migrations_current,
    "disk": disk_has_room,
    "in_service": not_draining,
}
