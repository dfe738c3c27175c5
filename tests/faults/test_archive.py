"""Backup while the office works, restore to either database: nothing differs (D10).

And an archive that was changed, in any bit or on purpose, is refused before anything is touched.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from motcua.management.archive import checked, seal
from motcua.management.archive.checked import opened
from motcua.management.archive.manifest import BadArchive
from tests.faults.facts import all_faults
from tests.faults.rows import all_rows, differences
from tests.faults.serving import ROOT, environment, poll, prepare
from tests.faults.test_kills import Installation
from tests.postgres import Cluster

MOTCUA = (sys.executable, "-c", "from motcua.cli import main; main()")
ACTS = (sys.executable, "-m", "tests.faults.acts", "run")


def motcua(place: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MOTCUA, *arguments],
        env=environment(place.home, place.database),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def papers(home: Path) -> dict[str, str]:
    """Name and real hash of every paper in a store."""
    found = (home / "files" / "papers").glob("??/??/*")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def new_place(tmp_path: Path, cluster: Cluster | None, name: str) -> Installation:
    home = tmp_path / name
    home.mkdir()
    unique = f"{name}_{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:8]}"
    return Installation(home, cluster.create(unique) if cluster else "")


def worked_in(place: Installation, files: int) -> None:
    prepare(place.home, place.database)
    command = [*ACTS, str(place.home / "ledger"), str(files)]
    subprocess.run(command, env=environment(place.home, place.database), cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("source", "targets"), [("sqlite", ["sqlite", "postgresql"]), ("postgresql", ["sqlite"])]
)
def test_a_restored_office_is_the_same_on_either_database(
    tmp_path: Path, durable_postgres: Cluster, source: str, targets: list[str]
) -> None:
    clusters = {"sqlite": None, "postgresql": durable_postgres}
    origin = new_place(tmp_path, clusters[source], "origin")
    worked_in(origin, 3)
    archive = str(tmp_path / "archive")
    said = motcua(origin, "backup", archive)
    assert said.returncode == 0, said.stderr
    for target in targets:
        copy = new_place(tmp_path, clusters[target], f"copy_{target}")
        said = motcua(copy, "restore", archive)
        assert said.returncode == 0, said.stderr
        assert "nguyên vẹn" in said.stdout
        assert differences(all_rows(origin.fetch), all_rows(copy.fetch)) == []
        assert papers(origin.home) == papers(copy.home) != {}
        # The restored office works on, with numbers that follow.
        command = [*ACTS, str(copy.home / "ledger"), "2"]
        subprocess.run(command, env=environment(copy.home, copy.database), cwd=ROOT, check=True)
        assert all_faults(copy.fetch, papers=copy.home / "files" / "papers") == []


def test_the_comparison_sees_one_changed_value(tmp_path: Path) -> None:
    place = new_place(tmp_path, None, "origin")
    prepare(place.home)
    before = all_rows(place.fetch)
    table, rows = next((table, rows) for table, rows in before.items() if rows)
    changed = before | {table: [(*rows[0][:-1], "khác"), *rows[1:]]}
    assert differences(before, changed) == [f"{table}: {len(rows)} and {len(rows)} rows, 2 differ"]


@pytest.mark.parametrize("source", ["sqlite", "postgresql"])
def test_a_backup_under_load_is_one_moment(
    tmp_path: Path, durable_postgres: Cluster, source: str
) -> None:
    origin = new_place(tmp_path, durable_postgres if source == "postgresql" else None, "origin")
    worked_in(origin, 1)
    ledger = origin.home / "ledger"
    load = subprocess.Popen(
        [*ACTS, str(ledger), "500"], env=environment(origin.home, origin.database), cwd=ROOT
    )
    try:
        idle = len(ledger.read_text())
        poll(lambda: len(ledger.read_text()) > idle, "the load begins")
        before = ledger.read_text().splitlines()
        said = motcua(origin, "backup", str(tmp_path / "archive"))
        assert said.returncode == 0, said.stderr
        assert load.poll() is None, "the load ended before the backup did"
        assert len(ledger.read_text().splitlines()) > len(before), "nothing went on meanwhile"
    finally:
        load.kill()
        load.wait()
    copy = new_place(tmp_path, None, "copy")
    said = motcua(copy, "restore", str(tmp_path / "archive"))
    assert said.returncode == 0, said.stderr
    assert all_faults(copy.fetch, papers=copy.home / "files" / "papers") == []
    stored = {bytes(key).hex() for (key,) in copy.fetch("SELECT act_key FROM journal_entry") if key}
    assert {line.split()[1] for line in before if line.startswith("act ")} <= stored


# What is refused


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good archive of a small office."""
    home = tmp_path_factory.mktemp("archived")
    place = Installation(home, "")
    worked_in(place, 1)
    path = home / "archive"
    assert motcua(place, "backup", str(path)).returncode == 0
    return path


def is_refused(path: Path) -> bool:
    try:
        with opened(path):
            return False
    except BadArchive:
        return True


def flips(archive: Path, tmp_path: Path, count: int) -> list[int]:
    """Places of single flipped bits that were not noticed."""
    random, good = Random(11), archive.read_bytes()
    path, passed = tmp_path / "flipped", []
    for _ in range(count):
        place = random.randrange(len(good) * 8)
        changed = bytearray(good)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        if not is_refused(path):
            passed.append(place)
    return passed


