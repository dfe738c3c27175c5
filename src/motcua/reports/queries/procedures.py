"""Procedures behind the cells of II.07b: in whose competence, at which one-stop, with a process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from motcua.catalogue.models import Offer, ProcedureVersion
from motcua.catalogue.states import VersionState
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.organisation.states import Level
from motcua.reports.rules import Cells, Standing

_GROUPS: Final = ("competence", "one_stop", "process")


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure in force on the day. It counts once at each level that it is carried out at."""

    code: str
    name: str
    field: str
    competence: frozenset[str]
    one_stop: frozenset[str]
    has_process: bool

    def at(self, group: str) -> frozenset[str]:
        """The levels at which it counts in a group of columns."""
        if group == "competence":
            return self.competence
        if group == "one_stop" or self.has_process:
            return self.one_stop
        return frozenset()


def one_stop_cells(agency: Agency, on: dt.date) -> Cells:
    """The columns of II.07b of an agency and those below it on a day. Three statements."""
    counted = {f"{group}_{level}": 0 for group in _GROUPS for level in Level}
    for one in _in_force(agency, on):
        for group in _GROUPS:
            for level in one.at(group):
                counted[f"{group}_{level}"] += 1
    totals = {group: sum(counted[f"{group}_{level}"] for level in Level) for group in _GROUPS}
    return totals | counted


def one_stop_members(agency: Agency, on: dt.date) -> dict[str, Standing]:
    """In which columns of II.07b each procedure counts on a day. Three statements."""
    found = {
        one.code: frozenset(f"{group}_{level}" for group in _GROUPS for level in one.at(group))
        for one in _in_force(agency, on)
    }
    return {code: Standing(agency.code, cells) for code, cells in found.items() if cells}


def procedures_behind(cell: str, agency: Agency, on: dt.date) -> list[tuple[Listed, int]]:
    """Which procedures a cell counts, by code, and how often each. Three statements.

    Raises Refused (field "cell").
    """
    group, _split, level = cell.rpartition("_") if cell not in _GROUPS else (cell, "", "")
    if group not in _GROUPS or level not in {"", *Level.values}:
        raise Refused(f"Biểu không có ô “{cell}”.", field="cell")
    found = [
        (one, len(levels))
        for one in _in_force(agency, on)
        if (levels := {at for at in one.at(group) if level in ("", at)})
    ]
    return sorted(found, key=lambda pair: pair[0].code)


def _in_force(agency: Agency, on: dt.date) -> Iterator[Listed]:
    """Procedures with a published version in force, at the levels that the subtree has."""
    under = {"path__startswith": agency.path}
    levels = set(Agency.objects.on(on).filter(**under).values_list("level", flat=True))
    offers: dict[int, set[str]] = {}
    here = Offer.objects.on(on).filter(agency__path__startswith=agency.path)
    for procedure, level in here.values_list("procedure_id", "agency__level"):
        offers.setdefault(procedure, set()).add(level)
    versions = ProcedureVersion.objects.on(on).filter(state=VersionState.PUBLISHED)
    # Of two versions in force on the day the later one counts.
    newest = {
        version.procedure_id: version
        for version in versions.select_related("procedure__field")
        .order_by("number")
        .only("name", "levels", "definition_id", "procedure__code", "procedure__field__name")
    }
    for version in newest.values():
        yield Listed(
            code=version.procedure.code,
            name=version.name,
            field=version.procedure.field.name,
            competence=frozenset(levels & set(version.levels)),
            one_stop=frozenset(offers.get(version.procedure_id, ())),
            has_process=version.definition_id is not None,
        )
