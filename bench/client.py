"""A closed loop of keep-alive connections: as many requests as fit into some seconds.

One thread and plain sockets: the client must cost little, for it shares the machine's cores with
the server and the database, as it does in every baseline.
"""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"


@dataclass
class Tally:
    """What came of a loop: answers by status, milliseconds of each good one, seconds it took."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    size: int = 0
    last: bytes = b""

    @property
    def good(self) -> int:
        return sum(n for status, n in self.statuses.items() if 200 <= status < 300)

    @property
    def bad(self) -> int:
        return sum(self.statuses.values()) - self.good

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.seconds if self.seconds else 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.times) if self.times else float("nan")


class _Connection:
    """One keep-alive connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.started = time.perf_counter()
        self.received = b""
        self.wanted = -1
        self.socket.sendall(request)

    def read(self) -> bool:
        """Take what has come; True when the answer is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed a connection")
        self.received += part
        if self.wanted < 0:
            end = self.received.find(HEAD_END)
            if end < 0:
                return False
            self.wanted = end + 4 + _length(self.received[:end])
        return len(self.received) >= self.wanted

    @property
    def status(self) -> int:
        return int(self.received[9:12])

    @property
    def body(self) -> bytes:
        return self.received[self.received.find(HEAD_END) + 4 :]


def _length(head: bytes) -> int:
    place = head.lower().find(b"content-length:")
    if place < 0:
        raise ValueError(f"an answer without its length: {head[:80]!r}")
    return int(head[place + 15 :].split(b"\r\n", 1)[0])


def loop(
    port: int,
    requests: Iterator[bytes],
    *,
    seconds: float = 0.0,
    count: int = 0,
    connections: int = 8,
    each: Callable[[int, bytes], None] | None = None,
) -> Tally:
    """Send requests one after another on each connection, for `seconds` or `count` of them."""
    tally = Tally()
    chooser = selectors.DefaultSelector()
    feed = _Feed(requests, seconds, count)
    for _number in range(connections):
        one = _Connection(port)
        if feed.give(one):
            chooser.register(one.socket, selectors.EVENT_READ, one)
    while chooser.get_map():
        for key, _events in chooser.select(timeout=60):
            one = key.data
            if not one.read():
                continue
            _note(tally, one)
            if each:
                each(one.status, one.body)
            if not feed.give(one):
                chooser.unregister(one.socket)
                one.socket.close()
    chooser.close()
    tally.seconds = time.perf_counter() - feed.started
    return tally


class _Feed:
    """Hands out requests until the time is over, or so many are sent."""

    def __init__(self, requests: Iterator[bytes], seconds: float, count: int) -> None:
        self.requests, self.seconds, self.count = requests, seconds, count
        self.sent, self.started = 0, time.perf_counter()

    def give(self, one: _Connection) -> bool:
        """Send the next request on this connection; False when there is none."""
        late = time.perf_counter() - self.started >= self.seconds
        over = self.sent >= self.count if self.count else late
        request = None if over else next(self.requests, None)
        if request is None:
            return False
        self.sent += 1
        one.send(request)
        return True


def _note(tally: Tally, one: _Connection) -> None:
    status = one.status
    tally.statuses[status] = tally.statuses.get(status, 0) + 1
    if 200 <= status < 300:
        tally.times.append((time.perf_counter() - one.started) * 1000)
        tally.size = len(one.body)
    else:
        tally.last = one.body[:400]


def request(
    method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if body:
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
