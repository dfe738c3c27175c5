"""`motcua worker`: the passes of the background for ever, until told to stop."""

from __future__ import annotations

import argparse
import datetime as dt
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from motcua.management.passes import run


class Command(BaseCommand):
    """Any number of workers may run beside each other: each row of work goes to one of them."""

    help = "Chạy các việc nền liên tục; dừng bằng Ctrl+C hoặc SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        """--every: seconds between two looks."""
        parser.add_argument("--every", type=seconds, default=60.0, metavar="GIÂY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends after the pass at hand; what it left is done by the next worker."""
        stop = threading.Event()
        _listen(stop)
        self.stdout.write(f"Motcua: việc nền, mỗi {options['every']:g} giây (Ctrl+C để dừng)")
        self.stdout.flush()
        turns: dict[str, dt.datetime] = {}
        while not stop.is_set():
            close_old_connections()
            for outcome in run(timezone.now(), turns):
                if outcome.count or outcome.error is not None:
                    told = outcome.error or outcome.count
                    self.stdout.write(f"{outcome.name}: {told}")
                if stop.is_set():
                    break
            self.stdout.flush()
            stop.wait(options["every"])
        self.stdout.write("Motcua: đã dừng việc nền")


def seconds(text: str) -> float:
    """From a tenth of a second to an hour."""
    try:
        number = float(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text}: không phải số giây") from problem
    if not 0.1 <= number <= 3600:
        raise argparse.ArgumentTypeError(f"{text}: phải từ 0.1 đến 3600 giây")
    return number


def _listen(stop: threading.Event) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
