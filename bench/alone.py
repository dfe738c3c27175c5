"""A benchmark with a PostgreSQL of its own, apart from `make bench`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
from collections.abc import Callable

from tests.postgres import private_cluster


def run(
    module: str,
    doc: str | None,
    option: str,
    default: int,
    measure: Callable[[int, dt.datetime], None],
) -> None:
    """Read one number from the command line, make an empty database, measure."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=doc)
    parser.add_argument(f"--{option}", type=int, default=default)
    count = getattr(parser.parse_args(), option)
    with tempfile.TemporaryDirectory() as home, private_cluster(durable=True) as cluster:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "motcua.project.settings",
            "MOTCUA_HOME": home,
            "MOTCUA_LOG_LEVEL": "WARNING",
            "DATABASE_URL": cluster.create("alone"),
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections
        from django.utils import timezone

        call_command("migrate", verbosity=0)
        measure(count, timezone.now())
        connections.close_all()
