"""Short messages, by SMS or Zalo: one HTTP request to the gateway of the office, or a line in a
file for trying.

The gateway is the office's own or its provider's. It is sent JSON `{"id", "to", "text"}` and
answers 2xx when it has taken the message; `id` is the same at every try: it can tell a repeat. For
Zalo the gateway fills in the template that the office has had approved; Zalo's own fields of today
were not confirmed, so none are spoken of here.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from motcua.notices.rules import Letter, Undeliverable

SECONDS: Final = 20
_REFUSED: Final = range(400, 500)
_BUSY: Final = (408, 425, 429)


def send_sms(letter: Letter, gateway: str) -> None:
    """Hand one message over. Raises Undeliverable when trying again is no use."""
    message = {"id": letter.message_id, "to": letter.to, "text": letter.body}
    if gateway.startswith("file:"):
        _keep(Path(urlsplit(gateway).path), message)
        return
    # Imported here: most processes never send one.
    import requests

    answer = requests.post(gateway, json=message, timeout=SECONDS, allow_redirects=False)
    if answer.status_code in _REFUSED and answer.status_code not in _BUSY:
        raise Undeliverable(f"Cổng tin nhắn từ chối ({answer.status_code}).")
    if not answer.ok or answer.is_redirect:
        raise ConnectionError(f"Cổng tin nhắn trả lời {answer.status_code}.")


def _keep(path: Path, message: dict[str, str]) -> None:
    """The simulator: one line of JSON for each message."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(message, ensure_ascii=False) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(line)
