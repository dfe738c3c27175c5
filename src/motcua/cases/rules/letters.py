"""What the applicant is told, and when: the occasion of an act and the letter it makes.

No personal data beyond the code stands in a letter; not even which procedure it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final

from motcua.cases.states import Occasion, RequestState, Verb
from motcua.kernel.refusals import Refused
from motcua.kernel.vietnamese import date_words, moment_words
from motcua.kernel.worktime import VIETNAM, day_of

_PLAIN: Final = {
    Verb.ACCEPT: Occasion.ACCEPTED,
    Verb.REFUSE: Occasion.REFUSED,
    Verb.TAKE_SUPPLEMENT: Occasion.BROUGHT,
    Verb.ISSUE: Occasion.READY,
    Verb.RETURN_RESULT: Occasion.RETURNED,
    Verb.STOP: Occasion.STOPPED,
    Verb.WITHDRAW: Occasion.WITHDRAWN,
}
_STAGED: Final = {Verb.REQUEST_SUPPLEMENT: Occasion.ASKED, Verb.EXTEND: Occasion.NEW_DATE}
# Written for information, not because the law wants the applicant told: one may do without them.
OPTIONAL: Final = (Occasion.FILED, Occasion.BROUGHT, Occasion.RETURNED, Occasion.WITHDRAWN)
PLACES: Final = ("code", "agency", "due", "answer_by", "link")


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter with places in braces for the facts of the file."""

    subject: str
    body: str


def occasion_of(verb: Verb, body: Mapping[str, Any]) -> Occasion | None:
    """Of what an act is told; None for work inside the office and for proposals."""
    if verb in _STAGED:
        told = body.get("stage") == RequestState.IN_FORCE
        return _STAGED[verb] if told else None
    return _PLAIN.get(verb)


def facts_of(
    *,
    code: str,
    agency: str,
    due_at: dt.datetime | None,
    answer_by: dt.datetime | None,
    link: str,
) -> dict[str, str]:
    """What stands in the places of a letter."""
    return {
        "code": code,
        "agency": agency,
        "due": date_words(day_of(due_at)) if due_at else "theo quy định của pháp luật",
        "answer_by": moment_words(answer_by.astimezone(VIETNAM)) if answer_by else "",
        "link": link,
    }


def written(wording: Wording, facts: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body with the facts in their places."""
    return wording.subject.format_map(facts), wording.body.format_map(facts)


def checked_wording(subject: str, body: str) -> Wording:
    """A letter as an administrator wrote it. Raises Refused at the field.

    Only known places, all plain: nothing of the program can be reached through a letter.
    """
    for field, text, most in (("subject", subject, 150), ("body", body, 2000)):
        if not text.strip():
            raise Refused("Không được để trống.", field=field)
        if len(text) > most:
            raise Refused(f"Không dài quá {most} ký tự.", field=field)
        _check_places(text, field)
    if "{link}" not in body:
        raise Refused("Lời nhắn phải có {link}, chỗ người nộp bấm để xem.", field="body")
    return Wording(subject.strip(), body.strip())


def _check_places(text: str, field: str) -> None:
    try:
        places = [(name, spec, change) for _t, name, spec, change in Formatter().parse(text)]
    except ValueError as problem:
        raise Refused("Dấu ngoặc nhọn { } phải đủ cặp.", field=field) from problem
    for name, spec, change in places:
        if name is not None and (name not in PLACES or spec or change):
            known = ", ".join(f"{{{place}}}" for place in PLACES)
            raise Refused(f"Không có chỗ “{{{name}}}”; chỉ có: {known}.", field=field)
