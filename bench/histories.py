"""History files for benchmarks and trials, from a seed.

python -m bench.histories 100000 ho-so.csv --seed 7
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from bench.rows import NAMES
from motcua.history.rules import COLUMNS, PastCase
from motcua.management.demo.past import Town


def written(file: PastCase) -> list[str]:
    """A file as a row of a history file."""
    values = list(file)
    paid = {None: "none", True: "yes", False: "no"}[file.paid_online]
    values[COLUMNS.index("paid_online")] = paid
    return [
        value.isoformat(timespec="minutes")
        if isinstance(value, dt.datetime)
        else ""
        if value is None
        else str(value)
        for value in values
    ]


def write(path: Path, files: Iterator[PastCase]) -> None:
    """A CSV file that `motcua import_cases` reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(written(one) for one in files)


def main() -> None:
    """Write a history file for a town of made-up places, to be loaded with --create-missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.histories", description=__doc__)
    parser.add_argument("files", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    town = Town(
        agencies=[f"H29.{800 + n}" for n in range(20)],
        procedures=[f"9.{n:06}" for n in range(120)],
        first=dt.date(2025, 1, 1),
        last=dt.date(2026, 6, 30),
        names=NAMES,
        seed=options.seed,
    )
    write(options.path, town.files(options.files))


if __name__ == "__main__":
    main()
