"""`motcua serve`: the web server, ready for one office as it stands."""

import io
import socket
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer


class Command(BaseCommand):
    help = "Chạy máy chủ web. / Serve the platform."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address")
        parser.add_argument("--port", type=port_number, default=8000, help="cổng / port")
        parser.add_argument("--workers", type=int, default=settings.MOTCUA_WORKERS)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, workers = options["host"], options["port"], options["workers"]
        if workers < 1:
            raise CommandError("--workers phải từ 1 trở lên. / --workers must be at least 1.")
        check_encryption()
        check_migrations()
        check_address(host, port)
        if not settings.DEBUG:
            collect_assets()
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Motcua: http://{shown}:{port} ({workers} tiến trình, Ctrl+C để dừng)")
        self.stdout.flush()
        # Workers are forked: SQLite's locks and PostgreSQL's sockets must not be shared with them.
        connections.close_all()
        server(host, port, workers).serve()


def port_number(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise ArgumentTypeError(f"{value}: cổng phải từ 1 đến 65535 / must be 1 to 65535")
    return int(value)


def check_encryption() -> None:
    """This server speaks plain HTTP; without a proxy's word every page would redirect to itself."""
    if settings.HTTPS and not settings.MOTCUA_BEHIND_PROXY:
        raise CommandError(
            "MOTCUA_URL là https: hãy đặt proxy phía trước và MOTCUA_BEHIND_PROXY=1."
            " / MOTCUA_URL is https: put a proxy in front and set MOTCUA_BEHIND_PROXY=1."
        )


def check_migrations() -> None:
    """A web worker on tables of another version would fail at its first page, in a user's face."""
    try:
        call_command("migrate", check_unapplied=True, stdout=io.StringIO(), verbosity=0)
    except SystemExit as missing:
        raise CommandError(
            "Cơ sở dữ liệu chưa cập nhật; hãy chạy “motcua migrate”."
            " / The database is not up to date; run “motcua migrate”."
        ) from missing


def collect_assets() -> None:
    """Style sheets and scripts into the home, named by their hash: browsers may keep them."""
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except ValueError as problem:
        first = str(problem).strip().splitlines()[0]
        raise CommandError(f"Thiếu tệp giao diện; hãy chạy “make assets”. / {first}") from problem


def check_address(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise CommandError(
                f"Không mở được {host}:{port} ({problem.strerror})."
                f" / Cannot listen on {host}:{port}."
            ) from problem


def server(host: str, port: int, workers: int) -> MPServer:
    granian = MPServer(
        "motcua.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=settings.MOTCUA_THREADS,
        # A thread that ends takes its database connection and prepared statements with it.
        blocking_threads_idle_timeout=600,
        websockets=False,
        log_level=LogLevels.warning,
        # A worker that dies is replaced at once; one that hangs at the end is not waited for.
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    granian.respawned_wrks = Deaths()
    return granian


class Deaths(dict[int, float]):
    """When each worker was last replaced; granian asks it before it replaces one again.

    Granian gives up when the same worker dies twice in 5.5 s, and takes the healthy ones with it.
    An office wants its counter open: we never give up, and slow down when deaths come in a row.
    """

    MANY, SECONDS, PAUSE = 10, 10.0, 0.5

    def __init__(self) -> None:
        self.recent: list[float] = []

    def get(self, key: int, default: float = 0.0) -> float:  # type: ignore[override]
        now = time.monotonic()
        self.recent = [moment for moment in self.recent if now - moment < self.SECONDS] + [now]
        if len(self.recent) > self.MANY:
            time.sleep(self.PAUSE)
        return default
