"""One procedure on one page, and what its editor needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from motcua.catalogue.models import DecisionItem, FeeRule, Offer, Procedure, ProcedureVersion
from motcua.catalogue.queries.export import version_document
from motcua.catalogue.queries.finding import in_force
from motcua.catalogue.rules.diff import Change, diff
from motcua.catalogue.rules.papers import PaperCase, paper_cases
from motcua.catalogue.states import VersionState
from motcua.kernel.refusals import NotFound
from motcua.organisation.models import Unit
from motcua.organisation.states import UnitKind


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """Everything a citizen reads. `in_force` says whether `version` holds on the day asked.

    `fees` are the rules in force on the day, else all of the version's; `history` is newest
    first, without drafts; `related` are (code, name).
    """

    procedure: Procedure
    version: ProcedureVersion
    in_force: bool
    cases: tuple[PaperCase, ...]
    fees: Sequence[FeeRule]
    history: Sequence[ProcedureVersion]
    offers: Sequence[Offer]
    acts: Sequence[DecisionItem]
    related: Sequence[tuple[str, str]]


def procedure_page(code: str, *, on: dt.date, number: int | None = None) -> ProcedurePage:
    """The version in force on the day, the one asked for by number, else the newest there is.

    Six statements. Raises NotFound for an unknown code or number; a draft is never shown.
    """
    procedure = _procedure(code)
    versions = ProcedureVersion.objects.filter(procedure=procedure, state=VersionState.PUBLISHED)
    history = list(versions.select_related("decision").order_by("-valid_from"))
    version = _chosen(history, on, number)
    if version is None:
        raise NotFound(f"Thủ tục {code} không có bản công bố {number or ''}".strip() + ".")
    offers = Offer.objects.on(on).filter(procedure=procedure).select_related("agency", "unit")
    acts = DecisionItem.objects.filter(procedure=procedure).select_related("decision", "replaces")
    return ProcedurePage(
        procedure=procedure,
        version=version,
        in_force=_holds(version, on),
        cases=paper_cases(version.content),
        fees=_fees(version, on),
        history=history,
        offers=list(offers.order_by("agency__name", "id")),
        acts=list(acts.order_by("-decision__date", "-id")),
        related=_related(version, on),
    )


def versions_of(code: str) -> list[ProcedureVersion]:
    """Every version, newest first, the draft too: for the editor. One statement."""
    versions = ProcedureVersion.objects.filter(procedure__code=code)
    return list(versions.select_related("decision", "published_by").order_by("-number"))


def draft_changes(draft: ProcedureVersion) -> list[Change]:
    """What a draft changes against the newest published version; nothing for a first draft."""
    published = ProcedureVersion.objects.filter(
        procedure_id=draft.procedure_id, state=VersionState.PUBLISHED
    )
    base = published.order_by("-valid_from").first()
    return diff(version_document(base), version_document(draft)) if base else []


def unit_choices(agency_id: int, *, on: dt.date) -> list[tuple[int, str]]:
    """Units of the agency that may handle a procedure: id and name. One statement."""
    units = Unit.objects.on(on).filter(agency_id=agency_id, kind=UnitKind.HANDLING)
    return list(units.order_by("name").values_list("id", "name"))


def offering_paths(procedure_id: int, *, on: dt.date) -> list[str]:
    """Agency.path of every agency that offers the procedure now or later: for `access`."""
    offers = Offer.objects.filter(procedure_id=procedure_id)
    lasting = offers.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return list(lasting.values_list("agency__path", flat=True).distinct())


def _procedure(code: str) -> Procedure:
    rows = Procedure.objects.select_related("field", "superseded_by")
    procedure = rows.filter(code=code).first()
    if procedure is None:
        raise NotFound(f"Không có thủ tục nào mang mã “{code}”.", field="procedure_code")
    return procedure


def _holds(version: ProcedureVersion, day: dt.date) -> bool:
    begun = version.valid_from is not None and version.valid_from <= day
    return begun and (version.valid_to is None or day <= version.valid_to)


def _chosen(
    history: Sequence[ProcedureVersion], on: dt.date, number: int | None
) -> ProcedureVersion | None:
    if number is not None:
        return next((version for version in history if version.number == number), None)
    return next((v for v in history if _holds(v, on)), history[0] if history else None)


def _fees(version: ProcedureVersion, on: dt.date) -> list[FeeRule]:
    rules = list(FeeRule.objects.filter(version=version).order_by("id"))
    current = [r for r in rules if r.valid_from <= on and (not r.valid_to or on <= r.valid_to)]
    return current or rules


def _related(version: ProcedureVersion, on: dt.date) -> list[tuple[str, str]]:
    codes = version.content.get("related", [])
    rows = in_force(on).filter(procedure__code__in=codes)
    names = dict(rows.values_list("procedure__code", "name"))
    return [(code, names[code]) for code in codes if code in names]
