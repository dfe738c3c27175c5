"""The day on which the books of an agency close, now and in the months before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from motcua.organisation.models import Agency
from motcua.reports.models import CutOff
from motcua.reports.rules import Closings


def closings_of(agency: Agency) -> Closings:
    """Its own setting from the month on that it has one, before that the nearest above. One
    statement.
    """
    line = [int(part) for part in agency.path.strip("/").split("/")]
    own: dict[int, list[tuple[dt.date, int | None]]] = defaultdict(list)
    rows = CutOff.objects.filter(agency_id__in=line).order_by("valid_from")
    for agency_id, begins, day in rows.values_list("agency_id", "valid_from", "day"):
        own[agency_id].append((begins, day))
    found: list[tuple[dt.date, int | None]] = []
    for agency_id in line:
        nearer = own.get(agency_id, [])
        found = [change for change in found if not nearer or change[0] < nearer[0][0]] + nearer
    return Closings(tuple(found))


def cut_offs_of(agency: Agency) -> list[CutOff]:
    """What was set for the agency itself, the newest first. One statement."""
    return list(CutOff.objects.filter(agency=agency).order_by("-valid_from"))
