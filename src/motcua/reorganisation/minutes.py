"""The minutes of hand-over (biên bản bàn giao): which files went from one agency to another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from motcua.cases.models import CaseTransfer
from motcua.kernel.refusals import NotFound
from motcua.reorganisation.models import Act
from motcua.reorganisation.queries import handed_over
from motcua.slips.forms import Paper
from motcua.slips.queries.issuer import place_of
from motcua.slips.render import Heading, print_paper
from motcua.slips.values import Head, Signer

TEMPLATE = "own/minutes.typ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One file: its code, what it is about, whose it is, when it is due, from which desk."""

    code: str
    procedure: str
    owner: str
    due: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Minutes:
    """What the template prints."""

    head: Head
    document: str
    at: dt.datetime
    giver: str
    taker: str
    rows: tuple[Line, ...]
    gives: Signer
    takes: Signer


def minutes_of(act: Act, source_code: str, target_code: str) -> bytes:
    """The minutes between two agencies, dated the day the last file went over, as PDF/A-2b.

    Raises NotFound when nothing went from the one to the other.
    """
    rows = [
        row
        for row in handed_over(act)
        if (row.source.code, row.target.code) == (source_code, target_code)
    ]
    if not rows:
        raise NotFound("Phương án chưa bàn giao hồ sơ nào giữa hai cơ quan này.")
    source, target = rows[0].source, rows[0].target
    at = max(row.at for row in rows)
    values = Minutes(
        head=Head(agency=target.name, place=place_of(target), date=at.date()),
        document=act.document,
        at=at,
        giver=source.name,
        taker=target.name,
        rows=tuple(_line(row) for row in rows),
        gives=Signer(title="Đại diện bên giao"),
        takes=Signer(title="Đại diện bên nhận"),
    )
    heading = Heading(title="Biên bản bàn giao hồ sơ", paper=Paper.A4)
    return print_paper(TEMPLATE, heading, values, values.head.date)


def _line(row: CaseTransfer) -> Line:
    case = row.case
    owner = (case.owner or case.applicant).get("name", "")
    return Line(code=case.number, procedure=case.version.name, owner=owner, due=case.due_at)
