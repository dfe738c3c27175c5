"""The rubric of the quality score: data with its source (seed/quality.json)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from motcua.appraisal.rules import Rubric, rubric_from

SEED: Final = Path(__file__).parent / "seed" / "quality.json"


@cache
def rubric() -> Rubric:
    """The version in force."""
    return rubric_from(json.loads(SEED.read_text(encoding="utf-8")))
