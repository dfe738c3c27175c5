"""Figures at scale: reports from the sums beside full scans, DuckDB, and the bare SQL.

    python -m bench.reporting --past 1000000            # on a PostgreSQL of its own
    python -m bench.reporting --past 1000000 --sqlite   # on a SQLite file

Part of `make bench`; DuckDB is asked only where it is installed (`tools/uv sync --group bench`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import statistics as middle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import server
from bench.client import loop, request
from bench.report import Report

if TYPE_CHECKING:
    from bench.workloads import Workloads

FIRST: Final = dt.date(2024, 10, 1)
LAST: Final = dt.date(2026, 8, 20)
ROUNDS: Final = 5
UNITS: Final = 180
BATCH: Final = 20_000
SMALL: Final = 100_000
_TABLES: Final = (
    *("bench_flat", "case_file", "rating"),
    *("figure_day", "figure_month", "figure_total"),
)
PAGES: Final = ("/", "/so-lieu/?year=2026", "/so-lieu/?year=2026&agency=so-3")
_OFFICIAL: Final = ("early", "late")  # beside what every tally needs
# One table with nothing but what the question needs: leaner than any product's.
_FLAT: Final = """
CREATE TABLE bench_flat AS SELECT c.agency_id, p.field_id, c.received_at, c.due_at, c.finished_at
FROM case_file c JOIN procedure_version v ON v.id = c.version_id
JOIN procedure p ON p.id = v.procedure_id WHERE c.received_at IS NOT NULL
"""
_SCAN: Final = """
SELECT agency_id, field_id, count(*), sum(CASE WHEN finished_at < due_at THEN 1 ELSE 0 END),
 sum(CASE WHEN finished_at >= due_at THEN 1 ELSE 0 END),
 sum(CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END)
FROM bench_flat WHERE received_at >= %s AND received_at < %s GROUP BY agency_id, field_id
"""
_BARE: Final = """
SELECT count(*), sum(CASE WHEN finished_at < due_at THEN 1 ELSE 0 END),
 sum(CASE WHEN finished_at >= due_at THEN 1 ELSE 0 END),
 sum(CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END)
