"""One system call of an office's work fails: with EIO, a full disk, an interruption (D7).

The program may stop; what it acknowledged is there, nothing is half done, and the next start
works as if nothing had been.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.faults.looks import look_at, lost
from tests.faults.serving import ROOT, environment, prepare
from tests.faults.test_archive import ACTS

# How often each is called in the work below, roughly; later than that nothing is hit.
CALLS = {"pwrite64": 500, "fsync": 45, "rename": 2, "ftruncate": 3, "write": 30, "unlink": 2}
ERRORS = ("EIO", "ENOSPC", "EINTR")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    prepare(home)
    return home


def work(home: Path, *prefix: str) -> int:
    """Fourteen acts and two papers; the exit status."""
    return subprocess.run(
        [*prefix, *ACTS, str(home / "ledger"), "1"],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).returncode


def look(home: Path, when: str) -> None:
    ledger = home / "ledger"
    told = ledger.read_text().splitlines() if ledger.exists() else []
    faults, held = look_at(home)
    assert (faults, lost(told, held)) == ([], []), when


def fail_one(office: Path, home: Path, call: str, error: str, when: int) -> int:
    """Work with one failing call, look, work again, look. The first exit status."""
    shutil.copytree(office, home)
    fault = f"inject={call}:error={error}:when={when}"
    status = work(home, "strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", fault)
    look(home, f"after {call} {error} {when}")
    assert work(home) == 0, f"after {call} {error} {when}"
    look(home, f"working again after {call} {error} {when}")
    shutil.rmtree(home)
    return status


def fail_many(office: Path, folder: Path, times: int) -> list[int]:
    random = Random(5)
    statuses = []
    for number in range(times):
        call = list(CALLS)[number % len(CALLS)]
        when, error = random.randint(1, CALLS[call]), random.choice(ERRORS)
        statuses.append(fail_one(office, folder / str(number), call, error, when))
    return statuses


def test_control_without_a_failing_call_the_work_ends_well(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office, tmp_path / "home")
    assert work(tmp_path / "home") == 0


def test_a_failing_fsync_loses_nothing(office: Path, tmp_path: Path) -> None:
    assert fail_one(office, tmp_path / "home", "fsync", "EIO", 20) != 0


@pytest.mark.prove
def test_sixty_failing_calls_lose_nothing(office: Path, tmp_path: Path) -> None:
    statuses = fail_many(office, tmp_path, 60)
    failed = sum(status != 0 for status in statuses)
    print(f"\n60 failing calls, {failed} of them ended the program")  # noqa: T201
    assert failed > 20
