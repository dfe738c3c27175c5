"""Eight clerks on one counter row; two officers on one work item."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from bench.client import loop
from bench.stage import Ward
from bench.workloads import intake_request, step_request


def one_counter(port: int, ward: Ward, count: int) -> str:
    """Eight connections take files in at one desk: no gap, no double number, no error."""
    codes: list[str] = []

    def note(status: int, body: bytes) -> None:
        if status == 201:
            codes.append(json.loads(body)["code"])

    requests = (intake_request(ward, number) for number in range(count))
    tally = loop(port, requests, count=count, connections=8, each=note)
    numbers = sorted(int(code.rpartition("-")[2]) for code in codes)
    whole = list(range(numbers[0], numbers[0] + count)) == numbers
    if tally.bad or not whole:
        return f"FAILED: {tally.statuses}, {len(set(numbers))} numbers"
    return f"{count} files, {tally.bad} errors, no gap"


def one_item(port: int, codes: list[str], ward: Ward) -> str:
    """Two officers complete the same step at the same moment: exactly one wins.

    The other is told that the step is done (409) or whose step it is now (403).
    """
    wins: Counter[int] = Counter()
    for code in codes:
        both = [step_request(code, ward.tokens[who]) for who in ("thuly", "thuly2")]
        requests: Iterator[bytes] = iter(both)
        tally = loop(port, requests, count=2, connections=2)
        wins[tally.good] += 1
        if any(status not in (200, 403, 409) for status in tally.statuses):
            return f"FAILED: {tally.statuses} {tally.last!r}"
    if wins != {1: len(codes)}:
        return f"FAILED: winners {dict(wins)}"
    return f"{len(codes)} races, one winner each"
