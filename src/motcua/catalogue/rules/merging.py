"""A file meets what is stored: what is new, what only ends, and what may not be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.catalogue.rules.diff import diff
from motcua.catalogue.rules.document import Document
from motcua.catalogue.rules.faults import Fault
from motcua.catalogue.rules.validity import Span, overlapping

DRAFT = "draft"


@dataclass(slots=True)
class Plan:
    """What an import writes. Versions by procedure code, in the order of their numbers."""

    added: list[tuple[str, Document]] = field(default_factory=list)
    rewritten: list[tuple[str, Document]] = field(default_factory=list)
    closed: list[tuple[str, int, dt.date]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def plan(stored: Document, incoming: Document) -> Plan:
    """Compare two catalogues in full form. Nothing may be written when there are faults."""
    found = Plan()
    known = {item["code"]: _by_number(item) for item in stored["procedures"]}
    for procedure in incoming["procedures"]:
        code = procedure["code"]
        versions = known.get(code, {})
        for version in procedure["versions"]:
            _meet(found, code, versions.get(version["number"]), version)
        found.faults += _conflicts(code, versions, _by_number(procedure))
    found.faults += _offers_twice(stored["offers"], incoming["offers"])
    return found


def _by_number(procedure: Mapping[str, Any]) -> dict[int, Document]:
    return {version["number"]: version for version in procedure["versions"]}


def _meet(found: Plan, code: str, old: Document | None, new: Document) -> None:
    place = f"$.procedures[{code}].versions[{new['number']}]"
    if old is None:
        found.added.append((code, new))
    elif old["state"] == DRAFT and new["state"] == DRAFT:
        if old != new:
            found.rewritten.append((code, new))
    elif old["state"] == DRAFT:
        text = (
            f"bản {new['number']} của thủ tục {code} ở đây còn là dự thảo; công bố hoặc bỏ nó đã."
        )
        found.faults.append(Fault(place, text))
    elif _kept(old, new) != _kept(new, new):
        told = "; ".join(change.text for change in diff(old, new)[:5]) or "khác ngày, quyết định."
        text = f"bản {new['number']} của thủ tục {code} đã công bố, không sửa được: {told}"
        found.faults.append(Fault(place, f"{text} Hãy ghi thành bản mới."))
    elif new["valid_to"] and (not old["valid_to"] or new["valid_to"] < old["valid_to"]):
        found.closed.append((code, new["number"], dt.date.fromisoformat(new["valid_to"])))


def _kept(version: Document, other: Document) -> Document:
    """What never changes: all but the last day, and the process when the other names none."""
    rest = {key: value for key, value in version.items() if key != "valid_to"}
    if other["process"] is None:
        rest.pop("process")
    return rest


def _conflicts(
    code: str, old: Mapping[int, Document], new: Mapping[int, Document]
) -> Iterator[Fault]:
    """Faults that only show when the versions stored and those of the file stand together."""
    place = f"$.procedures[{code}].versions"
    both = {**old, **new}
    drafts = sorted(number for number, version in both.items() if version["state"] == DRAFT)
    if len(drafts) > 1 or (drafts and _publishes_beside(drafts[0], old, new)):
        text = f"thủ tục {code} ở đây có dự thảo {drafts[0]}; công bố hoặc bỏ nó đã, rồi nạp."
        yield Fault(place, text)
    spans = [
        Span(number, dt.date.fromisoformat(version["valid_from"]), _last_day(number, old, version))
        for number, version in both.items()
        if version["state"] != DRAFT
    ]
    twice = overlapping(spans)
    if twice:
        text = f"bản {twice[0].number} và bản {twice[1].number} của thủ tục {code} trùng thời gian."
        yield Fault(place, text)


def _publishes_beside(draft: int, old: Mapping[int, Document], new: Mapping[int, Document]) -> bool:
    """Whether the file brings a new published version while a draft is stored here."""
    fresh = any(v["state"] != DRAFT and number not in old for number, v in new.items())
    return draft in old and fresh


def _last_day(number: int, old: Mapping[int, Document], version: Document) -> dt.date | None:
    known = old[number]["valid_to"] if number in old else None
    days = [day for day in (known, version["valid_to"]) if day]
    return dt.date.fromisoformat(min(days)) if days else None


def _offers_twice(stored: list[Document], incoming: list[Document]) -> Iterator[Fault]:
    """An agency offers a procedure once on any day."""
    together: dict[tuple[str, str], dict[str, Document]] = {}
    for item in (*stored, *incoming):
        starts = together.setdefault((item["procedure"], item["agency"]), {})
        known = starts.get(item["valid_from"])
        last_day = item["valid_to"] or (known["valid_to"] if known else None)
        starts[item["valid_from"]] = {**item, "valid_to": last_day}
    for (procedure, agency), starts in together.items():
        spans = [
            Span(
                0,
                dt.date.fromisoformat(start),
                dt.date.fromisoformat(item["valid_to"]) if item["valid_to"] else None,
            )
            for start, item in starts.items()
        ]
        if overlapping(spans):
            text = f"cơ quan {agency} tiếp nhận thủ tục {procedure} hai lần trong cùng thời gian."
            yield Fault("$.offers", text)
