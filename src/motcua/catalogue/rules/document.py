"""The catalogue file in its full form: every optional part written out.

Two files say the same when `in_order(full_form(…))` of both are equal; an export is in that form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

FORMAT: Final = "motcua-catalogue/1"

Document = dict[str, Any]

_DECISION: Final[Document] = {
    "number": "",
    "date": None,
    "effective_date": None,
    "issuer": "",
    "title": "",
    "confidence": "found",
    "items": [],
}
_VERSION: Final[Document] = {
    "number": 1,
    "name": "",
    "levels": [],
    "valid_from": None,
    "valid_to": None,
    "state": "draft",
    "decision": None,
    "process": None,
    "limit": None,
    "limits_by_channel": {},
    "clock_policy": "restart",
    "day0_shift": False,
    "supplement_limit": None,
    "online_level": "full",
    "old_level": None,
    "partial_reason": "",
    "on_the_spot": False,
    "edited": False,
    "copies": 1,
    "applicants": [],
    "applicants_text": "",
    "results": [],
    "legal_basis": [],
    "fees": [],
    "content": {},
    "facts": {},
}
_FEE: Final[Document] = {
    "kind": "charge",
    "name": "",
    "case": "",
    "applicant_class": "",
    "channel": "",
    "amount": 0,
    "per": "file",
    "tiers": None,
    "cap": None,
    "valid_from": None,
    "valid_to": None,
    "legal_basis": "",
    "area": "",
    "set_locally": False,
    "confidence": "found",
    "note": "",
}
_OFFER: Final[Document] = {
    "procedure": "",
    "agency": "",
    "unit": None,
    "valid_from": None,
    "valid_to": None,
}


def full_form(data: Mapping[str, Any]) -> Document:
    """A checked file with all that it leaves out, in its own order."""
    return {
        "format": FORMAT,
        "fields": list(data.get("fields", ())),
        "decisions": [full_decision(item) for item in data.get("decisions", ())],
        "procedures": [full_procedure(item) for item in data.get("procedures", ())],
        "offers": [{**_OFFER, **item} for item in data.get("offers", ())],
    }


def in_order(data: Document) -> Document:
    """A file in full form with its lists sorted by what names their items.

    Fees, cases, papers and steps keep their order: it is the order on the page.
    """
    decisions = [
        {**item, "items": sorted(item["items"], key=_by("procedure", "act"))}
        for item in data["decisions"]
    ]
    procedures = [
        {**item, "versions": sorted(item["versions"], key=lambda version: version["number"])}
        for item in data["procedures"]
    ]
    return {
        **data,
        "fields": sorted(data["fields"], key=_by("code")),
        "decisions": sorted(decisions, key=_by("number")),
        "procedures": sorted(procedures, key=_by("code")),
        "offers": sorted(data["offers"], key=_by("procedure", "agency", "valid_from")),
    }


def full_decision(data: Mapping[str, Any]) -> Document:
    items = [{"replaces": None, **item} for item in data.get("items", ())]
    return {**_DECISION, **data, "items": items}


def full_procedure(data: Mapping[str, Any]) -> Document:
    """A procedure; a `process` named for all its versions is written into each."""
    return {
        "code": data["code"],
        "field": data["field"],
        "status": data.get("status", "active"),
        "superseded_by": data.get("superseded_by"),
        "versions": [full_version({"process": data.get("process"), **v}) for v in data["versions"]],
    }


def full_version(data: Mapping[str, Any]) -> Document:
    return {**_VERSION, **data, "fees": [full_fee(fee) for fee in data.get("fees", ())]}


def full_fee(data: Mapping[str, Any]) -> Document:
    """A fee; an empty condition may be written "" or null."""
    return {**_FEE, **{key: value for key, value in data.items() if value is not None}}


def _by(*names: str) -> Any:
    return lambda item: tuple(str(item[name]) for name in names)
