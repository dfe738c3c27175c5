"""A real server on loopback, clients that never give up, and somebody who kills its processes."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from motcua.journal.rules import act_key
from tests.faults.facts import Ack
from tests.faults.history import Fate, Notes

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
PAUSE = 0.02


def environment(home: Path, database: str = "") -> dict[str, str]:
    """An installation of its own, whatever the test runs on."""
    ours = ("MOTCUA_", "DJANGO_", "DATABASE_URL", "PG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"MOTCUA_HOME": str(home), "MOTCUA_LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
    return kept | ({"DATABASE_URL": database} if database else {})


def prepare(home: Path, database: str = "") -> None:
    """The small office, migrated and committed, with tokens in the home."""
    command = [sys.executable, "-m", "tests.faults.acts", "prepare"]
    subprocess.run(command, env=environment(home, database), cwd=ROOT, check=True)


def poll(done: Callable[[], bool], what: str) -> None:
    """Wait until it is so; the bound is only there to end a broken test."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(PAUSE)


@dataclass
class Server:
    """`motcua serve`, in a process group of its own, on a free port."""

    home: Path
    database: str = ""
    program: tuple[str, ...] = ("-c", "from motcua.cli import main; main()", "serve")
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.port = self.port or _free_port()
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "--port", str(self.port), "--workers", "2"],
                env=environment(self.home, self.database),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        poll(lambda: self.answers() or self.process.poll() is not None, "the server answers")
        assert self.process.poll() is None, (self.home / "server.log").read_text()[-2000:]

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz/live")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def workers(self) -> list[int]:
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        try:
            return [int(number) for number in children.read_text().split()]
        except FileNotFoundError:
            return []

    def kill_worker(self, random: Random) -> bool:
        """SIGKILL to one of the workers; the server replaces it by itself."""
        workers = self.workers
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
        return bool(workers)

    def kill(self) -> None:
        """SIGKILL to the server and all its workers at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()


@contextmanager
def serving(home: Path, database: str = "", **changes: Any) -> Iterator[Server]:
    """A server that answers, gone at the end."""
    server = Server(home, database, **changes)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Clients:
    """Threads that send acts and repeat each under its key until it is answered."""

    server: Server
    folder: Path
    notes: Notes = field(default_factory=Notes)
    acks: list[Ack] = field(default_factory=list)
    repeats: int = 0
    problems: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        tokens = json.loads((self.server.home / "tokens.json").read_text())
        self.ids = {who: account_id for who, (account_id, _) in tokens.items()}
        self.tokens = {who: token for who, (_, token) in tokens.items()}
        self.ledger = os.open(self.folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    @contextmanager
    def working(self, count: int, story: Callable[[int, int], None]) -> Iterator[None]:
        """So many clients, each telling its story again and again until the block ends."""

        def client(number: int) -> None:
            for turn in itertools.count():
                if self.stopping.is_set():
                    return
                try:
                    story(number, turn)
                except Exception as problem:  # noqa: BLE001  # told at the end
                    self.problems.append(f"client {number}, turn {turn}: {problem!r}")
                    return

        threads = [threading.Thread(target=client, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join(2 * PATIENCE)
            os.close(self.ledger)
        assert not any(thread.is_alive() for thread in threads), "a client never came back"
        assert not self.problems, self.problems

    def act(
        self, who: str, path: str, body: dict[str, Any], key: str, case: str = ""
    ) -> dict[str, Any] | None:
        """Send until it is answered; what was answered, None for a refusal."""
        named = act_key(self.ids[who], key, b"")
        assert named is not None
        call = self.notes.begin(named.key, case, path.rpartition("/")[2])
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, answer = self._sent(who, path, body, key)
            if status in (200, 201):
                self._acknowledged(Ack(named.key, answer["number"]))
                self.notes.end(call, Fate.DONE)
                return answer
            if status in (403, 409, 422):
                self.notes.end(call, Fate.REFUSED)
                return None
            assert status in (0, 503), f"{path}: {status} {answer}"
            self.repeats += 1
            time.sleep(PAUSE)
        raise AssertionError(f"{path}: no answer in {PATIENCE} s")

    def _sent(
        self, who: str, path: str, body: dict[str, Any], key: str
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of one try; status 0 when the answer never came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {
            "Authorization": f"Bearer {self.tokens[who]}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            connection.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def _acknowledged(self, ack: Ack) -> None:
        os.write(self.ledger, f"{ack.key.hex()} {ack.number}\n".encode())
        os.fsync(self.ledger)
        self.acks.append(ack)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
