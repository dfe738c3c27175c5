"""The first walk through a history file: what is new, what is there, what is wrong."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from motcua.history.actions import Missing
from motcua.history.queries import Known, stored
from motcua.history.reading import rows
from motcua.history.rules import Cell, Fault, PastCase, read_row
from motcua.kernel.worktime import day_of

Tell = Callable[[int], None]
BATCH: Final = 5_000


@dataclass(slots=True)
class Checked:
    """What a file holds. `bad`: cells of each bad line. `there`: codes stored before.

    The good rows that are not there wait in a file of their own until all are checked: reading
    them twice would take as long as storing them.
    """

    lines: int = 0
    there: int = 0
    faults: list[Fault] = field(default_factory=list)
    bad: dict[int, dict[str, Cell]] = field(default_factory=dict)
    missing: Missing = field(default_factory=Missing)
    _waiting: IO[bytes] = field(default_factory=TemporaryFile)

    def keep(self, rows: list[PastCase]) -> None:
        """To be stored when the whole file is good."""
        pickle.dump(rows, self._waiting, pickle.HIGHEST_PROTOCOL)

    def batches(self) -> Iterator[list[PastCase]]:
        """What was kept, batch by batch; once."""
        end = self._waiting.tell()
        self._waiting.seek(0)
        while self._waiting.tell() < end:
            yield pickle.load(self._waiting)  # noqa: S301 (our own, unnamed and unlinked)

    def close(self) -> None:
        """Forget what was kept."""
        self._waiting.close()

    @property
    def new(self) -> int:
        """How many files there are to store."""
        return self.lines - self.there - len(self.bad)


@dataclass(slots=True)
class Checker:
    """Reads every row and asks for each batch which of its codes are stored already."""

    path: Path
    found: Known
    at: dt.datetime
    create_missing: bool
    tell: Tell
    _lines: dict[str, int] = field(default_factory=dict)

    def check(self) -> Checked:
        """Every fault of every line; to be closed. Raises BadFile, BadHeader."""
        checked = Checked()
        read = rows(self.path)
        try:
            while batch := list(islice(read, BATCH)):
                self._check(batch, checked)
                self.tell(checked.lines)
        except BaseException:
            checked.close()
            raise
        return checked

    def _check(self, batch: Sequence[tuple[int, dict[str, Cell]]], checked: Checked) -> None:
        good: dict[str, tuple[int, PastCase]] = {}
        cells = dict(batch)
        for line, values in batch:
            row, faults = read_row(values, line=line, at=self.at)
            if row is not None:
                faults = self._unknown(row, line, checked.missing)
            if row is None or faults:
                _bad(checked, faults, values)
            else:
                good[row.code] = line, row
        checked.lines += len(batch)
        there = stored((row for _line, row in good.values()), self.found)
        checked.there += sum(there.values())
        for code, same in there.items():
            line, _row = good.pop(code)
            if not same:
                reason = "đã có hồ sơ mang mã này với nội dung khác"
                _bad(checked, [Fault(line, "code", reason)], cells[line])
        checked.keep([row for _line, row in good.values()])

    def _unknown(self, row: PastCase, line: int, missing: Missing) -> list[Fault]:
        faults = []
        first = self._lines.setdefault(row.code, line)
        if first != line:
            faults.append(Fault(line, "code", f"mã đã có ở dòng {first}"))
        day = day_of(row.received)
        place = self.found.places.get(row.agency)
        if self.create_missing:
            if place is None:
                missing.note(missing.agencies, row.agency, day)
            elif place.unit_id is None:
                missing.units[place.agency_id] = day
            if row.procedure not in self.found.versions:
                missing.note(missing.procedures, row.procedure, day)
            return faults
        if place is None:
            faults.append(Fault(line, "agency_code", f"không có cơ quan mang mã “{row.agency}”"))
        elif place.unit_id is None:
            faults.append(Fault(line, "agency_code", f"cơ quan “{row.agency}” chưa có bộ phận nào"))
        if row.procedure not in self.found.versions:
            reason = f"không có thủ tục đã công bố mang mã “{row.procedure}”"
            faults.append(Fault(line, "procedure_code", reason))
        return faults


def _bad(checked: Checked, faults: Sequence[Fault], cells: dict[str, Cell]) -> None:
    checked.faults += faults
    checked.bad[faults[0].line] = cells
