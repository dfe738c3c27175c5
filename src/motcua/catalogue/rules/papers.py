"""The papers of a procedure: one list per case (trường hợp), read out of a version's content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SUBMIT, PRESENT = "submit", "present"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to hand in (`submit`) or only to show (`present`), in so many pieces.

    `accepts` names the forms taken (cases.states.PaperForm); empty: any. `satisfied_by` names
    what spares it, such as "database(population)": then it is not asked for again.
    """

    key: str
    name: str
    kind: str = SUBMIT
    form: str = ""
    originals: int = 1
    copies: int = 0
    required: bool = True
    template: str = ""
    accepts: tuple[str, ...] = ()
    note: str = ""
    satisfied_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperCase:
    """One case with its papers; a procedure without cases has a single one."""

    key: str
    name: str
    when: str
    papers: tuple[Paper, ...]


def paper_cases(content: Mapping[str, Any]) -> tuple[PaperCase, ...]:
    """Every case in the order of the catalogue; empty when the papers are not edited yet."""
    return tuple(
        PaperCase(
            key=case["key"],
            name=case["name"],
            when=case.get("when") or "",
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
        accepts=tuple(data.get("accepts") or ()),
        note=data.get("note") or "",
        satisfied_by=_words(data.get("satisfied_by")),
    )


def _words(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else tuple(value or ())
