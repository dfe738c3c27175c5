"""Every verb by its name, for the doors that offer them all: the API, the buttons, bulk work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from motcua.cases.actions import endings, movement
from motcua.cases.actions.act import Act, perform
from motcua.cases.actions.correction import correct
from motcua.cases.actions.extension import extend
from motcua.cases.actions.intake import accept
from motcua.cases.actions.linked import hand_over, tell_parent
from motcua.cases.actions.supplements import request_supplement, take_supplement
from motcua.cases.actions.timers import late_opinion
from motcua.cases.models import Case
from motcua.cases.states import Verb
from motcua.journal.rules import ActKey
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import BeyondHorizon
from motcua.organisation.rules import Actor

VERBS: Final[Mapping[Verb, Callable[..., None]]] = {
    Verb.ACCEPT: accept,
    Verb.REFUSE: endings.refuse,
    Verb.FORWARD: movement.forward,
    Verb.CLAIM: movement.claim,
    Verb.COMPLETE: movement.complete,
    Verb.SEND_BACK: movement.send_back,
    Verb.RECALL: movement.recall,
    Verb.REASSIGN: movement.reassign,
    Verb.REQUEST_SUPPLEMENT: request_supplement,
    Verb.TAKE_SUPPLEMENT: take_supplement,
    Verb.EXTEND: extend,
    Verb.STOP: endings.stop,
    Verb.WITHDRAW: endings.withdraw,
    Verb.ISSUE: endings.issue,
    Verb.RETURN_RESULT: endings.return_result,
    Verb.CORRECT: correct,
    Verb.HAND_OVER: hand_over,
    Verb.LATE_OPINION: late_opinion,
}


def act_on(
    number: str,
    verb: Verb,
    /,
    *,
    actor: Actor,
    at: dt.datetime,
    key: ActKey | None = None,
    seen: int | None = None,
    **fields: Any,
) -> Case:
    """Do one verb to one file. Raises Refused and its kinds; see `act.perform`."""
    return perform(_told, number, verb=verb, actor=actor, at=at, key=key, seen=seen, **fields)


def _told(act: Act, **fields: Any) -> None:
    """The verb, and what it means to the file for which another agency opened this one."""
    VERBS[act.verb](act, **fields)
    if act.case.parent_id is not None:
        tell_parent(act)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one file of a bulk act; `fault` is empty when it was done."""

    number: str
    fault: str = ""


def act_on_many(
    numbers: list[str], verb: Verb, *, actor: Actor, at: dt.datetime, **fields: Any
) -> list[Fate]:
    """The same verb to many files, each in its own transaction: one refusal stops no other."""
    fates = []
    for number in numbers:
        try:
            act_on(number, verb, actor=actor, at=at, **fields)
        except Refused as refusal:
            fates.append(Fate(number, refusal.text))
        except BeyondHorizon as beyond:
            fates.append(Fate(number, str(beyond)))
        else:
            fates.append(Fate(number))
    return fates
