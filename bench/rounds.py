"""Workloads and baselines in turn, round by round: A B C … A B C …"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import raw
from bench.client import Tally, loop
from bench.server import Server
from bench.workloads import Workloads, bare_inbox

CONNECTIONS = 8


@dataclass
class Rounds:
    """What every round gave, a second each: by name, in order of rounds."""

    rates: dict[str, list[float]] = field(default_factory=dict)
    p50: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, tally: Tally) -> None:
        self.rates.setdefault(name, []).append(tally.rate)
        self.p50.setdefault(name, []).append(tally.p50)
        self.errors[name] = self.errors.get(name, 0) + tally.bad

    def quotients(self, name: str, baseline: str) -> list[float]:
        """Round by round: how much of the baseline."""
        pairs = zip(self.rates[name], self.rates[baseline], strict=True)
        return [ours / theirs for ours, theirs in pairs]

    def words(self, name: str) -> str:
        """For the notes: requests a second and milliseconds, as noisy as the machine."""
        rates = self.rates[name]
        text = f"{name} {statistics.median(rates):.0f}/s ({min(rates):.0f}–{max(rates):.0f})"
        return text + (
            f", p50 {statistics.median(self.p50[name]):.1f} ms" if name in self.p50 else ""
        )


def measured(
    url: str,
    ours: Server,
    bare: Server,
    workloads: Workloads,
    *,
    rounds: int,
    seconds: float,
    files: int,
) -> Rounds:
    """All rounds. The first requests of each kind only warm up."""
    found = Rounds()
    size = loop(ours.port, workloads.inbox(), count=40).size
    streams: dict[str, tuple[Server, Iterator[bytes]]] = {
        "intake": (ours, workloads.intake()),
        "step": (ours, workloads.step()),
        "inbox": (ours, workloads.inbox()),
        "bare inbox": (bare, bare_inbox(size)),
        "look-up": (ours, workloads.look_up()),
    }
    for server, stream in streams.values():
        loop(server.port, stream, count=120)
    for _round in range(rounds):
        for name in ("raw intake", "intake", "raw step", "step"):
            if name.startswith("raw"):
                rate = raw.rate(url, name.removeprefix("raw "), seconds, files)
                found.rates.setdefault(name, []).append(rate)
            else:
                server, stream = streams[name]
                found.note(name, _loop(server, stream, seconds))
        for name in ("bare inbox", "inbox", "look-up"):
            server, stream = streams[name]
            found.note(name, _loop(server, stream, seconds))
    return found


def _loop(server: Server, stream: Iterator[bytes], seconds: float) -> Tally:
    return loop(server.port, stream, seconds=seconds, connections=CONNECTIONS)
