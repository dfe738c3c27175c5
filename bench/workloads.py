"""The requests that are measured, each drawn anew: ward, person, file are random."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from bench.client import request
from bench.stage import SPECIALIST, Stage, Ward, intake_body


@dataclass
class Workloads:
    """Endless streams of requests to the office of a stage."""

    stage: Stage
    random: random.Random = field(default_factory=lambda: random.Random(4))
    _open: list[tuple[str, int, str]] = field(default_factory=list)
    _tracked: list[tuple[str, str]] = field(default_factory=list)

    def read(self) -> None:
        """Learn which files stand open at the specialists', in random order."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.code, c.agency_id, u.code, c.secret FROM case_file c"
                " JOIN work_item w ON w.run_id = c.id AND w.state = 1 AND w.role = 'specialist'"
                " JOIN unit u ON u.id = w.unit_id WHERE c.code LIKE 'H29.9%%-25%%' LIMIT 400000"
            )
            rows = cursor.fetchall()
        self.random.shuffle(rows)
        self._open = [(code, agency, unit) for code, agency, unit, _secret in rows]
        self._tracked = [(code, secret) for code, _agency, _unit, secret in rows[:20_000]]

    def open_in(self, agency_id: int, count: int) -> list[str]:
        """Files of one agency open in its first unit, taken out of the rest."""
        rows = [row for row in self._open if row[1:] == (agency_id, "vp")][:count]
        self._open = [row for row in self._open if row not in rows]
        return [code for code, *_where in rows]

    def intake(self) -> Iterator[bytes]:
        """POST /api/v1/cases with three papers and an Idempotency-Key."""
        while True:
            ward = self.random.choice(self.stage.wards)
            yield intake_request(ward, self.random.randrange(10**8))

    def step(self) -> Iterator[bytes]:
        """The specialist completes the open step; every file once."""
        wards = {ward.agency.pk: ward for ward in self.stage.wards}
        while self._open:
            code, agency, unit = self._open.pop()
            yield step_request(code, wards[agency].tokens[SPECIALIST[unit]])

    def inbox(self) -> Iterator[bytes]:
        """The page of the unit's work, fifty rows, with a session."""
        while True:
            ward = self.random.choice(self.stage.wards)
            yield request(
                "GET", "/desk/lists/unit/", {"Cookie": self.random.choice([*ward.cookies.values()])}
            )

    def look_up(self) -> Iterator[bytes]:
        """Tracking by code and secret."""
        while True:
            code, secret = self.random.choice(self._tracked)
            body = json.dumps({"code": code, "secret": secret}).encode()
            yield request("POST", "/api/v1/track", body=body)


def intake_request(ward: Ward, number: int) -> bytes:
    """One file over the counter of a ward."""
    headers = {
        "Authorization": f"Bearer {ward.tokens['tiepnhan']}",
        "Idempotency-Key": uuid.uuid4().hex,
    }
    body = json.dumps(intake_body(ward, number), ensure_ascii=False).encode()
    return request("POST", "/api/v1/cases", headers, body)


def step_request(code: str, token: str) -> bytes:
    """One step completed by an officer."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
    path = f"/api/v1/cases/{code}/actions/complete"
    return request("POST", path, headers, b'{"outcome": "de_nghi_giai_quyet"}')


def bare_inbox(size: int) -> Iterator[bytes]:
    """The bare page, filled up to the size of ours."""
    while True:
        yield request("GET", f"/?unit={random.randrange(10**6)}&size={size}")
