"""The words of letters, and which letters about a file were sent when."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from motcua.cases.models import LetterWording
from motcua.cases.rules.letters import Wording
from motcua.cases.states import Occasion
from motcua.notices.models import Message

SEED: Final = Path(__file__).parent.parent / "seed" / "letters.json"


@cache
def shipped() -> dict[Occasion, Wording]:
    """The words that came with the product."""
    data = json.loads(SEED.read_text(encoding="utf-8"))
    return {
        Occasion(name): Wording(one["subject"], one["body"])
        for name, one in data["letters"].items()
    }


def wording_for(occasion: Occasion, agency_id: int) -> Wording:
    """The agency's own words, else the shipped ones. One statement."""
    own = LetterWording.objects.filter(agency_id=agency_id, occasion=occasion).first()
    return Wording(own.subject, own.body) if own else shipped()[occasion]


def wordings_of(agency_id: int) -> list[tuple[Occasion, Wording, bool]]:
    """Every occasion with its words and whether they are the agency's own. One statement."""
    own = {one.occasion: one for one in LetterWording.objects.filter(agency_id=agency_id)}
    return [
        (occasion, Wording(own[occasion].subject, own[occasion].body), True)
        if occasion in own
        else (occasion, shipped()[occasion], False)
        for occasion in Occasion
    ]


def letters_of(case_id: int) -> list[Message]:
    """What the applicant was sent about a file, oldest first, without the texts. One statement."""
    sent = Message.objects.filter(key__startswith=f"case/{case_id}/")
    return list(sent.defer("body").order_by("queued_at", "id"))
