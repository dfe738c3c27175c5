"""Which ward takes files of which procedure, and which of its units handles them."""

from __future__ import annotations

from typing import Any

from motcua.management.demo.organisation import Demo

COMMUNE, DISTRICT = "commune", "district"
FIRST_UNIT = "vp"


def offers_of(demo: Demo, document: dict[str, Any]) -> list[dict[str, Any]]:
    """All commune procedures at the five wards of today; district ones at the quận of before."""
    fields = {row["code"]: row["name"] for row in document["fields"]}
    unit_of = {name: unit for unit, names in demo.data["fields_of_unit"].items() for name in names}
    offers = []
    for procedure in document["procedures"]:
        unit = unit_of.get(fields[procedure["field"]], FIRST_UNIT)
        for version in procedure["versions"]:
            offers += _of_version(demo, procedure["code"], version, unit)
    return offers


def _of_version(demo: Demo, code: str, version: dict[str, Any], unit: str) -> list[dict[str, Any]]:
    old = (version["valid_to"] or "9999") <= "2025-06-30"
    if old and DISTRICT in version["levels"]:
        return [_offer(demo, code, version, "quan-binhtan", "chuyen-mon")]
    if not old and COMMUNE in version["levels"]:
        return [_offer(demo, code, version, ward, unit) for ward in demo.wards]
    return []


def _offer(demo: Demo, code: str, version: dict[str, Any], slug: str, unit: str) -> dict[str, Any]:
    return {
        "procedure": code,
        "agency": demo.agencies[slug].code,
        "unit": unit,
        "valid_from": max(version["valid_from"], demo.agencies[slug].valid_from.isoformat()),
        "valid_to": version["valid_to"],
    }
