"""`make bench`: the figures that must hold, measured in one run beside their baselines.

Everything happens on a PostgreSQL of its own with durable settings and on loopback. Absolute
numbers are as noisy as the machine; read the ratios. `--full` adds a million files.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.postgres import Cluster, PostgresMissing, private_cluster

OUT = Path("build/bench.json")


def main() -> int:
    """Exit 0 when every row holds what it must."""
    options = _options()
    # Asked to end, it still takes its servers and its database away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    home = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    try:
        with private_cluster(durable=True) as cluster:
            return _run(cluster, home, options)
    except PostgresMissing as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="more rounds, and a million files")
    parser.add_argument("--files", type=int, default=100_000, help="open files")
    parser.add_argument("--past", type=int, default=0, help="past files, for the figures")
    parser.add_argument("--wards", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each workload of a round")
    options = parser.parse_args()
    options.rounds = options.rounds or (6 if options.full else 4)
    options.past = options.past or (5_000_000 if options.full else 200_000)
    return options


def _run(cluster: Cluster, home: Path, options: argparse.Namespace) -> int:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "motcua.project.settings",
        "MOTCUA_HOME": str(home),
        "MOTCUA_WORKERS": "2",
        "MOTCUA_LOG_LEVEL": "WARNING",
        "DATABASE_URL": cluster.create("small"),
    }
    import django

    django.setup()
    from bench import figures

    started = time.monotonic()
    report = figures.all_of(cluster, home, options)
    report.notes.append(f"{time.monotonic() - started:.0f} s in all, {os.cpu_count()} cores")
    report.write(OUT)
    print(report.markdown())
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
