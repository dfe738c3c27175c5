"""What a list of procedures says about each in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from motcua.catalogue.models import FeeRule, Offer, ProcedureVersion
from motcua.catalogue.rules.papers import PaperCase, paper_cases


@dataclass(frozen=True, slots=True)
class Brief:
    """One version with what its five answers need; `offers` counts agencies of the day."""

    version: ProcedureVersion
    cases: tuple[PaperCase, ...]
    fees: tuple[FeeRule, ...]
    offers: int


def briefs(version_ids: Iterable[int], *, on: dt.date) -> list[Brief]:
    """The versions in the order asked for. Three statements, none for an empty list."""
    wanted = list(version_ids)
    if not wanted:
        return []
    versions = ProcedureVersion.objects.select_related("procedure__field").in_bulk(wanted)
    fees: dict[int, list[FeeRule]] = {}
    for rule in FeeRule.objects.on(on).filter(version__in=wanted).order_by("id"):
        fees.setdefault(rule.version_id, []).append(rule)
    offers = dict(
        Offer.objects.on(on)
        .filter(procedure__in=[version.procedure_id for version in versions.values()])
        .values_list("procedure_id")
        .annotate(count=Count("agency_id", distinct=True))
    )
    return [
        Brief(
            version=versions[number],
            cases=paper_cases(versions[number].content),
            fees=tuple(fees.get(number, ())),
            offers=offers.get(versions[number].procedure_id, 0),
        )
        for number in wanted
    ]
