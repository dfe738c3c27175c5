"""One event, one JSON line, without personal data.

Free text is not a field: a message written by a library may carry a name or a number, so only
who wrote it, where, and the kind of error are kept. Our own events come from a closed list and
have fields from a closed list.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

# The name of an event → what it tells.
EVENTS = {
    "request": "an answer was sent",
    "sign_in": "somebody signed in",
    "sign_in_failed": "a wrong name or password",
    "sign_out": "somebody signed out",
    "refused": "an act or a look was refused",
    "pass": "a pass of the worker ended",
    "not_ready": "the readiness probe failed",
}
FIELDS = (
    "request_id",
    "method",
    "route",
    "status",
    "ms",
    "account",
    "agency",
    "unit",
    "case",
    "verb",
    "outcome",
    "count",
    "reason",
)

_logger = logging.getLogger("motcua.events")


def event(name: str, /, *, level: int = logging.INFO, **fields: str | float | None) -> None:
    """Write one event. `account`, `unit`, `case` are internal numbers, never names or codes.

    Raises KeyError for a name or a field outside the closed lists.
    """
    if name not in EVENTS or not fields.keys() <= set(FIELDS):
        raise KeyError(name, *fields)
    if _logger.isEnabledFor(level):
        _logger.log(level, name, extra={"event_fields": fields})


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, "event_fields", None)
        if fields is not None and record.msg in EVENTS:
            line["event"] = record.msg
            line |= {key: value for key, value in fields.items() if value is not None}
        else:
            line["event"] = "library"
            line["logger"] = record.name
            line["at"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["frames"] = _frames(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _frames(error: BaseException | None) -> list[str]:
    """Where it happened, innermost last; the error's own text may quote a person's data."""
    if error is None:
        return []
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
