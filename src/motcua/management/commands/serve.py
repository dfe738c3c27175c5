"""`motcua serve`: the web server, ready for one office as it stands."""

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


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
        check_migrations()
        check_address(host, port)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Motcua: http://{shown}:{port} ({workers} tiến trình, Ctrl+C để dừng)")
        self.stdout.flush()
        server(host, port, workers).serve()


def port_number(value: str) -> int:
    port = int(value)
    if not 1 <= port <= 65535:
        raise ValueError(value)
    return port


def check_migrations() -> None:
    """A web worker on tables of another version would fail at its first page, in a user's face."""
    with open(os.devnull, "w", encoding="utf-8") as silence:
        try:
            call_command("migrate", check_unapplied=True, stdout=silence, verbosity=0)
        except SystemExit as missing:
            raise CommandError(
                "Cơ sở dữ liệu chưa cập nhật; hãy chạy “motcua migrate”."
                " / The database is not up to date; run “motcua migrate”."
            ) from missing


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


def server(host: str, port: int, workers: int) -> Server:
    return Server(
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
        respawn_interval=0.5,
        workers_kill_timeout=20,
    )
