"""What still has to be done before a draft can be sent. Values in, verdict out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from motcua.cases.rules.parties import LEGAL, SELF, Party
from motcua.catalogue.rules.papers import PRESENT, Paper
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import fold

# A draft nobody has touched for so long is deleted: data that serves nothing is not kept.
DRAFT_LASTS: Final = dt.timedelta(days=90)
MOST_FILES: Final = 20
# Where the data of a file says which form its answers belong to; no question's key begins so.
FORM: Final = "_form"
# An account that was sent a link a moment ago is not sent another: letters must not be a weapon.
LETTER_EVERY: Final = dt.timedelta(minutes=10)
# A code is not sent again sooner.
CODE_EVERY: Final = dt.timedelta(minutes=2)
# Links one network may ask for in a quarter of an hour: a library's computers, not a spammer.
LETTERS_PER_NETWORK: Final = 10

# A result of a shorter name ("Giấy phép") is the beginning of too many papers.
SHORTEST_NAME: Final = 12


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper of an earlier file: the procedure it was for, its key there and its name."""

    code: str
    key: str
    name: str
    is_result: bool = False


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


# Words a declaration begins with: it is signed anew each time, so an old one is never offered.
_DECLARATIONS: Final = ("to khai", "don ", "giay de nghi", "phieu yeu cau")


def may_be_reused(paper: Paper) -> bool:
    """Papers that say something once for all; not a declaration made for one filing."""
    return paper.kind != PRESENT and not paper.template and not is_declaration(paper.name)


def is_declaration(name: str) -> bool:
    """Whether a paper is by its name one that its writer signs for this filing alone."""
    return fold(name).startswith(_DECLARATIONS)


def is_same_kind(paper: Paper, code: str, given: GivenPaper) -> bool:
    """Whether what was given before is the paper that procedure `code` asks for now.

    The same paper of the same procedure, a paper of the same name, or a result that the paper is
    named after.
    """
    wanted, known = fold(paper.name), fold(given.name)
    if given.is_result:
        return len(known) >= SHORTEST_NAME and wanted.startswith(known)
    return wanted == known or (given.code, given.key) == (code, paper.key)
