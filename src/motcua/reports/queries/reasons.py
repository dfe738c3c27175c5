"""The files because of which a signed number differs, with what was done to them since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from motcua.cases.models import Case
from motcua.cases.queries.visible import visible_to
from motcua.cases.states import Verb
from motcua.journal.models import Entry
from motcua.journal.states import Subject
from motcua.organisation.rules import Actor
from motcua.reports.rules import Moved, Standing

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to a file, by whom, when."""

    verb: Verb
    who: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """A file that is counted elsewhere now. No acts: it came with past files, or what it is
    counted by was changed elsewhere (its procedure, the calendar, the agency).
    """

    number: str
    procedure: str
    then: Standing | None
    now: Standing | None
    acts: tuple[Act, ...]


def reasons_for(moved: Sequence[Moved], *, since: dt.datetime, actor: Actor) -> list[Reason]:
    """Of the files that the actor may know of, by number, at most MOST. Two statements."""
    by_id = {int(one.key): one for one in moved}
    rows = (
        Case.objects.filter(visible_to(actor), pk__in=by_id)
        .order_by("code", "pk")
        .values_list("pk", "code", "provisional", "version__name")[:MOST]
    )
    found = list(rows)
    acts = _acts([row[0] for row in found], since)
    return [
        Reason(code or provisional or "", name, by_id[pk].then, by_id[pk].now, tuple(acts[pk]))
        for pk, code, provisional, name in found
    ]


def _acts(ids: Sequence[int], since: dt.datetime) -> dict[int, list[Act]]:
    entries = Entry.objects.filter(subject=Subject.CASE, subject_id__in=ids, at__gt=since)
    rows = entries.order_by("subject_id", "seq")
    found: dict[int, list[Act]] = defaultdict(list)
    for pk, verb, who, at in rows.values_list("subject_id", "verb", "actor__full_name", "at"):
        found[pk].append(Act(Verb(verb), who or "", at))
    return found
