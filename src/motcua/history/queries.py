"""What the database knows of the agencies, procedures and files that a history file names."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from motcua.cases.models import Case
from motcua.catalogue.models import Offer, ProcedureVersion
from motcua.catalogue.states import VersionState
from motcua.history.rules import PastCase
from motcua.organisation.models import Agency, Unit
from motcua.organisation.states import UnitKind

# What of a stored file is compared with a row of the same code.
_COMPARED: Final = (
    *(
        "code",
        "journal_seq",
        "received_at",
        "due_at",
        "finished_at",
        "returned_at",
        "outcome",
        "channel",
    ),
    *("service_level", "agency_id", "supplements", "return_channel", "paid_online"),
    *("submitted_at", "version__procedure__code"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where files of an agency lie: its first unit at the counter, else its first of all."""

    agency_id: int
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Versions:
    """Published versions of one procedure by the day they begin."""

    since: tuple[dt.date, ...]
    ids: tuple[int, ...]

    def on(self, day: dt.date) -> int:
        """The version in force; the first for a file from before the catalogue begins."""
        return self.ids[max(bisect_right(self.since, day) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Known:
    """Agencies by code, old codes too, procedures, and which unit handles what where."""

    places: dict[str, Place]
    versions: dict[str, Versions]
    handling: dict[tuple[int, str], int]


def known() -> Known:
    """Everything a row may name. Four statements."""
    units: dict[int, int] = {}
    first = Unit.objects.order_by("id").values_list("agency_id", "id", "kind")
    for agency_id, unit_id, _kind in sorted(first, key=lambda row: row[2] != UnitKind.RECEPTION):
        units.setdefault(agency_id, unit_id)
    places: dict[str, Place] = {}
    for agency_id, code, legacy in Agency.objects.values_list("id", "code", "legacy_code"):
        place = Place(agency_id, units.get(agency_id))
        places[code] = place
        if legacy:
            places.setdefault(legacy, place)
    versions: dict[str, list[tuple[dt.date, int]]] = {}
    published = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    for code, since, pk in published.order_by("valid_from", "number").values_list(
        "procedure__code", "valid_from", "id"
    ):
        assert since is not None
        versions.setdefault(code, []).append((since, pk))
    offers = Offer.objects.filter(unit__isnull=False).order_by("valid_from")
    handled = offers.values_list("agency_id", "procedure__code", "unit_id")
    return Known(
        places,
        {code: Versions(*zip(*pairs, strict=True)) for code, pairs in versions.items()},
        {(agency_id, code): unit_id for agency_id, code, unit_id in handled if unit_id},
    )


def stored(rows: Iterable[PastCase], found: Known) -> dict[str, bool]:
    """Of the codes that are in the database already: whether they say the same. One statement.

    What was done to a file here since it came counts more than what the other system said.
    """
    by_code = {row.code: row for row in rows}
    there = Case.objects.filter(code__in=list(by_code)).values_list(*_COMPARED)
    same = {}
    for code, seq, *columns in there:
        if seq:
            same[str(code)] = True
            continue
        row = by_code[str(code)]
        place = found.places.get(row.agency)
        refused = row.outcome == "refused"
        said = [
            None if refused else row.received,
            row.due,
            None if refused else row.finished,
            row.returned,
            row.outcome,
            row.channel,
            row.service_level,
            place.agency_id if place else None,
            row.supplements,
            row.return_channel,
            row.paid_online,
            row.received,
            row.procedure,
        ]
        same[str(code)] = columns == said
    return same
