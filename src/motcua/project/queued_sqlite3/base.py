"""The database wrapper that Django looks for under this name."""

from __future__ import annotations

import time
from typing import Final

from django.db import OperationalError
from django.db.backends.sqlite3 import base

PAUSE: Final = 0.002


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite's own waiting sleeps up to 0.1 s between tries, so a writer that comes back at once
    is nearly always first: under eight busy writers one waited 20 s and was told "database is
    locked". Here everybody who waits for a transaction asks as often as everybody else.
    """

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 20))
        end = time.monotonic() + patience
        raw = self.connection
        raw.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()  # type: ignore[misc]
                except OperationalError as problem:
                    if "locked" not in str(problem) or time.monotonic() > end:
                        raise
                    time.sleep(PAUSE)
                else:
                    return
        finally:
            raw.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
