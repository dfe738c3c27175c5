"""Does what clients saw fit one order of acts per file? (goal K3)

Clients note every call with two ticks of one counter, before it and after its answer. The claimed
order is the journal's sequence, so the check is complete and linear: nothing has to be guessed.

* every acknowledged call is in the journal once, no refused call at all, one in doubt at most once;
* a call that ended before another one began stands before it;
* the sequence has no fork and no gap, replays through TRANSITIONS, and ends in the stored state.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from motcua.cases.states import TRANSITIONS, State, Verb
from tests.faults.facts import CASE, Fetch


class Fate(Enum):
    """What a client knows of its call."""

    DONE = "done"
    REFUSED = "refused"
    DOUBT = "in doubt"


@dataclass(slots=True)
class Call:
    """One call as the client saw it."""

    key: bytes
    case: int | str
    verb: str
    called: int
    returned: int = 0
    fate: Fate = Fate.DOUBT


@dataclass
class Notes:
    """The calls of all clients; the ticks are of one counter, no clock is asked."""

    calls: list[Call] = field(default_factory=list)
    _ticks: Iterator[int] = field(default_factory=itertools.count)

    def begin(self, key: bytes, case: int | str, verb: str) -> Call:
        call = Call(key, case, verb, next(self._ticks))
        self.calls.append(call)
        return call

    def end(self, call: Call, fate: Fate) -> None:
        call.fate = fate
        call.returned = next(self._ticks)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the journal."""

    seq: int
    verb: str
    key: bytes
    body: dict[str, Any]


def contradictions(fetch: Fetch, calls: Iterable[Call]) -> list[str]:
    """Why no order explains what the clients saw; empty when one does.

    A call names its file by id or by number.
    """
    journal = _journal(fetch)
    by_case: dict[int | str, list[Call]] = defaultdict(list)
    for call in calls:
        by_case[call.case].append(call)
    found = []
    for case, code, state in fetch("SELECT id, code, state FROM case_file"):
        places, called = journal.get(case, []), by_case[case] + by_case[code]
        found += [f"file {case}: {text}" for text in _replay(places, state)]
        found += [f"file {case}: {text}" for text in _fates(places, called)]
        found += [f"file {case}: {text}" for text in _order(places, called)]
    return found


def _journal(fetch: Fetch) -> dict[int, list[Place]]:
    rows = fetch(
        f"SELECT subject_id, seq, verb, act_key, body FROM journal_entry WHERE subject = {CASE}"
        " ORDER BY subject_id, seq, id"
    )
    journal: dict[int, list[Place]] = defaultdict(list)
    for case, seq, verb, key, body in rows:
        journal[case].append(Place(seq, verb, bytes(key or b""), json.loads(body)))
    return journal


def _replay(places: list[Place], stored: int) -> Iterator[str]:
    if [place.seq for place in places] != list(range(1, len(places) + 1)):
        yield f"the sequence is {[place.seq for place in places]}"
    state = TRANSITIONS.initial if places[0].verb == Verb.REGISTER else State.RECEIVED
    for place in places[1:]:
        if not TRANSITIONS.allows(state, Verb(place.verb)):
            yield f"entry {place.seq}, {place.verb}, is not possible from {state.name}"
        if "state" in place.body:
            before, after = map(State, place.body["state"])
            if before != state:
                yield f"entry {place.seq} leaves {before.name}, the file was {state.name}"
            state = after
    if state != stored:
        yield f"the journal ends in {state.name}, the row says {State(stored).name}"


def _fates(places: list[Place], calls: list[Call]) -> Iterator[str]:
    times: dict[bytes, int] = defaultdict(int)
    for place in places:
        times[place.key] += 1
    allowed = {Fate.DONE: {1}, Fate.REFUSED: {0}, Fate.DOUBT: {0, 1}}
    for call in calls:
        if times[call.key] not in allowed[call.fate]:
            yield f"{call.verb}, {call.fate.value}, stands {times[call.key]} times"


def _order(places: list[Place], calls: list[Call]) -> Iterator[str]:
    """Along the sequence no call may have begun after a later one had ended."""
    known = {call.key: call for call in calls}
    latest: tuple[int, int] = (-1, 0)
    for place in places:
        call = known.get(place.key)
        if call is None:
            continue
        begun, seq = latest
        if call.fate is Fate.DONE and call.returned < begun:
            yield f"entry {place.seq} had ended before entry {seq} began"
        latest = max(latest, (call.called, place.seq))
