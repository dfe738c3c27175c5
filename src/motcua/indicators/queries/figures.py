"""The figures of design.md section 7 from the case rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import TextChoices

from motcua.cases.models import Case
from motcua.cases.states import Channel
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.states import ServiceLevel, VersionState
from motcua.indicators.queries.counting import tallies_by, tallies_of
from motcua.indicators.queries.rolled import (
    Tail,
    named_sums,
    sums_by,
    sums_by_month,
    tail_of_sums,
)
from motcua.indicators.rules import (
    Group,
    Period,
    Tally,
    as_figures,
    checked_group,
    checked_period,
    sum_of,
)
from motcua.organisation.queries import agency_by_code, subtree_ids
from motcua.organisation.states import Level

_WORDS: Final[dict[Group, type[TextChoices]]] = {
    Group.LEVEL: Level,
    Group.CHANNEL: Channel,
    Group.SERVICE_LEVEL: ServiceLevel,
}
_UNKNOWN: Final = "Không rõ"
# As many cells as files: sums would save nothing.
_FILE_BY_FILE: Final = (Group.PROCEDURE, Group.OFFICER)

Row = tuple[str, str, Tally]


def statistics(
    *, from_day: dt.date, to_day: dt.date, agency_code: str | None, by: str | None, at: dt.datetime
) -> dict[str, Any]:
    """{"from", "to", "agency", "total": {figures}, "groups": [{"key", "label", figures}]}.

    Days in Vietnam, both inside. An agency brings those below it, as the tree stands now; None
    is everybody. Groups come by key, months in order with the idle ones, every month as if it
    were the period: its carried_over are the files open on its first day.

    From the sums where they are kept (`fold_figures`) and can split like this, else from the
    files; both give the same. Three statements at most, two more for an agency, one for names,
    four for files that changed since the sums were folded. Raises Refused (field "from", "to" or
    "by") and NotFound ("agency_code").
    """
    period = checked_period(from_day, to_day)
    group = checked_group(by, period)
    agency, ids = _agencies_of(agency_code)
    tail = None if group in _FILE_BY_FILE else tail_of_sums()
    if tail is None:
        total, rows = _from_files(group, period, at, ids)
    else:
        total, rows = _from_sums(group, period, at, ids, tail)
    return {
        "from": from_day.isoformat(),
        "to": to_day.isoformat(),
        "agency": agency,
        "total": as_figures(total),
        "groups": [{"key": key, "label": label, **as_figures(tally)} for key, label, tally in rows],
    }


def _agencies_of(agency_code: str | None) -> tuple[str | None, list[int] | None]:
    if not agency_code:
        return None, None
    agency = agency_by_code(agency_code)
    return agency.code, subtree_ids([agency.path])


def _from_files(
    group: Group | None, period: Period, at: dt.datetime, ids: list[int] | None
) -> tuple[Tally, list[Row]]:
    """Counted from every file that the period may concern."""
    cases = Case.objects.all() if ids is None else Case.objects.filter(agency_id__in=ids)
    if group is None or group == Group.MONTH:
        parts = list(period.months()) if group else []
        total, *tallies = tallies_of(cases, [period, *parts], at)
        return total, _months(parts, tallies)
    rows = _named(group, tallies_by(cases, group, period, at))
    return sum_of(tally for _key, _label, tally in rows), rows


def _from_sums(
    group: Group | None, period: Period, at: dt.datetime, ids: list[int] | None, tail: Tail
) -> tuple[Tally, list[Row]]:
    """The same from the sums and what they do not hold yet."""
    if group == Group.MONTH:
        parts = list(period.months())
        total, *tallies = sums_by_month([period, *parts], at, agencies=ids, tail=tail)
        return total, _months(parts, tallies)
    found = sums_by([group] if group else [], period, at, agencies=ids, tail=tail)
    rows = _named(group, named_sums(group, found)) if group else []
    return sum_of(found.values()), rows


def _months(parts: list[Period], tallies: list[Tally]) -> list[Row]:
    return [
        (f"{part.first:%Y-%m}", f"Tháng {part.first:%m/%Y}", tally)
        for part, tally in zip(parts, tallies, strict=True)
    ]


def _named(group: Group, rows: Iterable[Row]) -> list[Row]:
    """By key, without groups in which nothing happened, labels in words."""
    found = sorted((row for row in rows if not row[2].is_empty), key=lambda row: row[0])
    if group == Group.PROCEDURE:
        names = _procedure_names([key for key, _label, _tally in found])
        return [(key, names.get(key, key), tally) for key, _label, tally in found]
    words = _WORDS.get(group)
    if words is not None:
        return [(key, str(words(key).label), tally) for key, _label, tally in found]
    return [(key, label or _UNKNOWN, tally) for key, label, tally in found]


def _procedure_names(codes: list[str]) -> dict[str, str]:
    """The newest published name of each procedure. One statement."""
    names = (
        ProcedureVersion.objects.filter(procedure__code__in=codes, state=VersionState.PUBLISHED)
        .order_by("procedure_id", "number")
        .values_list("procedure__code", "name")
    )
    return dict(names)
