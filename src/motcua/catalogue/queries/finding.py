"""Lists of procedures in force: for the portal's search box and the desk's type-ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from motcua.catalogue.models import Field, ProcedureVersion
from motcua.catalogue.queries.intake import offered_at
from motcua.catalogue.rules.finding import ranked
from motcua.catalogue.states import ServiceLevel, VersionState

_COLUMNS = (
    *("id", "procedure__code", "name", "search", "procedure__field__code"),
    *("procedure__field__name", "levels", "limit", "online_level", "on_the_spot", "edited"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One procedure in a list. `limit` is in the kernel's written form."""

    version_id: int
    code: str
    name: str
    search: str
    field: str
    field_name: str
    levels: tuple[str, ...]
    limit: str | None
    online_level: ServiceLevel
    on_the_spot: bool
    edited: bool


def in_force(on: dt.date) -> QuerySet[ProcedureVersion]:
    """The published versions that hold on a day."""
    versions: QuerySet[ProcedureVersion] = ProcedureVersion.objects.on(on)
    return versions.filter(state=VersionState.PUBLISHED)


def search_procedures(
    *, q: str = "", field: str = "", level: str = "", agency_id: int | None = None, on: dt.date
) -> list[Found]:
    """What is in force on the day and answers the words, best first. One statement.

    Without words: by field and name. `field` is a code, `level` one of organisation Level;
    with an agency only what it offers that day.
    """
    versions = in_force(on)
    if field:
        versions = versions.filter(procedure__field__code=field)
    if agency_id is not None:
        versions = versions.filter(offered_at(agency_id, on))
    found = [_found(row) for row in versions.values_list(*_COLUMNS)]
    # JSON lists are searched here: SQLite has no operator for it.
    found = [row for row in found if not level or level in row.levels]
    found.sort(key=lambda row: (row.field_name, row.name, row.code))
    texts = {row: (row.code, row.name, row.search) for row in found}
    return ranked(found, q, texts)


def fields_in_force(on: dt.date, *, agency_id: int | None = None) -> list[tuple[str, str, int]]:
    """Fields with something in force: code, name, how many procedures. One statement."""
    versions = in_force(on)
    if agency_id is not None:
        versions = versions.filter(offered_at(agency_id, on))
    counted = Count("procedures", filter=Q(procedures__versions__in=versions.values("id")))
    rows = Field.objects.annotate(count=counted).filter(count__gt=0)
    return list(rows.order_by("name").values_list("code", "name", "count"))


def _found(row: tuple[object, ...]) -> Found:
    version_id, code, name, search, field, field_name, levels, limit, online, spot, edited = row
    assert isinstance(levels, list)
    return Found(
        version_id=int(str(version_id)),
        code=str(code),
        name=str(name),
        search=str(search),
        field=str(field),
        field_name=str(field_name),
        levels=tuple(levels),
        limit=None if limit is None else str(limit),
        online_level=ServiceLevel(str(online)),
        on_the_spot=bool(spot),
        edited=bool(edited),
    )