FROM case_file WHERE agency_id = %s AND received_at >= %s AND received_at < %s
"""
_BARE_LIST: Final = """
SELECT id, code, applicant_name, due_at FROM case_file
WHERE agency_id = %s AND received_at >= %s AND received_at < %s ORDER BY due_at, id LIMIT 51
"""


class Past:
    """A province of past files: the first through the command, from a file, then in batches."""

    def __init__(self, report: Report, past: int, home: Path) -> None:
        from bench.rows import NAMES
        from motcua.history.queries import known
        from motcua.management.demo.past import Town
        from motcua.organisation.models import Agency

        self.report, self.home, self.past = report, home, past
        self.found = known()
        units = list(Agency.objects.filter(slug__startswith="so-").values_list("code", flat=True))
        self.files = Town(units, sorted(self.found.versions), FIRST, LAST, NAMES).files(past)

    def first(self) -> None:
        """A hundred thousand at most, as an office would load them."""
        from django.core.management import call_command

        from bench.histories import write

        part = min(self.past, SMALL)
        write(self.home / "ho-so.csv", iter(list(islice(self.files, part))))
        began = time.monotonic()
        call_command("import_cases", str(self.home / "ho-so.csv"), stdout=io.StringIO())
        rate = part / (time.monotonic() - began)
        self.report.count("rows a second of import_cases", 5_000, 10_000, rate, "/s")
        self._count()

    def rest(self) -> None:
        """All the others."""
        from django.utils import timezone

        from motcua.history.actions import begin_import, store_batch

        at = timezone.now()
        entry = begin_import(digest=b"bench" * 7, facts={"file": "bench"}, at=at)
        began, stored = time.monotonic(), 0
        while batch := list(islice(self.files, BATCH)):
            store_batch(rows=batch, found=self.found, entry=entry, at=at)
            stored += len(batch)
        if stored:
            rate = stored / (time.monotonic() - began)
            self.report.notes.append(f"made and stored without checks: {rate:,.0f} files a second")
        self._count()

    def _count(self) -> None:
        from django.db import connection
        from django.utils import timezone

        from motcua.indicators.actions import fold_figures

        began, at = time.monotonic(), timezone.now()
        # Answers are counted when they have stood for half a minute.
        files = sum(fold_figures(at=at + dt.timedelta(minutes=turn)) for turn in range(3))
        seconds = time.monotonic() - began
        self.report.notes.append(f"{files:,} files counted into the sums in {seconds:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_flat")
            cursor.execute(_FLAT)
            for table in (
                "bench_flat",
                "case_file",
                "figure_day",
                "figure_month",
                "figure_total",
                "rating",
            ):
                cursor.execute(f"ANALYZE {table}")


def measure(report: Report, past: int, home: Path) -> None:
    """Reports beside their baselines, in turn."""
    where = f"{past / 1e6:g} M files"
    times: dict[str, list[float]] = {}
    jobs = _jobs(home)
    for number in range(ROUNDS + 1):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            if number:  # the first round only warms up
                times.setdefault(name, []).append(1000 * (time.perf_counter() - began))
    report.notes += [f"{name}: {middle.median(taken):.1f} ms" for name, taken in times.items()]
    faster = _over(times, "scan", "province")
    report.ratio(f"province report, {where}: full scan / ours", 15, 30, faster)
    faster = _over(times, "scan", "edges")
    report.ratio(f"the same, days at both ends, {where}", 15, 30, faster)
    if "duckdb" in times:
        faster = _over(times, "duckdb", "province")
        report.ratio(f"province report, {where}: DuckDB on Parquet / ours", 2, 8, faster)
    slower = _over(times, "unit", "bare")
    report.ratio(f"one unit × one month, {where}: ours / bare SQL", 2, 1, slower)
    slower = _over(times, "unit, files", "bare list")
    report.ratio(f"its list of files, {where}: ours / bare SQL", 2, 1, slower)


def _jobs(home: Path) -> dict[str, Callable[[], Any]]:
    from django.utils import timezone

    from motcua.organisation.models import Agency

    at = timezone.now()
    agency = Agency.objects.filter(slug="so-3").get()
    jobs: dict[str, Callable[[], Any]] = {
        "province": lambda: _province(FIRST, LAST, at),
        "scan": lambda: _sql(_SCAN, [*_span(FIRST, LAST)]),
        "edges": lambda: _province(dt.date(2025, 3, 12), dt.date(2026, 2, 9), at),
        "unit": lambda: _unit(agency.code, at),
        "bare": lambda: _sql(_BARE, [agency.pk, *_span(*MONTH)]),
        "unit, files": lambda: _unit_files(agency.code, at),
        "bare list": lambda: _sql(_BARE_LIST, [agency.pk, *_span(*MONTH)]),
    }
    duck = _duckdb(home)
    return jobs | ({"duckdb": duck} if duck is not None else {})


def pages(port: int) -> dict[str, list[float]]:
    """p50 of the public pages that show figures, three rounds each."""
    return {
        page: [loop(port, _asked(page), seconds=3, connections=1).p50 for _round in range(3)]
        for page in PAGES
    }


def _asked(page: str) -> Iterator[bytes]:
    while True:
        yield request("GET", page)


def beside_intake(report: Report, port: int, workloads: Workloads, home: Path) -> None:
    """Intake while the sums are folded every five seconds, twelve times as often as they are."""
    quotients = []
    loop(port, workloads.intake(), count=60)
    for _round in range(4):
        without = loop(port, workloads.intake(), seconds=10, connections=4).rate
        with (home / "fold.log").open("wb") as log:
            folding = subprocess.Popen([sys.executable, "-m", "bench.folding"], stderr=log)
            try:
                time.sleep(4)
                kept = loop(port, workloads.intake(), seconds=10, connections=4).rate
            finally:
                folding.terminate()
                folding.wait()
        quotients.append(kept / without)
    report.ratio("intake with the sums kept / without", 0.85, 0.95, quotients)


def run(report: Report, past: int, home: Path, *, served: bool = True) -> None:
    """All rows of the figures, on the empty database of this process."""
    from django.core.management import call_command
    from django.utils import timezone

    from bench.stage import build
    from bench.workloads import Workloads

    call_command("migrate", verbosity=0)
    stage = build(timezone.now(), wards=UNITS)
    files = Past(report, past, home)
    files.first()
    if not served:
        files.rest()
        measure(report, past, home)
        return
    with server.motcua(home / "figures.log") as ours:
        small = pages(ours.port)
        beside_intake(report, ours.port, Workloads(stage), home)
        files.rest()
        measure(report, past, home)
        large = pages(ours.port)
    for page in PAGES:
        grown = [a / b for a, b in zip(large[page], small[page], strict=True)]
        words = f"p50 of {page}, {past / 1e6:g} M / 0.1 M files"
        report.ratio(words, 1.5, 1.1, grown)


MONTH: Final = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def _province(first: dt.date, last: dt.date, at: dt.datetime) -> int:
    """All units × fields of any span of days: the columns of II.06a."""
    from motcua.indicators.queries.rolled import sums_by, tail_of_sums
    from motcua.indicators.rules import Group, Period

    tail = tail_of_sums()
    assert tail is not None
    groups = [Group.AGENCY, Group.FIELD]
    period = Period(first, last)
    return len(sums_by(groups, period, at, agencies=None, tail=tail, measures=_OFFICIAL))


def _unit(code: str, at: dt.datetime) -> Any:
    from motcua.indicators.queries import statistics

    return statistics(from_day=MONTH[0], to_day=MONTH[1], agency_code=code, by="field", at=at)


def _unit_files(code: str, at: dt.datetime) -> Any:
    from motcua.indicators.queries import Question, files_behind

    return files_behind(Question("received", *MONTH, code), actor=_leader(at), at=at)


def _leader(at: dt.datetime) -> Any:
    from motcua.accounts.models import Account
    from motcua.organisation.queries import actor_for_session

    return actor_for_session(Account.objects.get(username="lanhdao.so3").pk, at=at)


def _span(first: dt.date, last: dt.date) -> tuple[Any, Any]:
    from django.db import connection

    from motcua.indicators.rules import Period

    adapt = connection.ops.adapt_datetimefield_value
    period = Period(first, last)
    return adapt(period.start), adapt(period.end)


def _sql(statement: str, values: list[Any]) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _over(times: dict[str, list[float]], above: str, below: str) -> list[float]:
    return [a / b for a, b in zip(times[above], times[below], strict=True)]


def _duckdb(home: Path) -> Callable[[], Any] | None:
    """The same scan by DuckDB over Parquet; None where it is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    parquet = home / "flat.parquet"
    table = home / "flat.csv"
    with table.open("w", encoding="utf-8") as file:
        file.writelines(_csv_rows())
    link = duckdb.connect()
    link.execute(f"COPY (SELECT * FROM read_csv('{table}')) TO '{parquet}' (FORMAT parquet)")
    table.unlink()
    first, last = f"{FIRST} 00:00:00", f"{LAST + dt.timedelta(days=1)} 00:00:00"
    statement = _SCAN.replace("bench_flat", f"'{parquet}'").replace("%s", "?")
    return lambda: link.execute(statement, [first, last]).fetchall()


def _csv_rows() -> Iterator[str]:
    from django.db import connection

    yield "agency_id,field_id,received_at,due_at,finished_at\n"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id, field_id, received_at, due_at, finished_at FROM bench_flat"
        )
        while rows := cursor.fetchmany(50_000):
            for agency, field, *moments in rows:
                shown = [str(moment)[:19] if moment else "" for moment in moments]
                yield f"{agency},{field},{','.join(shown)}\n"


def main() -> int:
    """The table of the figures alone."""
    parser = argparse.ArgumentParser(prog="python -m bench.reporting", description=__doc__)
    parser.add_argument("--past", type=int, default=200_000)
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        home = Path(folder)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "motcua.project.settings",
            "MOTCUA_HOME": folder,
            "MOTCUA_LOG_LEVEL": "WARNING",
        }
        if options.sqlite:
            return _alone(home, options.past)
        from tests.postgres import private_cluster

        with private_cluster(durable=True) as cluster:
            os.environ["DATABASE_URL"] = cluster.create("figures")
            return _alone(home, options.past)


def _alone(home: Path, past: int) -> int:
    import django

    django.setup()
    report = Report()
    run(report, past, home, served="DATABASE_URL" in os.environ)
    print(report.markdown())
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
