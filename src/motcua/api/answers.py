"""What every operation says about its answers."""

from __future__ import annotations

from typing import Any, Final

from motcua.api.problems import Problem

# Open data that changes seldom: a proxy may keep it for a minute.
OPEN: Final = "public, max-age=60"

# Beside what an operation names itself.
ALWAYS: Final = (400, 405, 500, 503)


def documented(
    model: Any, *refusals: int, status: int = 200, public: bool = False
) -> dict[int, Any]:
    """The answers of an operation: its own, and a problem document for each way to fail."""
    statuses = {*refusals, *ALWAYS, *(() if public else (401, 403))}
    return {status: model} | dict.fromkeys(sorted(statuses), Problem)


# Beside the fields of an act: a repeat under the same key changes nothing.
KEYED: Final = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": False,
            "description": "Gửi lại cùng khóa thì không làm lần nữa, câu trả lời như lần đầu.",
            "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,200}$"},
        }
    ]
}
