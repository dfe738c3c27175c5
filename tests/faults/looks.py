"""Opening a copy of an embedded database as the next start of the platform would."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pysqlite3

from tests.faults.facts import all_faults


def look_at(home: Path) -> tuple[list[str], set[str]]:
    """What is wrong in a home after a cut, and the acknowledgements that it holds."""
    connection = pysqlite3.connect(home / "motcua.sqlite3")
    try:

        def fetch(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        (verdict,) = fetch("PRAGMA integrity_check")[0]
        if verdict != "ok":
            return [f"corrupt: {verdict}"], set()
        faults = all_faults(fetch, papers=home / "files" / "papers")
        acts = fetch(
            "SELECT act_key, code, provisional FROM journal_entry"
            " JOIN case_file ON case_file.id = subject_id"
            " WHERE subject = 1 AND act_key IS NOT NULL"
        )
        held = {f"act {key.hex()} {n}" for key, *numbers in acts for n in numbers if n}
        held |= {f"paper {sha}" for (sha,) in fetch("SELECT sha256 FROM stored_file")}
    except pysqlite3.DatabaseError as problem:
        return [f"corrupt: {problem}"], set()
    finally:
        connection.close()
    return faults, held


def lost(told: Iterable[str], held: set[str]) -> list[str]:
    """Acknowledgements that are not in the database."""
    return [line for line in told if line not in held]
