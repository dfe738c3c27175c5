"""One paper of the corpus and the verdict it must get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from motcua.files.rules.faults import Fault
from motcua.files.rules.kinds import Kind

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    what: str
    name: str
    build: Callable[[], bytes]
    fault: Fault | None = None
    kind: Kind | None = None
    kept_as: str = ""
    pages: int | None = None
