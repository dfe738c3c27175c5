"""The catalogue as a file (format motcua-catalogue/1), always in full form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from motcua.catalogue.models import (
    Decision,
    FeeRule,
    Field,
    Offer,
    Procedure,
    ProcedureVersion,
)
from motcua.catalogue.rules.check import Known
from motcua.catalogue.rules.document import FORMAT, Document, in_order
from motcua.organisation.models import Agency
from motcua.process.models import Definition
from motcua.process.states import DefinitionState

_AS_STORED = (
    *("number", "name", "levels", "state", "limit", "limits_by_channel", "clock_policy"),
    *("day0_shift", "supplement_limit", "online_level", "old_level", "partial_reason"),
    *("on_the_spot", "edited", "copies", "applicants", "applicants_text", "results"),
    *("legal_basis", "content", "facts"),
)
_FEE_AS_STORED = (
    *("kind", "name", "applicant_class", "channel", "amount", "per", "tiers", "cap"),
    *("legal_basis", "area", "set_locally", "confidence", "note"),
)


def export_catalogue() -> Document:
    """The whole catalogue. Six statements; importing it again changes nothing."""
    return in_order(
        {
            "format": FORMAT,
            "fields": list(Field.objects.values("code", "name")),
            "decisions": _decisions(),
            "procedures": _procedures(),
            "offers": _offers(),
        }
    )


def version_document(version: ProcedureVersion) -> Document:
    """One version in the form of the file. At most three statements."""
    fees = FeeRule.objects.filter(version=version).order_by("id")
    return _version(version, [_fee(fee) for fee in fees])


def known_references() -> Known:
    """What a file may refer to without bringing it along. Five statements."""
    agencies: dict[str, set[str]] = {}
    for agency, unit in Agency.objects.values_list("code", "units__code"):
        agencies.setdefault(agency, set()).update(filter(None, (unit,)))
    processes = Definition.objects.filter(state=DefinitionState.PUBLISHED)
    return Known(
        fields=frozenset(Field.objects.values_list("code", flat=True)),
        decisions=frozenset(Decision.objects.values_list("number", flat=True)),
        procedures=frozenset(Procedure.objects.values_list("code", flat=True)),
        processes=frozenset(processes.values_list("key", flat=True)),
        agencies={code: frozenset(units) for code, units in agencies.items()},
    )


def _decisions() -> list[Document]:
    rows = Decision.objects.prefetch_related("items__procedure", "items__replaces")
    return [
        {
            "number": row.number,
            "date": _iso(row.date),
            "effective_date": _iso(row.effective_date),
            "issuer": row.issuer,
            "title": row.title,
            "confidence": row.confidence,
            "items": [
                {
                    "procedure": item.procedure.code,
                    "act": item.act,
                    "replaces": item.replaces.code if item.replaces else None,
                }
                for item in row.items.all()
            ],
        }
        for row in rows
    ]


def _procedures() -> list[Document]:
    fees: dict[int, list[Document]] = {}
    for fee in FeeRule.objects.order_by("id"):
        fees.setdefault(fee.version_id, []).append(_fee(fee))
    versions: dict[int, list[Document]] = {}
    for version in ProcedureVersion.objects.select_related("decision", "definition"):
        documents = versions.setdefault(version.procedure_id, [])
        documents.append(_version(version, fees.get(version.id, [])))
    rows = Procedure.objects.select_related("field", "superseded_by")
    return [
        {
            "code": row.code,
            "field": row.field.code,
            "status": row.status,
            "superseded_by": row.superseded_by.code if row.superseded_by else None,
            "versions": versions[row.id],
        }
        for row in rows
        if row.id in versions
    ]


def _offers() -> list[Document]:
    columns = ("procedure__code", "agency__code", "unit__code", "valid_from", "valid_to")
    names = ("procedure", "agency", "unit", "valid_from", "valid_to")
    return [
        dict(zip(names, (*row[:3], _iso(row[3]), _iso(row[4])), strict=True))
        for row in Offer.objects.values_list(*columns)
    ]


def _version(version: ProcedureVersion, fees: list[Document]) -> Document:
    stored: dict[str, Any] = {column: getattr(version, column) for column in _AS_STORED}
    return {
        **stored,
        "valid_from": _iso(version.valid_from),
        "valid_to": _iso(version.valid_to),
        "decision": version.decision.number if version.decision else None,
        "process": version.definition.key if version.definition else None,
        "fees": fees,
    }


def _fee(fee: FeeRule) -> Document:
    stored: dict[str, Any] = {column: getattr(fee, column) for column in _FEE_AS_STORED}
    return {
        **stored,
        "case": fee.case_key,
        "valid_from": _iso(fee.valid_from),
        "valid_to": _iso(fee.valid_to),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