def test_a_good_archive_is_read(db: None, archive: Path) -> None:
    assert not is_refused(archive)


def test_any_flipped_bit_is_refused(db: None, archive: Path, tmp_path: Path) -> None:
    assert flips(archive, tmp_path, 300) == []


def test_control_without_the_seal_some_flipped_bits_pass(
    db: None, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsealed(file: Any) -> list[tarfile.TarInfo]:
        try:
            with tarfile.open(fileobj=file, mode="r:") as members:
                return members.getmembers()[:-1]
        except tarfile.TarError as problem:
            raise BadArchive from problem

    monkeypatch.setattr(checked.seal, "checked", unsealed)
    assert flips(archive, tmp_path, 300) != []


@pytest.mark.parametrize("cut", [1, 512, 10_240, 20_000])
def test_a_cut_archive_is_refused(db: None, archive: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut"
    path.write_bytes(archive.read_bytes()[:-cut])
    assert is_refused(path)
    path.write_bytes(archive.read_bytes() + bytes(cut))
    assert is_refused(path)


Members = list[tuple[tarfile.TarInfo, bytes]]


def resealed(archive: Path, path: Path, change: Callable[[Members], None]) -> None:
    """The archive with other members, and a seal that fits them."""
    with tarfile.open(archive) as old:
        members = [(entry, old.extractfile(entry).read()) for entry in old]  # type: ignore[union-attr]
    change(members)
    with path.open("x+b") as file, tarfile.open(fileobj=file, mode="w") as new:
        for entry, content in members[:-1]:
            entry.size = 0 if entry.issym() or entry.islnk() else len(content)
            new.addfile(entry, io.BytesIO(content))
        seal.close(new, file)


def in_manifest(**changes: Any) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        entry, content = members[0]
        members[0] = (entry, json.dumps(json.loads(content) | changes).encode())

    return change


def climbs_out(members: Members) -> None:
    members[1][0].name = "../../etc/cron.d/motcua"


def is_absolute(members: Members) -> None:
    members[1][0].name = "/etc/passwd"


def is_a_link(members: Members) -> None:
    members[-2][0].type, members[-2][0].linkname = tarfile.SYMTYPE, "/etc/shadow"


def one_more(members: Members) -> None:
    members.insert(1, (tarfile.TarInfo("tables/more.jsonl.gz"), b""))


def one_less(members: Members) -> None:
    del members[-2]


def another_paper(members: Members) -> None:
    members[-2] = (members[-2][0], members[-2][1][:-1] + b"x")


def a_row_less(members: Members) -> None:
    text = json.loads(members[0][1])
    text["tables"][0]["rows"] += 1
    members[0] = (members[0][0], json.dumps(text).encode())


def a_bomb(members: Members) -> None:
    text = json.loads(members[0][1])
    text["tables"][-1]["size"] = 10
    members[0] = (members[0][0], json.dumps(text).encode())


def a_table_with_a_strange_name(members: Members) -> None:
    text = json.loads(members[0][1])
    text["tables"][0]["name"] = 'account"; DROP TABLE account; --'
    members[0] = (members[0][0], json.dumps(text).encode())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (climbs_out, "không đúng như bản kê"),
        (is_absolute, "không đúng như bản kê"),
        (is_a_link, "không phải tệp thường"),
        (one_more, "không đúng như bản kê"),
        (one_less, "không đúng như bản kê"),
        (another_paper, "không đúng mã băm"),
        (a_row_less, "thiếu hoặc thừa dòng"),
        (a_bomb, "lớn hơn bản kê"),
        (a_table_with_a_strange_name, "Bản kê"),
        (in_manifest(format="motcua-backup/2"), "Định dạng"),
        (in_manifest(schema=["0001_initial", "9999_from_the_future"]), "phiên bản mới hơn"),
    ],
)
def test_what_was_changed_on_purpose_is_refused(
    db: None, archive: Path, tmp_path: Path, change: Callable[[Members], None], words: str
) -> None:
    path = tmp_path / "changed"
    resealed(archive, path, change)
    with pytest.raises(BadArchive, match=words), opened(path):
        pass


def test_what_was_only_resealed_is_still_read(db: None, archive: Path, tmp_path: Path) -> None:
    """The tests above see the change, not the way it was made."""
    resealed(archive, tmp_path / "same", lambda _: None)
    assert not is_refused(tmp_path / "same")


def test_a_damaged_paper_is_named_and_left_out(archive: Path, tmp_path: Path) -> None:
    place = Installation(tmp_path / "home", "")
    shutil.copytree(archive.parent, place.home)
    first = min((place.home / "files" / "papers").glob("??/??/*"))
    first.write_bytes(b"x")
    said = motcua(place, "backup", str(tmp_path / "archive"))
    assert (said.returncode, first.name in said.stderr) == (0, True)
    with tarfile.open(tmp_path / "archive") as made, tarfile.open(archive) as good:
        assert set(good.getnames()) - set(made.getnames()) == {f"papers/{first.name}"}


def test_a_place_that_is_not_empty_is_left_alone(archive: Path) -> None:
    place = Installation(archive.parent, "")
    before = all_rows(place.fetch)
    said = motcua(place, "restore", str(archive))
    assert (said.returncode, "không trống" in said.stderr) == (1, True)
    assert differences(before, all_rows(place.fetch)) == []


def test_the_archive_is_for_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0
