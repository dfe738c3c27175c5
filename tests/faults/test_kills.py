"""kill -9 of web workers and of the whole server under load (D3), on both databases, fsync on.

Clients repeat every act under its Idempotency-Key until it is answered. In the end nothing that
was acknowledged is missing, nothing is there half or twice, and the numbers have no gap.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from tests.faults.facts import Fetch, all_faults, missing_acts
from tests.faults.history import contradictions
from tests.faults.serving import Clients, poll, prepare, serving
from tests.office import MARRIAGE, PERSON
from tests.postgres import Cluster

CLIENTS = 8
INTAKE = {
    "procedure_code": MARRIAGE,
    "agency_code": "H29.101",
    "applicant": PERSON.as_json(),
    "papers": [{"key": "to_khai"}, {"key": "xac_nhan"}],
}
# Between two kills each client gets something done: a server that never works shows nothing.
ACTS_BETWEEN = 6


@dataclass
class Installation:
    """A prepared office of its own, on one of the databases."""

    home: Path
    database: str

    def fetch(self, sql: str) -> list[tuple[Any, ...]]:
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(sql.encode()).fetchall()
        connection = sqlite3.connect(self.home / "motcua.sqlite3")
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    database = ""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("durable_postgres")
        database = cluster.create(f"kills_{tmp_path.name.replace('-', '_').lower()[:40]}")
    prepare(tmp_path, database)
    return Installation(tmp_path, database)


def a_file_moves_on(clients: Clients, number: int, turn: int) -> None:
    """Taken in, forwarded, claimed, finished; every third is withdrawn instead."""
    name = f"{number}-{turn}"
    taken = clients.act("tiepnhan.anlac", "cases", INTAKE, f"{name}-a")
    assert taken is not None
    case = taken["number"]
    steps: list[tuple[str, str, dict[str, str]]] = [
        ("tiepnhan.anlac", "forward", {}),
        ("thuly.anlac", "claim", {}),
        ("thuly.anlac", "complete", {"outcome": "de_nghi_giai_quyet"}),
    ]
    if number % 3 == 2:
        steps = [("tiepnhan.anlac", "withdraw", {"reason": "Đổi ý"})]
    for who, verb, fields in steps:
        path = f"cases/{case}/actions/{verb}"
        assert clients.act(who, path, fields, f"{name}-{verb}", case) is not None, verb


def kill_under_load(clients: Clients, kills: int, *, seed: int = 3) -> None:
    """A random worker, and every fifth time the whole server, each after some more work."""
    server, random = clients.server, Random(seed)
    for turn in range(kills):
        done = len(clients.acks)
        poll(
            lambda done=done: len(clients.acks) >= done + ACTS_BETWEEN or bool(clients.problems),
            "acts between two kills",
        )
        if turn % 5 == 4:
            server.kill()
            server.start()
        else:
            poll(lambda: server.kill_worker(random), "a worker to kill")


def nothing_lost(installation: Installation, kills: int) -> Clients:
    with serving(installation.home, installation.database) as server:
        clients = Clients(server, installation.home)
        with clients.working(CLIENTS, lambda n, turn: a_file_moves_on(clients, n, turn)):
            kill_under_load(clients, kills)
    fetch: Fetch = installation.fetch
    print(f"\n{kills} kills, {len(clients.acks)} acts, {clients.repeats} repeats")  # noqa: T201
    assert len({ack.key for ack in clients.acks}) == len(clients.acks)
    assert all_faults(fetch, clients.acks) == []
    if not installation.database:
        assert fetch("PRAGMA integrity_check") == [("ok",)]
    # Every act was repeated until it was answered: so there is exactly what was acknowledged.
    ((stored,),) = fetch("SELECT count(*) FROM journal_entry WHERE subject = 1")
    assert stored == len(clients.acks)
    assert contradictions(fetch, [call for call in clients.notes.calls if call.case]) == []
    return clients


def test_fifteen_kills_lose_and_double_nothing(installation: Installation) -> None:
    clients = nothing_lost(installation, 15)
    assert clients.repeats > 0


VERBS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("tiepnhan.anlac", "forward", {}),
    ("thuly.anlac", "claim", {}),
    ("thuly2.anlac", "claim", {}),
    ("thuly.anlac", "complete", {"outcome": "de_nghi_giai_quyet"}),
    ("thuly2.anlac", "complete", {"outcome": "de_nghi_giai_quyet"}),
    ("truongphong.anlac", "complete", {}),
    ("truongphong.anlac", "send_back", {"reason": "Thiếu chữ ký"}),
    ("thuly.anlac", "recall", {}),
    ("tiepnhan.anlac", "recall", {}),
    ("lanhdao.anlac", "complete", {}),
    ("vanthu.anlac", "issue", {"number": "9/UBND"}),
    ("tiepnhan.anlac", "withdraw", {"reason": "Đổi ý"}),
)


def rivals_with_kills(installation: Installation, files: int, kills: int) -> None:
    """Everybody acts on the same files, at random; most are refused, and processes die (K3)."""
    with serving(installation.home, installation.database) as server:
        clients = Clients(server, installation.home)
        numbers: list[str] = []

        def any_verb(number: int, turn: int) -> None:
            random = Random(number * 100_000 + turn)
            if len(numbers) < files or turn % 20 == 19:
                taken = clients.act("tiepnhan.anlac", "cases", INTAKE, f"{number}-{turn}-a")
                assert taken is not None
                numbers.append(taken["number"])
            case, (who, verb, fields) = random.choice(numbers[-files:]), random.choice(VERBS)
            clients.act(who, f"cases/{case}/actions/{verb}", fields, f"{number}-{turn}", case)

        with clients.working(CLIENTS, any_verb):
            kill_under_load(clients, kills)
    assert all_faults(installation.fetch, clients.acks) == []
    calls = [call for call in clients.notes.calls if call.case]
    print(f"\n{kills} kills, {len(calls)} calls of rivals")  # noqa: T201
    assert contradictions(installation.fetch, calls) == []


@pytest.mark.prove
def test_rivals_and_kills_leave_one_order_per_file(installation: Installation) -> None:
    rivals_with_kills(installation, 6, 40)


@pytest.mark.prove
def test_a_hundred_kills_lose_and_double_nothing(installation: Installation) -> None:
    nothing_lost(installation, 100)


def test_control_a_server_that_answers_before_it_writes_loses_acts(tmp_path: Path) -> None:
    prepare(tmp_path)
    office = Installation(tmp_path, "")
    early = ("-m", "tests.faults.early")
    with serving(tmp_path, program=early) as server:
        clients = Clients(server, tmp_path)

        def take_in(number: int, turn: int) -> None:
            clients.act("tiepnhan.anlac", "cases", INTAKE, f"{number}-{turn}")

        with clients.working(CLIENTS, take_in):
            kill_under_load(clients, 3)
    assert list(missing_acts(office.fetch, clients.acks)) != []


def test_control_a_repeat_without_its_key_doubles_the_file(tmp_path: Path) -> None:
    prepare(tmp_path)
    with serving(tmp_path) as server:
        clients = Clients(server, tmp_path)
        with clients.working(0, lambda *_: None):
            for key in ("a", "b"):
                clients.act("tiepnhan.anlac", "cases", INTAKE, key)
    ((files,),) = Installation(tmp_path, "").fetch("SELECT count(*) FROM case_file")
    assert files == 2
