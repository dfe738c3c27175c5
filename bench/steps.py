"""A step of a file whose process has forty steps, against one whose process has six.

The same act by the same person, in turns; of the forty steps six branches are open at the time.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from typing import Any

from bench.rows import NAMES
from bench.stage import PROCEDURES, SPECIALIST, Stage, Ward
from motcua.cases.actions.intake import take_in
from motcua.cases.actions.verbs import act_on
from motcua.cases.models import Case
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn
from motcua.cases.rules.parties import Party
from motcua.cases.states import Verb
from motcua.process.models import Definition, Run
from motcua.process.states import DefinitionState
from tests.forty import forty

CODE, CASE_KEY, UNIT, PAPERS = PROCEDURES[0]


def forty_to_six(stage: Stage, at: dt.datetime, count: int) -> float:
    """How much longer the step takes; the median of `count` turns of both."""
    ward = stage.wards[0]
    definition = Definition.objects.create(
        key="bon-muoi-buoc",
        number=1,
        name="Bốn mươi bước",
        state=DefinitionState.PUBLISHED,
        graph=forty(children=False),
        published_at=at,
    )
    turns = []
    for number in range(count + 10):
        short, long = (
            _forwarded(ward, 2 * number, at),
            _forwarded(ward, 2 * number + 1, at, definition),
        )
        _complete(ward, long, at, "thu_ly")  # opens the six branches
        pair = (_timed(ward, short, at, "thu_ly"), _timed(ward, long, at, "c_1"))
        if number >= 10:  # the first ones warm up
            turns.append(pair)
    six, many = zip(*turns, strict=True)
    return statistics.median(many) / statistics.median(six)


def _forwarded(
    ward: Ward, number: int, at: dt.datetime, definition: Definition | None = None
) -> Case:
    form = IntakeForm(
        procedure_code=CODE,
        agency_code=ward.agency.code,
        applicant=Party(name=NAMES[number % len(NAMES)], id_number=f"0793020{number:05}"),
        case_key=CASE_KEY,
        papers=tuple(PaperIn(key) for key in PAPERS),
    )
    case = take_in(form=form, actor=ward.actor("tiepnhan", at), at=at)
    if definition is not None:  # both begin with the desk's step of the same name
        Run.objects.filter(pk=case.pk).update(definition=definition)
    return act_on(case.number, Verb.FORWARD, actor=ward.actor("tiepnhan", at), at=at)


def _complete(ward: Ward, case: Case, at: dt.datetime, step: str) -> None:
    fields: dict[str, Any] = {"step": step}
    act_on(case.number, Verb.COMPLETE, actor=ward.actor(SPECIALIST[UNIT], at), at=at, **fields)


def _timed(ward: Ward, case: Case, at: dt.datetime, step: str) -> float:
    started = time.perf_counter()
    _complete(ward, case, at, step)
    return time.perf_counter() - started
