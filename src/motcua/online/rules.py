"""What still has to be done before a draft can be sent. Values in, verdict out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Final

from motcua.cases.rules.parties import LEGAL, SELF, Party
from motcua.catalogue.rules.papers import PRESENT, Paper
from motcua.kernel.refusals import Refused

# A draft nobody has touched for so long is deleted: data that serves nothing is not kept.
DRAFT_LASTS: Final = dt.timedelta(days=90)
MOST_FILES: Final = 20
# Where the data of a file says which form its answers belong to; no question's key begins so.
FORM: Final = "_form"
# An account that was sent a link a moment ago is not sent another: letters must not be a weapon.
LETTER_EVERY: Final = dt.timedelta(minutes=10)
# Links one network may ask for in a quarter of an hour: a library's computers, not a spammer.
LETTERS_PER_NETWORK: Final = 10


def wanted_papers(papers: Sequence[Paper]) -> list[Paper]:
    """What is uploaded: papers only shown at a counter are not asked for from home."""
    return [paper for paper in papers if paper.kind != PRESENT]


def is_needed(paper: Paper) -> bool:
    """Without it the file cannot be sent; what a national database answers for is not asked."""
    return (
        paper.required and paper.kind != PRESENT and not paper.satisfied_by.startswith("database")
    )


def missing_papers(papers: Sequence[Paper], present: Collection[str]) -> list[str]:
    """Names of the papers without which the file is refused."""
    return [paper.name for paper in papers if is_needed(paper) and paper.key not in present]


def check_reachable(party: Party) -> None:
    """The desk must be able to answer: a telephone or an e-mail address. Raises Refused."""
    if not (party.phone or party.email):
        raise Refused(
            "Hãy ghi số điện thoại hoặc thư điện tử để cơ quan trả lời.", field="applicant.phone"
        )


def check_owner(party: Party, owner: Party | None) -> None:
    """Who files for another names them, and says by what right. Raises Refused at the field."""
    if party.acting_as == SELF:
        return
    if owner is None:
        raise Refused("Hãy ghi họ tên người ông/bà nộp thay.", field="owner.name")
    if party.acting_as != LEGAL and not party.authorisation:
        raise Refused(
            "Hãy ghi số, ngày của giấy ủy quyền (BLDS 2015, Điều 138).",
            field="applicant.authorisation",
        )
