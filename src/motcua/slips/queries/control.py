"""The control slip: every hand-over of a file, taken from its journal and never typed."""

from __future__ import annotations

import datetime as dt

from motcua.cases.queries.page import who_did
from motcua.kernel.worktime import VIETNAM
from motcua.slips.queries.issuer import Issuer
from motcua.slips.queries.story import Dossier
from motcua.slips.rules import numbers
from motcua.slips.rules.passages import File, Turn, hand_overs
from motcua.slips.values import ControlSlip


def control(dossier: Dossier, issuer: Issuer, on: dt.date) -> ControlSlip:
    """Form 05 (2018), 06 (2025), as it stands on the day of printing."""
    case, page = dossier.case, dossier.page
    assert case.code
    assert case.received_at
    result = page.result
    file = File(
        units={item.unit_id: item.unit.name for item in page.items}
        | {case.reception_unit_id: case.reception_unit.name},
        turns=_turns(dossier),
        reception=case.reception_unit.name,
        applicant=case.applicant_name,
        handed_to=(result.handed_to if result else "") or case.applicant_name,
        result=numbers.by_day(case.finished_at, case.due_at) if case.finished_at else None,
        step_name=page.graph.label,
        outcome_name=lambda step, key: page.graph.task(step).outcome_name(key),
    )
    return ControlSlip(
        head=issuer.head(on),
        code=case.code,
        owner=dossier.owner_name,
        procedure=dossier.procedure,
        received_at=case.received_at.astimezone(VIETNAM),
        due=numbers.shown_due(case.due_at),
        agency=case.handling_unit.name if case.handling_unit else issuer.agency.name,
        rows=tuple(hand_overs(dossier.story, file)),
    )


def _turns(dossier: Dossier) -> list[Turn]:
    """A step's due time moves with what the file waited, so the waiting is never its delay."""
    return [
        Turn(
            step=item.step,
            unit_id=item.unit_id,
            opened_at=item.opened_at,
            done_at=item.done_at,
            who=who_did(item),
            result=numbers.by_moment(item.done_at, item.due_at) if item.done_at else None,
        )
        for item in dossier.page.items
    ]
