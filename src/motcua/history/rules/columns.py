"""The columns of a history file and its first row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import normalise

COLUMNS: Final = (
    "code",
    "procedure_code",
    "agency_code",
    "channel",
    "service_level",
    "applicant_name",
    "applicant_id",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "outcome",
    "supplement_requests",
    "return_channel",
    "paid_online",
    "rating",
)
# The others may be left out altogether: nothing is known of them then.
NEEDED: Final = (
    "code",
    "procedure_code",
    "agency_code",
    "channel",
    "service_level",
    "received_at",
)


# What the file of bad rows says beside them, so that it can be mended and loaded as it is.
TOLD: Final = ("line", "reason")


class BadHeader(Refused):
    """The first row of a file does not name its columns."""


def checked_header(cells: Sequence[object]) -> list[str]:
    """The names of the columns in their order. Raises BadHeader naming each that is wrong."""
    names = [normalise(str(cell)).lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    faults = [f"thiếu cột “{name}”" for name in NEEDED if name not in names]
    faults += [f"không có cột “{name}”" for name in names if name not in (*COLUMNS, *TOLD)]
    faults += [
        f"cột “{name}” có hai lần" for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if faults:
        raise BadHeader(f"Dòng 1: {'; '.join(faults)}. Các cột: {', '.join(COLUMNS)}.")
    return names
