"""Web servers under measurement: `motcua serve`, and the bare page beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running server; its workers are children of `process`."""

    port: int
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Process numbers of the web workers."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in children if "resource_tracker" not in _command(child)]

    def memory(self) -> list[float]:
        """Proportional memory (PSS) of each worker in megabytes of 10^6 bytes."""
        return [_pss(worker) for worker in self.workers()]


def _command(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError(f"no Pss for {pid}")


@contextmanager
def motcua(log: Path) -> Iterator[Server]:
    """`motcua serve` with its own defaults: two workers, production settings."""
    program = str(Path(sys.executable).parent / "motcua")
    with _running([program, "serve", "--workers", "2"], log) as server:
        yield server


@contextmanager
def bare(log: Path) -> Iterator[Server]:
    """The bare page of bench.bare on the same kind of server, without any middleware."""
    with _running([sys.executable, "-m", "bench.bare"], log) as server:
        yield server


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[Server]:
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            env=os.environ | {"MOTCUA_LOG_LEVEL": "INFO"},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(port, process, log)
        yield Server(port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(1)
                return
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")
