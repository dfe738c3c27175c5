"""`make prove`: the long fault tests on both databases, a table, one line at the end.

The table goes to reports/prove.json too; docs/reliability.md tells what each row means.
"""

# ruff: noqa: T201  (a program that talks)

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET  # our own report
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "reports"
PYTEST = (sys.executable, "-m", "pytest", "--no-header", "-q", "-n", "0", "-p", "no:cacheprovider")
RUNS = {
    "SQLite": ((), "prove"),
    "PostgreSQL": ((sys.executable, "-m", "tests.postgres"), "prove and database"),
}

Row = dict[str, str | float]


def main(chosen: list[str]) -> int:
    """Exit 0 when everything passed. `chosen` are more arguments for pytest."""
    REPORTS.mkdir(exist_ok=True)
    rows = [row for engine in RUNS for row in _run(engine, chosen)]
    (REPORTS / "prove.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    print()
    for row in rows:
        print(f"{row['verdict']:7} {row['seconds']:7.1f} s  {row['engine']:10}  {row['name']}")
        if row["figures"]:
            print(f"{'':19}{row['figures']}")
    failed = sum(row["verdict"] != "passed" for row in rows)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed or not rows else 0


def _run(engine: str, chosen: list[str]) -> list[Row]:
    before, marked = RUNS[engine]
    report = REPORTS / f"prove-{engine.lower()}.xml"
    report.unlink(missing_ok=True)
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    options = ["-m", marked, f"--junitxml={report}", "-o", "junit_logging=system-out"]
    subprocess.run(
        [*before, *PYTEST, *options, *chosen],
        cwd=ROOT,
        env=kept | {"MOTCUA_NO_SKIP": "1"},
        check=False,
    )
    if not report.exists():
        return [
            {
                "engine": engine,
                "name": "the run",
                "verdict": "failed",
                "seconds": 0.0,
                "figures": "",
            }
        ]
    return [_row(engine, case) for case in ET.parse(report).iter("testcase")]


def _row(engine: str, case: ET.Element) -> Row:
    bad = case.find("failure") is not None or case.find("error") is not None
    out = (case.findtext("system-out") or "").strip().splitlines()
    figures = [line for line in out if line and not line.startswith("-")]
    return {
        "engine": engine,
        "name": str(case.get("name")),
        "verdict": "failed" if bad else "passed",
        "seconds": float(case.get("time", 0)),
        "figures": "; ".join(figures[-1:]),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
