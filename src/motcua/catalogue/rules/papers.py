"""The papers of a procedure: one list per case (trường hợp), read out of a version's content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SUBMIT, PRESENT = "submit", "present"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to hand in (`submit`) or only to show (`present`), in so many pieces.

    `form` is the form taken (cases.states.PaperForm), `accepts` says in words what will do.
    `satisfied_by` names what spares it, such as "database:dan-cu": then it is not asked for again.
    """

    key: str
    name: str
    kind: str = SUBMIT
    form: str = ""
    originals: int = 1
    copies: int = 0
    required: bool = True
    template: str = ""
    accepts: str = ""
    note: str = ""
    satisfied_by: str = ""


@dataclass(frozen=True, slots=True)
class PaperCase:
    """One case with its papers; `limit` is its own where it differs from the version's."""

    key: str
    name: str
    when: str
    limit: str | None
    papers: tuple[Paper, ...]


def paper_cases(content: Mapping[str, Any]) -> tuple[PaperCase, ...]:
    """Every case in the order of the catalogue; empty when the papers are not edited yet."""
    return tuple(
        PaperCase(
            key=case["key"],
            name=case["name"],
            when=case.get("when") or "",
            limit=case.get("limit"),
            papers=tuple(_paper(paper) for paper in case.get("papers", ())),
        )
        for case in content.get("cases", ())
    )


def _paper(data: Mapping[str, Any]) -> Paper:
    return Paper(
        key=data["key"],
        name=data["name"],
        kind=data.get("kind") or SUBMIT,
        form=data.get("form") or "",
        originals=data.get("originals", 1),
        copies=data.get("copies", 0),
        required=data.get("required", True),
        template=data.get("template") or "",
        accepts=data.get("accepts") or "",
        note=data.get("note") or "",
        satisfied_by=data.get("satisfied_by") or "",
    )
