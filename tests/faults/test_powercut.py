"""The power goes at any moment: nothing acknowledged is lost, no act is half done (D1, D2).

Real acts (papers, intake, steps, supplements, results) are recorded at the level of system calls,
and the disks that a cut could leave are opened one by one; see powercut.py.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.faults.looks import look_at, lost
from tests.faults.powercut import Disk, record

MEMORY = Path("/dev/shm")
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Recording:
    """A finished run: the home before it, the trace, and the home after it."""

    home: Path
    ledger: Path
    trace: Path
    before: dict[str, bytes]

    def disk(self) -> Disk:
        return Disk(self.home, self.ledger, self.before)


@dataclass
class Tally:
    """What the images showed."""

    images: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)
    lossy: int = 0
    most_lost: int = 0

    def __str__(self) -> str:
        return (
            f"{self.images} images of {self.acknowledged} acknowledgements:"
            f" {len(self.faults)} faults, {self.lossy} images with something lost"
            f" (up to {self.most_lost})"
        )


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.faults.acts", *arguments]


def environment(home: Path) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA", "DJANGO", "DATABASE"))
    }
    return kept | {
        "MOTCUA_HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture(scope="module")
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of images are laid out in it."""
    path = Path(tempfile.mkdtemp(prefix="motcua-cut-", dir=MEMORY if MEMORY.is_dir() else None))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def prepared(scratch: Path) -> Path:
    import subprocess

    home = scratch / "prepared"
    home.mkdir()
    subprocess.run(program("prepare"), env=environment(home), cwd=ROOT, check=True)
    return home


def recorded(prepared: Path, files: int, *options: str) -> Recording:
    home = Path(tempfile.mkdtemp(dir=prepared.parent)) / "home"
    shutil.copytree(prepared, home)
    before = {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }
    ledger, trace = home.parent / "ledger", home.parent / "trace"
    record(program("run", str(ledger), str(files), *options), trace, environment(home))
    return Recording(home, ledger, trace, before)


def tally(recording: Recording, wanted: int, *, seed: int = 1) -> Tally:
    """Open distinct images, spread over the whole recording, until there are so many."""
    random, result = Random(seed), Tally()
    seen: dict[bytes, tuple[list[str], set[str]]] = {}
    moments = sum(1 for _ in recording.disk().replay(recording.trace))
    share = min(1.0, wanted / moments / 2)
    folder = recording.home.parent / "image"
    for _round in range(40):
        disk = recording.disk()
        for _ in disk.replay(recording.trace):
            if random.random() > share:
                continue
            for image in disk.images(random):
                key = image.digest
                if key not in seen:
                    image.lay_out(folder)
                    seen[key] = look_at(folder)
                    result.faults += seen[key][0]
                # The same disk may come after more acknowledgements than at its first look.
                missing = lost(disk.told, seen[key][1])
                result.lossy += bool(missing)
                result.most_lost = max(result.most_lost, len(missing))
            if len(seen) >= wanted:
                break
        result.acknowledged = max(result.acknowledged, len(disk.told))
        if len(seen) >= wanted:
            break
    result.images = len(seen)
    print(f"\n{result}")  # noqa: T201
    return result


@pytest.fixture(scope="module")
def recording(prepared: Path) -> Recording:
    return recorded(prepared, 5)


def test_the_recorder_misses_nothing(recording: Recording) -> None:
    """The replayed disk is the real one, byte by byte."""
    disk = recording.disk()
    for _ in disk.replay(recording.trace):
        pass
    real = {
        str(path.relative_to(recording.home)): path.read_bytes()
        for path in recording.home.rglob("*")
        if path.is_file()
    }
    assert disk.final.files == real
    assert disk.told == recording.ledger.read_text().splitlines()


def test_no_cut_loses_an_acknowledged_act_or_leaves_half_of_one(recording: Recording) -> None:
    result = tally(recording, 1000)
    assert result.images >= 1000
    assert (result.faults[:5], result.lossy) == ([], 0)


def test_control_with_synchronous_normal_acknowledged_acts_are_lost(prepared: Path) -> None:
    result = tally(recorded(prepared, 2, "--synchronous", "NORMAL"), 60)
    assert result.lossy > 0
    assert result.faults == []


def test_control_with_djangos_own_storage_papers_are_missing_or_short(prepared: Path) -> None:
    result = tally(recorded(prepared, 1, "--stock-storage"), 60)
    assert {fault.split()[0] for fault in result.faults} == {"paper"}


@pytest.mark.prove
def test_control_without_fsync_of_the_folders_papers_are_missing(prepared: Path) -> None:
    result = tally(recorded(prepared, 4, "--no-folder-sync"), 500)
    assert {fault.split()[0] for fault in result.faults} == {"paper"}


@pytest.mark.prove
def test_ten_thousand_images_of_three_hundred_acts(prepared: Path) -> None:
    result = tally(recorded(prepared, 51), 10_000)
    assert result.acknowledged >= 300
    assert result.images >= 10_000
    assert (result.faults[:5], result.lossy) == ([], 0)


@pytest.mark.prove
def test_control_thousands_of_images_with_synchronous_normal(prepared: Path) -> None:
    result = tally(recorded(prepared, 12, "--synchronous", "NORMAL"), 2000)
    assert result.lossy > 0
    assert not any(fault.startswith("corrupt") for fault in result.faults)
