"""The table: what must be, what is aimed at, what was measured."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One row. `value` is compared with `must` and `aim`; less is better when they fall."""

    what: str
    must: float
    aim: float
    value: float
    shown: str

    @property
    def verdict(self) -> str:
        """Whether the row holds."""
        sign = -1 if self.aim < self.must else 1

        def better(wanted: float) -> bool:
            return sign * self.value >= sign * wanted

        return "aim" if better(self.aim) else "must" if better(self.must) else "MISSED"


@dataclass
class Report:
    """Rows in the order of the issue, and notes below them."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def ratio(self, what: str, must: float, aim: float, quotients: Sequence[float]) -> None:
        """A row of per-round quotients: median (min to max)."""
        middle = statistics.median(quotients)
        shown = f"{middle:.2f} ({min(quotients):.2f}–{max(quotients):.2f})"
        self.lines.append(Line(what, must, aim, middle, shown))

    def count(self, what: str, must: float, aim: float, value: float, unit: str = "") -> None:
        """A row of one number."""
        text = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
        self.lines.append(Line(what, must, aim, value, f"{text} {unit}".strip()))

    def truth(self, what: str, shown: str) -> None:
        """A row that holds or does not."""
        self.lines.append(Line(what, 1, 1, 0.0 if shown.startswith("FAILED") else 1.0, shown))

    @property
    def missed(self) -> list[Line]:
        """The rows under what must be."""
        return [line for line in self.lines if line.verdict == "MISSED"]

    def markdown(self) -> str:
        """The table as it is printed."""
        rows = ["| what | must | aim | measured | |", "|---|---|---|---|---|"]
        rows += [
            f"| {line.what} | {line.must:g} | {line.aim:g} | {line.shown} | {line.verdict} |"
            for line in self.lines
        ]
        return "\n".join([*rows, "", *(f"- {note}" for note in self.notes)])

    def write(self, path: Path) -> None:
        """The same as JSON."""
        lines = [asdict(line) | {"verdict": line.verdict} for line in self.lines]
        text = json.dumps({"rows": lines, "notes": self.notes}, ensure_ascii=False, indent=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
