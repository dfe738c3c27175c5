"""The journal of one file as values, and the moments of it that a paper was handed out at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.cases.states import RequestState, Verb


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: who did what when, with the body that was hashed."""

    verb: str
    at: dt.datetime
    who: str
    who_id: int | None
    body: Mapping[str, Any]


def acceptance(story: Sequence[Told]) -> Told | None:
    """The entry that gave the file its code."""
    return next((told for told in story if told.verb == Verb.ACCEPT), None)


def last_receipt(story: Sequence[Told]) -> Told | None:
    """The entry whose receipt holds: the acceptance, or the last correction after it."""
    corrected = [
        told
        for told in story
        if told.verb == Verb.CORRECT and int(told.body.get("receipt") or 0) > 1
    ]
    return corrected[-1] if corrected else acceptance(story)


def last_of(story: Sequence[Told], *verbs: Verb) -> Told | None:
    """The newest entry of one of these verbs."""
    return next((told for told in reversed(story) if told.verb in verbs), None)


def handed_out(story: Sequence[Told], number: int) -> Told | None:
    """The entry by which reception handed out the supplement request of this number."""
    return next(
        (
            told
            for told in story
            if told.verb == Verb.REQUEST_SUPPLEMENT
            and told.body.get("request") == number
            and told.body.get("stage") == RequestState.IN_FORCE
        ),
        None,
    )


def due_after(story: Sequence[Told], last: Told) -> dt.datetime | None:
    """The date promised once `last` had happened: what the slip printed then had to say."""
    due: dt.datetime | None = None
    for told in story:
        said = told.body.get("due")
        if isinstance(said, str):
            due = dt.datetime.fromisoformat(said) if said else None
        elif isinstance(said, list) and said:
            due = dt.datetime.fromisoformat(str(said[-1]))
        if told is last:
            break
    return due


def papers_until(story: Sequence[Told], last: Told | None, rows: int) -> list[int]:
    """Which of the file's papers, by their place in the order they came, its receipt lists.

    Papers are stored batch after batch: at registration, those brought before acceptance, with
    each correction, with each supplement. A correction takes down the whole list anew; what was
    brought to be accepted replaces papers of the same kind; later supplements are no part of it.
    """
    held: list[tuple[int, str]] = []
    place, passed = 0, False
    for told in story:
        keys = [str(line[0]) for line in told.body.get("papers") or ()]
        batch = list(enumerate(keys, start=place))
        place += len(batch)
        if not passed and told.verb == Verb.CORRECT and batch:
            held = batch
        elif not passed and told.verb in (Verb.REGISTER, Verb.ACCEPT):
            held = [one for one in held if one[1] not in keys] + batch
        passed = passed or told is last
    return [at for at, _key in held] if place == rows else list(range(rows))
