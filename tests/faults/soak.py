"""`make soak`: a server under load and faults for an hour, on one database after the other.

    python -m tests.faults.soak [--minutes 60] [--clients 16] [--database sqlite|postgresql]

Every minute or so something is killed: a worker, the server, the database. In the end everything
acknowledged is there once, and the log of the embedded database stayed small.
"""

# ruff: noqa: T201  (a program that talks)

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")

LARGEST_LOG = 64 * 1024 * 1024
EVERY = 60.0


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--clients", type=int, default=16)
    asked.add_argument("--database", choices=["sqlite", "postgresql"])
    options = asked.parse_args()
    databases = [options.database] if options.database else ["sqlite", "postgresql"]
    passed = failed = 0
    for database in databases:
        for what, good in _soaked(database, options.minutes / len(databases), options.clients):
            print(f"{'passed' if good else 'FAILED'}  {database:10}  {what}", flush=True)
            passed, failed = passed + good, failed + (not good)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _soaked(database: str, minutes: float, count: int) -> Iterator[tuple[str, bool]]:
    """What was looked at, and whether it held."""
    with tempfile.TemporaryDirectory(prefix="motcua-soak-") as folder:
        os.environ["MOTCUA_HOME"] = folder
        import django

        django.setup()
        from tests.faults import test_kills as kills
        from tests.faults.facts import all_faults
        from tests.faults.history import contradictions
        from tests.faults.serving import Clients, prepare, serving

        with _database(database) as (url, restart):
            home = Path(folder)
            prepare(home, url)
            place = kills.Installation(home, url)
            with serving(home, url) as server:
                clients = Clients(server, home)
                watch = Watch(home)
                with clients.working(count, lambda n, t: kills.a_file_moves_on(clients, n, t)):
                    faults = [
                        server.kill_worker,
                        lambda _: (server.kill(), server.start()),
                        lambda _: restart(),
                    ]
                    watch.until(time.monotonic() + minutes * 60, faults, clients.problems)
            found = all_faults(place.fetch, clients.acks)
            found += contradictions(place.fetch, [c for c in clients.notes.calls if c.case])
        yield (
            f"{len(clients.acks)} acts, {watch.faults} faults: {found[:3] or 'nothing lost'}",
            not found,
        )
        yield f"largest log {watch.log / 1e6:.1f} MB", watch.log <= LARGEST_LOG


@contextmanager
def _database(name: str) -> Iterator[tuple[str, Callable[[], None]]]:
    if name == "sqlite":
        yield "", lambda: None
        return
    from tests.postgres import private_cluster

    with private_cluster(durable=True) as cluster:

        def restart() -> None:
            cluster.kill()
            cluster.start()

        yield cluster.create("soak"), restart


class Watch:
    """Causes the faults and notes the largest write-ahead log."""

    def __init__(self, home: Path) -> None:
        self.path = home / "motcua.sqlite3-wal"
        self.faults = self.log = 0

    def until(
        self, end: float, faults: list[Callable[[Random], object]], problems: list[str]
    ) -> None:
        random, following = Random(1), time.monotonic() + EVERY
        while time.monotonic() < end and not problems:
            if self.path.exists():
                self.log = max(self.log, self.path.stat().st_size)
            if time.monotonic() > following:
                faults[self.faults % len(faults)](random)
                self.faults, following = self.faults + 1, time.monotonic() + EVERY
            time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
