"""Is this a catalogue? First its shape (schema/catalogue-1.json), then whether it makes sense.

Nothing is stored from a file with one fault. Every check returns all faults it finds, each with
its place; an empty list is a good file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from motcua.catalogue.rules.document import full_form, full_version
from motcua.catalogue.rules.faults import Fault, fault_of, json_path
from motcua.catalogue.rules.validity import Span, overlapping
from motcua.kernel.limits import BadLimit, parse_limit

SCHEMA = Path(__file__).parent.parent / "schema" / "catalogue-1.json"

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may refer to beyond itself: what the database holds already."""

    fields: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()
    # agency code → codes of its units
    agencies: Mapping[str, frozenset[str]] = field(default_factory=dict)


def check_file(data: object, known: Known) -> list[Fault]:
    """Faults of a whole catalogue file."""
    faults = _shape("file", data)
    if faults or not isinstance(data, Mapping):
        return faults
    return [*_unprintable(data, ()), *_sense_of_file(full_form(data), known)]


def check_version(data: object) -> list[Fault]:
    """Faults of one version in the form of the file, as an editor sends it."""
    faults = _shape("version", data)
    if faults or not isinstance(data, Mapping):
        return faults
    return [*_unprintable(data, ()), *_sense_of_version(full_version(data), ())]


def check_content(data: object) -> list[Fault]:
    """Faults of the `content` of a version: steps, cases of papers, conditions, keywords."""
    faults = _shape("content", data)
    if faults or not isinstance(data, Mapping):
        return faults
    return [*_unprintable(data, ()), *_sense_of_content(data, ())]


