"""What must hold in any database of the platform, however it came to this point.

It reads plain rows with plain SQL, on either engine, and shares no code with the writer: the
hashes are computed here a second time, from the layout that kernel/chain.py publishes. Every
function returns sentences, none when all is well.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import struct
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Fetch = Callable[[str], list[tuple[Any, ...]]]

CASE = 1
WORKED_ON = (2, 4, 9)
ENDED = (3, 7, 8, 10)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Ack:
    """An act that a client was told is done: its key, and the file's number when it is known."""

    key: bytes
    number: str = ""


def all_faults(fetch: Fetch, acks: Iterable[Ack] = (), papers: Path | None = None) -> list[str]:
    """Everything below, in one list."""
    found = [*chain_faults(fetch), *half_acts(fetch), *number_faults(fetch)]
    found += missing_acts(fetch, acks)
    if papers is not None:
        found += paper_faults(fetch, papers)
    return found


def chain_faults(fetch: Fetch) -> Iterator[str]:
    """Each chain from its first entry to the end that its file knows."""
    rows = fetch(
        "SELECT subject, subject_id, seq, at, actor_id, verb, body, salt, hash, act_key, act_body"
        " FROM journal_entry ORDER BY subject, subject_id, seq"
    )
    ends: dict[tuple[int, int], tuple[int, bytes]] = {}
    for subject, subject_id, seq, at, actor, verb, body, salt, link, *act in rows:
        last, previous = ends.get((subject, subject_id), (0, bytes(32)))
        if seq != last + 1:
            yield f"chain {subject}:{subject_id} jumps from {last} to {seq}"
        header = b"\x01" + _text(str(subject)) + _text(str(subject_id))
        header += struct.pack(">Qq", seq, (_moment(at) - EPOCH) // dt.timedelta(microseconds=1))
        header += _text("" if actor is None else str(actor)) + _text(verb)
        message = b"motcua entry 1\n" + struct.pack(">I", len(header)) + header
        message += _said(body, act)
        bound = hmac.digest(bytes(salt), message, "sha256")
        linked = hashlib.sha256(b"motcua link 1\n" + previous + bound).digest()
        if linked != bytes(link):
            yield f"chain {subject}:{subject_id} is broken at {seq}"
        ends[subject, subject_id] = (seq, bytes(link))
    for case, seq, head in fetch("SELECT id, journal_seq, journal_head FROM case_file"):
        if ends.pop((CASE, case), None) != (seq, bytes(head)):
            yield f"file {case} and its chain end at different places"
    yield from (f"chain of file {key[1]} without the file" for key in ends if key[0] == CASE)


def half_acts(fetch: Fetch) -> Iterator[str]:
    """A file and what each of its entries says happened: papers, steps, requests, result."""
    papers = _count(fetch("SELECT case_id FROM case_paper"))
    asked = _count(fetch("SELECT case_id FROM supplement_request"))
    results = dict(fetch("SELECT case_id, number FROM case_result"))
    live = _count(fetch("SELECT run_id FROM work_item WHERE state IN (1, 2)"))
    said = bodies(fetch)
    for case, state in fetch("SELECT id, state FROM case_file"):
        entries = said.get(case, [])
        named = sum(len(body.get("papers", [])) for verb, body in entries if verb != "correct")
        if papers[case] != named:
            yield f"file {case}: {papers[case]} papers, its journal names {named}"
        numbers = {body["request"] for _, body in entries if "request" in body}
        if asked[case] != len(numbers):
            yield f"file {case}: {asked[case]} requests, its journal names {len(numbers)}"
        issued = [body["result"] for _, body in entries if "result" in body]
        if issued != ([results[case]] if case in results else []):
            yield f"file {case}: result {results.get(case)}, its journal says {issued}"
        moves = [body["state"][1] for _, body in entries if "state" in body]
        if moves and moves[-1] != state:
            yield f"file {case} is in state {state}, its journal ends in {moves[-1]}"
        if (state in WORKED_ON and not live[case]) or (state in ENDED and live[case]):
            yield f"file {case} in state {state} has {live[case]} live steps"


def number_faults(fetch: Fetch) -> Iterator[str]:
    """Codes of an agency on a day are 1, 2, 3, … up to the counter: no gap, no double."""
    given: dict[str, list[int]] = defaultdict(list)
    for (code,) in fetch("SELECT code FROM case_file WHERE code IS NOT NULL"):
        series, _, number = code.rpartition("-")
        given[series].append(int(number))
    for series, numbers in given.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"numbers of {series}: {_odd(numbers)}"
    counted = sorted(last for (last,) in fetch("SELECT last FROM case_counter"))
    if counted != sorted(map(len, given.values())):
        yield f"counters say {counted}, files say {sorted(map(len, given.values()))}"


def missing_acts(fetch: Fetch, acks: Iterable[Ack]) -> Iterator[str]:
    """Acknowledged acts that the journal does not have, or has with another number."""
    rows = fetch(
        "SELECT act_key, code, provisional FROM journal_entry"
        " JOIN case_file ON case_file.id = subject_id"
        f" WHERE subject = {CASE} AND act_key IS NOT NULL"
    )
    stored = {bytes(key): (code, provisional) for key, code, provisional in rows}
    for ack in acks:
        if ack.key not in stored:
            yield f"acknowledged act {ack.key.hex()} on {ack.number or '?'} is lost"
        elif ack.number and ack.number not in stored[ack.key]:
            yield f"act {ack.key.hex()}: told {ack.number}, stored {stored[ack.key]}"


def paper_faults(fetch: Fetch, folder: Path) -> Iterator[str]:
    """Rows whose paper is missing, short or another."""
    for sha256, size in fetch("SELECT DISTINCT sha256, size FROM stored_file"):
        path = folder / sha256[:2] / sha256[2:4] / sha256
        if not path.exists():
            yield f"paper {sha256} is missing"
            continue
        content = path.read_bytes()
        if len(content) != size:
            yield f"paper {sha256} has {len(content)} bytes of {size}"
        elif hashlib.sha256(content).hexdigest() != sha256:
            yield f"paper {sha256} has another hash"


def bodies(fetch: Fetch) -> dict[int, list[tuple[str, dict[str, Any]]]]:
    """What the journal says of each file, in order: verb and body."""
    said: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for case, verb, body in fetch(
        f"SELECT subject_id, verb, body FROM journal_entry WHERE subject = {CASE}"
        " ORDER BY subject_id, seq"
    ):
        said[case].append((verb, json.loads(body)))
    return said


def _count(rows: list[tuple[Any, ...]]) -> Counter[int]:
    return Counter(row[0] for row in rows)


def _odd(numbers: list[int]) -> str:
    doubles = sorted(number for number, times in Counter(numbers).items() if times > 1)
    gaps = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    return f"doubles {doubles[:9]}, gaps {gaps[:9]}"


def _moment(value: dt.datetime | str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _said(body: str, act: list[Any]) -> bytes:
    """The hashed text: the identity of the act leads the body where there is one."""
    if act == [None, None]:
        return body.encode()
    identity = json.dumps({"_act": (bytes(act[0]) + bytes(act[1])).hex()}, separators=(",", ":"))
    rest = body[1:] if body == "{}" else f",{body[1:]}"
    return f"{identity[:-1]}{rest}".encode()


def _text(value: str) -> bytes:
    data = value.encode()
    return struct.pack(">H", len(data)) + data
