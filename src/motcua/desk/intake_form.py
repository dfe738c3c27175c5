"""The intake page's fields as values, and what the page shows for a chosen procedure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from motcua.cases.rules.clock import Clock, promised_limit
from motcua.cases.rules.intake import IntakeForm
from motcua.cases.rules.papers import PaperIn, case_among
from motcua.cases.rules.parties import Party
from motcua.cases.states import Channel, PaperForm, ReturnChannel
from motcua.catalogue.queries import IntakeVersion
from motcua.catalogue.rules.fees import COPY, PAGE, quote
from motcua.catalogue.rules.papers import PRESENT, Paper, PaperCase
from motcua.desk.brief import why_of
from motcua.desk.door import Officer
from motcua.kernel.refusals import Refused
from motcua.kernel.worktime import BeyondHorizon, day_of

# The letter that sets the form of a paper while its tick has the focus.
FORMS = [
    {"value": PaperForm.ORIGINAL.value, "label": PaperForm.ORIGINAL.label, "key": "c"},
    {"value": PaperForm.CERTIFIED_COPY.value, "label": PaperForm.CERTIFIED_COPY.label, "key": "s"},
    {"value": PaperForm.COPY.value, "label": PaperForm.COPY.label, "key": "p"},
    {"value": PaperForm.ELECTRONIC.value, "label": PaperForm.ELECTRONIC.label, "key": "e"},
]
_PARTY = ("kind", "name", "id_number", "phone", "email", "address", "acting_as", "authorisation")


def intake_form(post: QueryDict, files: Mapping[str, int], officer: Officer) -> IntakeForm:
    """The posted page. Numbers that cannot be read count as wrong at their field."""
    return IntakeForm(
        procedure_code=post.get("procedure", ""),
        agency_code=officer.seat.agency_code,
        applicant=_party(post, "applicant"),
        owner=_party(post, "owner") if post.get("owner_name", "").strip() else None,
        channel=post.get("channel", Channel.COUNTER),
        case_key=post.get("case_key", ""),
        papers=papers_from(post, files),
        return_channel=post.get("return_channel", ReturnChannel.COUNTER),
        summary=post.get("summary", ""),
        copies=number(post, "copies"),
        applicant_class=post.get("applicant_class", ""),
        fee_copies=number(post, "fee_copies"),
        fee_pages=number(post, "fee_pages"),
        accept=post.get("accept", "yes") == "yes",
    )


def papers_from(post: QueryDict, files: Mapping[str, int]) -> tuple[PaperIn, ...]:
    """The ticked papers, each with form, number and, when one was scanned, its stored file."""
    listed = [
        PaperIn(
            key=key,
            form=PaperForm(_known_form(post.get(f"paper_{key}_form", ""))),
            quantity=number(post, f"paper_{key}_quantity"),
            file_id=files.get(key) or stored_before(post, key),
        )
        for key in post.getlist("paper")
    ]
    names = [name.strip() for name in post.get("other_papers", "").splitlines() if name.strip()]
    others = [
        PaperIn(f"khac-{n}", PaperForm.ORIGINAL, name=name) for n, name in enumerate(names, 1)
    ]
    return (*listed, *others)


def stored_before(post: QueryDict, key: str) -> int | None:
    """The file of a paper stored by an earlier, refused try; whose it is, the action checks."""
    text = post.get(f"paper_{key}_stored", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def place_of(fault: Refused, post: QueryDict) -> str:
    """The id of the field on the page that a refusal is about."""
    field = fault.field or ""
    listed = re.fullmatch(r"papers\.([0-9]{1,3})\..*", field)
    if listed:
        keys = post.getlist("paper")
        place = int(listed[1])
        return f"paper-{keys[place]}" if place < len(keys) else "other_papers"
    typed = re.fullmatch(r"paper_(.*)_(quantity|file)", field)
    if typed:
        return f"paper-{typed[1]}" + ("-file" if typed[2] == "file" else "")
    return field.replace("procedure_code", "procedure").replace(".", "_") or "intake"


def _known_form(value: str) -> str:
    return value if value in PaperForm.values else PaperForm.ORIGINAL.value


def _party(post: QueryDict, role: str) -> Party:
    return Party(**{name: post.get(f"{role}_{name}", "") or _default(name) for name in _PARTY})


def _default(name: str) -> str:
    return {"kind": "person", "acting_as": "self"}.get(name, "")


def number(post: QueryDict, name: str) -> int:
    """A small whole number; 1 when the field is absent or empty. Raises Refused at the field."""
    text = post.get(name, "").strip() or "1"
    if not text.isdecimal() or len(text) > 5:
        raise Refused(f"“{text}” không phải là số đếm.", field=name)
    return int(text)


def scans(files: MultiValueDict[str, Any]) -> dict[str, Any]:
    """Uploaded scans by the key of their paper."""
    return {
        name.removeprefix("paper_").removesuffix("_file"): upload
        for name, upload in files.items()
        if name.startswith("paper_") and name.endswith("_file") and upload
    }


def chosen(
    version: IntakeVersion, post: QueryDict, officer: Officer, fault: Refused | None = None
) -> dict[str, Any]:
    """What depends on the procedure: its cases, papers, fee and due date, as typed so far."""
    cases = version.cases
    key = post.get("case_key", "") or (cases[0].key if cases else "")
    known = {case.key for case in cases}
    case = case_among(cases, key if key in known else cases[0].key if cases else "")
    channel = post.get("channel", "") or Channel.COUNTER
    return {
        "version": version,
        "cases": [{"key": c.key, "name": c.name, "when": c.when} for c in cases],
        "case": case,
        "papers": _ticks(case.papers, post, fault),
        "shown": [paper for paper in case.papers if paper.kind == PRESENT],
        "forms": FORMS,
        "fee": _fee(version, case, channel, post, officer),
        "classes": sorted({rule.applicant_class for rule in version.fees if rule.applicant_class}),
        "by_copy": {rule.per for rule in version.fees} & {COPY, PAGE},
        **_due(version, case, channel, officer),
    }


def _ticks(
    papers: tuple[Paper, ...], post: QueryDict, fault: Refused | None
) -> list[dict[str, Any]]:
    fresh = "paper" not in post and "applicant_name" not in post
    ticked = set(post.getlist("paper"))
    return [
        {
            "key": paper.key,
            "name": paper.name,
            "required": _wanted(paper),
            "ticked": paper.key in ticked,
            "form": post.get(f"paper_{paper.key}_form") or paper.form,
            "quantity": post.get(f"paper_{paper.key}_quantity") or max(paper.originals, 1),
            "note": _note(paper),
            "error": _wrong(paper, ticked, fault, post) if fault and not fresh else "",
            "stored": stored_before(post, paper.key) or "",
            "stored_name": post.get(f"paper_{paper.key}_stored_name", ""),
        }
        for paper in papers
        if paper.kind != PRESENT
    ]


def _note(paper: Paper) -> str:
    parts = [paper.accepts, paper.note]
    if paper.satisfied_by:
        parts.append(_("Đã có trong cơ sở dữ liệu thì không yêu cầu nộp"))
    return ". ".join(str(part).rstrip(".") for part in parts if part)


def _wanted(paper: Paper) -> bool:
    return paper.required and not paper.satisfied_by.startswith("database")


def _wrong(paper: Paper, ticked: set[str], fault: Refused, post: QueryDict) -> str:
    """What is wrong with this paper, said beside it."""
    if fault.field == "papers":
        missing = _wanted(paper) and paper.key not in ticked
        return _("Còn thiếu giấy tờ này.") if missing else ""
    place = place_of(fault, post)
    return fault.text if place in (f"paper-{paper.key}", f"paper-{paper.key}-file") else ""


def _fee(
    version: IntakeVersion, case: PaperCase, channel: str, post: QueryDict, officer: Officer
) -> Any:
    units = {}
    for name, unit in (("fee_copies", COPY), ("fee_pages", PAGE)):
        text = post.get(name, "")
        units[unit] = int(text) if text.isdecimal() and len(text) < 6 else 1
    return quote(
        version.fees,
        day=day_of(officer.at),
        case_key=case.key,
        applicant_class=post.get("applicant_class", ""),
        channel=channel,
        area=officer.seat.area,
        units=units,
    )


def _due(version: IntakeVersion, case: PaperCase, channel: str, officer: Officer) -> dict[str, Any]:
    """The promise as it would be if the file were accepted this minute."""
    limit = promised_limit(case.limit, version.limits_by_channel, channel, version.limit)
    clock = Clock(officer.at, limit, version.clock_policy, version.day0_shift)
    try:
        due = clock.due(officer.calendar)
    except BeyondHorizon as beyond:
        return {"limit": limit, "due": None, "why": [], "due_fault": str(beyond)}
    return {"limit": limit, "due": due.due_at if due else None, "why": why_of(due)}