@cache
def _validator(part: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    if part != "file":
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    return Draft202012Validator(schema, validate_formats=True)


def _shape(part: str, data: object) -> list[Fault]:
    try:
        return [fault_of(error) for error in _validator(part).iter_errors(data)]
    except (ValueError, TypeError) as problem:
        # Not JSON at all: a date, NaN, a key that is no text.
        return [Fault("$", f"không phải dữ liệu JSON ({problem}).")]


def _unprintable(value: object, place: Place) -> Iterator[Fault]:
    """Control characters and broken text: one of the databases would refuse them later."""
    if isinstance(value, str):
        if any((c < " " and c not in "\n\t") or "\ud800" <= c <= "\udfff" for c in value):
            yield Fault(json_path(place), "có ký tự điều khiển hoặc chữ hỏng.")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _unprintable(key, (*place, key))
            yield from _unprintable(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unprintable(item, (*place, number))
    elif isinstance(value, float):
        yield Fault(json_path(place), "phải là số nguyên, không dùng số thập phân.")


def _sense_of_file(data: Mapping[str, Any], known: Known) -> Iterator[Fault]:
    fields = known.fields | {item["code"] for item in data["fields"]}
    decisions = known.decisions | {item["number"] for item in data["decisions"]}
    procedures = known.procedures | {item["code"] for item in data["procedures"]}
    yield from _repeated(data["fields"], "code", ("fields",), "Lĩnh vực")
    yield from _repeated(data["decisions"], "number", ("decisions",), "Quyết định")
    yield from _repeated(data["procedures"], "code", ("procedures",), "Thủ tục")
    for place, decision in _each(data["decisions"], ("decisions",)):
        for item_place, item in _each(decision["items"], (*place, "items")):
            yield from _unknown(item["procedure"], procedures, (*item_place, "procedure"))
            yield from _unknown(item["replaces"], procedures, (*item_place, "replaces"))
    for place, procedure in _each(data["procedures"], ("procedures",)):
        yield from _unknown(procedure["field"], fields, (*place, "field"))
        yield from _unknown(procedure["superseded_by"], procedures, (*place, "superseded_by"))
        yield from _sense_of_versions(procedure, (*place, "versions"))
        for version_place, version in _each(procedure["versions"], (*place, "versions")):
            yield from _unknown(version["decision"], decisions, (*version_place, "decision"))
            yield from _unknown(version["process"], known.processes, (*version_place, "process"))
    for place, offer in _each(data["offers"], ("offers",)):
        yield from _sense_of_offer(offer, procedures, known, place)


def _sense_of_versions(procedure: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    versions = procedure["versions"]
    yield from _repeated(versions, "number", place, "Bản")
    if sum(version["state"] == "draft" for version in versions) > 1:
        yield Fault(json_path(place), "chỉ được có một bản dự thảo.")
    for version_place, version in _each(versions, place):
        yield from _sense_of_version(version, version_place)
    spans = [_span(v) for v in versions if v["state"] == "published" and v["valid_from"]]
    twice = overlapping(spans)
    if twice:
        earlier, later = twice
        text = f"bản {earlier.number} và bản {later.number} cùng có hiệu lực ngày"
        yield Fault(json_path(place), f"{text} {later.valid_from:%d/%m/%Y}.")


def _sense_of_version(version: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    if version["state"] == "published" and not version["valid_from"]:
        yield Fault(json_path((*place, "valid_from")), "bản đã công bố phải có ngày áp dụng.")
    yield from _backwards(version, place)
    for part in ("limit", "supplement_limit"):
        yield from _bad_limit(version[part], (*place, part))
    for channel, limit in version["limits_by_channel"].items():
        yield from _bad_limit(limit, (*place, "limits_by_channel", channel))
    yield from _sense_of_content(version["content"], (*place, "content"))
    cases = {case["key"] for case in version["content"].get("cases", ())}
    for fee_place, fee in _each(version["fees"], (*place, "fees")):
        yield from _backwards(fee, fee_place)
        yield from _bad_tiers(fee["tiers"], (*fee_place, "tiers"))
        if fee["case"] and fee["case"] not in cases:
            text = f"không có trường hợp “{fee['case']}” trong thành phần hồ sơ."
            yield Fault(json_path((*fee_place, "case")), text)


def _sense_of_content(content: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    cases = content.get("cases", ())
    yield from _repeated(cases, "key", (*place, "cases"), "Trường hợp")
    for case_place, case in _each(cases, (*place, "cases")):
        yield from _bad_limit(case.get("limit"), (*case_place, "limit"))
        yield from _repeated(case["papers"], "key", (*case_place, "papers"), "Giấy tờ")


def _sense_of_offer(
    offer: Mapping[str, Any], procedures: frozenset[str], known: Known, place: Place
) -> Iterator[Fault]:
    yield from _unknown(offer["procedure"], procedures, (*place, "procedure"))
    yield from _backwards(offer, place)
    units = known.agencies.get(offer["agency"])
    if units is None:
        yield from _unknown(offer["agency"], frozenset(), (*place, "agency"))
    else:
        yield from _unknown(offer["unit"], units, (*place, "unit"))


def _backwards(dated: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    start, end = dated["valid_from"], dated["valid_to"]
    if start and end and end < start:
        yield Fault(json_path((*place, "valid_to")), "ngày hết hiệu lực trước ngày bắt đầu.")


def _bad_limit(text: str | None, place: Place) -> Iterator[Fault]:
    try:
        if text is not None:
            parse_limit(text)
    except BadLimit as problem:
        yield Fault(json_path(place), str(problem))


def _bad_tiers(tiers: Sequence[Mapping[str, int]] | None, place: Place) -> Iterator[Fault]:
    starts = [tier["from_unit"] for tier in tiers or ()]
    if starts and (starts[0] != 1 or starts != sorted(set(starts))):
        yield Fault(json_path(place), "các bậc phí phải bắt đầu từ 1 và tăng dần.")


def _unknown(code: str | None, known: frozenset[str], place: Place) -> Iterator[Fault]:
    if code is not None and code not in known:
        yield Fault(json_path(place), f"không tìm thấy “{code}”.")


def _repeated(
    items: Iterable[Mapping[str, Any]], key: str, place: Place, what: str
) -> Iterator[Fault]:
    counts = Counter(item[key] for item in items)
    for value in (value for value, count in counts.items() if count > 1):
        yield Fault(json_path(place), f"{what} “{value}” xuất hiện nhiều lần.")


def _each(items: Iterable[Any], place: Place) -> Iterator[tuple[Place, Any]]:
    return (((*place, number), item) for number, item in enumerate(items))


def _span(version: Mapping[str, Any]) -> Span:
    end = version["valid_to"]
    return Span(
        number=version["number"],
        valid_from=dt.date.fromisoformat(version["valid_from"]),
        valid_to=dt.date.fromisoformat(end) if end else None,
    )
