"""The catalogue a new office starts with, as files in the import format.

`fields.json`, `decisions.json`, `superseded.json` and `facts/` (one file per field of work) hold
what was read from public records; `edited/` holds one fully written procedure per file. The files
name each other, so they are imported together: docs/decisions/0003-catalogue-data.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def document() -> dict[str, Any]:
    """All files of this folder as one document of the format motcua-catalogue/1."""
    merged: dict[str, Any] = {
        "format": "motcua-catalogue/1",
        "fields": [],
        "decisions": [],
        "procedures": [],
    }
    for path in sorted(FOLDER.rglob("*.json")):
        part = json.loads(path.read_text(encoding="utf-8"))
        for name in ("fields", "decisions", "procedures"):
            merged[name] += part[name]
    return merged
