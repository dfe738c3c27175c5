"""The posted form of a verb as the keyword arguments of its action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from motcua.cases.rules.papers import AskedPaper
from motcua.cases.rules.parties import Party
from motcua.cases.states import Verb
from motcua.desk.door import Officer
from motcua.desk.intake_form import papers_from, scans
from motcua.files.actions import take_upload
from motcua.kernel.refusals import Refused

TEXTS: Final[Mapping[Verb, tuple[str, ...]]] = {
    Verb.REFUSE: ("reason", "legal_ground"),
    Verb.FORWARD: ("note",),
    Verb.COMPLETE: ("outcome", "note"),
    Verb.SEND_BACK: ("reason",),
    Verb.REASSIGN: ("username", "reason"),
    Verb.REQUEST_SUPPLEMENT: ("stage", "reason", "again_because"),
    Verb.EXTEND: ("stage", "reason"),
    Verb.STOP: ("reason", "legal_ground"),
    Verb.WITHDRAW: ("reason",),
    Verb.ISSUE: ("number", "name", "outcome"),
    Verb.RETURN_RESULT: ("handed_to", "post_bill"),
    Verb.HAND_OVER: ("agency_code", "note"),
    Verb.LATE_OPINION: ("note",),
    Verb.CORRECT: ("reason", "return_channel", "summary"),
}


def fields_of(verb: Verb, request: HttpRequest, officer: Officer) -> dict[str, Any]:
    """The posted form of a verb as its keyword arguments. Raises Refused at the field."""
    post = request.POST
    values: dict[str, Any] = {name: post[name] for name in TEXTS.get(verb, ()) if name in post}
    if post.get("step") and verb in (Verb.COMPLETE, Verb.HAND_OVER):
        values["step"] = post["step"]
    if verb == Verb.EXTEND:
        values["new_due"] = _day(post.get("new_due", ""), "new_due")
    elif verb == Verb.REQUEST_SUPPLEMENT and not values.get("stage"):
        values["items"] = _asked(request)
    elif verb in (Verb.ACCEPT, Verb.TAKE_SUPPLEMENT):
        values["papers"] = papers_from(post, _stored(request, officer))
    elif verb == Verb.ISSUE:
        values["date"] = _day(post.get("date", ""), "date")
        values["file_id"] = _stored_result(request, officer)
    elif verb == Verb.CORRECT:
        values["applicant"] = _party(request)
    return values


def _day(text: str, name: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(f"Ngày “{text}” không đúng; chọn trên lịch.", field=name) from error


def _asked(request: HttpRequest) -> tuple[AskedPaper, ...]:
    """Each paper with something written beside it; free lines for papers not on the list."""
    post = request.POST
    listed = tuple(
        AskedPaper(post.get(f"item_{key}_name", key), post[f"item_{key}"], key)
        for key in post.getlist("item_key")
        if post.get(f"item_{key}", "").strip()
    )
    name, change = post.get("item_other_name", ""), post.get("item_other", "")
    return (*listed, AskedPaper(name, change)) if name.strip() or change.strip() else listed


def _party(request: HttpRequest) -> Party | None:
    post = request.POST
    if "applicant_name" not in post:
        return None
    names = ("name", "id_number", "phone", "email", "address", "acting_as", "authorisation")
    given = {name: post.get(f"applicant_{name}", "") for name in names}
    return Party(kind=post.get("applicant_kind", "person"), **given)


def _stored(request: HttpRequest, officer: Officer) -> dict[str, int]:
    files = scans(request.FILES)
    return {key: _store(file, officer, f"paper_{key}_file") for key, file in files.items()}


def _stored_result(request: HttpRequest, officer: Officer) -> int | None:
    upload = request.FILES.get("file")
    return _store(upload, officer, "file") if upload else None


def _store(upload: Any, officer: Officer, field: str) -> int:
    try:
        row = take_upload(upload, actor_id=officer.actor.account_id, at=officer.at)
    except Refused as fault:
        raise Refused(f"{upload.name}: {fault.text}", field=field) from fault
    return row.pk
