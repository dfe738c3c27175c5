"""How many statements an act or a page takes, BEGIN and COMMIT counted."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.stage import Ward, intake_body


def counted(ward: Ward) -> dict[str, int]:
    """Statements by row of the table: the most that any of the asked variants took."""
    client = Client(raise_request_exception=True)
    client.defaults["HTTP_HOST"] = "127.0.0.1"
    codes = [_intake(client, ward, number)[1] for number in (0, 2, 4, 6)]
    intakes = [_intake(client, ward, number)[0] for number in (1, 2, 3)]
    for code in codes:
        _act(client, ward, code, "forward", "tiepnhan")
    steps = []
    for code in codes[2:]:
        steps.append(_act(client, ward, code, "complete", "thuly"))
        for _turn in range(9):
            _act(client, ward, code, "send_back", "truongphong", {"reason": "xem lại"})
            steps.append(_act(client, ward, code, "complete", "thuly"))
    return {
        "intake": max(intakes),
        "step": max(steps),
        "list of 50": max(_inbox(client, ward) for _time in range(2)),
        "look-up": max(_look_up(client, code) for code in codes),
    }


def _captured(call: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        response = call()
    if not 200 <= response.status_code < 300:
        raise RuntimeError(f"{response.status_code}: {response.content[:400]!r}")
    return len(captured), response


def _post(client: Client, path: str, body: dict[str, Any], token: str = "") -> tuple[int, Any]:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return _captured(
        lambda: client.post(path, json.dumps(body), "application/json", headers=headers)
    )


def _intake(client: Client, ward: Ward, number: int) -> tuple[int, str]:
    body = intake_body(ward, number)
    count, response = _post(client, "/api/v1/cases", body, ward.tokens["tiepnhan"])
    return count, str(response.json()["code"])


def _act(
    client: Client,
    ward: Ward,
    code: str,
    verb: str,
    who: str,
    body: dict[str, Any] | None = None,
) -> int:
    path = f"/api/v1/cases/{code}/actions/{verb}"
    return _post(client, path, body or {}, ward.tokens[who])[0]


def _inbox(client: Client, ward: Ward) -> int:
    cookie = {"Cookie": ward.cookies["thuly"]}
    return _captured(lambda: client.get("/desk/lists/unit/", headers=cookie))[0]


def _look_up(client: Client, code: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM case_file WHERE code = %s", [code])
        (secret,) = cursor.fetchone()
    return _post(client, "/api/v1/track", {"code": code, "secret": secret})[0]
