"""Row by row, the figures of the table."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from bench import (
    contention,
    deadlines,
    raw,
    reporting,
    rows,
    searching,
    server,
    sizes,
    statements,
    steps,
)
from bench.client import loop
from bench.report import Report
from bench.rounds import Rounds, measured
from bench.stage import Stage, build
from bench.workloads import Workloads
from motcua.project import database
from tests.postgres import Cluster

STATEMENTS = {"intake": (10, 5), "step": (12, 6), "list of 50": (6, 4), "look-up": (4, 3)}


def all_of(cluster: Cluster, home: Path, options: argparse.Namespace) -> Report:
    """Everything; the small database first, then the large one under load."""
    report = Report()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    _say("bytes of a finished file")
    stage = build(timezone.now(), wards=5)
    size = sizes.bytes_per_file(stage, timezone.now(), 2000 if options.full else 600)
    _say("a step of forty against one of six")
    longer = steps.forty_to_six(stage, timezone.now(), 400 if options.full else 150)
    url = _another_database(cluster, "large")
    _say(f"{options.files} open files in {options.wards} wards")
    call_command("migrate", verbosity=0)
    stage = build(timezone.now(), wards=options.wards)
    rows.fill(stage, options.files, timezone.now())
    raw.prepare(url, options.files)
    _kernel(report, options)
    _load(report, url, home, stage, options)
    report.count("a step of a 40-step process / of a 6-step one", 1.2, 1.05, longer, "×")
    report.count("database bytes of a finished six-step file", 6000, 4000, size, "B")
    _say(f"{options.past} past files and their figures")
    _another_database(cluster, "figures")
    reporting.run(report, options.past, home)
    return report


def _say(text: str) -> None:
    sys.stderr.write(f"… {text}\n")


def _another_database(cluster: Cluster, name: str) -> str:
    """A new empty database for this process and for every server it starts."""
    url = cluster.create(name)
    connections.close_all()
    os.environ["DATABASE_URL"] = url
    connection.settings_dict.update(database.from_url(url, settings.MOTCUA_HOME))
    return url


def _load(report: Report, url: str, home: Path, stage: Stage, options: argparse.Namespace) -> None:
    for name, count in statements.counted(stage.wards[0]).items():
        must, aim = STATEMENTS[name]
        report.count(f"SQL statements: {name}", must, aim, count)
    workloads = Workloads(stage)
    workloads.read()
    _say(f"{options.rounds} rounds of {options.seconds:g} s each")
    with server.motcua(home / "serve.log") as ours, server.bare(home / "bare.log") as bare:
        found = measured(
            url,
            ours,
            bare,
            workloads,
            rounds=options.rounds,
            seconds=options.seconds,
            files=options.files,
        )
        _ratios(report, found)
        _races(report, ours.port, workloads, stage)
        _memory(report, ours, workloads)
        if options.full:
            _growth(report, ours, workloads, stage, options)


def _ratios(report: Report, found: Rounds) -> None:
    report.ratio("intake / raw intake", 0.25, 0.40, found.quotients("intake", "raw intake"))
    report.ratio("step / raw step", 0.20, 0.35, found.quotients("step", "raw step"))
    report.ratio("inbox page / bare page", 0.5, 0.8, found.quotients("inbox", "bare inbox"))
    report.notes += [found.words(name) for name in found.rates]
    report.truth("errors under load", _errors(found))


def _errors(found: Rounds) -> str:
    failed = {name: count for name, count in found.errors.items() if count}
    return f"FAILED: {failed}" if failed else "none"


def _races(report: Report, port: int, workloads: Workloads, stage: Stage) -> None:
    ward = stage.wards[1]
    report.truth("eight clerks on one counter row", contention.one_counter(port, ward, 400))
    codes = workloads.open_in(ward.agency.pk, 30)
    report.truth("two officers on one work item", contention.one_item(port, codes, ward))


def _memory(report: Report, ours: server.Server, workloads: Workloads) -> None:
    _say("10,000 requests")
    for stream, count in (
        (workloads.look_up(), 5000),
        (workloads.inbox(), 3000),
        (workloads.intake(), 2000),
    ):
        loop(ours.port, stream, count=count)
    report.count("memory of a worker (PSS)", 120, 80, max(ours.memory()), "MB")


def _kernel(report: Report, options: argparse.Namespace) -> None:
    _say("deadlines, search")
    number = 20_000 if options.full else 4_000
    report.ratio(
        "one deadline / day-by-day loop, times faster",
        *(5, 15),
        [deadlines.single(number) for _round in range(3)],
    )
    files = options.files if options.full else min(options.files, 50_000)
    batches = [deadlines.batch(files) for _round in range(3)]
    report.ratio(
        f"{files} open files after a new holiday / loop, times faster",
        *(20, 80),
        [count for count, _whole in batches],
    )
    whole = ", ".join(f"{times:.0f}" for _count, times in batches)
    report.notes.append(f"the same with telling which files move: {whole} times faster")
    searching.prepare(options.files)
    halves = [searching.measured(200 if options.full else 40) for _round in range(3)]
    report.ratio("search / unaccent scan, p50", 10, 40, [p50 for p50, _p95 in halves])
    report.ratio("search / unaccent scan, p95", 5, 20, [p95 for _p50, p95 in halves])


def _growth(
    report: Report,
    ours: server.Server,
    workloads: Workloads,
    stage: Stage,
    options: argparse.Namespace,
) -> None:
    """p50 with ten times as many files, nine in ten of them finished, as offices' are."""
    before = _p50(ours, workloads, options)
    _say("nine more files, finished, for each open one")
    rows.fill(stage, options.files * 9, timezone.now(), finished=True)
    after = _p50(ours, workloads, options)
    for name in before:
        pairs = zip(after[name], before[name], strict=True)
        report.ratio(f"p50 of {name}, ten times the files", 1.5, 1.1, [a / b for a, b in pairs])


def _p50(
    ours: server.Server, workloads: Workloads, options: argparse.Namespace
) -> dict[str, list[float]]:
    streams = {"inbox": workloads.inbox(), "look-up": workloads.look_up()}
    return {
        name: [
            loop(ours.port, stream, seconds=options.seconds, connections=1).p50
            for _round in range(3)
        ]
        for name, stream in streams.items()
    }
